"""The Tag menu: answers to the active facet."""

from __future__ import annotations

from annotator.ui.action_table.rows import SEPARATOR, Action
from annotator.ui.words import QT_TRANSLATE_NOOP

TAG_MENU: tuple[Action | str, ...] = (
    Action(
        "confirm",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "&Confirm language, or new topic"),
        "workspace.confirm",
        ("Return", "Enter"),
        when="taggable",
        scope="list",
    ),
    Action(
        "suggest",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "Su&ggest topics"),
        "view.suggest",
        ("P",),
        when="taggable",
        scope="list",
    ),
    Action(
        "uncertain",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "&Uncertain"),
        "workspace.toggle_uncertain",
        ("U",),
        when="taggable",
        scope="list",
    ),
    Action(
        "weaker",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "&Weaker"),
        "workspace.change_intensity",
        ("-",),
        (-1,),
        when="taggable",
        scope="list",
    ),
    Action(
        "stronger",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "&Stronger"),
        "workspace.change_intensity",
        ("=", "+"),
        (1,),
        when="taggable",
        scope="list",
    ),
    Action(
        "clear",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "C&lear"),
        "workspace.clear",
        ("Backspace", "Delete"),
        when="taggable",
        scope="list",
    ),
    SEPARATOR,
    Action(
        "auto-advance",
        "tag",
        QT_TRANSLATE_NOOP("Actions", "&Move on after tagging"),
        "view.toggle",
        (),
        ("auto_advance",),
        checked="settings.auto_advance",
    ),
)
