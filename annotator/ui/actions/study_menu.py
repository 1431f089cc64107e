"""The Study menu: what several annotators take part in."""

from __future__ import annotations

from annotator.ui.actions.action_row import Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

STUDY_MENU: tuple[Action | str, ...] = (
    Action("packets", "study", QT_TRANSLATE_NOOP("Actions", "Make &packets…"), when="project"),
    Action("merge", "study", QT_TRANSLATE_NOOP("Actions", "&Merge packets…"), when="writable"),
    Action(
        "agreement", "study", QT_TRANSLATE_NOOP("Actions", "&Agreement"), ("Ctrl+Shift+J",), when="project"
    ),
    Action(
        "adjudicate",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Decide where annotators differ"),
        ("Ctrl+J",),
        when="project",
        checkable=True,
    ),
    Action("decided", "study", QT_TRANSLATE_NOOP("Actions", "Show &what was decided"), when="project"),
    Action(
        "instructions", "study", QT_TRANSLATE_NOOP("Actions", "&Instructions for annotators…"), when="project"
    ),
    Action("report", "study", QT_TRANSLATE_NOOP("Actions", "&Report on agreement…"), when="project"),
)
