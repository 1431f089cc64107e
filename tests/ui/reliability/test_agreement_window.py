"""Agreement in a window: figures with intervals or the reason for none, cells that lead to turns, reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from annotator.analysis.agreement import from_labels, measure
from annotator.reliability.merge_packets import apply_merge, plan_merge
from annotator.reliability.report import CSV, FILES, NUMBERS
from annotator.reliability.turns_of_packets import turns_of_packets
from annotator.store import Project
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.reliability.agreement_texts import interval_words, value_words, why_words
from annotator.ui.reliability.agreement_window import AgreementWindow
from annotator.ui.reliability.merge_dialog import MergeAnswer
from annotator.ui.reliability.report_dialog import ReportDialog, ReportPlan
from annotator.ui.window.main_window import MainWindow
from tests.reliability.studies import ADA, study
from tests.ui.answers import Answers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Start = Callable[[Path, Dialogs], MainWindow]


@pytest.fixture
def merged(coordinated: tuple[Path, list[Path]]) -> Path:
    path, packets = coordinated
    with Project.open(path, annotator=ADA) as project:
        apply_merge(project, plan_merge(project, packets))
    return path


def shown(qtbot: QtBot, window: MainWindow) -> AgreementWindow:
    qtbot.waitUntil(lambda: not window.jobs.running)
    window.action_set.by_id["agreement"].trigger()
    found = window.commands.reliability._agreement
    assert found is not None
    qtbot.waitUntil(lambda: not found.look.running)
    return found


def rows(agreement: AgreementWindow) -> list[list[str]]:
    items = [agreement.table.topLevelItem(at) for at in range(agreement.table.topLevelItemCount())]
    return [[item.text(column) for column in range(7)] for item in items if item is not None]


def test_coefficients_by_part_with_intervals_or_the_reason_for_none(
    qtbot: QtBot, merged: Path, window: Start
) -> None:
    agreement = shown(qtbot, window(merged, Answers()))
    assert agreement.about.text() == "24 turns with a label  ·  Ada, Ben, Cyd"
    whole = rows(agreement)
    assert whole[0][:2] == ["Everything", "observed agreement"]
    assert "Krippendorff's α" in [row[1] for row in whole]
    assert all(row[3].startswith("[") and row[4:6] == ["24", "6"] for row in whole)
    kinds = [agreement.parts.itemData(at) for at in range(agreement.parts.count())]
    assert kinds == ["all", "label", "pair", "annotator", "speaker", "target", "context"]
    agreement.parts.setCurrentIndex(kinds.index("pair"))
    agreement.parts.activated.emit(0)
    assert [row[0] for row in rows(agreement) if row[0]] == ["Ada, Ben", "Ada, Cyd", "Ben, Cyd"]
    for place in range(len(kinds)):
        agreement.parts.setCurrentIndex(place)
        agreement.parts.activated.emit(place)
        assert all(bool(row[3]) != bool(row[6]) for row in rows(agreement)), (
            "an interval, or why there is none"
        )


def test_undefined_values_and_missing_intervals_say_why_in_plain_words() -> None:
    one_label = measure(from_labels([["none"] * 9] * 2, labels=["favor", "none"]))
    assert value_words(one_label) == "undefined"
    assert why_words(one_label) == (
        "undefined, because all annotators used one label only, so agreement by chance is certain"
    )
    few = measure(from_labels([["a", "b", "a"], ["a", "a", "a"]], dialogues=[1, 2, 3]))
    assert why_words(few).startswith("no interval: turns of one dialogue depend on each other")
    assert interval_words(few) == ""


def test_a_cell_leads_to_its_turns(qtbot: QtBot, merged: Path, window: Start) -> None:
    made = window(merged, Answers())
    agreement = shown(qtbot, made)
    matrix = agreement.matrix
    names = [item.text() for at in range(matrix.columnCount()) if (item := matrix.horizontalHeaderItem(at))]
    assert names == ["favor", "against", "none"]
    cell = matrix.item(0, 1)
    assert cell is not None
    matrix.setCurrentItem(cell)
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: made.commands.adjudication.active and not made.jobs.running)
    mode = made.commands.adjudication.mode
    met = {("stance.favor",), ("stance.against",)}
    assert mode.cases
    assert all(met <= set(case.kind) for case in mode.cases)
    assert len(made.workspace.cursor.turn_ids) == len(mode.cases)
    first = made.commands.adjudication.panel.kinds.item(0)
    assert first is not None
    made.commands.adjudication.panel._choose_kind(first)
    assert len(mode.cases) == sum(one.cases for one in mode.kinds()), "back to all"


def test_one_annotator_only_says_what_to_do(qtbot: QtBot, tmp_path: Path, window: Start) -> None:
    agreement = shown(qtbot, window(study(tmp_path), Answers()))
    page = agreement.pages.currentWidget()
    assert page is agreement._empty
    assert page is not None
    assert page.accessibleName() == "There is no agreement to measure yet"
    assert agreement.facets.isHidden()
    assert agreement.parts.isHidden(), "there is nothing to choose"
    assert not agreement.report.isEnabled()


def test_changed_tags_ask_to_be_measured_again(qtbot: QtBot, merged: Path, window: Start) -> None:
    made = window(merged, Answers())
    agreement = shown(qtbot, made)
    made.workspace.tagging.apply_label("stance.unclear")
    assert "changed" in agreement.again.text()
    agreement.again.click()
    qtbot.waitUntil(lambda: not agreement.look.running)
    assert "changed" not in agreement.again.text()


def test_the_report_is_written_beside_the_window(
    qtbot: QtBot, merged: Path, window: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    made = window(merged, Answers(report=ReportPlan(folder, FILES)))
    qtbot.waitUntil(lambda: not made.jobs.running)
    made.action_set.by_id["report"].trigger()
    qtbot.waitUntil(lambda: not made.jobs.running)
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert "Krippendorff" in (folder / "report.md").read_text(encoding="utf-8")
    assert made.messages.cards()[0].message.text == "The report was written: 6 files."


def test_the_report_dialog_says_what_it_replaces(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReportDialog(tmp_path / "new")
    qtbot.addWidget(dialog)
    assert dialog.plan().files == FILES
    dialog.boxes[CSV].setChecked(False)
    assert CSV not in dialog.plan().files
    (tmp_path / NUMBERS).write_text("{}")
    dialog.folder.setText(str(tmp_path))
    assert dialog.note.text() == "One file there is replaced."
    dialog.folder.setText(str(tmp_path / NUMBERS))
    assert not dialog.write_button.isEnabled()
    dialog.folder.setText(" ")
    assert not dialog.write_button.isEnabled()


def choose(agreement: AgreementWindow, facet: str) -> None:
    place = agreement.facets.findData(facet)
    agreement.facets.setCurrentIndex(place)
    agreement.facets.activated.emit(place)


def split_first(packet: Path) -> None:
    with Project.open(packet) as project:
        project.structure.split(project.turns.ids(project.dialogues.ids()[0])[0], 8)


def page_of(agreement: AgreementWindow) -> str:
    page = agreement.pages.currentWidget()
    assert page is not None
    return page.accessibleName()


def test_where_turns_begin_is_compared_in_the_packets_that_were_chosen(
    qtbot: QtBot, merged: Path, coordinated: tuple[Path, list[Path]], window: Start
) -> None:
    packets = coordinated[1]
    answers = Answers(packet_files=packets)
    agreement = shown(qtbot, window(merged, answers))
    agreement.show()
    choose(agreement, ":turns")
    assert page_of(agreement) == "Turns are compared in packets"
    assert agreement.parts.isHidden()

    def press() -> None:
        page = agreement.pages.currentWidget()
        assert page is not None
        page.findChildren(QPushButton)[0].click()
        qtbot.waitUntil(lambda: not agreement.look.running)

    press()
    assert page_of(agreement) == "Nobody split, joined or took out a turn in these packets"
    split_first(packets[0])
    press()
    assert [(row[0], row[4], row[5]) for row in rows(agreement) if row[0]] == [
        ("Ada, Ben", "5 + 4", "1"), ("Ada, Cyd", "5 + 4", "1"), ("Ben, Cyd", "0 + 0", "0"),
        ("Ada, Ben, Cyd", "5 + 4 + 4", "1"),
    ]  # fmt: skip
    with Project.open(merged, read_only=True) as project:
        found = turns_of_packets(project, packets)
    figures = [one for each in found for one in each.figures]
    assert [row[2] for row in rows(agreement)] == [value_words(one) for one in figures]
    assert [row[1] for row in rows(agreement)[:4]] == [
        "Pk (0 is best)", "WindowDiff (0 is best)", "boundary similarity B", "α for unitizing of turns"
    ]  # fmt: skip
    assert rows(agreement)[0][6].endswith("; 5 dialogues left as they came")
    assert not agreement.matrix.isVisible()
    assert agreement.choose.isVisible()
    choose(agreement, "stance")
    assert agreement.matrix.isVisible()
    assert rows(agreement)[0][1] == "observed agreement"
    answers.given["packet_files"] = [merged]
    agreement.choose.click()
    qtbot.waitUntil(lambda: not agreement.look.running)
    assert page_of(agreement) == "These packets cannot be compared"


def test_packets_that_were_merged_are_compared_and_reported_at_once(
    qtbot: QtBot, coordinated: tuple[Path, list[Path]], window: Start, tmp_path: Path
) -> None:
    path, packets = coordinated
    split_first(packets[0])
    made = window(path, Answers())
    with Project.open(path, read_only=True) as project:
        plan = plan_merge(project, packets)
    made.commands.reliability.merge_now(MergeAnswer(plan, leave=False))
    agreement = shown(qtbot, made)
    choose(agreement, ":turns")
    assert rows(agreement)[0][:2] == ["Ada, Ben", "Pk (0 is best)"]
    made.commands.reliability.report_now(ReportPlan(tmp_path / "report", (NUMBERS,), figures=False))
    qtbot.waitUntil(lambda: not made.jobs.running)
    numbers = json.loads((tmp_path / "report" / NUMBERS).read_text())
    assert numbers["drawn_turns"][0]["annotators"] == ["Ada", "Ben"]
    made.close()
    again = shown(qtbot, window(path, Answers()))
    choose(again, ":turns")
    assert rows(again)[0][:2] == ["Ada, Ben", "Pk (0 is best)"], "packets are remembered"
