#!/bin/bash
# Runs inside the fresh system: installs, looks, uses, compares, removes. Every step says what it found; the
# first that is not as it should be ends the run with status 1.
set -euo pipefail
cd /root
export DEBIAN_FRONTEND=noninteractive
fail() { echo "FAILED: $*"; exit 1; }
list_files() { find / -xdev \( -path /proc -o -path /dev -o -path /root -o -path /tmp -o -path /run -o -path /var/lib/dpkg -o -path /var/cache \
    -o -path /var/log -o -path /var/lib/apt \) -prune -o -print | sort; }
compare() {  # what is there now and was not there in the list $1, caches of the desktop apart
    list_files >/tmp/after
    left=$(comm -13 "$1" /tmp/after | grep -vE '^/(var|etc/ld.so.cache|usr/share/mime(/|$)|usr/share/applications/mimeinfo.cache|usr/share/icons/hicolor/icon-theme.cache)' || true)
    [ -z "$left" ] && echo "nothing was left" || { echo "left behind:"; echo "$left" | head -20; fail "files were left behind"; }
}
install() {
    apt-get install -y --no-install-recommends ./annotator.deb >/tmp/install.log 2>&1 || { tail -20 /tmp/install.log; exit 1; }
}
remove() {
    apt-get purge -y -qq --autoremove dialogue-annotator >/tmp/purge.log 2>&1
    apt-get autoremove -y -qq --purge >>/tmp/purge.log 2>&1
}

. /etc/os-release
echo "$PRETTY_NAME, $(ldd --version | sed -n '1s/.* //p' | xargs echo libc)"
# Packages that are installed without their manuals would look as if they had left folders behind.
apt-get update -qq 2>/dev/null

echo "== on the bare system, without a screen"
list_files >/tmp/bare
install
sed -n '/NEW packages/,/\(upgraded\|Upgrading\)/p;/^Installing/,/^Summary/p' /tmp/install.log | { grep '^ ' || true; } | grep -v : | xargs echo "installed with:"
export ANNOTATOR_HOME=/root/home
dialogue-annotator open --samples --picture /root/bare.png
annotator repair transcripts --out /root/repaired
printf '' >/root/empty.txt
if annotator open empty.txt transcripts/001* --picture /root/refused.png >/dev/null 2>/tmp/refused; then fail "a refused file ended with status 0"; fi
grep -q 'empty.txt' /tmp/refused && echo "a file that cannot be read is named and ends with status 1"
remove
compare /tmp/bare

echo "== tools for the test itself"
apt-get install -y -qq --no-install-recommends xvfb xauth xdotool imagemagick sqlite3 libglib2.0-bin shared-mime-info desktop-file-utils \
    hicolor-icon-theme dbus at-spi2-core python3-pyatspi gir1.2-atspi-2.0 openbox procps xz-utils \
    bash-completion zsh fish x11-xserver-utils >/tmp/apt.log 2>&1 || { tail -5 /tmp/apt.log; exit 1; }
list_files >/tmp/before

echo "== install the .deb"
began=$(date +%s.%N)
install
echo "installed in $(echo "$(date +%s.%N) $began" | awk '{printf "%.1f", $1-$2}') s; $(dpkg-query -W -f '${Version}, ${Installed-Size} KiB' dialogue-annotator)"

echo "== the samples, compared with what the source makes of them"
python3 compare_samples.py check --samples transcripts --golden golden results annotator

echo "== command line"
annotator import study.dap transcripts/*.txt
annotator export study.dap study.json >/dev/null && echo "exported $(stat -c %s study.json) bytes"
annotator check study.dap
for file in bash-completion/completions/annotator zsh/vendor-completions/_annotator fish/vendor_completions.d/annotator.fish; do
    [ -s "/usr/share/$file" ] || fail "$file is missing"
done
# As somebody at a terminal does: a line, the tab key, and what stands there then.
mkdir -p /tmp/zsh && echo 'autoload -Uz compinit && compinit -u' >/tmp/zsh/.zshrc
line='annotator export study.dap out.csv --where untagged:st'
python3 type_tab.py bash --rcfile /usr/share/bash-completion/bash_completion -i -- "${line/untagged/\"untagged}" untagged:stance
ZDOTDIR=/tmp/zsh python3 type_tab.py zsh -i -- "$line" untagged:stance
fish -c "complete -C '$line'" | grep -q ^untagged:stance || fail "fish was not offered untagged:stance"
echo "untagged:stance in fish"
unset ANNOTATOR_HOME

echo "== file type"
[ "$(xdg-mime query filetype study.dap 2>/dev/null || gio info -a standard::content-type study.dap | sed -n 's/.*content-type: //p')" = \
    application/vnd.dialogue-annotator.project+sqlite3 ] || fail "the ending .dap is not known"
cp study.dap plain
gio info -a standard::content-type plain | grep -q dialogue-annotator || fail "the mark inside the file is not known"
# Through a file: grep ends at the first line, and gio would end with a broken pipe.
gio mime application/vnd.dialogue-annotator.project+sqlite3 >/tmp/mime
grep -m1 dialogue-annotator.desktop /tmp/mime || fail "no program for the file type"
echo "known by its ending and by its content"

echo "== window"
# How often a word stands in the turns of the first dialogue, which is what the window must find.
word=人类
hits=$(python3 -c '
import json, sys
turns = json.load(open("study.json", encoding="utf-8"))["dialogues"][0]["turns"]
print(sum(turn["text"].count(sys.argv[1]) for turn in turns))' "$word")
[ "$hits" -gt 1 ] || fail "$word is not in the first dialogue"
export word hits
cat >/tmp/window.sh <<'W'
set -euo pipefail
export DISPLAY=:9 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
failed() { echo "FAILED: waited in vain for $1"; import -window root /root/failed.png; exit 1; }
wait_for() { for _ in $(seq 300); do if eval "$1" >/dev/null 2>&1; then return 0; fi; sleep 0.1; done; failed "$2"; }
openbox >/dev/null 2>&1 &
# The bus for screen readers first: a desktop has it running before any program starts.
/usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 &
wait_for "xdotool get_desktop" "the window manager"
# Keys of their own: xdotool would lend each character a key for a moment, which a busy program reads too late.
xmodmap -e 'keycode 247 = U4F60' -e 'keycode 248 = U597D' -e 'keycode 249 = U4EBA' -e 'keycode 250 = U7C7B'
began=$(date +%s.%N)
# The launcher entry is started as a file manager would start it.
gio open /root/study.dap 2>/dev/null || dialogue-annotator open /root/study.dap &
on_disk() { sqlite3 'file:/root/study.dap?mode=ro' "$1"; }
wait_for "xdotool search --onlyvisible --name study" "the window"
echo "window after $(echo "$(date +%s.%N) $began" | awk '{printf "%.2f", $1-$2}') s from gio open"
window=$(xdotool search --onlyvisible --name study | tail -1)
xdotool windowsize --sync "$window" 1180 740 || true
xdotool windowactivate --sync "$window" || true
sleep 3
import -window root /root/opened.png
# A project of several dialogues opens with its overview.
python3 /root/walk_window.py '^No label has been given yet' >/dev/null || failed "the overview"
xdotool key --clearmodifiers Escape; sleep 1
for key in 1 2 1; do xdotool key --clearmodifiers "$key"; sleep 0.4; done
wait_for "[ \$(on_disk \"select count(*) from tag where origin='human'\") -ge 3 ]" "three tags on disk"
echo "tags on disk: $(on_disk "select count(*) from tag where origin='human'")"
xdotool key --clearmodifiers n; sleep 0.5
xdotool type --delay 60 '你好 note'; sleep 0.3; xdotool key --clearmodifiers Escape
wait_for "on_disk \"select value from tag where value<>''\" | grep -q '你好 note'" "a Chinese note on disk"
echo "a Chinese note was typed"
import -window root /root/tagged.png
xdotool key --clearmodifiers ctrl+f; sleep 0.5
xdotool type --delay 60 "$word"; xdotool key --clearmodifiers Return
found=$(python3 /root/walk_window.py "\\b$hits match(es)?\\b") || failed "$hits matches of $word; $found"
echo "searched for $word: $found"
import -window root /root/searched.png
xdotool key --clearmodifiers Escape; sleep 0.5
python3 /root/walk_window.py
xdotool key --clearmodifiers ctrl+q
wait_for "! pgrep -x dialogue-annota" "the program to end"
echo "closed"
W
Xvfb :9 -screen 0 1200x760x24 >/dev/null 2>&1 &
# A window manager that finds no screen yet ends, and does not come again.
for _ in $(seq 300); do [ -e /tmp/.X11-unix/X9 ] && break; sleep 0.1; done
sleep 1
dbus-run-session -- bash /tmp/window.sh 2>/tmp/window.log || { tail -5 /tmp/window.log; fail "the window"; }
kill %1 2>/dev/null || true
annotator export study.dap tagged.json >/dev/null
python3 -c '
import json
document = json.load(open("tagged.json", encoding="utf-8"))
tags = [tag for one in document["dialogues"] for turn in one["turns"] for tag in turn["tags"]]
assert len(tags) >= 4, tags
assert any("你好 note" in json.dumps(tag, ensure_ascii=False) for tag in tags), tags
print(f"exported with {len(tags)} tags, the note among them")'
annotator check study.dap

echo "== remove"
sleep 1
pgrep -f dialogue-annotator >/dev/null && fail "something of it still runs"
remove
compare /tmp/before
[ -f study.dap ] && echo "the project is where it was"

echo "== the tar.xz, for a person without administrator rights"
# What the window links to and the .deb would have brought.
apt-get install -y -qq --no-install-recommends libgl1 libegl1 libopengl0 fontconfig-config >/tmp/apt.log 2>&1 || { tail -5 /tmp/apt.log; exit 1; }
useradd -m ada
cp -r annotator.tar.xz compare_samples.py results golden transcripts /home/ada/
chown -R ada: /home/ada
cat >/tmp/ada.sh <<'A'
set -euo pipefail
cd
list() { find . | sort; }
tar -xJf annotator.tar.xz
list >/tmp/ada-before
dialogue-annotator-*/install.sh | sed 's/;.*//'
python3 compare_samples.py check --samples transcripts --golden golden results .local/bin/annotator
ANNOTATOR_HOME=/tmp/ada-home .local/bin/dialogue-annotator open --samples --picture /tmp/ada.png
.local/lib/dialogue-annotator/uninstall.sh
left=$(list | comm -13 /tmp/ada-before - | grep -vxE '\./\.(local|cache|config)(/share)?' || true)
[ -z "$left" ] && echo "nothing was left" || { echo "left behind: $left"; exit 1; }
A
su ada -c 'bash /tmp/ada.sh' || fail "the tar.xz"
cp /tmp/ada.png /root/tarball.png
echo "== all as it should be"
