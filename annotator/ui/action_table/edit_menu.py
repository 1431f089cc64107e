"""The Edit menu: taking back, copying, and what belongs to the study."""

from __future__ import annotations

from annotator.ui.action_table.rows import SEPARATOR, Action
from annotator.ui.words import QT_TRANSLATE_NOOP

EDIT_MENU: tuple[Action | str, ...] = (
    Action("undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"), "workspace.undo", ("Ctrl+Z",), when="undo"),
    Action(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        "workspace.redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        when="redo",
    ),
    SEPARATOR,
    Action(
        "copy",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy turns"),
        "view.copy_turns",
        ("Ctrl+C",),
        when="turn",
        scope="list",
    ),
    Action(
        "select-words",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Select &words of the turn"),
        "view.select_words",
        ("F2",),
        when="turn",
        scope="list",
    ),
    Action(
        "select-all",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Select &all turns"),
        "view.select_all",
        ("Ctrl+A",),
        when="turn",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "study",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Languages of this study…"),
        "study.edit",
        when="writable",
    ),
    Action(
        "repair-again",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Repair a&gain…"),
        "repairs.again",
        when="writable",
    ),
    Action("annotator", "edit", QT_TRANSLATE_NOOP("Actions", "Your &name…"), "files.ask_annotator"),
)
