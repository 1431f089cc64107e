"""All actions of the window as one table of data: text, keys, menu, when it can.

Menus and shortcuts are built from :data:`ACTIONS` (by :mod:`annotator.ui.actions.menu_bar`); the menus
therefore show every key. ``scope="list"`` marks keys that are typed characters: they are
switched off while the focus is in something that takes text.
"""

from __future__ import annotations

from annotator.ui.actions.action_row import SEPARATOR, Action, Condition
from annotator.ui.actions.edit_menu import EDIT_MENU
from annotator.ui.actions.file_menu import FILE_MENU
from annotator.ui.actions.go_menu import GO_MENU
from annotator.ui.actions.help_menu import HELP_MENU
from annotator.ui.actions.study_menu import STUDY_MENU
from annotator.ui.actions.tag_menu import TAG_MENU
from annotator.ui.actions.view_menu import VIEW_MENU
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

__all__ = ["ACTIONS", "MENUS", "SEPARATOR", "SUBMENUS", "Action", "Condition"]

MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("Actions", "&File")),
    ("edit", QT_TRANSLATE_NOOP("Actions", "&Edit")),
    ("view", QT_TRANSLATE_NOOP("Actions", "&View")),
    ("tag", QT_TRANSLATE_NOOP("Actions", "&Tag")),
    ("go", QT_TRANSLATE_NOOP("Actions", "&Go")),
    ("study", QT_TRANSLATE_NOOP("Actions", "&Study")),
    ("help", QT_TRANSLATE_NOOP("Actions", "&Help")),
)
SUBMENUS: dict[str, tuple[str, str]] = {
    "recent": ("file", QT_TRANSLATE_NOOP("Actions", "Open &recent")),
    "structure": ("edit", QT_TRANSLATE_NOOP("Actions", "C&orrect speakers and turns")),
    "again": ("tag", QT_TRANSLATE_NOOP("Actions", "Repeat a&nd copy")),
    "advance": ("tag", QT_TRANSLATE_NOOP("Actions", "Auto-advance to")),
    "kinds": ("go", QT_TRANSLATE_NOOP("Actions", "&Jump to")),
    "bookmarks": ("go", QT_TRANSLATE_NOOP("Actions", "&Bookmarks")),
    "density": ("view", QT_TRANSLATE_NOOP("Actions", "D&ensity")),
    "theme": ("view", QT_TRANSLATE_NOOP("Actions", "&Theme")),
}

ACTIONS: tuple[Action | str, ...] = (
    *FILE_MENU,
    *EDIT_MENU,
    *VIEW_MENU,
    *TAG_MENU,
    *GO_MENU,
    *STUDY_MENU,
    *HELP_MENU,
)
