"""All actions of the window as one table of data: text, keys, menu, what it calls, when it can.

Menus and shortcuts are built from :data:`ACTIONS` (by :mod:`annotator.ui.actions`); the menus
therefore show every key. ``scope="list"`` marks keys that are typed characters: they are
switched off while the focus is in something that takes text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.ui.words import QT_TRANSLATE_NOOP

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
    checked: str = ""  # dotted name of a bool on the commands: makes it checkable


MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("Actions", "&File")),
    ("edit", QT_TRANSLATE_NOOP("Actions", "&Edit")),
    ("view", QT_TRANSLATE_NOOP("Actions", "&View")),
    ("tag", QT_TRANSLATE_NOOP("Actions", "&Tag")),
    ("go", QT_TRANSLATE_NOOP("Actions", "&Go")),
    ("help", QT_TRANSLATE_NOOP("Actions", "&Help")),
)
SUBMENUS: dict[str, tuple[str, str]] = {
    "recent": ("file", QT_TRANSLATE_NOOP("Actions", "Open &recent")),
    "theme": ("view", QT_TRANSLATE_NOOP("Actions", "&Theme")),
}

ACTIONS: tuple[Action | str, ...] = (
    Action("new", "file", QT_TRANSLATE_NOOP("Actions", "&New project…"), "files.new", ("Ctrl+N",)),
    Action("open", "file", QT_TRANSLATE_NOOP("Actions", "&Open…"), "files.open", ("Ctrl+O",)),
    "recent",
    Action("samples", "file", QT_TRANSLATE_NOOP("Actions", "Open &samples"), "files.open_samples"),
    SEPARATOR,
    Action(
        "import-files",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Import files…"),
        "files.import_files",
        ("Ctrl+I",),
        when="writable",
    ),
    Action(
        "import-folder",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Import &folder…"),
        "files.import_folder",
        ("Ctrl+Shift+I",),
        when="writable",
    ),
    Action(
        "export",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Export…"),
        "files.export",
        ("Ctrl+E",),
        when="project",
    ),
    SEPARATOR,
    Action(
        "save-as",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Save &as…"),
        "files.save_as",
        ("Ctrl+Shift+S",),
        when="project",
    ),
    Action(
        "close",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Close project"),
        "files.close",
        ("Ctrl+W",),
        when="project",
    ),
    SEPARATOR,
    Action("quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"), "window.close", ("Ctrl+Q",)),
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
    Action("annotator", "edit", QT_TRANSLATE_NOOP("Actions", "Your &name…"), "files.ask_annotator"),
    Action(
        "show-dialogues",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Dialogue list"),
        "view.toggle",
        ("F8",),
        ("show_dialogues",),
        checked="settings.show_dialogues",
    ),
    Action(
        "show-tags",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Ta&g panel"),
        "view.toggle",
        ("F9",),
        ("show_tags",),
        checked="settings.show_tags",
    ),
    Action(
        "show-history",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&History"),
        "view.toggle",
        ("Ctrl+H",),
        ("show_history",),
        checked="settings.show_history",
    ),
    Action(
        "show-repairs",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Repairs"),
        "view.review_repairs",
        ("Ctrl+R",),
        when="project",
        checked="settings.show_repairs",
    ),
    SEPARATOR,
    Action(
        "show-languages",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Underline other languages in a turn"),
        "view.toggle",
        (),
        ("show_languages",),
        checked="settings.show_languages",
    ),
    SEPARATOR,
    "theme",
    Action(
        "theme-system",
        "theme",
        QT_TRANSLATE_NOOP("Actions", "Like the &system"),
        "view.set_theme",
        (),
        ("system",),
        checked="view.theme_is_system",
    ),
    Action(
        "theme-light",
        "theme",
        QT_TRANSLATE_NOOP("Actions", "&Light"),
        "view.set_theme",
        (),
        ("light",),
        checked="view.theme_is_light",
    ),
    Action(
        "theme-dark",
        "theme",
        QT_TRANSLATE_NOOP("Actions", "&Dark"),
        "view.set_theme",
        (),
        ("dark",),
        checked="view.theme_is_dark",
    ),
    Action(
        "font-larger",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Larger text"),
        "view.grow_font",
        ("Ctrl++", "Ctrl+="),
        (1,),
    ),
    Action(
        "font-smaller",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Smaller text"),
        "view.grow_font",
        ("Ctrl+-",),
        (-1,),
    ),
    Action(
        "font-reset",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Normal text size"),
        "view.grow_font",
        ("Ctrl+0",),
        (0,),
    ),
    SEPARATOR,
    Action(
        "full-screen",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Full screen"),
        "view.toggle_full_screen",
        ("F11",),
        checked="view.full_screen",
    ),
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
    Action("keys", "help", QT_TRANSLATE_NOOP("Actions", "&Keys"), "help.keys", ("F1",)),
    Action("log", "help", QT_TRANSLATE_NOOP("Actions", "Open the &log folder"), "help.open_log_folder"),
    SEPARATOR,
    Action("about", "help", QT_TRANSLATE_NOOP("Actions", "&About Dialogue Annotator"), "help.about"),
)
