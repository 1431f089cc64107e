"""The history: what is listed, what is said about an edit, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt

from annotator.codebooks import default
from annotator.model import Annotator, Change, Edit
from annotator.store import Project
from annotator.store.phrases_of_version_1 import summary_of
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.history import history_model as model_module
from annotator.ui.panels.history.change_texts import Place, change_words, edit_words, exact, relative
from annotator.ui.panels.history.edit_details import EditDetails
from annotator.ui.panels.history.history_model import EDIT, HistoryLine, Wanted
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME
from tests.ui.panels.conftest import click, press

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 3, 10, 12, 0, 0, tzinfo=UTC)


def lines(panel: HistoryPanel) -> list[HistoryLine]:
    panel.refresh()
    return [panel.model.index(row).data(EDIT) for row in range(panel.model.rowCount())]


def pick(panel: HistoryPanel, row: int = 0) -> list[str]:
    """Select an edit; returns what is said about its changes."""
    panel.refresh()
    panel.view.setCurrentIndex(panel.model.index(row))
    return panel.lines.toPlainText().splitlines()


# --- words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-10T11:59:30Z", "just now"),
        ("2026-03-10T12:00:30Z", "just now"),
        ("2026-03-10T11:58:59Z", "1 minute ago"),
        ("2026-03-10T11:30:00Z", "30 minutes ago"),
        ("2026-03-10T10:30:00Z", "1 hour ago"),
        ("2026-03-09T13:00:00Z", "23 hours ago"),
        ("2026-03-09T11:00:00Z", "1 day ago"),
        ("2026-02-20T11:00:00Z", "18 days ago"),
        ("not a time", "not a time"),
    ],
)
def test_how_long_ago(at: str, said: str) -> None:
    assert relative(at, NOW) == said


def test_long_ago_is_a_date() -> None:
    assert "ago" not in relative("2025-01-02T12:00:00Z", NOW)


def test_the_exact_time_is_local_and_odd_times_stay() -> None:
    assert exact("2026-03-10T11:59:30Z")[:7] == "2026-03"
    assert exact("?") == "?"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("tag 1 turn", "tagging 1 turn"),
        ("tag 12000 turns", "tagging 12,000 turns"),
        ("untag 3 turns", "untagging 3 turns"),
        ("undo: untag 1 turn", "undo: untagging 1 turn"),
        ("revert: restore 2 dialogues", "revert: restoring 2 dialogues"),
        ("tag a span", "tagging a span"),
        ("save the view 2 turns", "saving the view “2 turns”"),
        ("rename the view a to b", "renaming the view “a” to “b”"),
        ("undo: remove the view {x}", "undo: removing the view “{x}”"),
        ("dance 3 turns", "dance 3 turns"),
        ("something new", "something new"),
    ],
)
def test_edits_in_words(phrase: str, said: str) -> None:
    assert edit_words(summary_of(phrase)) == said


def tag(field: str, old: object, new: object) -> Change:
    return Change("tag", "k", field, old, new)


NO_YES = (False, True)
YES_NO = (True, False)
ROW = {
    "dialogue": 1,
    "turn": 7,
    "facet": "stance",
    "label": "stance.favor",
    "intensity": 3,
    "uncertain": True,
}


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (tag("label", "stance.neutral", "stance.favor"), Place(3), "Stance of turn 3: neutral → favor"),
        (tag("", None, ROW), Place(3), "Stance of turn 3: (empty) → favor, strong, uncertain"),
        (
            tag("", ROW, None),
            Place(dialogue="x"),
            "Stance of the dialogue: favor, strong, uncertain → (empty)",
        ),
        (tag("intensity", 1, 2), Place(3, facet="stance"), "Stance (intensity) of turn 3: weak → moderate"),
        (tag("intensity", None, 9), Place(facet="odd"), "odd (intensity): (empty) → 9"),
        (tag("uncertain", *NO_YES), Place(), "tag (uncertain): no → yes"),
        (tag("label", "gone", "away"), Place(), "tag: gone → away"),
        (tag("value", "", "x" * 80), Place(1, facet="note"), f"Note of turn 1: (empty) → “{'x' * 59}…”"),
        (tag("", None, {"facet": "note", "value": "看"}), Place(1), "Note of turn 1: (empty) → “看”"),
        (
            tag("target", "t1", None),
            Place(1, names={"t1": "Robots"}),
            "tag (target) of turn 1: “Robots” → (empty)",
        ),
        (
            Change("label", "stance.favor", "name", "pro", "favor"),
            Place(),
            "label “favor” (name): “pro” → “favor”",
        ),
        (Change("facet", "stance", "position", 1, 2), Place(), "facet “Stance” (order): 1 → 2"),
        (Change("facet", "gone", "retired", *NO_YES), Place(), "facet “gone” (retired): no → yes"),
        (
            Change("facet", "stance", "kind", "single", "ordinal"),
            Place(),
            "facet “Stance” (kind): one label → one label of an ordered scale",
        ),
        (
            Change("facet", "stance", "scope", "turn", "dialogue"),
            Place(),
            "facet “Stance” (what it is about): each turn → the whole dialogue",
        ),
        (Change("view", "v", "", {"name": "gaps"}, None), Place(), "view “gaps”: removed"),
        (Change("view", "v", "filter", "", "is:gap"), Place(), "view (filter): (empty) → “is:gap”"),
        (Change("dialogue", "d", "removed", *NO_YES), Place(), "dialogue: removed from the project"),
        (
            Change("dialogue", "d", "removed", *YES_NO),
            Place(names={"d": "A"}),
            "dialogue “A”: part of the project",
        ),
        (Change("annotator", "a", "", None, {"name": "Bo"}), Place(), "annotator “Bo”: added"),
        (Change("target", "1/t", "options", [], ["a", "b"]), Place(), "target (options): (empty) → a / b"),
        (Change("project", "p", "name", "x", "y"), Place(), "project (name): “x” → “y”"),
        (Change("turn", "4", "speaker", "", "Bo"), Place(4), "Speaker of turn 4: (empty) → “Bo”"),
        (Change("speaker", '[1,"Bo","age"]', "value", "31", '"32"'), Place(), "age of Bo: 31 → “32”"),
        (
            Change("speaker", '[1,"Bo","age"]', "", None, {"dialogue": 1, "value": '"9"'}),
            Place(),
            "age of Bo: (empty) → “9”",
        ),
    ],
)
def test_changes_in_words(change: Change, place: Place, said: str) -> None:
    assert change_words(change, default(), place) == said


# --- the panel ----------------------------------------------------------------------------


def test_edits_stand_newest_first_with_who_and_when(history: HistoryPanel, workspace: Workspace) -> None:
    workspace.tagging.apply_label("stance.favor")
    found = lines(history)
    assert [line.words for line in found] == [
        "turn 1 · Stance: (empty) → favor",
        "importing 3 files",
        "creating the project",
    ]
    assert found[0].who == "Mei"
    assert found[0].count == "1 change"
    assert found[0].when == "just now"
    spoken = history.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Robots, turn 1 · Stance: (empty) → favor, Mei, 20")
    assert history.model.index(0).data() == "turn 1 · Stance: (empty) → favor"
    assert history.model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert history.model.index(77).data() is None


def test_it_follows_edits_while_it_is_seen(history: HistoryPanel, workspace: Workspace, qtbot: QtBot) -> None:
    before = history.model.rowCount()
    workspace.tagging.apply_label("stance.favor")
    qtbot.waitUntil(lambda: history.model.rowCount() == before + 1)
    history.hide()
    workspace.history.undo()
    qtbot.waitUntil(lambda: not history._soon.isActive())
    assert history.model.rowCount() == before + 1
    history.show()
    assert history.model.rowCount() == before + 2
    marks = [line.mark for line in lines(history)[:2]]
    assert marks == ["undoes an earlier edit", "undone"]


def test_the_selected_edit_is_explained(history: HistoryPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_ids[1]
    workspace.do(lambda project: project.tags.add([turn], "stance.neutral"))
    workspace.do(lambda project: project.tags.add([turn], "stance.favor", intensity=1))
    said = pick(history)
    assert any(line.endswith("neutral → favor") and line.startswith("Stance") for line in said)
    assert pick(history, 1) == ["Stance of turn 2: (empty) → neutral"]
    assert history.title.text() == "tagging 1 turn"


def test_a_long_edit_stands_under_its_dialogue_only_where_it_has_one(
    history: HistoryPanel, workspace: Workspace
) -> None:
    project = workspace.project
    assert project is not None
    first, *others = workspace.cursor.dialogue_ids
    title = project.dialogues.page([first])[0].title
    ids = project.turns.ids(first)
    # More changes than are read for a sentence.
    workspace.do(lambda opened: opened.tags.add(ids, "stance.neutral", intensity=1, uncertain=True))
    workspace.do(lambda opened: opened.tags.add(ids, "stance.favor", intensity=2))
    turns = [turn for dialogue in (first, *others) for turn in project.turns.ids(dialogue)]
    workspace.do(lambda opened: opened.tags.add(turns, "topic.drift"))
    within, everywhere = lines(history)[1], lines(history)[0]
    assert (within.dialogue, within.edit.change_count > 5) == (title, True)
    assert everywhere.edit.change_count > 5
    assert (everywhere.dialogue, everywhere.heading) == ("", "The project")


def test_long_edits_say_how_many_changes_more(
    history: HistoryPanel, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.panels.history.edit_details.SHOWN", 2)
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids, "stance.neutral"))
    assert pick(history)[-1] == "… and 1 more"


def test_revert_takes_an_older_edit_back_and_says_what_it_left(
    history: HistoryPanel, workspace: Workspace
) -> None:
    said: list[Message] = []
    workspace.message.connect(said.append)
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids, "stance.neutral"))
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids[:1], "stance.favor"))
    pick(history, 1)
    click(history.revert_button)
    assert workspace.project is not None
    turns = workspace.project.turns.page(workspace.cursor.turn_ids)
    assert [[tag.label for tag in turn.tags] for turn in turns] == [["stance.favor"], [], []]
    assert "One value" in said[-1].text
    history.refresh()
    pick(history, 2)
    assert not history.revert_button.isEnabled()
    assert "already" in history.revert_button.toolTip()
    history.revert()


def test_the_first_edit_cannot_be_taken_back(history: HistoryPanel) -> None:
    pick(history, history.model.rowCount() - 1)
    assert history.title.text() == "creating the project"
    assert not history.revert_button.isEnabled()
    assert "began" in history.revert_button.toolTip()
    assert not history.go_button.isEnabled()
    history.go()


def test_a_double_click_goes_to_the_turn(history: HistoryPanel, workspace: Workspace, qtbot: QtBot) -> None:
    turn = workspace.cursor.turn_ids[2]
    workspace.do(lambda project: project.tags.add([turn], "stance.neutral"))
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    pick(history)
    with qtbot.waitSignal(history.done):
        history.view.doubleClicked.emit(history.view.currentIndex())
    assert workspace.cursor.turn_id == turn
    workspace.moving.step(-1)
    with qtbot.waitSignal(history.done):
        press(history.view, Qt.Key.Key_Return)
    assert workspace.cursor.turn_id == turn
    with qtbot.waitSignal(history.done):
        press(history.view, Qt.Key.Key_Escape)
    press(history.view, Qt.Key.Key_Up)
    press(history.view, Qt.Key.Key_T)


def test_an_edit_of_the_dialogue_goes_to_the_dialogue(history: HistoryPanel, workspace: Workspace) -> None:
    dialogue = workspace.cursor.dialogue()
    assert dialogue is not None
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    workspace.do(lambda project: project.dialogues.remove_target(dialogue.id, dialogue.targets[0].key))
    said = pick(history)
    assert said == ["target “Robots”: removed"]
    history.go()
    assert workspace.cursor.dialogue_id == dialogue.id


def test_edits_of_one_turn(history: HistoryPanel, workspace: Workspace, qtbot: QtBot) -> None:
    first, second = workspace.cursor.turn_ids[:2]
    workspace.do(lambda project: project.tags.add([first], "stance.neutral"))
    workspace.do(lambda project: project.tags.add([second], "stance.favor"))
    workspace.cursor.select_turn(first)
    click(history.filters.turn_toggle)
    assert history.filters.turn_toggle.face.spoken == "on"
    assert [line.count for line in lines(history)] == ["1 change"]
    assert pick(history) == ["Stance of turn 1: (empty) → neutral"]
    workspace.cursor.select_turn(workspace.cursor.turn_ids[2])
    qtbot.waitUntil(history.empty.isVisible)
    assert history.empty.title.text() == "No edits of this turn"
    click(history.filters.turn_toggle)
    assert len(lines(history)) == 4


def test_edits_of_one_annotator(history: HistoryPanel, workspace: Workspace) -> None:
    workspace.do(lambda project: project.people.add(Annotator("b" * 36, "Bo")))
    names = [history.filters.annotators.itemText(row) for row in range(history.filters.annotators.count())]
    assert names == ["Everybody", "Mei", "Bo"]
    history.filters.annotators.setCurrentIndex(2)
    history.filters.annotators.activated.emit(2)
    assert history.model.rowCount() == 0
    assert history.empty.title.text() == "No edits yet"
    history.filters.annotators.setCurrentIndex(1)
    assert len(lines(history)) == 3


def test_older_edits_come_a_page_at_a_time(
    history: HistoryPanel, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_module, "PAGE", 4)
    assert workspace.project is not None
    for number in range(10):
        workspace.project.tags.add(
            workspace.cursor.turn_ids[:1], ("stance.neutral", "stance.favor")[number % 2]
        )
    history.model.load(Wanted())
    assert history.model.rowCount() == 4
    root = QModelIndex()
    while history.model.canFetchMore(root):
        history.model.fetchMore(root)
    assert history.model.rowCount() == 12
    first = history.model.index(11).data(EDIT).edit.id
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids[:1], "stance.mixed"))
    history.model.renew()
    assert history.model.rowCount() == 13
    assert history.model.index(12).data(EDIT).edit.id == first
    assert history.model.row_of(-1) is None


def test_only_edits_of_changed_turns_are_put_in_words_again(
    history: HistoryPanel, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = workspace.cursor.turn_ids[:2]
    workspace.do(lambda project: project.tags.add([first], "stance.favor"))
    workspace.do(lambda project: project.tags.add([second], "stance.against", intensity=1))
    before = lines(history)
    read: list[int] = []

    class Counted(EditDetails):
        def __init__(self, workspace: Workspace, edit: Edit, limit: int | None = None) -> None:
            read.append(edit.id)
            super().__init__(workspace, edit, limit)

    monkeypatch.setattr(model_module, "EditDetails", Counted)
    workspace.do(lambda project: project.tags.add([second], "stance.neutral"))
    now = lines(history)
    assert [line.words for line in now[1:]] == [line.words for line in before]
    assert before[1].edit.id not in read, "an edit of another turn"
    assert {now[0].edit.id, before[0].edit.id} <= set(read)

    def as_if_new() -> list[HistoryLine]:
        history.model.load(Wanted())
        return [history.model.index(row).data(EDIT) for row in range(history.model.rowCount())]

    workspace.history.undo()
    assert [line.words for line in lines(history)] == [line.words for line in as_if_new()]
    title = workspace.cursor.dialogue_ids[0]
    workspace.do(lambda project: project.dialogues.rename(title, "Another name"))
    assert [line.dialogue for line in lines(history)] == [line.dialogue for line in as_if_new()]
    assert "Another name" in {line.dialogue for line in lines(history)}


def test_read_only_and_no_project(project_file: Path, qtbot: QtBot, show: Callable[..., None]) -> None:
    workspace = Workspace()
    workspace.attach(Project.open(project_file, annotator=ME, read_only=True))
    panel = HistoryPanel(workspace)
    show(panel)
    pick(panel)
    assert not panel.revert_button.isEnabled()
    assert "read-only" in panel.revert_button.toolTip()
    workspace.close()
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.title.text() == "No project"
    assert not panel.details.isVisible()
    panel.revert()


def test_marks_are_told_in_words(history: HistoryPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_ids[1]
    workspace.do(lambda project: project.marks.set([turn], "flag", on=True))
    workspace.do(lambda project: project.marks.set([turn], "bookmark", on=True))
    workspace.do(lambda project: project.marks.set([turn], "flag", on=False))
    history.refresh()
    words = [history.model.edit_at(row) for row in range(3)]
    assert [edit_words(edit.summary) for edit in words if edit] == [
        "unflagging 1 turn",
        "bookmarking 1 turn",
        "flagging 1 turn",
    ]
    history.view.setCurrentIndex(history.model.index(0))
    assert history.lines.toPlainText() == "Flag of turn 2: set → not set"
    # The turn's own history has them, and one edit is taken back without the others.
    workspace.cursor.select_turn(turn)
    click(history.filters.turn_toggle)
    assert history.model.rowCount() == 3
    history.view.setCurrentIndex(history.model.index(1))
    history.revert()
    assert workspace.project is not None
    assert list(workspace.project.marks.turns("bookmark")) == []
    assert list(workspace.project.marks.turns("flag")) == []


def test_labels_that_are_gone_keep_their_names_in_the_history(
    history: HistoryPanel, workspace: Workspace
) -> None:
    workspace.cursor.select_turn(workspace.cursor.turn_ids[1])
    workspace.tagging.add_topic("robots")
    (key,) = (label.key for label in workspace.codebook.facet("topic").labels if label.name == "robots")
    workspace.do(lambda project: project.codebook.move_label(key, parent="topic.target"))
    workspace.do(lambda project: project.codebook.remove_label(key, merge_into="topic.drift"))
    assert pick(history, 0) == ["Topic of turn 2: robots → drift", "label “robots”: removed"]
    assert pick(history, 1)[1] == "label “robots” (parent): (empty) → the target"
    assert pick(history, 2) == ["label “robots”: added", "Topic of turn 2: (empty) → robots"]


# --- sentences, headings, filters ---------------------------------------------------------


def test_none_the_label_never_reads_like_nothing(history: HistoryPanel, workspace: Workspace) -> None:
    turn = workspace.cursor.turn_ids[1]
    workspace.do(lambda project: project.tags.add([turn], "stance.none"))
    workspace.do(lambda project: project.tags.add([turn], "stance.against", intensity=2, uncertain=True))
    workspace.do(lambda project: project.tags.clear([turn], "stance"))
    assert [line.words for line in lines(history)[:3]] == [
        "turn 2 · Stance: against, moderate, uncertain → (empty)",
        "turn 2 · Stance: none → against",
        "turn 2 · Stance: (empty) → none",
    ]


def test_many_turns_at_once(history: HistoryPanel, workspace: Workspace) -> None:
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids, "stance.favor"))
    workspace.do(lambda project: project.tags.clear(workspace.cursor.turn_ids, "stance"))
    workspace.history.undo()
    assert [line.words for line in lines(history)[:3]] == [
        "undo: untagging 3 turns",
        "untagging 3 turns",
        "3 turns · Stance → favor",
    ]


def test_dialogues_and_sittings_have_headings(history: HistoryPanel, workspace: Workspace) -> None:
    first, second = workspace.cursor.dialogue_ids[:2]
    assert workspace.project is not None
    for number, dialogue in enumerate((first, first, second)):
        turn = workspace.project.turns.ids(dialogue)[0]
        workspace.project.tags.write([turn], "note", f"note {number}")
    found = lines(history)
    assert [line.heading for line in found] == ["Art", "Robots", "", "The project", "The project"]
    assert found[0].sitting.startswith("Mei, ")
    heights = [history.view.sizeHintForIndex(history.model.index(row)).height() for row in range(3)]
    assert heights[0] == heights[1] > heights[2]
    assert not history.view.grab().isNull()


def test_edits_of_one_dialogue_facet_and_time(
    history: HistoryPanel, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = workspace.cursor.dialogue_ids[1]
    assert workspace.project is not None
    far = list(workspace.project.turns.ids(there))
    workspace.do(lambda project: project.tags.add(workspace.cursor.turn_ids[:1], "topic.drift"))
    workspace.do(lambda project: project.tags.add(far, "stance.favor"))
    click(history.filters.dialogue_toggle)
    assert history.filters.dialogue_toggle.face.spoken == "on"
    came = "importing 3 files"
    assert [line.words for line in lines(history)] == ["turn 1 · Topic: (empty) → drift", came]
    workspace.cursor.select_dialogue(there)
    assert [line.words for line in lines(history)] == ["2 turns · Stance → favor", came]
    click(history.filters.dialogue_toggle)
    history.filters.facets.setCurrentIndex(history.filters.facets.findData("topic"))
    history.filters.facets.activated.emit(1)
    assert [line.words for line in lines(history)] == ["turn 1 · Topic: (empty) → drift"]
    later = datetime(2099, 1, 1, tzinfo=UTC)
    monkeypatch.setattr("annotator.ui.panels.history.history_filters.present", lambda: later)
    history.filters.times.setCurrentIndex(1)
    history.filters.times.activated.emit(1)
    assert history.model.rowCount() == 0
    assert history.empty.title.text() == "No matching edits"
