"""Reads the open window as a screen reader does: counts what has no name, or waits for a text.

python3 walk_window.py              # what is there; fails where a control has no name
python3 walk_window.py 'REGEX'      # waits until a label says that, and prints it
"""

import collections
import re
import sys
import time

import pyatspi

INPUT = {
    "push button", "check box", "radio button", "text", "combo box", "list", "tree", "table",
    "spin button", "slider", "toggle button",
}  # fmt: skip


def nodes(node, depth=0):
    if node is None or depth > 25:
        return
    yield node
    for at in range(min(node.childCount, 300)):
        yield from nodes(node.getChildAtIndex(at), depth + 1)


def window():
    desktop = pyatspi.Registry.getDesktop(0)
    found = [child for child in desktop if child and "ialogue" in (child.name or "")]
    assert found, [child.name for child in desktop if child]
    return found[0]


def look():
    roles, nameless = collections.Counter(), []
    for node in nodes(window()):
        role = node.getRoleName()
        roles[role] += 1
        if role in INPUT and node.getState().contains(pyatspi.STATE_SHOWING) and not node.name:
            nameless.append(role)
    print("screen reader sees:", ", ".join(f"{count} {role}" for role, count in roles.most_common(12)))
    print("rows of lists:", roles["list item"], "| controls without a name:", nameless or "none")
    assert roles["list item"], "the lists show no rows"
    assert not nameless


def wait(pattern):
    for _ in range(60):
        said = [node.name for node in nodes(window()) if node.getRoleName() == "label" and node.name]
        for text in said:
            if re.search(pattern, text):
                print(text)
                return
        time.sleep(0.5)
    sys.exit(f"no label says {pattern!r}; there are: {said}")


if len(sys.argv) > 1:
    wait(sys.argv[1])
else:
    look()
