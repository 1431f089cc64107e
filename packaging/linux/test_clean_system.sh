#!/bin/bash
# Builds the packages, installs them in fresh systems of Debian, uses them with keys, compares what they make of the
# samples with what the source makes of them, removes them, and says what was left.
#
#   sudo packaging/linux/test_clean_system.sh [SUITE…]     # default: bookworm trixie
#
# Needs root, debootstrap and a Debian mirror; takes some ten minutes a system. The systems are made below
# CLEAN (default /srv/clean) and removed at the end unless KEEP=1; BUILT=1 takes the packages that lie in dist/.
# Pictures of the screen go to dist/clean-system/; what was said to packaging/linux/clean-system.log, which
# goes along with a release.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
mirror=${MIRROR:-http://deb.debian.org/debian}
clean=${CLEAN:-/srv/clean}
out="$root/dist/clean-system"
log="$root/packaging/linux/clean-system.log"
[ $# -gt 0 ] || set -- bookworm trixie
[ "$(id -u)" = 0 ] || { echo "this needs root: it makes systems of their own to install in" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: apt-get install debootstrap" >&2; exit 1; }
mkdir -p "$out"

one_system() {  # the suite in $1
    local suite=$1 system="$clean/$1"
    echo
    echo "=== $suite"
    [ -e "$system" ] && { echo "$system exists already"; return 1; }
    mkdir -p "$system"
    trap "leave '$system' '$suite'" EXIT
    debootstrap --variant=minbase "$suite" "$system" "$mirror" >"$out/debootstrap-$suite.log" 2>&1 \
        || { tail -5 "$out/debootstrap-$suite.log"; return 1; }
    printf 'deb %s %s main\n' "$mirror" "$suite" >"$system/etc/apt/sources.list"
    # A network with a proxy or certificates of its own needs them there, too.
    for file in /etc/resolv.conf /etc/apt/apt.conf /etc/ssl/certs; do
        [ -e "$file" ] && mkdir -p "$system$(dirname $file)" && cp -aLT "$file" "$system$file" 2>/dev/null || true
    done
    mount --bind /dev "$system/dev"
    mount --bind /dev/pts "$system/dev/pts"
    cp "$deb" "$system/root/annotator.deb"
    cp "$tarball" "$system/root/annotator.tar.xz"
    cp "$root/packaging/linux/use_installed.sh" "$root/packaging/linux/walk_window.py" "$root/packaging/linux/type_tab.py" "$root/packaging/compare_samples.py" "$system/root/"
    cp -r "$root/seeds" "$system/root/transcripts"
    cp -r "$root/tests/repair/golden" "$system/root/golden"
    cp -r "$results" "$system/root/results"
    # A process space of its own: whatever still runs when the test ends, or fails, ends with it.
    system=$system unshare --mount --pid --fork --kill-child bash -c 'mount -t proc proc "$system/proc"
        exec /usr/sbin/chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
            http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" bash /root/use_installed.sh'
}

leave() {  # system in $1, suite in $2
    mkdir -p "$out/$2"
    cp "$1"/root/*.png "$out/$2/" 2>/dev/null || true
    umount -l "$1/dev/pts" "$1/dev" 2>/dev/null || true
    [ "${KEEP:-}" = 1 ] || rm -rf --one-file-system "$1"
}

all() {
    [ "${BUILT:-}" = 1 ] || python3 "$root/packaging/build.py" folder deb tarball >"$out/build.log" 2>&1 \
        || { tail -20 "$out/build.log"; return 1; }
    deb=$(ls -t "$root"/dist/dialogue-annotator_*_amd64.deb | head -1)
    tarball=$(ls -t "$root"/dist/dialogue-annotator-*-linux-x86_64.tar.xz | head -1)
    results=$(mktemp -d)
    changed=$(git -C "$root" status --porcelain --untracked-files=no -- . ':!packaging/linux/clean-system.log')
    echo "Dialogue Annotator at $(git -C "$root" rev-parse --short HEAD)${changed:+, with changes}, $(date -u +%Y-%m-%d)"
    (cd "$(dirname "$deb")" && sha256sum "$(basename "$deb")" "$(basename "$tarball")" && stat -c '%s bytes  %n' "$(basename "$deb")" "$(basename "$tarball")")
    echo "the source makes of the samples:"
    (cd "$root" && python3 packaging/compare_samples.py make "$results" "$root/build/venv/bin/python" -m annotator)
    grep -o '"text"' "$results/export.json" | wc -l | xargs echo "turns:"
    for suite; do (one_system "$suite"); done
    rm -rf "$results"
    echo
    echo "=== all systems as they should be"
}

all "$@" 2>&1 | tee "$log"
