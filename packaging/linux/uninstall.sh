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
    "$prefix/share/bash-completion/completions/annotator" "$prefix/share/zsh/vendor-completions/_annotator" \
    "$prefix/share/fish/vendor_completions.d/annotator.fish" \
    "$prefix/share/man/man1/dialogue-annotator.1.gz" "$prefix/share/man/man1/annotator.1.gz" \
    "$prefix"/share/icons/hicolor/*/apps/dialogue-annotator.png \
    "$prefix/share/icons/hicolor/scalable/apps/dialogue-annotator.svg"
rm -rf "$program"
# What the desktop has made of the entries goes with the last of them, and is made anew where there are others.
mime="$prefix/share/mime"
if [ -n "$(ls "$mime/packages" 2>/dev/null)" ]; then
    if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$mime" || true; fi
else
    rm -f "$mime/application/vnd.dialogue-annotator.project+sqlite3.xml"
    for made in aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version XMLnamespaces; do
        rm -f "$mime/$made"
    done
fi
if [ -z "$(ls "$prefix/share/applications" 2>/dev/null | grep -v '^mimeinfo.cache$')" ]; then
    rm -f "$prefix/share/applications/mimeinfo.cache"
elif command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$prefix/share/applications" || true
fi
# Folders that only this program used.
for folder in share/bash-completion/completions share/bash-completion share/zsh/vendor-completions share/zsh \
    share/fish/vendor_completions.d share/fish share/icons/hicolor/*/apps share/icons/hicolor/* share/icons/hicolor share/icons share/man/man1 share/man \
    share/metainfo share/mime/packages share/mime/application share/mime share/applications share lib bin; do
    rmdir "$prefix"/$folder 2>/dev/null || true
done
echo "Dialogue Annotator was removed; projects and settings were left as they are."
