"""The window of pictures: what it asks to be drawn, and what it shows of what comes back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.errors import Cancelled, UserError
from annotator.pictures import PICTURES, gather, kind_of
from annotator.pictures.make_picture import Drawn, Panel, caption_of
from annotator.store import Project
from annotator.ui.pictures.background_drawing import Seen, Wish
from annotator.ui.pictures.pictures_window import PicturesWindow
from annotator.ui.settings.settings import Settings
from annotator.ui.workspace.workspace import Workspace
from tests.patient_bot import PatientBot as QtBot
from tests.pictures.building import ADA, BEN, new_study, sources, tag_study


class Easel:
    """Draws grey pictures in no time, keeps what was wished for, and does as it is told."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.error: BaseException | None = None
        self.wait: threading.Event | None = None

    def __call__(self, project: Project, wish: Wish) -> Seen:
        self.wishes.append(wish)
        if self.wait is not None:
            while not self.wait.wait(0.01):
                if wish.asked.stop():
                    raise Cancelled
        if self.error is not None:
            raise self.error
        data = gather(project, wish.name, wish.asked)
        picture = kind_of(wish.name)
        drawn = Drawn(picture, None, data, caption_of(picture, data, wish.style.say), wish.style)
        turns = len(data.turns)
        panels = (Panel((20, 10, 180, 90), (0.4, turns + 0.6)),) if turns else ()
        return Seen(wish, drawn, b"\x80" * 4 * 200 * 100, 200, 100, panels)


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture
def workspace(qapp: QApplication, tmp_path: Path) -> Iterator[Workspace]:
    with new_study(tmp_path / "study.dap", sources(2, 12)) as project:
        tag_study(project, annotators=(ADA, BEN))
    made = Workspace()
    made.attach(Project.open(tmp_path / "study.dap", annotator=ADA))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, easel: Easel) -> Iterator[PicturesWindow]:
    made = PicturesWindow(workspace, Settings(), None, easel)
    qtbot.addWidget(made)
    made.show()
    settled(qtbot, made)
    yield made
    made.rest()


def settled(qtbot: QtBot, window: PicturesWindow) -> None:
    """Wait until what is chosen is drawn, and nothing further is about to be."""
    qtbot.waitUntil(lambda: not (window.artist.drawing or window._soon.isActive()))


def test_it_shows_the_first_picture_of_the_dialogue_in_hand(
    window: PicturesWindow, workspace: Workspace, easel: Easel
) -> None:
    assert window.pages.currentWidget() is window.view
    assert window.picture.name == "profile"
    assert easel.wishes[-1].asked.dialogue == workspace.cursor.dialogue_id
    assert window.caption.text().startswith("Languages of “talk 00”")
    assert window.view.accessibleName() == "Conversation profile"
    assert window.export_button.isEnabled()


def test_every_picture_can_be_chosen(qtbot: QtBot, window: PicturesWindow, easel: Easel) -> None:
    for picture in PICTURES:
        window.choose(picture.name)
        settled(qtbot, window)
        assert easel.wishes[-1].name == picture.name
        assert (easel.wishes[-1].asked.dialogue is None) == (picture.about == "study")
        assert window.seen is not None or window.pages.currentWidget() is window.state_page
        shown = {name for name, widgets in window._labels.items() if widgets[0].isVisible()}
        assert shown == set(picture.choices)


def test_facet_grouping_and_annotator_are_chosen(qtbot: QtBot, window: PicturesWindow, easel: Easel) -> None:
    window.choose("labels")
    settled(qtbot, window)
    for box, key in ((window.facet, "topic"), (window.by, "language"), (window.annotator, BEN.key)):
        box.setCurrentIndex(box.findData(key))
        box.activated.emit(box.currentIndex())
        settled(qtbot, window)
    asked = easel.wishes[-1].asked
    assert (asked.facet, asked.by, asked.annotators) == ("topic", "language", (BEN.key,))
    assert "by Ben" in window.caption.text()
    window.choose("profile")  # has none of these choices, and is not narrowed by them
    settled(qtbot, window)
    assert easel.wishes[-1].asked.annotators == ()


def test_it_follows_the_dialogue_and_the_tags(
    qtbot: QtBot, window: PicturesWindow, workspace: Workspace, easel: Easel
) -> None:
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    settled(qtbot, window)
    assert easel.wishes[-1].asked.dialogue == workspace.cursor.dialogue_ids[1]
    assert "talk 01" in window.caption.text()
    window.choose("trajectory")
    settled(qtbot, window)
    before = len(easel.wishes)
    workspace.do(lambda project: project.tags.clear([workspace.cursor.turn_ids[0]], "stance"))
    settled(qtbot, window)
    assert len(easel.wishes) == before + 1
    assert "11 answers on 12 turns" in window.caption.text()


def test_why_there_is_nothing_to_see(qtbot: QtBot, window: PicturesWindow) -> None:
    window.choose("repairs")
    settled(qtbot, window)
    window.choose("strip")
    window.facet.setCurrentIndex(window.facet.findData("language"))
    window.draw()
    settled(qtbot, window)
    assert window.pages.currentWidget() is window.state_page
    assert window.state_title.text() == "There is nothing to see yet"
    assert (
        window.state_text.text() == "Nobody has answered this facet in this dialogue. Tag some turns first."
    )
    assert not window.export_button.isEnabled()


def test_errors_are_said_and_defects_go_to_the_hook(
    qtbot: QtBot, window: PicturesWindow, easel: Easel, monkeypatch: pytest.MonkeyPatch
) -> None:
    easel.error = UserError("Pictures cannot be drawn", "a cause", "Do something")
    window.draw()
    settled(qtbot, window)
    assert (window.state_title.text(), window.state_text.text()) == (
        "Pictures cannot be drawn",
        "A cause. Do something.",
    )
    caught: list[object] = []
    monkeypatch.setattr("sys.excepthook", lambda *what: caught.append(what[1]))
    easel.error = RuntimeError("a defect")
    window.again_button.click()
    settled(qtbot, window)
    assert window.state_title.text() == "The picture could not be drawn"
    assert caught == [easel.error]
    easel.error = None
    window.again_button.click()
    settled(qtbot, window)
    assert window.pages.currentWidget() is window.view


def test_long_work_is_said_and_can_be_cancelled(qtbot: QtBot, window: PicturesWindow, easel: Easel) -> None:
    easel.wait = threading.Event()
    window.draw()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.wait_page)
    window.cancel_button.click()
    assert window.state_title.text() == "Cancelled"
    window.cancel()  # nothing is under way any more
    easel.wait.set()
    window.again_button.click()
    settled(qtbot, window)
    assert window.pages.currentWidget() is window.view


def test_the_newest_wish_counts(qtbot: QtBot, window: PicturesWindow, easel: Easel) -> None:
    easel.wait = threading.Event()
    window.choose("floor")
    window.choose("depth")
    easel.wait.set()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: not window.artist._thread._threads)
    assert window.seen is not None
    assert window.seen.wish.name == "depth"


def point(window: PicturesWindow, turn: int) -> QPoint:
    (box, panel), *_ = window.view.panels()
    return window.view.place_of(turn, box, panel).center().toPoint()


def test_a_click_goes_to_the_turn_and_a_drag_selects(
    qtbot: QtBot, window: PicturesWindow, workspace: Workspace
) -> None:
    gone: list[int] = []
    chosen: list[list[int]] = []
    window.turn_wanted.connect(gone.append)
    window.turns_wanted.connect(chosen.append)
    ids = list(workspace.cursor.turn_ids)
    for turn in (0, 4, 11):
        assert window.view.turn_at(point(window, turn)) == turn
        QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=point(window, turn))
    assert gone == [ids[0], ids[4], ids[11]]
    QTest.mousePress(window.view, Qt.MouseButton.LeftButton, pos=point(window, 7))
    QTest.mouseMove(window.view, point(window, 3))
    QTest.mouseRelease(window.view, Qt.MouseButton.LeftButton, pos=point(window, 3))
    assert chosen == [ids[3:8]]
    assert window.view.turn_at(QPoint(1, 1)) is None
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert len(gone) == 3


def test_the_pointer_says_what_a_turn_says(
    qtbot: QtBot, window: PicturesWindow, workspace: Workspace
) -> None:
    said = window._describe(2)
    assert workspace.project is not None
    (turn,) = workspace.project.turns.page([workspace.cursor.turn_ids[2]])
    assert said.startswith(f"Turn 3 · {turn.speaker}\n{turn.text[:20]}")
    QTest.mouseMove(window.view, point(window, 2))
    pointed = [window.view.pointed]
    QApplication.sendEvent(window.view, QEvent(QEvent.Type.Leave))
    pointed.append(window.view.pointed)
    assert pointed == [2, None]
    assert window._describe(99) == ""


def test_turns_are_reached_by_keys(qtbot: QtBot, window: PicturesWindow, workspace: Workspace) -> None:
    gone: list[int] = []
    chosen: list[list[int]] = []
    window.turn_wanted.connect(gone.append)
    window.turns_wanted.connect(chosen.append)
    view, ids = window.view, list(workspace.cursor.turn_ids)
    for key, turn in (
        (Qt.Key.Key_End, 11),
        (Qt.Key.Key_Left, 10),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_PageDown, 11),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(view, key)
        assert view.pointed == turn
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert gone == [ids[0]]
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chosen == [ids[:2], ids[:3]]
    window.choose("depth")
    settled(qtbot, window)
    QTest.keyClick(view, Qt.Key.Key_Right)  # there are no turns to go to
    assert view.pointed is None
    assert view.turns == 0


def test_the_turn_in_hand_is_marked(qtbot: QtBot, window: PicturesWindow, workspace: Workspace) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[5])
    assert window.view.current == 5
    plain = window.view.grab().toImage()
    workspace.cursor.select_turn(workspace.cursor.turn_ids[6])
    assert window.view.grab().toImage() != plain


def test_the_table_is_that_of_the_csv(window: PicturesWindow) -> None:
    window.table_button.click()
    assert window.pages.currentWidget() is window.table
    assert window.seen is not None
    data, model = window.seen.drawn.data, window.model
    assert (model.rowCount(), model.columnCount()) == (len(data.rows), len(data.columns))
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads == list(data.columns)
    assert model.headerData(0, Qt.Orientation.Vertical) == 1
    cells = [model.data(model.index(0, at)) for at in range(model.columnCount())]
    assert cells == [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in data.rows[0]]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole) is None
    window.table_button.click()
    assert window.pages.currentWidget() is window.view


def test_it_takes_the_colours_of_the_window(qtbot: QtBot, window: PicturesWindow, easel: Easel) -> None:
    light = easel.wishes[-1].style
    dark = window.palette()
    dark.setColor(dark.ColorRole.Base, "#101214")
    window.setPalette(dark)
    settled(qtbot, window)
    assert (light.name, easel.wishes[-1].style.name) == ("light", "dark")


def test_nothing_is_drawn_without_a_project_or_when_closed(
    qtbot: QtBot, window: PicturesWindow, workspace: Workspace, easel: Easel
) -> None:
    window.close()
    before = len(easel.wishes)
    window.draw()
    workspace.do(lambda project: project.tags.clear([workspace.cursor.turn_ids[0]], "stance"))
    settled(qtbot, window)
    assert len(easel.wishes) == before
    window.show()
    settled(qtbot, window)
    assert len(easel.wishes) == before + 1
    window.rest()
    workspace.close()
    assert window.state_title.text() == "No project is open"
    settled(qtbot, window)
    assert len(easel.wishes) == before + 1


def test_a_cell_without_a_value_is_empty(window: PicturesWindow) -> None:
    data: Any = SimpleNamespace(columns=("a", "b"), rows=((None, 0.5),))
    window.model.show_data(data)
    assert [window.model.data(window.model.index(0, at)) for at in (0, 1)] == ["", "0.5"]
    window.model.show_data(None)
    assert window.model.rowCount() == window.model.columnCount() == 0
    assert window.model.headerData(0, Qt.Orientation.Horizontal) is None
    assert window.model.data(window.model.index(0, 0)) is None
