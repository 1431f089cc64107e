"""What the codebook's window asks, through the real dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from annotator.codebooks import default, starters
from annotator.codebooks.merging import FieldDifference
from annotator.ui.codebook_editor.codebook_questions import CodebookDialogs, Removal
from annotator.ui.codebook_editor.codebook_texts import difference_words
from tests.ui.dialogs.test_dialogs import when_shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

STANCE = default().facet("stance")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_labels_with_tags(parent: QWidget) -> None:
    dialogs = CodebookDialogs()
    when_shown(lambda dialog: dialog.accept())
    assert dialogs.remove_label(STANCE.labels[0], STANCE, 2, parent) == Removal("stance.against")
    when_shown(lambda dialog: dialog.reject())
    assert dialogs.remove_label(STANCE.labels[0], STANCE, 2, parent) is None


def test_facets_with_tags(parent: QWidget) -> None:
    dialogs = CodebookDialogs()

    def press(role: QMessageBox.ButtonRole) -> None:
        def act(box: QMessageBox) -> None:
            assert "2 tags" in box.text()
            next(button for button in box.buttons() if box.buttonRole(button) == role).click()

        when_shown(act)

    press(QMessageBox.ButtonRole.AcceptRole)
    assert dialogs.retire_facet(STANCE, 2, parent)
    press(QMessageBox.ButtonRole.RejectRole)
    assert not dialogs.retire_facet(STANCE, 2, parent)


def test_other_codebooks(parent: QWidget) -> None:
    dialogs = CodebookDialogs()
    when_shown(lambda dialog: dialog.accept())
    chosen = dialogs.take_in(default(), starters()[2:], (), parent)
    assert chosen == starters()[2]
    when_shown(lambda dialog: dialog.reject())
    assert dialogs.take_in(default(), starters()[2:], (), parent) is None


def test_files(parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialogs = CodebookDialogs()
    answer = ["", ""]
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: tuple(answer))
    assert dialogs.open_codebook(parent) is None
    assert dialogs.save_codebook(default(), parent) is None
    answer[:] = [str(tmp_path / "book"), "REFI-QDA codebook (*.qdc)"]
    assert dialogs.open_codebook(parent) == tmp_path / "book"
    assert dialogs.folder == str(tmp_path)
    assert dialogs.save_codebook(default(), parent) == tmp_path / "book.qdc"
    answer[1] = "Codebook (*.json)"
    assert dialogs.save_codebook(default(), parent) == tmp_path / "book.json"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (FieldDifference("facet", "x", "X", "x", "", None, "X"), "New facet: X"),
        (FieldDifference("label", "x", "X", "y", "", "X", None), "Label removed: X"),
        (FieldDifference("facet", "x", "X", "x", "", "X", None), "Facet removed: X"),
        (
            FieldDifference("facet", "x", "X", "x", "kind", "single", "several"),
            "X, kind: “one label” → “several labels”",
        ),
        (
            FieldDifference("facet", "x", "X", "x", "open", old=False, new=True),
            "X, labels may be added while tagging: no → yes",
        ),
        (
            FieldDifference("label", "x", "X", "y", "parent", None, "stance.favor"),
            "X, parent: none → “favor”",
        ),
        (FieldDifference("label", "x", "X", "y", "position", 1, 2), "X, order: 1 → 2"),
    ],
)
def test_changes_in_words(qapp: object, one: FieldDifference, words: str) -> None:
    assert difference_words(one, default()) == words
