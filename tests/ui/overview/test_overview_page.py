"""The page of the overview: its rows, what stands where there is nothing, and what it counts again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import Annotator, Codebook, Label, TurnFilter
from annotator.store import Project, later
from annotator.store.overview import Pace
from annotator.ui.overview import overview_rows
from annotator.ui.overview.overview_bars import Bar, BarColumns, RowFace
from annotator.ui.overview.overview_figures import Figures
from annotator.ui.overview.overview_page import OverviewPage
from annotator.ui.settings.settings import Settings
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME, TALKS, prepared

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")

Open = Callable[[Workspace], OverviewPage]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    made: list[OverviewPage] = []

    def open_page(workspace: Workspace) -> OverviewPage:
        page = OverviewPage(workspace, Settings())
        qtbot.addWidget(page)
        page.resize(1280, 800)
        page.show()
        qtbot.waitUntil(lambda: not page.reader.counting)
        made.append(page)
        return page

    yield open_page
    for page in made:
        page.reader.stop()


def counted(page: OverviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.reader.counting)


def figures(bars: list[Bar]) -> dict[str, tuple[str, ...]]:
    return {bar.face.lead or bar.face.name: bar.face.figures for bar in bars}


def project_with(path: Path, codebook: Codebook) -> Workspace:
    with (
        Project.create(path, name="own", codebook=codebook, annotator=ME) as project,
        project.sources.importer() as importer,
    ):
        for title, turns in TALKS:
            importer.add(prepared(title, turns))
        importer.finish()
    workspace = Workspace()
    workspace.attach(Project.open(path, annotator=ME))
    return workspace


def test_what_a_small_study_shows(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    page = opened(workspace)
    assert figures(page.languages.bars) == {
        "English": ("2", "29 %"),
        "Chinese": ("2", "29 %"),
        "several, mixed": ("1", "14 %"),
        "French": ("1", "14 %"),
        "no language": ("1", "14 %"),
    }
    assert figures(page.left_over.bars)["Doubts and damage"] == ("3",)
    assert page.labels["stance"].words.text() == "No label has been given yet."
    assert page.pace.words.text().startswith("Nobody has tagged turn by turn")
    assert not page.agreement.isVisible()
    assert not page.person.isVisible()
    workspace.preferences.auto_advance = False
    workspace.tagging.apply_label("stance.none")
    counted(page, qtbot)
    assert figures(page.labels["stance"].bars)["none"] == ("1", "100 %")
    assert figures(page.progress.bars)["Stance"] == ("1 / 7", "14 %", "0 / 3")


def test_only_the_stretch_of_a_change_is_counted_again(
    workspace: Workspace, opened: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(workspace)
    asked = []
    from annotator.store.overview import DialogueStretch, Overview  # noqa: PLC0415

    answered = Overview.answered

    def watched(self: Overview, stretch: DialogueStretch) -> object:
        asked.append(stretch.first)
        return answered(self, stretch)

    monkeypatch.setattr(Overview, "answered", watched)
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    workspace.tagging.apply_label("stance.favor")
    counted(page, qtbot)
    assert asked == [workspace.cursor.dialogue_ids[1]]
    workspace.do(lambda project: project.dialogues.remove([workspace.cursor.dialogue_ids[0]]))
    counted(page, qtbot)
    assert len(asked) == 1 + 2
    assert page.size_words.text() == "2 dialogues  ·  4 turns"


def test_nobody_counts_while_nobody_looks(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    page = opened(workspace)
    page.hide()
    workspace.tagging.apply_label("stance.favor")
    assert not page.reader.counting
    assert figures(page.progress.bars)["Stance"][0] == "0 / 7"
    page.show()
    counted(page, qtbot)
    assert figures(page.progress.bars)["Stance"][0] == "1 / 7"


def test_several_annotators(project_file: Path, opened: Open, qtbot: QtBot) -> None:
    for who, labels in ((ME, ("favor", "favor", "against")), (BEN, ("favor", "against"))):
        with Project.open(project_file, annotator=who) as project:
            for turn, label in zip(project.turns.ids(1), labels, strict=False):
                project.tags.add([turn], f"stance.{label}")
    workspace = Workspace()
    workspace.attach(Project.open(project_file, annotator=BEN))
    page = opened(workspace)
    assert page.size_words.text().endswith("tagged by Ben, Mei")
    assert [(bar.face.lead, bar.face.name, bar.face.figures[0]) for bar in page.progress.bars[:2]] == [
        ("Stance", "Ben", "2 / 7"),
        ("", "Mei", "3 / 7"),
    ]
    assert figures(page.agreement.bars) == {"Stance": ("50 %", "2")}
    assert figures(page.labels["stance"].bars)["favor"] == ("3", "60 %")
    wanted: list[TurnFilter] = []
    page.turns_wanted.connect(wanted.append)
    page.progress.bars[1].enter()
    page.labels["stance"].bars[0].enter()
    page.person.setCurrentIndex(page.person.findData(ME.key))
    page.person.activated.emit(page.person.currentIndex())
    assert figures(page.labels["stance"].bars)["favor"] == ("2", "67 %")
    page.labels["stance"].bars[0].enter()
    page.agreement.bars[0].enter()
    assert wanted[:3] == [
        TurnFilter(untagged="stance", annotators=(ME.key,)),
        TurnFilter(labels=("stance.favor",), annotators=(BEN.key, ME.key)),
        TurnFilter(labels=("stance.favor",), annotators=(ME.key,)),
    ]
    workspace.close()


def test_five_hundred_labels(tmp_path: Path, opened: Open, qtbot: QtBot) -> None:
    book = default()
    many = tuple(Label(f"topic.{n}", "topic", f"topic {n}", position=n) for n in range(500))
    facets = tuple(replace(one, labels=many) if one.key == "topic" else one for one in book.facets)
    workspace = project_with(tmp_path / "many.dap", replace(book, facets=facets))
    workspace.do(lambda project: project.tags.add([1, 2], "topic.321"))
    workspace.do(lambda project: project.tags.add([3], "topic.17"))
    page = opened(workspace)
    section = page.labels["topic"]
    assert len(section.bars) == overview_rows.SHOWN
    assert [bar.face.name for bar in section.bars[:2]] == ["topic 321", "topic 17"]
    more = page._more["topic"]
    assert more.text() == "488 more labels"
    more.click()
    assert len(section.bars) == 500
    more.click()
    assert len(section.bars) == overview_rows.SHOWN
    workspace.close()


def test_a_codebook_that_asks_nothing(tmp_path: Path, opened: Open) -> None:
    workspace = project_with(tmp_path / "none.dap", Codebook("None", ()))
    page = opened(workspace)
    assert page.progress.words.text() == "The codebook asks nothing of every turn."
    assert page.labels == {}
    assert not page.next.isEnabled()
    assert page.next_words.text() == ""
    workspace.close()
    assert page.name.text() == ""


def test_when_all_is_done(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    project = workspace.project
    assert project is not None
    turns = [turn for one in workspace.cursor.dialogue_ids for turn in project.turns.ids(one)]
    edits = [
        later("tags", "add", turn_ids=turns, label=one)
        for one in ("stance.favor", "topic.target", "language.en")
    ]
    workspace.do(lambda project: project.together(edits))
    page = opened(workspace)
    assert page.next_words.text() == "Every turn has all its answers."
    assert not page.next.isEnabled()
    assert all(bar.face.door is None for bar in page.progress.bars)
    assert figures(page.progress.bars)["Stance"] == ("7 / 7", "100 %", "3 / 3")


def test_one_column_where_there_is_no_room_for_two(workspace: Workspace, opened: Open, qtbot: QtBot) -> None:
    page = opened(workspace)
    assert page.left_over.x() > page.progress.x()
    page.resize(700, 600)
    qtbot.waitUntil(lambda: page.left_over.x() == page.progress.x())
    qtbot.waitUntil(lambda: page.progress.width() > 600)
    assert page.left_over.width() == page.progress.width(), "all of the width there is"


def test_a_file_that_cannot_be_read_is_said(workspace: Workspace, opened: Open) -> None:
    page = opened(workspace)
    page.reader.failed.emit(UserError("The project cannot be read", "the disk is gone"))
    assert "disk is gone" in page.problem.text()


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, ""), (0, 5, "0 %"), (1, 1000, "< 1 %"), (1, 3, "33 %"), (999, 1000, "> 99 %"), (7, 7, "100 %")],
)
def test_shares_are_said_honestly(part: int, whole: int, said: str) -> None:
    assert overview_rows.share(part, whole) == said


@pytest.mark.parametrize(("seconds", "said"), [(0.0, "< 1 s"), (2.5, "2.5 s"), (4.0, "4 s"), (14.4, "14 s")])
def test_paces_are_said_as_exactly_as_they_are_known(seconds: float, said: str) -> None:
    figures = Figures(people=(ME,), pace=(Pace(ME.key, 3, seconds),))
    (row,) = overview_rows.pace(figures, overview_rows.Doors(lambda _: None, lambda _dialogue, _facet: None))
    assert row.figures == (said, "3")


def test_a_row_is_a_button(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _where, text, _widget: tips.append(text))
    pressed: list[int] = []
    bar = Bar(None)
    qtbot.addWidget(bar)
    bar.resize(400, 26)
    bar.show()
    bar.enter()
    bar.show_face(
        RowFace("name", ("1",), share=0.5, words="words", door=lambda: pressed.append(1)),
        BarColumns(0, 40, (10,)),
    )
    bar.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A):
        QTest.keyClick(bar, key)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseClick(bar, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    assert pressed == [1, 1, 1]
    QApplication.sendEvent(bar, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
    assert tips == ["words"]
    assert bar.accessibleName() == "words"
    assert not bar.grab().isNull()
