from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.errors import UserError
from annotator.model import Turn
from annotator.ui.turn_list import turn_model as module
from annotator.ui.turn_list.turn_model import PAGE, PAGES_KEPT, TurnModel
from tests.ui.turn_list.conftest import Pages, make_turn, plain

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def model_of(pages: Pages, ids: Sequence[int]) -> TurnModel:
    model = TurnModel(lambda turn: f"{turn.position + 1}, {turn.speaker}: {turn.text}")
    model.set_turns(ids, pages)
    return model


def test_it_is_a_model_as_qt_wants_it(qtbot: QtBot) -> None:
    model = TurnModel(lambda turn: turn.text)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_turns(range(100), Pages(plain(100)))
    assert model.rowCount() == 100
    assert model.rowCount(model.index(0)) == 0
    assert model.data(model.index(2), Qt.ItemDataRole.DecorationRole) is None
    tester.deleteLater()


def test_rows_are_spoken(qtbot: QtBot) -> None:
    model = model_of(Pages([make_turn(7, "hello", "B")]), [7])
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        assert model.data(model.index(0), role) == "8, B: hello"
    assert model.data(model.index(5)) == ""


def test_only_pages_that_are_looked_at_are_read(qtbot: QtBot) -> None:
    pages = Pages(make=lambda number: make_turn(number, "x"))
    model = model_of(pages, range(1_000_000))
    assert pages.asked == []
    found = model.turn(500_000)
    assert found is not None
    assert found.id == 500_000
    model.turn(500_001)
    assert len(pages.asked) == 1
    assert len(pages.asked[0]) == PAGE


def test_old_pages_are_forgotten(qtbot: QtBot) -> None:
    pages = Pages(make=lambda number: make_turn(number, "x"))
    model = model_of(pages, range(10_000))
    for number in range(PAGES_KEPT):
        model.turn(number * PAGE)
    model.turn(0)  # looked at again: page 1 is the oldest now
    model.turn(PAGES_KEPT * PAGE)
    asked = len(pages.asked)
    model.turn(0)
    assert len(pages.asked) == asked
    model.turn(PAGE)
    assert len(pages.asked) == asked + 1


def test_rows_outside_and_turns_that_are_gone(qtbot: QtBot) -> None:
    model = model_of(Pages([make_turn(1, "x")]), [1, 2])
    assert model.turn(-1) is None
    assert model.turn(2) is None
    assert model.turn(1) is None
    assert model.data(model.index(1)) == ""


def test_rows_are_found_in_any_order_of_ids(qtbot: QtBot) -> None:
    model = model_of(Pages(), array("q", [10, 20, 30]))
    assert [model.row_of(key) for key in (10, 30, 25, 99, None)] == [0, 2, None, None, None]
    model = model_of(Pages(), [30, 10, 20])
    assert [model.row_of(key) for key in (30, 10, 20)] == [0, 1, 2]


def test_refreshing_reads_only_the_pages_concerned(qtbot: QtBot) -> None:
    pages = Pages(plain(100))
    model = model_of(pages, range(100))
    model.turn(0)
    model.turn(50)
    with qtbot.waitSignal(model.dataChanged) as caught:
        model.refresh([3, 99])
    assert [index.row() for index in caught.args[:2]] == [3, 3]
    pages.asked.clear()
    model.turn(50)
    assert pages.asked == []
    model.turn(3)
    assert len(pages.asked) == 1


def test_refreshing_very_many_says_it_once(qtbot: QtBot) -> None:
    model = model_of(Pages(plain(100)), range(100))
    for row in range(100):
        model.turn(row)
    seen: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: seen.append((first.row(), last.row())))
    model.refresh(range(module._SHOWN_CHANGES + 1))
    model.refresh()
    assert seen == [(0, 99), (0, 99)]
    empty = model_of(Pages(), [])
    empty.dataChanged.connect(lambda first, last: seen.append((-1, -1)))
    empty.refresh()
    assert len(seen) == 2


def test_a_page_that_cannot_be_read_is_reported_and_tried_again(qtbot: QtBot) -> None:
    broken = True

    def source(ids: Sequence[int]) -> list[Turn]:
        if broken:
            raise UserError("The project cannot be read")
        return [make_turn(number, "x") for number in ids]

    model = TurnModel(lambda turn: turn.text)
    model.set_turns([1, 2], source)
    with qtbot.waitSignal(model.failed) as caught:
        assert model.turn(0) is None
    assert caught.args[0].what == "The project cannot be read"
    broken = False
    assert model.turn(0) is None
    model.refresh([1])
    assert model.turn(0) is not None
