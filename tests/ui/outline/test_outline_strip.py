from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest

from annotator.errors import UserError
from annotator.model import TurnFilter
from annotator.ui.outline import Outline
from annotator.ui.outline import outline_reader as reading
from annotator.ui.theme import LIGHT, label_ink
from annotator.ui.turn_list import TurnList
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

LENGTH = 90


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    long = tuple(("AB"[n % 2], f"Turn {n}.", "en") for n in range(LENGTH))
    return make_project(tmp_path / "study.dap", (("Long", long), ("Short", (("A", "x", "en"),))))


@pytest.fixture
def outline(workspace: Workspace, qtbot: QtBot) -> Outline:
    turns = TurnList(workspace)
    qtbot.addWidget(turns)
    turns.resize(500, 600)
    turns.show()
    made = Outline(workspace, turns)
    qtbot.addWidget(made)
    made.resize(26, 600)
    made.show()
    qtbot.waitUntil(lambda: made.reader.done)
    return made


def press(outline: Outline, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(outline, key)


def test_clicks_drags_and_keys_go_there(outline: Outline, workspace: Workspace, qtbot: QtBot) -> None:
    assert (outline.minimum(), outline.maximum(), outline.value()) == (1, LENGTH, 1)
    where = QPoint(12, round(outline.y_of(60) + 2))
    with qtbot.waitSignal(outline.done):
        QTest.mouseClick(outline, Qt.MouseButton.LeftButton, pos=where)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[60]
    QTest.mousePress(outline, Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseMove(outline, QPoint(12, round(outline.y_of(20) + 2)))
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[20]
    QTest.mouseRelease(outline, Qt.MouseButton.LeftButton, pos=QPoint(12, 5000))
    press(outline, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[21]
    press(outline, Qt.Key.Key_End)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[-1]
    press(outline, Qt.Key.Key_PageUp)
    assert workspace.cursor.turn_ids.index(workspace.cursor.turn_id) < LENGTH - 1
    press(outline, Qt.Key.Key_Home)
    assert workspace.cursor.turn_id == workspace.cursor.turn_ids[0]
    with qtbot.waitSignal(outline.done):
        press(outline, Qt.Key.Key_Return)


def test_labels_colour_the_strip_and_change_with_the_facet(
    outline: Outline, workspace: Workspace, qtbot: QtBot
) -> None:
    ids = workspace.cursor.turn_ids
    workspace.do(lambda project: project.tags.add(ids[:30], "stance.favor"))
    workspace.do(lambda project: project.tags.add(ids[30:31], "topic.target"))
    qtbot.waitUntil(lambda: outline.reader.done)

    def colour(row: int) -> str:  # of a row that is out of sight: those in sight are shaded
        picture = outline.grab().toImage()
        return picture.pixelColor(QPoint(9, round(outline.y_of(row) + 2))).name()

    favor = workspace.codebook.label("stance.favor").colour
    qtbot.waitUntil(lambda: colour(25) == QColor(label_ink(LIGHT, favor)).name())
    assert colour(40) == LIGHT.sunken
    assert outline.words(10) == "Turn 11 of 90 · A · Stance: favor"
    assert outline.words(40) == "Turn 41 of 90 · A · Stance: not tagged"
    workspace.set_facet("topic")
    qtbot.waitUntil(lambda: outline.reader.done and colour(25) == LIGHT.sunken)
    assert outline.reader.label(30) is not None
    workspace.history.undo()
    qtbot.waitUntil(lambda: outline.reader.label(30) is None)


def test_it_follows_the_cursor_the_dialogue_and_the_list(
    outline: Outline, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[50])
    assert outline.value() == 51
    qtbot.waitUntil(lambda: outline._visible[0] <= 50 <= outline._visible[1])
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    qtbot.waitUntil(lambda: outline.maximum() == 1 and outline.reader.done)
    assert outline.words(0) == "Turn 1 of 1 · A · Stance: not tagged"
    workspace.close()
    qtbot.waitUntil(lambda: outline.rows == 0)
    outline.grab()


def test_marks_and_hits_are_shown(outline: Outline, workspace: Workspace) -> None:
    before = outline.grab().toImage()
    ids = workspace.cursor.turn_ids
    workspace.do(lambda project: project.marks.set([ids[40]], "flag", on=True))
    workspace.do(lambda project: project.marks.set([ids[50]], "bookmark", on=True))
    outline.set_hits([ids[60], ids[61]])
    after = outline.grab().toImage()
    assert before != after
    seen = {after.pixelColor(QPoint(21, round(outline.y_of(row) + 3))).name() for row in (40, 50, 60)}
    assert seen == {LIGHT.danger, LIGHT.accent, LIGHT.warning}


def test_a_screen_reader_gets_a_slider_with_a_name_a_value_and_words(outline: Outline) -> None:
    outline.setFocus()
    outline.follow()
    found = QAccessible.queryAccessibleInterface(outline)
    assert found.role() == QAccessible.Role.Slider
    assert found.text(QAccessible.Text.Name) == "Turn outline"
    assert found.text(QAccessible.Text.Description).startswith("Turn 1 of 90")
    value = found.valueInterface()
    assert value is not None
    assert (value.currentValue(), value.maximumValue()) == (1, LENGTH)


def test_long_lists_are_read_in_parts(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PART", 20)
    made = reading.OutlineReader(workspace, workspace)
    made.wake(awake=True)
    made.restart()
    qtbot.waitUntil(lambda: made.done)
    assert all(made.codes[row] for row in range(LENGTH))
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids, "stance.favor"))
    qtbot.waitUntil(lambda: made.done and made.label(LENGTH - 1) is not None)
    made.wake(awake=False)
    workspace.history.undo()
    assert made.label(0) is not None  # nobody looks


def test_where_the_mouse_is(outline: Outline) -> None:
    assert outline.row_at(-5) == 0
    assert outline.row_at(1e6) == LENGTH - 1
    for row in (0, 17, LENGTH - 1):
        assert outline.row_at(QPointF(0, outline.y_of(row) + 1).y()) == row


def test_it_shows_the_turns_of_the_filter(outline: Outline, workspace: Workspace, qtbot: QtBot) -> None:
    workspace.cursor.set_filter(TurnFilter(speakers=("B",)))
    qtbot.waitUntil(lambda: outline.reader.done and outline.rows == LENGTH // 2)
    assert outline.words(0) == "Turn 2 · B · Stance: not tagged", "its number is the one in its dialogue"
    workspace.cursor.set_filter(None)
    qtbot.waitUntil(lambda: outline.reader.done and outline.rows == LENGTH)


def test_what_cannot_be_read_stays_as_it_is(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> dict[int, str]:
        raise UserError("The disk is gone")

    assert workspace.project is not None
    monkeypatch.setattr(workspace.project.progress, "first_labels", gone)
    made = reading.OutlineReader(workspace, workspace)
    made.wake(awake=True)
    qtbot.waitUntil(lambda: made.done)
    assert not any(made.codes[row] for row in range(LENGTH))


def test_a_file_that_cannot_be_read_any_more_leaves_no_painter_behind(
    outline: Outline, workspace: Workspace
) -> None:
    """Somebody has emptied it: Qt ends a program whose painter is still at work when painting has ended."""
    project = workspace.project
    assert project is not None
    project.path.write_bytes(b"")
    outline._picture = None
    for _ in range(2):
        with pytest.raises(UserError, match="it has no table"):
            outline.repaint()
