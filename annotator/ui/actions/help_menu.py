"""The Help menu: where to look."""

from __future__ import annotations

from annotator.ui.actions.action_row import SEPARATOR, Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

HELP_MENU: tuple[Action | str, ...] = (
    Action(
        "guide",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Guide"),
        ("F1",),
        also=QT_TRANSLATE_NOOP("Actions", "help, manual, documentation"),
    ),
    Action(
        "tour",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Tour"),
        also=QT_TRANSLATE_NOOP("Actions", "introduction, tutorial"),
    ),
    Action(
        "keys",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
        ("?",),
        scope="list",
        also=QT_TRANSLATE_NOOP("Actions", "shortcuts, hotkeys"),
    ),
    Action("log", "help", QT_TRANSLATE_NOOP("Actions", "&Log…")),
    SEPARATOR,
    Action(
        "about",
        "help",
        QT_TRANSLATE_NOOP("Actions", "&About Dialogue Annotator"),
        also=QT_TRANSLATE_NOOP("Actions", "version, licence"),
    ),
)
