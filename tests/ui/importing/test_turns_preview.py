"""The preview of a file: titles of dialogues and heads of turns stand apart from what is above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.model import PreparedDialogue, PreparedTurn
from annotator.ui.importing.turns_preview import TurnsPreview
from tests.store.building import source_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

TURNS = (PreparedTurn("A", "[A]: ", "One.", "One."), PreparedTurn("B", "\n[B]: ", "Two.", "Two."))


def margins(preview: TurnsPreview) -> dict[str, list[float]]:
    """The room above each block, and how high its lines are, by its text."""
    found: dict[str, list[float]] = {}
    block = preview.document().begin()
    while block.isValid():
        shape = block.blockFormat()
        assert shape.lineHeight() == pytest.approx(135)
        found.setdefault(block.text(), []).append(shape.topMargin())
        block = block.next()
    return found


@pytest.mark.parametrize("problems", [(), ("Line 3 was left out",)])
def test_every_title_and_head_stands_alike(qtbot: QtBot, problems: tuple[str, ...]) -> None:
    preview = TurnsPreview()
    qtbot.addWidget(preview)
    dialogues = tuple(PreparedDialogue(title, TURNS, rule="brackets") for title in ("first", "second"))
    preview.show_source(source_of("talks.csv", dialogues), problems)
    found = margins(preview)
    assert (found["first"], found["second"]) == ([22 if problems else 0], [22])
    assert (found["A"], found["B"]) == ([8, 8], [14, 14])
    assert found["One."] == [2, 2]


@pytest.mark.parametrize("problems", [(), ("Line 3 was left out",)])
def test_of_one_dialogue_the_first_turn_stands_apart_from_what_is_said_above(
    qtbot: QtBot, problems: tuple[str, ...]
) -> None:
    preview = TurnsPreview()
    qtbot.addWidget(preview)
    preview.show_source(source_of("talk.txt", (PreparedDialogue("talk", TURNS, rule="brackets"),)), problems)
    found = margins(preview)
    assert "talk" not in found
    assert (found["A"], found["B"]) == ([14 if problems else 0], [14])
