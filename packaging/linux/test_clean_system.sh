#!/bin/bash
# Installs the built .deb in a fresh Debian, uses it with keys, removes it, and says what was left.
#
#   sudo packaging/linux/test_clean_system.sh [FOLDER]     # FOLDER: where the system is made (default /srv/clean)
#
# Needs root, debootstrap and a Debian mirror; takes some minutes. The folder is removed at the end
# unless KEEP=1. Pictures of the screen go to dist/clean-system/.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
clean=${1:-/srv/clean}
suite=${SUITE:-bookworm}
deb=$(ls -t "$root"/dist/dialogue-annotator_*_amd64.deb | head -1)
out="$root/dist/clean-system"
mkdir -p "$out"

echo "== a fresh $suite in $clean"
[ -e "$clean" ] && { echo "$clean exists already" >&2; exit 1; }
leave() {
    cp "$clean"/root/*.png "$out/" 2>/dev/null || true
    umount -l "$clean/dev" 2>/dev/null || true
    [ "${KEEP:-}" = 1 ] || rm -rf --one-file-system "$clean"
}
trap leave EXIT
debootstrap --variant=minbase "$suite" "$clean" ${MIRROR:-} >"$out/debootstrap.log" 2>&1 || { tail -5 "$out/debootstrap.log"; exit 1; }
for file in /etc/resolv.conf /etc/apt/sources.list /etc/apt/apt.conf.d /etc/apt/sources.list.d /etc/ssl/certs; do
    [ -e "$file" ] && mkdir -p "$clean$(dirname $file)" && cp -aLT "$file" "$clean$file" 2>/dev/null || true
done
mount --bind /dev "$clean/dev"
cp "$deb" "$clean/root/annotator.deb"
cp "$root/packaging/linux/use_installed.sh" "$clean/root/use.sh"
cp -r "$root/seeds" "$clean/root/transcripts"
# A process space of its own: whatever still runs when the test ends, or fails, ends with it.
export clean
unshare --mount --pid --fork --kill-child bash -c 'mount -t proc proc "$clean/proc"
    exec /usr/sbin/chroot "$clean" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" bash /root/use.sh'
echo "== pictures in $out"
