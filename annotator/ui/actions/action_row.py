"""What a row of the table of actions says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Condition = Literal["always", "project", "writable", "turn", "taggable", "dialogue", "undo", "redo"]
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Action:
    """One row of the table. What it calls is in :mod:`annotator.ui.window.action_handlers`."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    when: Condition = "always"
    scope: Literal["window", "list"] = "window"
    also: str = ""  # further words the palette finds it by, marked for translation
    checkable: bool = False
