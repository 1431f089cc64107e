#!/bin/bash
# Runs inside the fresh system: installs, looks, uses, removes. Every step says what it found; the first
# that is not as it should be ends the run with status 1.
set -euo pipefail
cd /root
export DEBIAN_FRONTEND=noninteractive
fail() { echo "FAILED: $*"; exit 1; }
list_files() { find / -xdev \( -path /proc -o -path /dev -o -path /root -o -path /tmp -o -path /run -o -path /var/lib/dpkg -o -path /var/cache \
    -o -path /var/log -o -path /var/lib/apt \) -prune -o -print | sort; }

apt-get update -qq 2>/dev/null
compare() {  # what is there now and was not there in the list $1, caches of the desktop apart
    list_files >/tmp/after
    left=$(comm -13 "$1" /tmp/after | grep -vE '^/(var|etc/ld.so.cache|usr/share/mime(/|$)|usr/share/applications/mimeinfo.cache|usr/share/icons/hicolor/icon-theme.cache)' || true)
    [ -z "$left" ] && echo "nothing was left" || { echo "left behind:"; echo "$left" | head -20; fail "files were left behind"; }
}

echo "== on the bare system, without a screen"
list_files >/tmp/bare
apt-get install -y --no-install-recommends ./annotator.deb >/tmp/install.log 2>&1 || { tail -20 /tmp/install.log; exit 1; }
sed -n '/NEW packages/,/upgraded/p' /tmp/install.log | grep '^ ' | xargs echo "installed with:"
ANNOTATOR_HOME=/root/home dialogue-annotator open --samples --picture /root/bare.png
apt-get purge -y -qq --autoremove dialogue-annotator >/tmp/purge.log 2>&1
apt-get autoremove -y -qq --purge >>/tmp/purge.log 2>&1
compare /tmp/bare

echo "== tools for the test itself"
apt-get install -y -qq --no-install-recommends xvfb xauth xdotool imagemagick sqlite3 libglib2.0-bin shared-mime-info desktop-file-utils \
    hicolor-icon-theme dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0 openbox >/tmp/apt.log 2>&1 || { tail -5 /tmp/apt.log; exit 1; }
list_files >/tmp/before

echo "== install"
began=$(date +%s.%N)
apt-get install -y --no-install-recommends ./annotator.deb >/tmp/install.log 2>&1 || { tail -20 /tmp/install.log; exit 1; }
echo "installed in $(echo "$(date +%s.%N) $began" | awk '{printf "%.1f", $1-$2}') s; $(dpkg-query -W -f '${Version}, ${Installed-Size} KiB' dialogue-annotator)"
grep -o 'The following NEW packages.*' /tmp/install.log || true
sed -n '/NEW packages/,/upgraded/p' /tmp/install.log | grep '^ ' | xargs echo "with:"

echo "== command line"
annotator import study.dap transcripts/*.txt
annotator export study.dap study.json >/dev/null && echo "exported $(stat -c %s study.json) bytes"
annotator check study.dap

echo "== file type"
[ "$(xdg-mime query filetype study.dap 2>/dev/null || gio info -a standard::content-type study.dap | sed -n 's/.*content-type: //p')" = \
    application/vnd.dialogue-annotator.project+sqlite3 ] || fail "the ending .dap is not known"
cp study.dap plain
gio info -a standard::content-type plain | grep -q dialogue-annotator || fail "the mark inside the file is not known"
gio mime application/vnd.dialogue-annotator.project+sqlite3 | grep -m1 dialogue-annotator.desktop || fail "no program for the file type"
echo "known by its ending and by its content"

echo "== window"
cat >/tmp/window.sh <<'W'
set -euo pipefail
export DISPLAY=:9 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
openbox >/dev/null 2>&1 &
# The bus for screen readers first: a desktop has it running before any program starts.
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
sleep 1
began=$(date +%s.%N)
gio open /root/study.dap || dialogue-annotator open /root/study.dap &
wait_for() { for _ in $(seq 200); do if eval "$1" >/dev/null 2>&1; then return 0; fi; sleep 0.1; done; echo "FAILED: waited in vain for $2"; import -window root /root/failed.png; exit 1; }
wait_for "xdotool search --onlyvisible --name study" "the window"
echo "window after $(echo "$(date +%s.%N) $began" | awk '{printf "%.2f", $1-$2}') s from gio open"
window=$(xdotool search --onlyvisible --name study | tail -1)
xdotool windowsize --sync "$window" 1180 740 || true
xdotool windowactivate --sync "$window" || true
sleep 3
import -window root /root/opened.png
for key in 1 2 1; do xdotool key --clearmodifiers "$key"; sleep 0.4; done
wait_for "[ \$(sqlite3 'file:/root/study.dap?mode=ro' \"select count(*) from tag where origin='human'\") -ge 3 ]" "three tags on disk"
echo "tags on disk: $(sqlite3 'file:/root/study.dap?mode=ro' "select count(*) from tag where origin='human'")"
xdotool key --clearmodifiers n; sleep 0.5
xdotool type --delay 60 '你好 note'; sleep 0.3; xdotool key --clearmodifiers Escape; sleep 0.6
sqlite3 'file:/root/study.dap?mode=ro' "select value from tag where value<>''" | grep -q '你好 note' && echo "a Chinese note was typed" || echo "note: $(sqlite3 'file:/root/study.dap?mode=ro' "select value from tag where value<>''")"
import -window root /root/tagged.png
python3 /root/walk.py
xdotool key --clearmodifiers ctrl+q
wait_for "! pgrep -x dialogue-annota" "the program to end"
echo "closed"
W
cat >/root/walk.py <<'P'
"""Walks the window's tree over AT-SPI and counts what has no name."""
import pyatspi
import collections
desktop = pyatspi.Registry.getDesktop(0)
applications = [child for child in desktop if child and "ialogue" in (child.name or "")]
assert applications, [child.name for child in desktop if child]
roles, nameless, rows = collections.Counter(), [], 0
INPUT = {"push button", "check box", "radio button", "text", "combo box", "list", "tree", "table", "spin button", "slider", "toggle button"}
def walk(node, depth=0):
    global rows
    if node is None or depth > 25:
        return
    role = node.getRoleName()
    roles[role] += 1
    if role in INPUT and node.getState().contains(pyatspi.STATE_SHOWING) and not node.name:
        nameless.append(role)
    if role == "list item":
        rows += 1
    for at in range(min(node.childCount, 300)):
        walk(node.getChildAtIndex(at), depth + 1)
walk(applications[0])
print("screen reader sees:", ", ".join(f"{count} {role}" for role, count in roles.most_common(12)))
print("rows of lists:", rows, "| controls without a name:", nameless or "none")
assert rows, "the lists show no rows"
assert not nameless
P
Xvfb :9 -screen 0 1200x760x24 >/dev/null 2>&1 &
sleep 1
dbus-run-session -- bash /tmp/window.sh || fail "the window"
kill %1 2>/dev/null || true

echo "== remove"
sleep 1
pgrep -f dialogue-annotator >/dev/null && fail "something of it still runs"
apt-get purge -y -qq dialogue-annotator >/tmp/purge.log 2>&1
apt-get autoremove -y -qq >>/tmp/purge.log 2>&1
compare /tmp/before
[ -f study.dap ] && echo "the project is where it was"
echo "== all as it should be"
