"""The language of the window: the system's, or one that the person chose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from annotator.core.resources import resource
from annotator.ui.texts import error_texts

translate = QCoreApplication.translate  # the name the translation tools look for

SYSTEM, SOURCE = "system", "en"  # the texts of the program itself are English
# Languages by the name they have in themselves, so that whoever needs one can read it.
LANGUAGES: tuple[tuple[str, str], ...] = ((SOURCE, "English"), ("zh_CN", "简体中文"))


def folder() -> Path:
    """Where the translations of this program lie."""
    return resource("translations")


def available() -> tuple[tuple[str, str], ...]:
    """The languages the window can speak: English, and those whose translation is installed."""
    return tuple(
        (code, name)
        for code, name in LANGUAGES
        if code == SOURCE or (folder() / f"annotator_{code}.qm").is_file()
    )


def wanted(setting: str) -> str:
    """The code of the language that a setting means: "system", or a code of :data:`LANGUAGES`."""
    locale = QLocale.system() if setting in {SYSTEM, ""} else QLocale(setting)
    codes = (code for code, _ in available() if QLocale(code).language() == locale.language())
    return next(codes, SOURCE)


def window_language() -> str:
    """The code of the language that new texts of the window are in."""
    return translate("Translation", "en")  # each translation says its own code


def program_name() -> str:
    """What the program is called in the language of the window."""
    return translate("Translation", "Dialogue Annotator")


def speak(application: QCoreApplication, language: str) -> list[QTranslator]:
    """Let an application speak a language from now on: "system", or a code of :data:`LANGUAGES`.

    What has been made already keeps its words. Returns the translators, the program's own last;
    none where the language is English or nothing is translated into it.
    """
    error_texts.use(None)
    locale = QLocale.system() if language in {SYSTEM, ""} else QLocale(language)
    if locale.language() == QLocale.Language.English:
        return []
    installed = []
    for name, where in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("annotator", str(folder())),
    ):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", where):
            application.installTranslator(translator)
            installed.append(translator)
            table = folder() / f"errors_{Path(translator.filePath()).stem.removeprefix('annotator_')}.json"
            if name == "annotator" and table.is_file():
                error_texts.use(table)
    return installed
