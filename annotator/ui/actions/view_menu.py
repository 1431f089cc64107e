"""The View menu: what is shown, how large, in which colours."""

from __future__ import annotations

from annotator.ui.actions.action_row import SEPARATOR, Action
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

VIEW_MENU: tuple[Action | str, ...] = (
    Action(
        "show-dialogues",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Dialogue list"),
        ("F8",),
        also=QT_TRANSLATE_NOOP("Actions", "sidebar, files, documents"),
        checkable=True,
    ),
    Action(
        "show-tags",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Ta&g panel"),
        ("F9",),
        also=QT_TRANSLATE_NOOP("Actions", "sidebar, labels"),
        checkable=True,
    ),
    Action(
        "show-outline",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Turn &outline"),
        ("F7",),
        also=QT_TRANSLATE_NOOP("Actions", "minimap, overview"),
        checkable=True,
    ),
    Action(
        "show-history",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&History"),
        ("Ctrl+H",),
        also=QT_TRANSLATE_NOOP("Actions", "log, changes, versions, audit"),
        checkable=True,
    ),
    Action(
        "show-repairs",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Repairs"),
        ("Ctrl+R",),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "encoding, mojibake, broken characters"),
        checkable=True,
    ),
    Action(
        "pictures",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Pictures…"),
        ("F12",),
        when="project",
        also=QT_TRANSLATE_NOOP("Actions", "charts, graphs, figures, plots, diagrams"),
    ),
    SEPARATOR,
    Action(
        "show-languages", "view", QT_TRANSLATE_NOOP("Actions", "&Underline other languages"), checkable=True
    ),
    Action(
        "underline-repairs", "view", QT_TRANSLATE_NOOP("Actions", "Underline &all repairs"), checkable=True
    ),
    Action(
        "speaker-sides",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Speakers on two s&ides"),
        also=QT_TRANSLATE_NOOP("Actions", "chat, bubbles, left, right, alternate"),
        checkable=True,
    ),
    SEPARATOR,
    "density",
    Action(
        "density-comfortable",
        "density",
        QT_TRANSLATE_NOOP("Actions", "&Comfortable"),
        also=QT_TRANSLATE_NOOP("Actions", "density, layout, spacing, default"),
        checkable=True,
    ),
    Action(
        "density-reading",
        "density",
        QT_TRANSLATE_NOOP("Actions", "&Reading, small tags"),
        also=QT_TRANSLATE_NOOP("Actions", "density, layout, reading mode, small tags"),
        checkable=True,
    ),
    Action(
        "density-compact",
        "density",
        QT_TRANSLATE_NOOP("Actions", "C&ompact, one line a turn"),
        also=QT_TRANSLATE_NOOP("Actions", "density, layout, dense, list, overview"),
        checkable=True,
    ),
    "theme",
    Action("theme-system", "theme", QT_TRANSLATE_NOOP("Actions", "Follow &system"), checkable=True),
    Action("theme-light", "theme", QT_TRANSLATE_NOOP("Actions", "&Light"), checkable=True),
    Action(
        "theme-dark",
        "theme",
        QT_TRANSLATE_NOOP("Actions", "&Dark"),
        also=QT_TRANSLATE_NOOP("Actions", "night mode"),
        checkable=True,
    ),
    Action(
        "font-larger",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Larger text"),
        ("Ctrl++", "Ctrl+="),
        also=QT_TRANSLATE_NOOP("Actions", "zoom in, font size, bigger"),
    ),
    Action(
        "font-smaller",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Smaller text"),
        ("Ctrl+-",),
        also=QT_TRANSLATE_NOOP("Actions", "zoom out, font size"),
    ),
    Action(
        "font-reset",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Reset text si&ze"),
        ("Ctrl+0",),
        also=QT_TRANSLATE_NOOP("Actions", "zoom, font size, default"),
    ),
    SEPARATOR,
    Action("full-screen", "view", QT_TRANSLATE_NOOP("Actions", "&Full screen"), ("F11",), checkable=True),
)
