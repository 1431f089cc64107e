"""The repair review: what is listed, what the keys decide, what is asked, what is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from annotator.codebooks import default
from annotator.errors import UserError
from annotator.model import (
    Change,
    Changes,
    Codebook,
    EditSummary,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    RepairStep,
    TurnFilter,
)
from annotator.repair import RepairConfig
from annotator.store import Doubt, Project
from annotator.store.repair_decisions import Repairs
from annotator.ui.panels.history.change_texts import Place, change_words, edit_words
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.panels.repairs import RepairPanel, repair_decisions, repair_texts
from annotator.ui.panels.repairs import repair_model as model_module
from annotator.ui.panels.repairs.candidate_buttons import candidates_of
from annotator.ui.panels.repairs.received_and_repaired import AROUND, excerpt
from annotator.ui.theme import DARK
from annotator.ui.turn_list.text_marks import DOUBTFUL, TextMark, kind_of
from annotator.ui.turn_list.turn_texts import mark_tip
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.store.building import doubts_of
from tests.ui.conftest import ME
from tests.ui.panels.conftest import click, press, type_in

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from pytestqt.qtbot import QtBot

LOST = RepairStep(2, 4, "æŸ", "损", "lost", "gone", 0.4, (("损", 0.4), ("束", 0.3), ("某", 0.001)))
JOINER = RepairStep(5, 5, "", "\u200d", "joiner", "cut", 0.85)
SURE = RepairStep(6, 8, "è¿", "运", "lost", "gone", 0.97, (("运", 0.97),))
MARK = RepairStep(9, 10, "?", "?", "damage", "unknown", 0.9, (("A", 0.1), ("B", 0.05)))
RECEIVED = "abæŸcdè¿ ?xyz"
TEXT = "ab损c\u200dd运 ?xyz"
STEPS = (LOST, JOINER, SURE, MARK)


def source(name: str, *, steps: tuple[RepairStep, ...] = STEPS) -> PreparedSource:
    turns = tuple(
        PreparedTurn("A", f"[{n}] ", RECEIVED, TEXT if steps else RECEIVED, steps=steps) for n in range(2)
    )
    dialogue = PreparedDialogue(name, turns, rule="brackets")
    return PreparedSource(
        name=name,
        data=name.encode(),
        sha256=f"{ord(name[0]):x}".ljust(64, "0"),
        decoded_as="utf-8",
        encoding_origin="detected",
        encoding_confidence=1.0,
        newline="\n",
        bom=False,
        undecodable=0,
        dialogues=(dialogue,),
    )


@pytest.fixture
def damaged_file(tmp_path: Path) -> Path:
    """Two dialogues of two turns, all damaged alike."""
    path = tmp_path / "damaged.dap"
    with (
        Project.create(path, codebook=default(), annotator=ME) as project,
        project.sources.importer() as importer,
    ):
        importer.add(source("one"))
        importer.add(source("two"))
        importer.finish()
    return path


class Ninety:
    """Preferences with a threshold of 90 %."""

    auto_advance = True
    advance = "facet"
    repair_threshold = 90


class Nobody:
    """Asked for nothing: decisions on many repairs are agreed to in the panel itself."""

    def many(self, _question: str) -> bool:
        raise AssertionError


@pytest.fixture
def damaged(qapp: object, damaged_file: Path) -> Iterator[Workspace]:
    made = Workspace(Ninety(), asks=Nobody())
    made.attach(Project.open(damaged_file, annotator=ME))
    yield made
    made.close()


@pytest.fixture
def panel(damaged: Workspace, show: Callable[..., None]) -> RepairPanel:
    made = RepairPanel(damaged)
    show(made)
    made.view.setFocus()
    return made


def befores(panel: RepairPanel) -> list[str]:
    rows = (panel.model.doubt_at(row) for row in range(panel.model.rowCount()))
    return [doubt.step.before for doubt in rows if doubt is not None]


def pick(panel: RepairPanel, before: str) -> Doubt:
    """Go to the first step of that received text."""
    panel.view.setCurrentIndex(panel.model.index(befores(panel).index(before)))
    doubt = panel.current()
    assert doubt is not None
    return doubt


def list_which(panel: RepairPanel, which: str) -> None:
    panel.filters.which.setCurrentIndex(panel.filters.which.findData(which))
    panel.filters.which.activated.emit(panel.filters.which.currentIndex())


def texts(workspace: Workspace) -> list[str]:
    assert workspace.project is not None
    ids = [
        turn for dialogue in workspace.cursor.dialogue_ids for turn in workspace.project.turns.ids(dialogue)
    ]
    return [turn.text for turn in workspace.project.turns.page(ids)]


class Asked:
    """Answers the panel's questions one after the other, and remembers them."""

    def __init__(self, panel: RepairPanel, answers: list[bool]) -> None:
        self.questions: list[str] = []
        self._answers = answers
        panel.decisions.ask = self.answer

    def answer(self, question: str) -> bool:
        self.questions.append(question)
        return self._answers.pop(0)


def by_id(workspace: Workspace, doubt: Doubt) -> Doubt:
    assert workspace.project is not None
    return doubts_of(workspace.project, [doubt.id])[0]


# --- the list -----------------------------------------------------------------------------


def test_the_least_sure_come_first_over_the_whole_project(panel: RepairPanel) -> None:
    assert befores(panel) == ["?"] * 4 + ["æŸ"] * 4 + [""] * 4
    assert panel.filters.progress.text() == "0 of 12 decided"
    index = panel.model.index(4)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "ab[损]c\u200dd运 ?xyz, 40 %, one · turn 1 · A"
    assert "gone" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert panel.model.data(QModelIndex()) is None


def test_filters(panel: RepairPanel, damaged: Workspace) -> None:
    list_which(panel, "damage")
    assert befores(panel) == ["?"] * 4
    list_which(panel, "all")
    assert len(befores(panel)) == 16
    click(panel.filters.here)
    assert len(befores(panel)) == 8
    assert panel.filters.here.accessibleDescription() == "on"
    damaged.cursor.select_dialogue(damaged.cursor.dialogue_ids[1])
    panel._refresh_if_seen()
    assert {panel.model.doubt_at(row).title for row in range(8)} == {"two"}  # type: ignore[union-attr]
    click(panel.filters.here)
    list_which(panel, "decided")
    assert befores(panel) == []
    assert panel.nothing.notice.title.text() == "Nothing decided yet"


def test_the_threshold_is_remembered(panel: RepairPanel, damaged: Workspace) -> None:
    assert panel.filters.below.value() == 90
    panel.filters.below.setValue(50)
    assert befores(panel) == ["?"] * 4 + ["æŸ"] * 4
    assert damaged.preferences.repair_threshold == 50
    damaged.preferences.repair_threshold = 0
    panel.refresh()
    assert panel.filters.below.value() == round(RepairConfig().threshold * 100)


def test_many_doubts_are_read_in_pages(panel: RepairPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_module, "PAGE", 5)
    panel.model.load(model_module.Filter("all", None, 0.5))
    assert panel.model.rowCount() == 5
    while panel.model.canFetchMore(QModelIndex()):
        panel.model.fetchMore(QModelIndex())
    assert panel.model.rowCount() == 16
    panel.model.load(model_module.Filter("all", None, 0.5))
    assert panel.model.rowCount() == 16
    assert panel.model.rowCount(panel.model.index(0)) == 0
    panel.model._more = True
    panel.model._doubts = []
    panel.model._filter = model_module.Filter("decided")
    panel.model.fetchMore(QModelIndex())
    assert panel.model.rowCount() == 0


def test_moving_in_the_list_shows_the_turn(panel: RepairPanel, damaged: Workspace) -> None:
    first = damaged.cursor.turn_id
    press(panel.view, Qt.Key.Key_Down)
    assert damaged.cursor.turn_id != first
    press(panel.view, Qt.Key.Key_Down)
    assert damaged.cursor.dialogue_id == damaged.cursor.dialogue_ids[1]
    assert panel.detail.sides.received.toPlainText() == RECEIVED
    assert panel.detail.sides.repaired.toPlainText() == TEXT
    marks = [side.extraSelections()[0] for side in (panel.detail.sides.received, panel.detail.sides.repaired)]
    assert [mark.cursor.selectedText() for mark in marks] == ["?", "?"]


def test_opening_it_leaves_the_turn_in_hand(damaged: Workspace, show: Callable[..., None]) -> None:
    damaged.cursor.select_dialogue(damaged.cursor.dialogue_ids[1])
    panel = RepairPanel(damaged)
    show(panel)
    assert befores(panel)
    assert damaged.cursor.dialogue_id == damaged.cursor.dialogue_ids[1]


# --- deciding -----------------------------------------------------------------------------


def test_a_digit_chooses_a_candidate_and_the_next_doubt_follows(
    panel: RepairPanel, damaged: Workspace
) -> None:
    doubt = pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_2)
    decided = by_id(damaged, doubt)
    assert (decided.step.after, decided.step.annotator) == ("束", ME.key)
    following = panel.current()
    assert following is not None
    assert (following.step.before, following.position) == ("æŸ", 1)
    assert damaged.cursor.turn_id == following.turn
    assert panel.filters.progress.text() == "1 of 12 decided"
    assert panel.view.hasFocus()
    press(panel.view, Qt.Key.Key_9)  # no such candidate
    assert panel.filters.progress.text() == "1 of 12 decided"


def test_enter_accepts_and_0_and_backspace_keep_what_was_received(
    panel: RepairPanel, damaged: Workspace
) -> None:
    for key, after in ((Qt.Key.Key_Return, "损"), (Qt.Key.Key_0, "æŸ"), (Qt.Key.Key_Backspace, "æŸ")):
        doubt = pick(panel, "æŸ")
        press(panel.view, key)
        assert by_id(damaged, doubt).step.after == after
    assert [text[2] for text in texts(damaged)] == ["损", "æ", "æ", "损"]
    list_which(panel, "decided")
    found = [repair_texts.standing(panel.model.doubt_at(row)) for row in range(3)]  # type: ignore[arg-type]
    assert found == ["accepted", "as received", "as received"]


def test_another_text_can_be_typed(panel: RepairPanel, damaged: Workspace) -> None:
    doubt = pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_T)
    field = panel.detail.typed
    assert QApplication.focusWidget() is field
    press(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert panel.view.hasFocus()
    press(panel.view, Qt.Key.Key_T)
    type_in(field, "Gogh")
    press(field, Qt.Key.Key_Return)
    assert by_id(damaged, doubt).step.after == "Gogh"
    assert repair_texts.standing(by_id(damaged, doubt)) == "changed"
    assert not field.isVisible()
    assert panel.view.hasFocus()


def test_the_same_decision_everywhere_asks_with_the_count(panel: RepairPanel, damaged: Workspace) -> None:
    asked = Asked(panel, [False, True])
    pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_A)
    assert panel.detail.everywhere.face.name == "All 4 alike"
    assert panel.detail.everywhere.isChecked()
    press(panel.view, Qt.Key.Key_2)
    assert [text[2] for text in texts(damaged)] == ["损"] * 4
    press(panel.view, Qt.Key.Key_2)
    assert asked.questions == ["Use “束” at all 4 places where “æŸ” was received?"] * 2
    assert [text[2] for text in texts(damaged)] == ["束"] * 4
    assert not panel.decisions.everywhere
    damaged.history.undo()
    assert [text[2] for text in texts(damaged)] == ["损"] * 4


def test_everywhere_means_this_dialogue_where_only_that_is_listed(
    panel: RepairPanel, damaged: Workspace, qtbot: QtBot
) -> None:
    panel.decisions.ask = lambda _: True
    click(panel.filters.here)
    pick(panel, "æŸ")
    qtbot.waitUntil(panel.detail.everywhere.isVisible)
    assert panel.detail.everywhere.face.name == "All 2 alike"
    click(panel.detail.everywhere)
    click(panel.detail.candidates.buttons[1])
    assert [text[2] for text in texts(damaged)] == ["束", "束", "损", "损"]


def test_a_decision_that_was_made_can_be_made_everywhere(panel: RepairPanel, damaged: Workspace) -> None:
    panel.decisions.ask = lambda _: True
    pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_2)
    list_which(panel, "decided")
    press(panel.view, Qt.Key.Key_A)
    press(panel.view, Qt.Key.Key_Return)
    assert [text[2] for text in texts(damaged)] == ["束"] * 4


def test_accepting_all_above_some_confidence(panel: RepairPanel, damaged: Workspace, qtbot: QtBot) -> None:
    asked = Asked(panel, [True])
    said: list[Message] = []
    damaged.message.connect(said.append)
    click(panel.accept_many.button)
    assert asked.questions == ["Accept 4 repairs with a confidence of at least 80 %?"]
    assert panel.filters.progress.text() == "4 of 12 decided"
    click(panel.accept_many.button)
    assert len(asked.questions) == 1
    assert said[-1].text == "No listed repair has a confidence of 80 % or more."
    list_which(panel, "all")
    panel.decisions.ask = lambda _: False
    click(panel.accept_many.button)
    assert panel.filters.progress.text() == "4 of 12 decided"


def test_damage_can_be_repaired_by_hand_or_left(panel: RepairPanel, damaged: Workspace) -> None:
    doubt = pick(panel, "?")
    assert [candidate.text for candidate in candidates_of(doubt)] == ["A", "B"]
    assert panel.detail.accept.text() == "Keep damaged"
    assert not panel.detail.keep.isVisible()
    press(panel.view, Qt.Key.Key_1)
    assert texts(damaged)[0] == "ab损c\u200dd运 Axyz"
    assert repair_texts.standing(by_id(damaged, doubt)) == "changed"
    second = pick(panel, "?")
    click(panel.detail.accept)
    assert by_id(damaged, second).decided
    assert repair_texts.standing(by_id(damaged, second)) == "accepted"
    list_which(panel, "damage")
    assert len(befores(panel)) == 3


def test_a_decision_can_be_taken_away(panel: RepairPanel, damaged: Workspace) -> None:
    doubt = pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_R)  # nothing decided yet
    press(panel.view, Qt.Key.Key_2)
    list_which(panel, "decided")
    assert panel.detail.reopen.isVisible()
    assert not panel.detail.accept.isVisible()
    assert candidates_of(by_id(damaged, doubt))[0].text == "损"
    click(panel.detail.reopen)
    assert by_id(damaged, doubt).step == LOST
    assert panel.filters.progress.text() == "0 of 12 decided"


def test_the_history_says_that_a_repair_was_accepted(panel: RepairPanel, damaged: Workspace) -> None:
    doubt = panel.current()
    assert doubt is not None
    damaged.do(lambda project: project.repairs.accept([doubt.id]))
    project = damaged.project
    assert project is not None
    details = EditDetails(damaged, project.history.edits(1)[0])
    assert details.sentence() == f"turn {doubt.position + 1} · accepting 1 repair"
    assert any(
        line.endswith(f"(decided by) of turn {doubt.position + 1}: (empty) → “{ME.name}”")
        for line in details.lines()
    )


def test_undo_brings_the_doubt_back_and_goes_to_it(panel: RepairPanel, damaged: Workspace) -> None:
    doubt = pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_2)
    pick(panel, "?")
    damaged.history.undo()
    panel._refresh_if_seen()
    back = panel.current()
    assert back is not None
    assert back.id == doubt.id
    pick(panel, "?")
    damaged.broadcast(Changes(everything=True))
    panel._refresh_if_seen()
    stayed = panel.current()
    assert stayed is not None
    assert stayed.step.before == "?", "what is read again without an undo moves nobody"


def test_in_a_list_of_all_the_next_row_follows_a_decision(panel: RepairPanel) -> None:
    list_which(panel, "all")
    pick(panel, "æŸ")
    row = panel.view.currentIndex().row()
    press(panel.view, Qt.Key.Key_Return)
    assert panel.view.currentIndex().row() == row + 1


def test_when_all_is_decided_it_says_so(panel: RepairPanel, damaged: Workspace) -> None:
    assert damaged.project is not None
    ids = [doubt.id for doubt in damaged.project.doubts.page(0.9, 99)]
    damaged.do(lambda project: project.repairs.accept(ids[:-1]))
    panel._refresh_if_seen()
    press(panel.view, Qt.Key.Key_Return)
    assert panel.nothing.notice.title.text() == "All decided"
    assert not panel.detail.isVisible()
    assert not panel.accept_many.isVisible()
    assert QApplication.focusWidget() is panel.filters.which
    for verb in (
        panel.decisions.accept,
        panel.decisions.keep,
        panel.decisions.reopen,
        panel.decisions.type_another,
        panel.go,
        panel.decisions.toggle_everywhere,
    ):
        verb()
    panel.decisions.choose("x")
    panel.decisions.choose_number(1)
    assert damaged.project.doubts.counts(0.9).decided == 12


def test_a_refused_decision_stays_where_it_is(
    panel: RepairPanel, damaged: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("The text cannot be changed here")

    said: list[Message] = []
    damaged.message.connect(said.append)
    monkeypatch.setattr(Repairs, "replace", refuse)
    doubt = pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_2)
    assert said[-1].text == "The text cannot be changed here."
    assert panel.current() == doubt


def test_escape_goes_back_to_the_turns(panel: RepairPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.done):
        press(panel.view, Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("answer", "agreed"), [(QMessageBox.StandardButton.Yes, True), (QMessageBox.StandardButton.Cancel, False)]
)
def test_the_question_is_a_dialog(
    panel: RepairPanel, monkeypatch: pytest.MonkeyPatch, answer: QMessageBox.StandardButton, agreed: bool
) -> None:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    assert panel.decisions.ask("Sure?") is agreed


# --- empty and read-only ------------------------------------------------------------------


def test_without_a_project(qapp: object, show: Callable[..., None]) -> None:
    panel = RepairPanel(Workspace())
    show(panel)
    assert panel.nothing.notice.title.text() == "No project"
    assert not panel.filters.isEnabled()
    panel.decisions.accept_above(50)
    assert panel.model.rowCount() == 0


def test_without_damage(workspace: Workspace, show: Callable[..., None]) -> None:
    panel = RepairPanel(workspace)
    show(panel)
    list_which(panel, "doubts")
    assert workspace.project is not None
    workspace.do(lambda project: project.dialogues.remove(list(project.dialogues.ids())[:2]))
    workspace.do(lambda project: project.dialogues.remove(project.dialogues.ids()))
    panel.refresh()
    assert panel.nothing.notice.title.text() == "No doubts"
    assert panel.filters.progress.text() == "Nothing to decide"
    for which, title in (("damage", "No damage"), ("all", "No repairs")):
        list_which(panel, which)
        assert panel.nothing.notice.title.text() == title


def test_a_read_only_project_can_be_read(damaged_file: Path, qapp: object, show: Callable[..., None]) -> None:
    workspace = Workspace()
    workspace.attach(Project.open(damaged_file, read_only=True))
    panel = RepairPanel(workspace)
    show(panel)
    said: list[Message] = []
    workspace.message.connect(said.append)
    assert panel.notice.isVisible()
    assert not panel.accept_many.isVisible()
    pick(panel, "æŸ")
    assert not any(button.isEnabled() for button in panel.detail.candidates.buttons)
    press(panel.view, Qt.Key.Key_2)
    assert said[-1].text == "This project is open read-only."
    press(panel.view, Qt.Key.Key_T)
    assert not panel.detail.typed.isVisible()
    press(panel.view, Qt.Key.Key_A)
    assert not panel.decisions.everywhere
    workspace.close()


def test_it_reads_only_while_it_can_be_seen(panel: RepairPanel, damaged: Workspace) -> None:
    panel.hide()
    assert damaged.project is not None
    damaged.do(lambda project: project.repairs.accept([panel.model.ids()[0]]))
    panel._refresh_if_seen()
    assert panel.model.rowCount() == 12
    panel.show()
    assert panel.model.rowCount() == 11


# --- looks --------------------------------------------------------------------------------


def every_child(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus]


def test_everything_that_takes_the_keyboard_has_a_name(panel: RepairPanel) -> None:
    nameless = [
        child
        for child in every_child(panel)
        if not child.accessibleName() and not getattr(child, "text", lambda: "")() and child.isVisible()
    ]
    own = [child for child in nameless if child.objectName() not in {"qt_spinbox_lineedit", ""}]
    assert own == []


@pytest.mark.parametrize(("width", "height"), [(280, 420), (332, 700), (700, 800)])
def test_it_paints_at_every_size_and_in_the_dark(panel: RepairPanel, width: int, height: int) -> None:
    palette = panel.palette()
    palette.setColor(palette.ColorRole.Window, DARK.window)
    list_which(panel, "all")
    panel.resize(width, height)
    for row in range(0, 16, 3):
        panel.view.setCurrentIndex(panel.model.index(row))
        press(panel.view, Qt.Key.Key_Return)
    assert not panel.grab().isNull()
    assert panel.detail.sides.isVisible() == (height >= 700)


def test_the_surroundings_are_cut_around_the_place() -> None:
    text = "x" * 1000 + "HERE" + "y" * 1000
    found = excerpt(text, 1000, 1004)
    assert found.text[found.start : found.end] == "HERE"
    assert len(found.text) == 2 * AROUND + 6
    assert excerpt("abc", 1, 2).text == "abc"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.4, "40 %"), (1.0, "100 %"), (0.997, "99.7 %"), (0.99995, "> 99.9 %"), (0.004, "0 %")],
)
def test_probabilities_are_never_rounded_to_certainty(value: float, said: str) -> None:
    assert repair_texts.share(value) == said


def test_what_cannot_be_seen_is_named() -> None:
    assert repair_texts.shown("") == "nothing"
    assert repair_texts.shown("a\u200d\x07") == "aZWJU+0007"
    assert repair_texts.emphasised("\u200d") == repair_texts.NOTHING
    assert repair_texts.emphasised("a") == "a"
    assert repair_texts.flat("a\n\n b\x00c") == "a b c"


def test_decided_steps_are_not_drawn_as_doubts() -> None:
    decided = RepairStep(0, 1, "?", "A", "damage", "", 0.2, annotator="k", at="2026-01-02T00:00:00Z")
    assert RepairConfig().threshold == DOUBTFUL  # the list of turns and the review agree
    assert kind_of(LOST) == "doubtful"
    assert kind_of(MARK) == "damage"
    assert kind_of(decided) == "decided"
    assert "2026-01-02" in mark_tip(TextMark(0, 1, "repair", decided))


def test_the_history_says_it_in_words() -> None:
    assert edit_words(EditSummary("repairs.keep", {"n": 1})) == "keeping 1 place as received"
    assert edit_words(EditSummary("repairs.change", {"n": 3}, ("undo",))) == "undo: changing 3 repairs"
    assert edit_words(EditSummary("repairs.accept", {"n": 1})) == "accepting 1 repair"
    book = Codebook("", ())
    place = Place(turn_number=4)
    assert (
        change_words(Change("step", "7", "after", "损", "束"), book, place) == "Repair of turn 4: “损” → “束”"
    )
    assert change_words(Change("step", "7", "proposal", None, "损"), book, place) == (
        "Repair (proposal of the engine) of turn 4: (empty) → “损”"
    )
    assert change_words(Change("step", "7", "", None, {"after": "束"}), book, place) == (
        "Repair of turn 4: (empty) → “束”"
    )


# --- what the person sees around a doubt --------------------------------------------------


def test_the_turns_follow_as_soon_as_the_keyboard_is_here(
    damaged: Workspace, show: Callable[..., None]
) -> None:
    damaged.cursor.select_dialogue(damaged.cursor.dialogue_ids[1])
    panel = RepairPanel(damaged)
    show(panel)
    first = panel.current()
    assert first is not None
    assert damaged.cursor.turn_id != first.turn
    panel.view.setFocus()
    assert damaged.cursor.turn_id == first.turn
    damaged.cursor.select_turn(
        damaged.cursor.turn_ids[1]
    )  # a click in the list of turns leaves the doubt in hand
    panel.refresh()
    assert damaged.cursor.turn_id == first.turn  # while the keyboard is here


def test_where_there_is_nothing_the_keyboard_is_at_the_filter_and_can_leave(
    damaged: Workspace, show: Callable[..., None]
) -> None:
    damaged.do(lambda project: project.repairs.accept(project.doubts.surer(0.0)))
    damaged.do(lambda project: project.repairs.accept([x.id for x in project.doubts.page(2, 99)]))
    panel = RepairPanel(damaged)
    show(panel)
    panel.setFocus()
    assert QApplication.focusWidget() is panel.filters.which
    left: list[int] = []
    panel.done.connect(lambda: left.append(1))
    press(panel.filters.which, Qt.Key.Key_Escape)
    assert left == [1]


def test_a_filter_that_hides_the_turn_is_taken_off(panel: RepairPanel, damaged: Workspace) -> None:
    damaged.cursor.set_filter(TurnFilter(text="nothing like this"))
    assert not damaged.cursor.turn_ids
    panel.go()
    doubt = panel.current()
    assert doubt is not None
    assert damaged.cursor.turn_id == doubt.turn


def test_excerpts_show_whole_lines_with_the_place_in_view(
    panel: RepairPanel, damaged: Workspace, show: Callable[..., None]
) -> None:
    for height in (760, 801, 833):
        panel.resize(320, height)
        QApplication.processEvents()
        for side in (panel.detail.sides.received, panel.detail.sides.repaired):
            assert side.viewport().height() % side.line in {0, 1, 2}
            assert side.verticalScrollBar().value() % side.line == 0


def test_in_a_low_panel_the_answers_stay(panel: RepairPanel, show: Callable[..., None]) -> None:
    show(panel, 260, 470)
    detail = panel.detail
    assert not detail.sides.isVisible()
    for button in (detail.accept, detail.keep, detail.type):
        bottom = button.mapTo(detail, button.rect().bottomLeft()).y()
        assert bottom <= detail.height()
    assert detail.choices.height() >= detail.choices.least


def test_the_place_is_marked_in_the_colours_of_another_theme(panel: RepairPanel, qapp: QApplication) -> None:
    qapp.setStyleSheet("")  # under one that another test has left, no palette is handed on
    pick(panel, "æŸ")

    def ground() -> QColor:
        (mark,) = panel.detail.sides.received.extraSelections()
        return mark.format.background().color()

    before = ground()
    palette = panel.palette()
    for role in (palette.ColorRole.Window, palette.ColorRole.Base):
        palette.setColor(role, DARK.window)
    panel.setPalette(palette)
    assert ground().lightness() < before.lightness()


def test_where_there_is_room_for_one_text_it_is_the_received_one(panel: RepairPanel) -> None:
    sides = panel.detail.sides
    one = sides.least()
    shown = []
    for room in (one - 1, one, 2 * one + 8):
        sides.fit(room)
        shown.append((not sides.isHidden(), sides.repaired.isVisibleTo(sides)))
    assert shown == [(False, False), (True, False), (True, True)]


def test_many_decisions_are_made_beside_the_window(
    panel: RepairPanel, damaged: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair_decisions, "_AT_ONCE", 1)
    jobs = damaged.jobs
    panel.decisions.ask = lambda _question: True
    panel.decisions.accept_above(80)
    assert jobs.running
    qtbot.waitUntil(lambda: not jobs.running)
    assert in_words(damaged.history.to_undo()) == "accepting 4 repairs"
    assert panel.filters.progress.text() == "4 of 12 decided"
    pick(panel, "æŸ")
    press(panel.view, Qt.Key.Key_A)
    press(panel.view, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: not jobs.running)
    assert [text[2] for text in texts(damaged)] == ["束"] * 4
    assert in_words(damaged.history.to_undo()) == "changing 4 repairs"
    jobs.finish()


# --- markers, tails, corrections ----------------------------------------------------------


@pytest.fixture
def around(qapp: object, tmp_path: Path) -> Iterator[Workspace]:
    """One dialogue with a lost character in a speaker's name, one behind the last turn, none in its turns."""
    name = RepairStep(2, 4, "å¼", "张", "lost", "gone", 0.6, (("张", 0.6), ("弓", 0.2)))
    end = RepairStep(1, 3, "ã€", "。", "lost", "gone", 0.5, (("。", 0.5), ("、", 0.4)))
    turns = (
        PreparedTurn("李", "[李]: ", "one", "one"),
        PreparedTurn("张三", "\n[å¼三]: ", "two", "two", lead_steps=(name,)),
    )
    dialogue = PreparedDialogue("Names", turns, "\nã€", (end,), rule="brackets")
    path = tmp_path / "around.dap"
    with (
        Project.create(path, codebook=default(), annotator=ME) as project,
        project.sources.importer() as importer,
    ):
        importer.add(replace(source("n"), dialogues=(dialogue,)))
        importer.finish()
    made = Workspace(Ninety())
    made.attach(Project.open(path, annotator=ME))
    yield made
    made.close()


def test_markers_and_what_stands_behind_the_last_turn_are_decided_on_too(
    around: Workspace, show: Callable[..., None]
) -> None:
    panel = RepairPanel(around)
    show(panel)
    panel.view.setFocus()
    end = panel.current()
    assert end is not None
    assert repair_texts.place(end) == "Names · after the last turn"
    assert around.cursor.turn_id == around.cursor.turn_ids[-1]
    assert panel.detail.sides.repaired.toPlainText() == "two\n。"
    press(panel.view, Qt.Key.Key_2)
    name = panel.current()
    assert name is not None
    assert repair_texts.place(name) == "Names · turn 2 · speaker marker"
    assert panel.detail.sides.received.toPlainText() == "[å¼三]: two"
    press(panel.view, Qt.Key.Key_2)
    turn = around.cursor.turn()
    assert turn is not None
    assert turn.speaker == "弓三"
    assert panel.filters.progress.text() == "2 of 2 decided"
    around.history.undo()
    turn = around.cursor.turn()
    assert turn is not None
    assert turn.speaker == "张三"


def test_the_history_says_who_is_called_otherwise() -> None:
    change = Change("turn", "7", "speaker", "张三", "弓三")
    assert change_words(change, Codebook("", ()), Place(turn_number=4)) == (
        "Speaker of turn 4: “张三” → “弓三”"
    )
    assert edit_words(EditSummary("turns.correct", {"n": 1})) == "correcting the text of 1 turn"


def test_a_correction_is_listed_as_made_by_hand(panel: RepairPanel, damaged: Workspace) -> None:
    assert damaged.project is not None
    turn = damaged.cursor.turn_ids[0]
    damaged.do(lambda project: project.repairs.correct(turn, "A", 0, 1))
    damaged.do(lambda project: project.repairs.correct(turn, "全部", 2, 5))
    list_which(panel, "decided")
    rows = (panel.model.doubt_at(row) for row in range(panel.model.rowCount()))
    found = {doubt.step.after: doubt for doubt in rows if doubt is not None}
    assert {repair_texts.standing(doubt) for doubt in found.values()} == {"by hand"}
    assert [x.text for x in candidates_of(found["A"])] == ["A"]
    assert [(x.text, x.probability) for x in candidates_of(found["全部"])] == [
        ("损c\u200d", None), ("全部", None),
    ]  # fmt: skip
    pick(panel, "a")
    assert panel.detail.reason.text().startswith("Typed by Mei, 20")
    press(panel.view, Qt.Key.Key_R)
    assert texts(damaged)[0].startswith("ab全部")
