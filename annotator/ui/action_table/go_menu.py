"""The Go menu: moving about."""

from __future__ import annotations

from annotator.ui.action_table.rows import SEPARATOR, Action
from annotator.ui.words import QT_TRANSLATE_NOOP

GO_MENU: tuple[Action | str, ...] = (
    Action(
        "next-turn",
        "go",
        QT_TRANSLATE_NOOP("Actions", "&Next turn"),
        "workspace.step",
        ("J",),
        (1,),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-turn",
        "go",
        QT_TRANSLATE_NOOP("Actions", "&Previous turn"),
        "workspace.step",
        ("K",),
        (-1,),
        when="turn",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "next-untagged",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Next turn &without a tag"),
        "view.next_untagged",
        ("G",),
        (False,),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-untagged",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Previous turn with&out a tag"),
        "view.next_untagged",
        ("Shift+G",),
        (True,),
        when="turn",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "next-dialogue",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Next &dialogue"),
        "workspace.step_dialogue",
        ("Ctrl+PgDown", "Alt+Down"),
        (1,),
        when="dialogue",
    ),
    Action(
        "previous-dialogue",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Previous d&ialogue"),
        "workspace.step_dialogue",
        ("Ctrl+PgUp", "Alt+Up"),
        (-1,),
        when="dialogue",
    ),
    SEPARATOR,
    Action(
        "focus-turns",
        "go",
        QT_TRANSLATE_NOOP("Actions", "To the &turns"),
        "view.focus_turns",
        ("Esc",),
        when="dialogue",
    ),
)
