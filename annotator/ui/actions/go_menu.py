"""The Go menu: moving about."""

from __future__ import annotations

from annotator.ui.actions.action_row import SEPARATOR, Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

GO_MENU: tuple[Action | str, ...] = (
    Action("next-turn", "go", QT_TRANSLATE_NOOP("Actions", "&Next turn"), ("J",), when="turn", scope="list"),
    Action(
        "previous-turn",
        "go",
        QT_TRANSLATE_NOOP("Actions", "&Previous turn"),
        ("K",),
        when="turn",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "next-untagged",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Next &untagged turn"),
        ("G",),
        when="turn",
        scope="list",
        also=QT_TRANSLATE_NOOP("Actions", "unlabelled, missing"),
    ),
    Action(
        "previous-untagged",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Previous unta&gged turn"),
        ("Shift+G",),
        when="turn",
        scope="list",
    ),
    Action(
        "next-question",
        "go",
        QT_TRANSLATE_NOOP("Actions", "S&kip"),
        ("Space",),
        when="turn",
        scope="list",
        also=QT_TRANSLATE_NOOP("Actions", "leave open, next question"),
    ),
    "kinds",
    Action(
        "next-uncertain",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Next &uncertain turn"),
        ("Q",),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-uncertain",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Previous uncertain turn"),
        ("Shift+Q",),
        when="turn",
        scope="list",
    ),
    Action(
        "next-doubt",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Next turn with a &doubtful repair"),
        ("D",),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-doubt",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Previous turn with a doubtful repair"),
        ("Shift+D",),
        when="turn",
        scope="list",
    ),
    Action(
        "next-same-speaker",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Next turn of the same &speaker"),
        ("]",),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-same-speaker",
        "kinds",
        QT_TRANSLATE_NOOP("Actions", "Previous turn of the same speaker"),
        ("[",),
        when="turn",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "next-flag", "go", QT_TRANSLATE_NOOP("Actions", "Next &flag"), ("Shift+F",), when="turn", scope="list"
    ),
    Action("previous-flag", "go", QT_TRANSLATE_NOOP("Actions", "Previous flag"), when="turn", scope="list"),
    Action(
        "next-bookmark",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Next bookmark"),
        ("Shift+B",),
        when="turn",
        scope="list",
    ),
    Action(
        "previous-bookmark",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Previous bookmark"),
        when="turn",
        scope="list",
    ),
    "bookmarks",
    Action(
        "bookmarks", "go", QT_TRANSLATE_NOOP("Actions", "Go to a bookmark…"), ("Ctrl+B",), when="dialogue"
    ),
    SEPARATOR,
    Action(
        "next-dialogue",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Next &dialogue"),
        ("Ctrl+PgDown", "Alt+Down"),
        when="dialogue",
        also=QT_TRANSLATE_NOOP("Actions", "next file, next document"),
    ),
    Action(
        "previous-dialogue",
        "go",
        QT_TRANSLATE_NOOP("Actions", "Previous d&ialogue"),
        ("Ctrl+PgUp", "Alt+Up"),
        when="dialogue",
        also=QT_TRANSLATE_NOOP("Actions", "previous file, previous document"),
    ),
    SEPARATOR,
    Action(
        "overview",
        "go",
        QT_TRANSLATE_NOOP("Actions", "O&verview of the project"),
        ("F5",),
        when="dialogue",
        checkable=True,
    ),
    Action(
        "focus-turns", "go", QT_TRANSLATE_NOOP("Actions", "Back to the &turns"), ("Esc",), when="dialogue"
    ),
    Action(
        "palette",
        "go",
        QT_TRANSLATE_NOOP("Actions", "&Command palette…"),
        ("Ctrl+K",),
        also=QT_TRANSLATE_NOOP("Actions", "search commands"),
    ),
)
