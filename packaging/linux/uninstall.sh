#!/bin/sh
# Removes what install.sh installed. Projects, settings and logs stay.
set -eu
program=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=$(CDPATH='' cd -- "$program/../.." && pwd)
[ "$(basename "$program")" = dialogue-annotator ] || { echo "run the uninstall.sh that was installed" >&2; exit 1; }
rm -f "$prefix/bin/dialogue-annotator" "$prefix/bin/annotator" \
    "$prefix/share/applications/dialogue-annotator.desktop" \
    "$prefix/share/mime/packages/dialogue-annotator-mime.xml" \
    "$prefix/share/metainfo/io.github.dialogue_annotator.DialogueAnnotator.metainfo.xml" \
    "$prefix/share/man/man1/dialogue-annotator.1.gz" "$prefix/share/man/man1/annotator.1.gz" \
    "$prefix"/share/icons/hicolor/*/apps/dialogue-annotator.png \
    "$prefix/share/icons/hicolor/scalable/apps/dialogue-annotator.svg"
rm -rf "$program"
if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$prefix/share/mime" || true; fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q "$prefix/share/applications" || true; fi
# Folders that only this program used.
for folder in share/icons/hicolor/*/apps share/icons/hicolor/* share/icons/hicolor share/icons share/man/man1 share/man \
    share/metainfo share/mime/packages share/applications lib bin; do
    rmdir "$prefix"/$folder 2>/dev/null || true
done
echo "Dialogue Annotator was removed; projects and settings were left as they are."
