; UNTESTED: compiles with makensis, but has not been run on Windows.
; An installer for one person, without administrator rights. Built by `python packaging/build.py installer`
; from the folder that PyInstaller made on Windows.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
!include MUI2.nsh
!include FileFunc.nsh
!ifndef VERSION
  !error "give -DVERSION=x.y.z"
!endif
!ifndef FOLDER
  !error "give -DFOLDER=path of the built folder"
!endif
!ifndef OUTPUT
  !define OUTPUT "."
!endif
!define NAME "Dialogue Annotator"
!define PROGRAM "dialogue-annotator.exe"
!define PROGID "DialogueAnnotator.Project.1"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\DialogueAnnotator"

Name "${NAME}"
OutFile "${OUTPUT}/dialogue-annotator-${VERSION}-windows-x64.exe"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\DialogueAnnotator" "InstallDir"
RequestExecutionLevel user
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "The Dialogue Annotator developers; MIT, with parts under other licences"

!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "TradChinese"

Section "Program"
  ; A running program keeps its files open: say so instead of leaving half of each version.
  IfFileExists "$INSTDIR\${PROGRAM}" 0 fresh
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 closed
  MessageBox MB_ICONEXCLAMATION "${NAME} is running. Close it, then install again."
  Abort
closed:
  FileClose $0
  RMDir /r "$INSTDIR\lib"
fresh:
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*.*"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "Software\DialogueAnnotator" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.dap" "" "${PROGID}"
  WriteRegStr HKCU "Software\Classes\.dap\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "Software\Classes\${PROGID}" "" "${NAME} project"
  WriteRegStr HKCU "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" open "%1"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Dialogue Annotator developers"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  ; Projects and settings stay: only what was installed goes.
  RMDir /r "$INSTDIR\lib"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\annotator.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "Software\Classes\${PROGID}"
  DeleteRegValue HKCU "Software\Classes\.dap\OpenWithProgids" "${PROGID}"
  ReadRegStr $0 HKCU "Software\Classes\.dap" ""
  StrCmp $0 "${PROGID}" 0 others
  DeleteRegKey HKCU "Software\Classes\.dap"
others:
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\DialogueAnnotator"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
