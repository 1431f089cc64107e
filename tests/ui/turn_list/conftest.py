"""Turns made by hand and a list that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.codebooks import default
from annotator.core.resources import resource
from annotator.model import Codebook, Gap, Label, RepairStep, Tag, Turn, TurnLanguage
from annotator.ui import theme
from annotator.ui.turn_list import TurnListView
from annotator.ui.turn_list.row_style import RowStyle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

FONTS = ("Inter-Regular-subset.otf", "Inter-SemiBold-subset.otf", "NotoSansCJKsc-subset.otf")


def make_turn(
    number: int,
    text: str,
    speaker: str = "A",
    *,
    steps: tuple[RepairStep, ...] = (),
    gaps: tuple[Gap, ...] = (),
    tags: tuple[Tag, ...] = (),
    language: str | None = None,
    dialogue: int = 1,
) -> Turn:
    """A turn whose id is its number and whose received text is its text."""
    found = TurnLanguage(language) if language else None
    return Turn(
        number, f"d:{number}", dialogue, number, speaker, text, text, steps, gaps, found, tags
    )  # fmt: skip


def make_tag(number: int, facet: str, label: str, **fields: object) -> Tag:
    """A tag of a turn by the person at the keyboard."""
    made: dict[str, object] = {"annotator": "me", **fields}
    return Tag(f"{number}-{label}-{fields.get('start')}", 1, number, facet, label, **made)  # type: ignore[arg-type]


def machine_label(turn: Turn, codebook: Codebook) -> Label | None:
    """What detection found, as a label."""
    if turn.language is None:
        return None
    return codebook.label(f"language.{turn.language.primary}")


class Pages:
    """A source of pages that counts what it is asked for and can change its turns."""

    def __init__(self, turns: Sequence[Turn] = (), make: Callable[[int], Turn] | None = None) -> None:
        self.turns = {turn.id: turn for turn in turns}
        self.make = make
        self.asked: list[list[int]] = []

    def __call__(self, ids: Sequence[int]) -> list[Turn]:
        """The turns of a page."""
        self.asked.append(list(ids))
        if self.make is not None:
            return [self.turns.get(number) or self.make(number) for number in ids]
        return [self.turns[number] for number in ids if number in self.turns]


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    """The same fonts on every machine."""
    for file in FONTS:
        QFontDatabase.addApplicationFont(str(resource("fonts", file)))


@pytest.fixture
def style(qapp: QApplication) -> RowStyle:
    """The light style in a font of known size."""
    font = qapp.font()
    font.setFamilies(["Inter", "Noto Sans CJK SC"])
    font.setPixelSize(13)
    return RowStyle(theme.LIGHT, font)


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[TurnListView]:
    """An empty list of 500 x 400 pixels on the screen, in the light palette, with the keyboard."""
    before = qapp.palette()
    qapp.setPalette(theme.palette(theme.LIGHT))
    made = TurnListView()
    qtbot.addWidget(made)
    font = made.font()
    font.setFamilies(["Inter", "Noto Sans CJK SC"])
    font.setPixelSize(13)
    made.setFont(font)
    made.looks.set_codebook(default(), machine_label)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    yield made
    qapp.setPalette(before)


def fill(view: TurnListView, turns: Sequence[Turn]) -> Pages:
    """Show these turns; returns where they come from."""
    pages = Pages(turns)
    view.set_turns([turn.id for turn in turns], pages)
    return pages


def plain(count: int, words: int = 30) -> list[Turn]:
    """So many turns of A and B, of growing length."""
    return [
        make_turn(number, f"turn {number} " + "word " * (words + number % 7 * 10), "AB"[number % 2])
        for number in range(count)
    ]


def press(
    view: TurnListView, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> bool:
    """Press a key in the list; returns whether the list took it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, held)
    QApplication.sendEvent(view, event)
    return event.isAccepted()


def where(view: TurnListView, row: int) -> int:
    """The top of a row on screen."""
    placed = view.placed(row)
    assert placed is not None
    return placed.y
