"""The stops of the tour: where each points, what it says, and the command whose key it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.model import Turn
    from annotator.ui.window.window_base import WindowBase

_LOOKED_AT = 400  # turns of the dialogue in hand among which a repaired one is looked for


@dataclass(frozen=True, slots=True)
class TourPlace:
    """What a stop points at: a part of the window, or an area of it in the part's own coordinates."""

    widget: QWidget
    area: QRect | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One mark. ``{key}`` in the text becomes the key of ``action`` as the person has set it."""

    title: str
    text: str
    place: Callable[[WindowBase], TourPlace]
    action: str = ""


def _dialogues(window: WindowBase) -> TourPlace:
    return TourPlace(window.columns.dialogues)


def repaired(turns: list[Turn]) -> Turn | None:
    """The first turn with a repaired character, if there is one."""
    return next((turn for turn in turns if turn.steps), None)


def _turn(window: WindowBase) -> TourPlace:
    """A repaired turn of the dialogue in hand, made the current one; else all of the turns."""
    workspace = window.workspace
    view = window.turns.view
    found = None
    if workspace.project is not None:
        found = repaired(workspace.project.turns.page(workspace.cursor.turn_ids[:_LOOKED_AT]))
    if found is None:
        return TourPlace(window.turns)
    workspace.cursor.select_turn(found.id)
    number = workspace.cursor.turn_ids.index(found.id)
    for row in view.rows.visible():
        if row.row == number:
            port = view.viewport()
            whole = QRect(0, row.y, port.width(), row.height)
            return TourPlace(port, whole & port.rect())
    return TourPlace(window.turns)


def _tags(window: WindowBase) -> TourPlace:
    window.columns.side.setCurrentWidget(window.columns.tags)
    return TourPlace(window.columns.tags)


def _menu(name: str) -> Callable[[WindowBase], TourPlace]:
    def place(window: WindowBase) -> TourPlace:
        bar = window.menuBar()
        return TourPlace(bar, bar.actionGeometry(window.action_set.menus[name].menuAction()))

    return place


STOPS: tuple[Stop, ...] = (
    Stop(
        QT_TRANSLATE_NOOP("Tour", "Dialogues"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Every transcript is split into dialogues. Choose one here; the bar under its name shows how "
            "much of it is tagged.",
        ),
        _dialogues,
    ),
    Stop(
        QT_TRANSLATE_NOOP("Tour", "A repaired turn"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Damaged characters were repaired on import; what is in doubt is underlined. The received text "
            "is kept: nothing is lost, and every repair can be undone.",
        ),
        _turn,
    ),
    Stop(
        QT_TRANSLATE_NOOP("Tour", "Tags"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "Press a digit to give the current turn a label; S, T and L choose between stance, topic and "
            "language. The next turn without a tag comes by itself, and {key} undoes.",
        ),
        _tags,
        "undo",
    ),
    Stop(
        QT_TRANSLATE_NOOP("Tour", "Search"),
        QT_TRANSLATE_NOOP(
            "Tour", "{key}, in the Edit menu, looks for words, labels or speakers in the dialogue."
        ),
        _menu("edit"),
        "find",
    ),
    Stop(
        QT_TRANSLATE_NOOP("Tour", "Review of repairs"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "{key}, in the View menu, lists the repairs that are in doubt. Accept them, or choose another "
            "reading.",
        ),
        _menu("view"),
        "show-repairs",
    ),
    Stop(
        QT_TRANSLATE_NOOP("Tour", "Export"),
        QT_TRANSLATE_NOOP(
            "Tour",
            "{key}, in the File menu, writes tables and files for other programs. There is no need to save: "
            "every tag is stored at once. The guide under Help tells the rest.",
        ),
        _menu("file"),
        "export",
    ),
)
