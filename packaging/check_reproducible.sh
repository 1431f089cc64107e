#!/bin/sh
# Builds the last commit twice, in two places, under another umask and in another time zone, and compares the sums.
#
#   packaging/check_reproducible.sh [WORK]     # default: a temporary folder; what was built stays in WORK/*/dist
#
# Takes the same as two builds, each with an environment of its own from requirements/bundle.txt.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
commit=$(git -C "$root" rev-parse HEAD)  # also where somebody commits while the first is built
build() {  # the place in $1
    git clone -q "$root" "$work/$1"
    git -C "$work/$1" checkout -q "$commit"
    (cd "$work/$1" && python3 packaging/build.py wheel folder tarball deb >"$work/$1.log" 2>&1) || { tail -20 "$work/$1.log"; exit 1; }
    (cd "$work/$1/dist" && sha256sum ./*.whl ./*.tar.gz ./*.tar.xz ./*.deb) >"$work/$1.sums"
}
build one
(umask 027; TZ=Asia/Shanghai; export TZ; build and-another)
cat "$work/one.sums"
cmp "$work/one.sums" "$work/and-another.sums" || { diff "$work/one.sums" "$work/and-another.sums"; exit 1; }
echo "two builds of $(git -C "$root" rev-parse --short "$commit") are the same to the byte"
