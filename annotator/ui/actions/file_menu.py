"""The File menu: projects, files in and out."""

from __future__ import annotations

from annotator.ui.actions.action_row import SEPARATOR, Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

FILE_MENU: tuple[Action | str, ...] = (
    Action("new", "file", QT_TRANSLATE_NOOP("Actions", "&New project…"), ("Ctrl+N",)),
    Action("open", "file", QT_TRANSLATE_NOOP("Actions", "&Open…"), ("Ctrl+O",)),
    "recent",
    Action(
        "samples",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Open &samples"),
        also=QT_TRANSLATE_NOOP("Actions", "example, demo"),
    ),
    SEPARATOR,
    Action(
        "import-files",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Import files…"),
        ("Ctrl+I",),
        when="writable",
        also=QT_TRANSLATE_NOOP("Actions", "add, load, open transcripts"),
    ),
    Action(
        "import-folder",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Import &folder…"),
        ("Ctrl+Shift+I",),
        when="writable",
    ),
    Action("import-tags", "file", QT_TRANSLATE_NOOP("Actions", "Import ta&gs…"), when="writable"),
    Action(
        "export",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Export…"),
        ("Ctrl+E",),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "save, CSV, Excel, JSON, download"),
    ),
    SEPARATOR,
    Action(
        "save-as",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Save &as…"),
        ("Ctrl+Shift+S",),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "copy, duplicate"),
    ),
    Action("back-up", "file", QT_TRANSLATE_NOOP("Actions", "&Back up now"), when="writable"),
    Action(
        "restore-backup",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Res&tore from a backup…"),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "recover, older version"),
    ),
    Action(
        "check",
        "file",
        QT_TRANSLATE_NOOP("Actions", "C&heck the project"),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "recover, damage, verify"),
    ),
    Action("close", "file", QT_TRANSLATE_NOOP("Actions", "&Close project"), ("Ctrl+W",), when="project"),
    SEPARATOR,
    Action(
        "quit",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Quit"),
        ("Ctrl+Q",),
        also=QT_TRANSLATE_NOOP("Actions", "exit, close program"),
    ),
)
