#!/bin/sh
# UNTESTED: needs appimagetool (https://github.com/AppImage/appimagetool), which is not in Debian.
# Wraps the built folder (`python3 packaging/build.py tarball`) into one file that runs without installation.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' "$root/annotator/core/version.py")
stage="$root/build/AppDir"
rm -rf "$stage"
mkdir -p "$stage/usr/lib"
tar -xJf "$root/dist/dialogue-annotator-$version-linux-x86_64.tar.xz" -C "$root/build"
unpacked="$root/build/dialogue-annotator-$version-linux-x86_64"
mv "$unpacked/dialogue-annotator" "$stage/usr/lib/dialogue-annotator"
mv "$unpacked/share" "$stage/usr/share"
rm -rf "$unpacked"
cp "$stage/usr/share/applications/dialogue-annotator.desktop" "$stage/usr/share/icons/hicolor/scalable/apps/dialogue-annotator.svg" "$stage/"
ln -s dialogue-annotator.svg "$stage/.DirIcon"
cat > "$stage/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/lib/dialogue-annotator/dialogue-annotator" "$@"
RUN
chmod +x "$stage/AppRun"
ARCH=x86_64 appimagetool "$stage" "$root/dist/dialogue-annotator-$version-x86_64.AppImage"
