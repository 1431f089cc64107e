#!/bin/sh
# Installs the program of this folder for one person, without administrator rights.
#   ./install.sh            into ~/.local
#   ./install.sh PREFIX     somewhere else
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=${1:-"$HOME/.local"}
program="$prefix/lib/dialogue-annotator"

mkdir -p "$prefix/lib" "$prefix/bin" "$prefix/share"
prefix=$(CDPATH='' cd -- "$prefix" && pwd)
program="$prefix/lib/dialogue-annotator"
# The new one is complete before the old one goes.
rm -rf "$program.new"
cp -a "$here/dialogue-annotator" "$program.new"
rm -rf "$program"
mv "$program.new" "$program"
ln -sf "$program/dialogue-annotator" "$prefix/bin/dialogue-annotator"
ln -sf "$program/dialogue-annotator" "$prefix/bin/annotator"
cp -a "$here/share/." "$prefix/share/"
# A launcher has no shell's PATH: it gets the whole path.
sed -i "s|^Exec=dialogue-annotator|Exec=\"$program/dialogue-annotator\"|" "$prefix/share/applications/dialogue-annotator.desktop"
cp "$here/uninstall.sh" "$program/uninstall.sh"
for step in "update-mime-database $prefix/share/mime" "update-desktop-database -q $prefix/share/applications" \
    "gtk-update-icon-cache -q -t $prefix/share/icons/hicolor"; do
    # Desktops without these tools notice new files by themselves.
    command -v "${step%% *}" >/dev/null 2>&1 && $step || true
done
printf 'Dialogue Annotator is in %s; start it from the menu or with %s/bin/dialogue-annotator\n' "$program" "$prefix"
printf 'To remove it: %s/uninstall.sh\n' "$program"
