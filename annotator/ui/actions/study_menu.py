"""The Study menu: what several annotators take part in."""

from __future__ import annotations

from annotator.ui.actions.action_row import Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

STUDY_MENU: tuple[Action | str, ...] = (
    Action(
        "packets",
        "study",
        QT_TRANSLATE_NOOP("Actions", "Make &packets…"),
        "reliability.packets",
        when="project",
    ),
    Action(
        "merge",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Merge packets…"),
        "reliability.merge",
        when="writable",
    ),
    Action(
        "agreement",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Agreement"),
        "reliability.agreement",
        ("Ctrl+Shift+J",),
        when="project",
    ),
    Action(
        "adjudicate",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Decide where annotators differ"),
        "adjudication.toggle",
        ("Ctrl+J",),
        when="project",
        checked="adjudication.active",
    ),
    Action(
        "instructions",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Instructions for annotators…"),
        "reliability.instructions",
        when="project",
    ),
    Action(
        "report",
        "study",
        QT_TRANSLATE_NOOP("Actions", "&Report on agreement…"),
        "reliability.report",
        when="project",
    ),
)
