"""What a row of the table of actions says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Condition = Literal["always", "project", "writable", "turn", "taggable", "dialogue", "undo", "redo"]
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table. ``handler`` is a dotted name on the window's commands."""

    id: str
    menu: str
    text: str
    handler: str
    keys: tuple[str, ...] = ()
    arguments: tuple[object, ...] = ()
    when: Condition = "always"
    scope: Literal["window", "list"] = "window"
    also: str = ""  # further words the palette finds it by, marked for translation
    checked: str = ""  # dotted name of a bool on the commands: makes it checkable
