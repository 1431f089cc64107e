"""Formats and columns in the import dialog: shown, changed, remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.ui.importing import remembered_mappings
from annotator.ui.importing.file_table import FORMAT, RULE, STATUS
from annotator.ui.importing.import_dialog import ImportDialog
from annotator.ui.settings.settings import Settings
from tests.ui.importing.test_import_dialog import cell, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace

TABLE = "wer,was,raw,conv\nA,hallo du da,HALLO,1\nB,na gut,NA,1\nA,ja,JA,2\n"


@pytest.fixture
def show(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Callable[..., ImportDialog]:
    """Opens the dialog on files with these names and contents, and waits until all have been looked at."""

    def made(files: dict[str, str]) -> ImportDialog:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        dialog = ImportDialog([tmp_path / name for name in files], workspace)
        qtbot.addWidget(dialog, before_close_func=lambda _: dialog._stop())
        dialog.show()
        settle(qtbot, dialog)
        return dialog

    return made


def pick(qtbot: QtBot, dialog: ImportDialog, column: str, role: str) -> None:
    box = dialog.columns.boxes[dialog.columns._columns.index(column)]
    box.setCurrentIndex(box.findData(role))
    box.activated.emit(box.currentIndex())
    settle(qtbot, dialog)


def roles(dialog: ImportDialog) -> list[str]:
    return [str(box.currentData()) for box in dialog.columns.boxes]


def test_the_columns_are_shown_with_what_they_are(show: Callable[..., ImportDialog]) -> None:
    dialog = show({"x.csv": TABLE, "y.txt": "[A]: hi\n"})
    assert cell(dialog.table, 0, FORMAT) == "CSV, TSV"
    assert cell(dialog.table, 1, FORMAT) == "Text"
    assert cell(dialog.table, 0, RULE) == ""
    assert dialog.columns.isVisible()
    assert roles(dialog) == ["", "text", "", "dialogue"]
    assert not dialog.controls.rule.isVisible()
    item = dialog.columns.grid.item(1, 1)
    assert item is not None
    assert item.text() == "hallo du da"
    assert dialog.columns.boxes[0].accessibleName() == "What the column wer is"
    said = ["Nothing says who speaks in 3 turns", "1", "no speaker", "hallo du da"]
    assert dialog.preview.toPlainText().splitlines()[:4] == said
    dialog.pick(1)
    assert not dialog.columns.isVisible()
    assert dialog.controls.rule.isVisible()


def test_a_column_is_something_else_and_that_is_remembered(
    show: Callable[..., ImportDialog], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = show({"x.csv": TABLE})
    assert not dialog.columns.guess.isEnabled()
    pick(qtbot, dialog, "wer", "speaker")
    pick(qtbot, dialog, "raw", "text")
    assert roles(dialog) == ["speaker", "", "text", "dialogue"], "no two columns are the text"
    assert dialog.preview.toPlainText().splitlines()[:3] == ["1", "A", "HALLO"]
    (choice,) = dialog.plan().choices.values()
    assert choice.mapping is not None
    assert {role: column for role, column in choice.mapping.items() if column} == {
        "speaker": "wer", "text": "raw", "dialogue": "conv"
    }  # fmt: skip
    dialog.accept()

    later = show({"z.csv": "raw,conv,was,wer\nNEIN,5,nein doch,C\n"})
    assert roles(later) == ["text", "dialogue", "", "speaker"], "columns in another order are the same"
    plan = later.plan()
    assert plan.choices == {}
    assert plan.default is not None
    assert plan.default.remembered is not None
    later.reject()

    again = show({"x.csv": TABLE})
    pick(qtbot, again, "conv", "")
    assert roles(again) == ["speaker", "", "text", ""]
    again.columns.guess.click()
    settle(qtbot, again)
    assert roles(again) == ["", "text", "", "dialogue"]
    assert remembered_mappings.mappings(Settings()) == {}


def test_another_format_can_be_chosen(show: Callable[..., ImportDialog], qtbot: QtBot) -> None:
    dialog = show({"x.dat": TABLE})
    box = dialog.controls.format
    assert box.currentText() == "Automatic: Text"
    box.setCurrentIndex(box.findData("csv"))
    box.activated.emit(box.currentIndex())
    settle(qtbot, dialog)
    assert roles(dialog)[1] == "text"
    box.setCurrentIndex(box.findData("eaf"))
    box.activated.emit(box.currentIndex())
    settle(qtbot, dialog)
    assert dialog.table.entries[0].state == "failed"
    assert "This ELAN file is broken" in dialog.preview.toPlainText()


def test_problems_are_counted_and_listed(show: Callable[..., ImportDialog]) -> None:
    dialog = show({"x.jsonl": '{"text": "hello there"}\n' + "{bad\n" * 12})
    assert cell(dialog.table, 0, STATUS) == "12 problems"
    lines = dialog.preview.toPlainText().splitlines()
    assert lines[0].startswith("line 2: it is no JSON")
    assert lines[8] == "… and 4 more problems"
    one = show({"y.jsonl": '{"text": "hello there"}\n{bad'})
    assert cell(one.table, 0, STATUS) == "1 problem"


def test_settings_that_make_no_sense_are_nothing() -> None:
    settings = Settings()
    for text in ("{", "[]", '{"a": 1, "b": {"nonsense": "x"}}'):
        settings.import_mappings = text
        assert all(not mapping for mapping in remembered_mappings.mappings(settings).values())
    for number in range(120):
        remembered_mappings.remember(settings, (f"c{number}",), {"text": f"c{number}"})
    assert len(remembered_mappings.mappings(settings)) == 100
