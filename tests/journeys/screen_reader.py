"""Looks at the running program as a screen reader does, over AT-SPI, and writes down what it finds.

Run by the system's Python, which has the bindings, not by the project's: it imports nothing of
the project. ``screen_reader.py OUT`` waits for the program's window, reads it, moves the cursor and gives a
label through the accessibility interfaces alone, and writes JSON to OUT.
"""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

PATIENCE = 200.0  # seconds until something has to be there

gi = importlib.import_module("gi")
gi.require_version("Atspi", "2.0")
Atspi = importlib.import_module("gi.repository.Atspi")


def until(condition: Callable[[], Any]) -> Any:
    """What the condition gives as soon as that is something. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = condition()
        except gi.repository.GLib.GError:  # it went away while it was looked at
            found = None
        if found:
            return found
        time.sleep(0.05)
    raise TimeoutError(str(condition))


def program() -> Any:
    """The program among those that talk to screen readers, None while it is not there."""
    desktop = Atspi.get_desktop(0)
    children = (desktop.get_child_at_index(number) for number in range(desktop.get_child_count()))
    return next((child for child in children if child and "Dialogue Annotator" in child.get_name()), None)


def below(node: Any) -> Iterator[Any]:
    """Everything on the screen in a node, menus apart; lists are not entered."""
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is None or child.get_role_name() in {"menu bar", "popup menu"}:
            continue
        if has(child, Atspi.StateType.SHOWING) or child.get_role_name() in {"frame", "application"}:
            yield child
            if child.get_role_name() not in {"list", "tree", "table"}:
                yield from below(child)


def has(node: Any, state: Any) -> bool:
    """Whether a node is in a state."""
    return bool(node.get_state_set().contains(state))


def named(role: str, name: str) -> Any:
    """The first thing of that role and name on the screen, None where there is none."""
    root = program()
    nodes = below(root) if root is not None else ()
    return next((x for x in nodes if x.get_role_name() == role and x.get_name() == name), None)


def rows(view: Any) -> list[str]:
    """The names of a list's rows."""
    children = (view.get_child_at_index(number) for number in range(view.get_child_count()))
    return [child.get_name() for child in children if child]


def selected(view: Any) -> list[int]:
    """Which rows of a list are selected."""
    count = view.get_child_count()
    return [n for n in range(count) if has(view.get_child_at_index(n), Atspi.StateType.SELECTED)]


def moved_by_keys(view: Any) -> list[dict[str, Any]] | None:
    """What is told about the turns that the cursor comes to by keys; None where keys cannot be pressed."""
    keyboard = shutil.which("xdotool")
    if keyboard is None:
        return None
    told: list[dict[str, Any]] = []

    def note(event: Any) -> None:
        row = event.source
        if event.detail1 and row.get_role_name() == "list item":
            place = row.get_index_in_parent() + 1, row.get_parent().get_child_count()
            told.append(
                {"name": row.get_name(), "selected": has(row, Atspi.StateType.SELECTED), "place": place}
            )

    listener = Atspi.EventListener.new(note)
    listener.register("object:state-changed:focused")
    name = program().get_child_at_index(0).get_name()
    subprocess.run([keyboard, "search", "--onlyvisible", "--name", name, "windowfocus"], check=True)
    until(lambda: has(program().get_child_at_index(0), Atspi.StateType.ACTIVE))
    until(lambda: view.grab_focus() and has(view, Atspi.StateType.FOCUSED))
    for key in ("Up", "Up", "Down", "Down"):
        wanted = len(told) + 1
        subprocess.run([keyboard, "key", key], check=True)
        until(partial(_heard, told, wanted))
    return told


def _heard(told: list[dict[str, Any]], wanted: int) -> bool:
    """Take in what the program has said, and whether it is as much as is waited for."""
    loop = gi.repository.GLib.MainContext.default()
    while loop.pending():
        loop.iteration(False)  # noqa: FBT003 - GLib takes it by position
    return len(told) >= wanted


def main(out: Path) -> None:
    """Read the window, act, and write what was found."""
    Atspi.init()
    found: dict[str, Any] = {}
    # A project of several dialogues opens on its overview; a button of it leads on.
    Atspi.Action.do_action(until(lambda: named("push button", "Back to the turns")), 0)
    turns = until(lambda: (x := named("list", "Turns")) and x.get_child_count() and x)
    until(lambda: named("push button", "Stance"))
    found["window"] = program().get_child_at_index(0).get_name()
    found["rows"] = rows(turns)
    found["selected"] = selected(turns)
    found["controls"] = [
        [node.get_role_name(), node.get_name()]
        for node in below(program())
        if has(node, Atspi.StateType.FOCUSABLE)
    ]
    slider = named("slider", "Turn outline")
    value = Atspi.Value
    found["outline"] = [
        value.get_minimum_value(slider),
        value.get_current_value(slider),
        value.get_maximum_value(slider),
    ]
    # The cursor follows the slider, and what was given stands in the row's name.
    value.set_current_value(slider, 3)
    until(lambda: selected(turns) == [2])
    found["moved"] = named("slider", "Turn outline").get_description()
    against = named("check box", "against")
    Atspi.Action.do_action(against, 0)
    until(lambda: "Stance against" in rows(turns)[2])
    found["tagged"] = rows(turns)[2]
    found["checked"] = has(named("check box", "against"), Atspi.StateType.CHECKED)
    found["keys"] = moved_by_keys(turns)
    out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
