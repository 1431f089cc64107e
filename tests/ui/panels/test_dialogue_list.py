"""The dialogue list: pages, progress, filter, and what can be done with a dialogue."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.errors import UserError
from annotator.model import Changes, Codebook, Dialogue, Source
from annotator.store import Project, later
from annotator.store.dialogue_listing import Group, Listing, ListWish
from annotator.ui.panels.dialogue_list import DialogueList
from annotator.ui.panels.dialogue_list import dialogue_titles as titles_module
from annotator.ui.panels.dialogue_list.dialogue_details import SourceDetails, facts
from annotator.ui.panels.dialogue_list.dialogue_model import (
    ID,
    PAGE,
    PAGES,
    ROW,
    DialogueModel,
    GroupHeading,
    ListedDialogue,
)
from annotator.ui.panels.dialogue_list.list_options import Look, look_of
from annotator.ui.window.messages import Message
from annotator.ui.workspace.workspace import Workspace
from tests.ui.conftest import ME
from tests.ui.panels.conftest import press, type_in

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def shown_titles(panel: DialogueList) -> list[str]:
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def row(panel: DialogueList, number: int) -> ListedDialogue:
    found = panel.model.index(number).data(ROW)
    assert isinstance(found, ListedDialogue)
    return found


def test_dialogues_stand_in_order_of_import(dialogues: DialogueList) -> None:
    assert shown_titles(dialogues) == ["Robots", "Art", "City"]
    assert dialogues.count.text() == "3 dialogues"
    assert dialogues.view.currentIndex().row() == 0


def test_the_list_stands_where_rows_alone_are_read_anew(dialogues: DialogueList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialogues.model.modelReset), qtbot.waitSignal(dialogues.model.dataChanged):
        dialogues.workspace.broadcast(Changes(everything=True))
    dialogues.filter.setText("Art")
    with qtbot.waitSignal(dialogues.model.modelReset):
        dialogues.workspace.broadcast(Changes(everything=True))


def answered(panel: DialogueList, number: int) -> dict[str, int]:
    return dict(row(panel, number).answered)


def test_progress_is_that_of_all_facets(dialogues: DialogueList, workspace: Workspace) -> None:
    assert answered(dialogues, 0) == {"Stance": 0, "Topic": 0, "Language": 0}
    workspace.preferences.auto_advance = False
    workspace.tagging.apply_label("stance.favor")
    assert answered(dialogues, 0) == {"Stance": 1, "Topic": 0, "Language": 0}
    before = dialogues.view.grab().toImage()
    workspace.set_facet("language")
    assert answered(dialogues, 0) == {"Stance": 1, "Topic": 0, "Language": 0}
    assert dialogues.view.grab().toImage() == before, "another facet looks like no loss of data"
    assert row(dialogues, 0).share == 1 / 9
    workspace.history.undo()
    assert answered(dialogues, 0) == {"Stance": 0, "Topic": 0, "Language": 0}


def test_a_change_in_another_dialogue_is_seen_too(dialogues: DialogueList, workspace: Workspace) -> None:
    assert answered(dialogues, 2)["Stance"] == 0
    assert workspace.project is not None
    far = workspace.project.turns.ids(workspace.cursor.dialogue_ids[2])
    workspace.do(lambda project: project.tags.add(far, "stance.none"))
    assert answered(dialogues, 2)["Stance"] == 2


def test_rows_are_read_aloud_and_explained(dialogues: DialogueList, workspace: Workspace) -> None:
    index = dialogues.model.index(0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "Robots, Stance: 0 of 3 turns, Topic: 0 of 3 turns, Language: 0 of 3 turns, damaged places: 1, "
        "doubts: 1"
    )
    assert index.data(Qt.ItemDataRole.ToolTipRole).splitlines()[0] == "Robots"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert dialogues.model.index(99).data() is None
    workspace._codebook = Codebook("", ())
    dialogues.model.forget()
    assert "3 turns," in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_choosing_a_row_goes_there_and_back(
    dialogues: DialogueList, workspace: Workspace, qtbot: QtBot
) -> None:
    view = dialogues.view
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(dialogues.model.index(1)).center()
    )
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[1]
    press(view, Qt.Key.Key_Down)
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[2]
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[0])
    assert view.currentIndex().row() == 0
    with qtbot.waitSignal(dialogues.done):
        press(view, Qt.Key.Key_Return)
    press(view, Qt.Key.Key_R)
    assert view.currentIndex().row() == 0, "letters are the window's keys"


def test_the_filter_finds_parts_of_titles(
    dialogues: DialogueList, workspace: Workspace, qtbot: QtBot
) -> None:
    dialogues.filter.setFocus()
    dialogues.filter.setText("ＡＲ")  # as an input method does: no key event
    qtbot.waitUntil(lambda: not dialogues.search.running)
    assert shown_titles(dialogues) == ["Art"]
    assert dialogues.count.text() == "1 of 3 dialogues"
    assert not dialogues.view.currentIndex().isValid(), "the dialogue in hand is not among them"
    press(dialogues.filter, Qt.Key.Key_Down)
    assert dialogues.view.hasFocus()
    assert workspace.cursor.dialogue_id == workspace.cursor.dialogue_ids[1], "Down goes to what was found"
    dialogues.filter.setText("no such")
    qtbot.waitUntil(dialogues.empty.isVisible)
    assert dialogues.empty.title.text() == "Nothing found"
    press(dialogues.filter, Qt.Key.Key_Escape)
    assert shown_titles(dialogues) == ["Robots", "Art", "City"]
    assert dialogues.view.currentIndex().row() == 1


def test_the_filter_works_in_slices_and_sees_new_titles(
    dialogues: DialogueList, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(titles_module, "_SLICE", 1)
    dialogues.filter.setText("t")
    assert dialogues.search.running
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["Robots", "Art", "City"])
    dialogues.filter.setText("rob")
    qtbot.waitUntil(lambda: not dialogues.search.running)
    assert shown_titles(dialogues) == ["Robots"]
    dialogues.filter.setText("machines")
    qtbot.waitUntil(lambda: not dialogues.search.running)
    workspace.do(lambda project: project.dialogues.rename(workspace.cursor.dialogue_ids[1], "Machines"))
    dialogues.filter.setText("machine")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["Machines"])


def test_rename(dialogues: DialogueList, workspace: Workspace) -> None:
    line = dialogues.rename_line
    press(dialogues.view, Qt.Key.Key_F2)
    assert line.isVisible()
    assert line.text() == "Robots"
    type_in(line, "Machines")
    press(line, Qt.Key.Key_Return)
    assert not line.isVisible()
    assert shown_titles(dialogues)[0] == "Machines"
    workspace.history.undo()
    assert shown_titles(dialogues)[0] == "Robots"
    leaving: tuple[Callable[[], None], ...] = (
        lambda: press(line, Qt.Key.Key_Escape),
        dialogues.filter.setFocus,
        lambda: press(line, Qt.Key.Key_Return),
    )
    for leave in leaving:
        dialogues.rename()
        leave()
        assert not line.isVisible()
        assert shown_titles(dialogues)[0] == "Robots"
    type_in(line, "x")
    press(line, Qt.Key.Key_Return)
    assert shown_titles(dialogues)[0] == "Robots", "nothing is being renamed"


def test_removing_goes_to_the_next_and_undo_brings_it_back(
    dialogues: DialogueList, workspace: Workspace
) -> None:
    said: list[Message] = []
    workspace.message.connect(said.append)
    ids = list(workspace.cursor.dialogue_ids)
    workspace.cursor.select_dialogue(ids[1])
    press(dialogues.view, Qt.Key.Key_Delete)
    assert shown_titles(dialogues) == ["Robots", "City"]
    assert workspace.cursor.dialogue_id == ids[2]
    assert "Art" in said[-1].text
    dialogues.remove()
    assert workspace.cursor.dialogue_id == ids[0]
    dialogues.remove()
    assert shown_titles(dialogues) == []
    assert dialogues.empty.title.text() == "No dialogues yet"
    dialogues.remove()
    dialogues.rename()
    assert not dialogues.rename_line.isVisible()
    for _ in range(3):
        workspace.history.undo()
    assert shown_titles(dialogues) == ["Robots", "Art", "City"]


def test_the_menu_offers_what_can_be_done(dialogues: DialogueList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda menu, where: None)  # the test platform has no grabs
    view = dialogues.view
    below = QPoint(5, view.viewport().height() - 2)
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, below))
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    assert dialogues.findChildren(QMenu, options=direct) == []
    QApplication.sendEvent(
        view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, below, below)
    )
    (menu,) = dialogues.findChildren(QMenu, options=direct)
    assert [action.text() for action in menu.actions()] == [
        "Rename…",
        "Source details…",
        "Remove from project",
    ]
    menu.actions()[0].trigger()
    assert dialogues.rename_line.isVisible()
    menu.close()


def test_source_details(dialogues: DialogueList, workspace: Workspace) -> None:
    dialogues.details()
    window = dialogues.findChildren(SourceDetails)[0]
    assert window.values["File"].text() == "Robots.txt"
    assert len(window.values["SHA-256"].text()) == 64
    assert window.values["Encoding"].text() == "utf-8 (detected, 100 % certain)"
    window.close()
    workspace.cursor.select_dialogue(None)
    dialogues.details()


def test_the_facts_of_an_odd_source() -> None:
    source = Source(
        1, "a.txt", "ab" * 32, 12345, "gb18030", "chosen", 0.5, "\r\n", bool(1), 3, "2026-03-01T12:00:00Z"
    )
    dialogue = Dialogue(1, "k", 1, "t", 2, 3, 1, 0, chain=("windows-1254", "gbk"))
    known = dict(facts(dialogue, source))
    assert known["Size"] == "12,345 bytes"
    assert known["Line ends"] == "CR LF"
    assert known["Encoding"] == "gb18030 (chosen by a person)"
    assert known["Damage chain"] == "windows-1254 → gbk"
    assert known["Byte order mark"] == "yes"


def test_read_only_offers_only_to_look(project_file: Path, show: Callable[..., None]) -> None:
    workspace = Workspace()
    workspace.attach(Project.open(project_file, annotator=ME, read_only=True))
    panel = DialogueList(workspace)
    show(panel)
    assert [action.isEnabled() for action in panel.actions_for_current()] == [False, True, False]
    panel.remove()
    assert len(shown_titles(panel)) == 3
    workspace.close()
    assert panel.empty.title.text() == "No project"
    assert not panel.count.isVisible()


def test_one_dialogue_is_one_dialogue(dialogues: DialogueList, workspace: Workspace) -> None:
    workspace.do(lambda project: project.dialogues.remove(list(workspace.cursor.dialogue_ids[1:])))
    assert dialogues.count.text() == "1 dialogue"


# --- in which order, which of them, in which groups -----------------------------------------


def choose(panel: DialogueList, fill: Callable[[QMenu], object], *texts: str) -> None:
    """Choose an entry of a menu over the list, or of a menu below it."""
    menu = QMenu(panel)
    fill(menu)
    for text in texts[:-1]:
        (below,) = [one.menu() for one in menu.actions() if one.text() == text]
        assert isinstance(below, QMenu)
        menu = below
    (entry,) = [one for one in menu.actions() if one.text() == texts[-1]]
    entry.trigger()


def test_the_order_is_chosen_and_kept(dialogues: DialogueList, workspace: Workspace, qtbot: QtBot) -> None:
    menus = dialogues.menus
    choose(dialogues, menus.fill_sort, "Title")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["Art", "City", "Robots"])
    assert dialogues.count.text() == "3 dialogues"
    assert dialogues.view.currentIndex().row() == 2
    assert menus.sort.font().bold()
    choose(dialogues, menus.fill_sort, "Descending")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["Robots", "City", "Art"])
    choose(dialogues, menus.fill_sort, "Length")
    qtbot.waitUntil(lambda: shown_titles(dialogues)[0] == "Robots")
    dialogues.filter.setText("t")
    qtbot.waitUntil(lambda: not dialogues.search.running)
    assert sorted(shown_titles(dialogues)) == ["Art", "City", "Robots"]
    dialogues.filter.clear()
    kept = look_of(menus.look.stored())
    assert (kept.wish.order, kept.wish.backwards) == ("length", True)
    choose(dialogues, menus.fill_sort, "Descending")
    choose(dialogues, menus.fill_sort, "Order of import")
    assert shown_titles(dialogues) == ["Robots", "Art", "City"]


@pytest.mark.parametrize(
    "stored", ["", "[]", "{}", '{"order":"x","backwards":1,"group":"","figures":["gaps"]}']
)
def test_what_is_kept_may_be_anything(stored: str) -> None:
    look = look_of(stored)
    assert look.wish == ListWish()
    assert look.figures in {Look().figures, ("gaps",)}


def test_only_unfinished_ones(dialogues: DialogueList, workspace: Workspace, qtbot: QtBot) -> None:
    def answer_all(dialogue: int) -> None:
        assert workspace.project is not None
        turns = workspace.project.turns.ids(workspace.cursor.dialogue_ids[dialogue])
        labels = ("stance.favor", "topic.target", "language.en")
        edits = [later("tags", "add", turn_ids=turns, label=label) for label in labels]
        workspace.do(lambda project: project.together(edits))

    answer_all(1)
    choose(dialogues, dialogues.menus.fill_filter, "Unfinished")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["Robots", "City"])
    assert dialogues.count.text() == "2 of 3 dialogues"
    assert dialogues.menus.filter.text() == "Filter (1)"
    answer_all(2)
    assert shown_titles(dialogues) == ["Robots", "City"], "the list stays as it is while one tags in it"
    assert row(dialogues, 1).share == 1.0
    choose(dialogues, dialogues.menus.fill_filter, "Annotators disagree")
    qtbot.waitUntil(lambda: dialogues.empty.title.text() == "No matching dialogues")
    choose(dialogues, dialogues.menus.fill_filter, "Show all dialogues")
    assert shown_titles(dialogues) == ["Robots", "Art", "City"]


def test_groups_have_headings(
    dialogues: DialogueList, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = list(workspace.cursor.dialogue_ids)
    groups = (Group("pilot", (ids[2], ids[0])), Group(None, (ids[1],)))
    monkeypatch.setattr(Listing, "groups", lambda *_: groups)
    monkeypatch.setattr(Listing, "metadata", lambda _: {"wave": Counter({"pilot": 2})})
    monkeypatch.setattr(Listing, "has_folders", lambda _: True)
    choose(dialogues, dialogues.menus.fill_view, "Group by", "wave")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["pilot", "City", "Robots", "Without", "Art"])
    heading = dialogues.model.index(0)
    assert heading.flags() == Qt.ItemFlag.NoItemFlags
    assert heading.data(ROW) == GroupHeading("pilot", 2)
    assert heading.data(ID) is None
    assert dialogues.count.text() == "3 dialogues"
    dialogues.view.setCurrentIndex(dialogues.model.index(2))
    press(dialogues.view, Qt.Key.Key_Down)
    assert workspace.cursor.dialogue_id == ids[1], "a heading is stepped over"
    assert not dialogues.view.grab().isNull()
    dialogues.filter.setText("city")
    qtbot.waitUntil(lambda: shown_titles(dialogues) == ["City"])
    dialogues.filter.clear()
    qtbot.waitUntil(lambda: shown_titles(dialogues)[0] == "pilot")
    dialogues.remove()
    assert workspace.cursor.dialogue_id == ids[0]
    choose(dialogues, dialogues.menus.fill_filter, "wave", "pilot  (2)")
    assert dialogues.menus.look.wish.meta == (("wave", "pilot"),)
    qtbot.waitUntil(lambda: not dialogues.lister.running)


def test_figures_are_chosen(dialogues: DialogueList) -> None:
    before = dialogues.view.grab().toImage()
    for figure in ("Number of turns", "Percent answered", "Flags", "Damage", "Repairs", "Gaps"):
        choose(dialogues, dialogues.menus.fill_view, figure)
    assert dialogues.menus.look.figures == ("gaps",)
    assert dialogues.view.grab().toImage() != before


def test_doubts_and_flags_are_figures_of_a_row(
    dialogues: DialogueList, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = list(workspace.cursor.turn_ids)
    workspace.do(lambda project: project.marks.set(turns[:2], "flag", on=True))
    assert row(dialogues, 0).flags == 2
    monkeypatch.setattr(Listing, "doubts", lambda _, ids, below: dict.fromkeys(ids, 3))
    dialogues.model.forget()
    assert row(dialogues, 0).doubts == 3
    assert "doubts: 3, flags: 2" in dialogues.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    before = dialogues.view.grab().toImage()
    choose(dialogues, dialogues.menus.fill_view, "Doubts")
    assert dialogues.menus.look.figures == ("length", "progress", "flags", "doubts", "repairs", "damage")
    assert dialogues.view.grab().toImage() != before
    workspace.do(lambda project: project.marks.set(turns[:2], "flag", on=False))
    assert row(dialogues, 0).flags == 0


def test_a_list_that_cannot_be_made_is_said(
    dialogues: DialogueList, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Message] = []
    workspace.message.connect(said.append)

    def refuse(*_: object) -> None:
        raise UserError("The project cannot be read", "the disk is gone")

    monkeypatch.setattr(Listing, "groups", refuse)
    choose(dialogues, dialogues.menus.fill_sort, "Title")
    qtbot.waitUntil(lambda: bool(said))
    monkeypatch.setattr(Listing, "groups", lambda *_: 1 / 0)
    with qtbot.captureExceptions() as raised:
        choose(dialogues, dialogues.menus.fill_sort, "Length")
        qtbot.waitUntil(lambda: bool(raised))
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]


# --- at size ------------------------------------------------------------------------------


class Crowd:
    """A project of many dialogues that counts what is read of it."""

    read_only = False

    def __init__(self, size: int) -> None:
        self.size = size
        self.reads = 0
        self.dialogues = self.progress = self.listing = self

    def of_facets(self, ids: list[int]) -> dict[int, dict[str, int]]:
        return {number: {"stance": number % 20} for number in ids}

    def doubts(self, ids: list[int], below: float) -> dict[int, int]:
        return {}

    def flags(self, ids: list[int]) -> dict[int, int]:
        return {}

    def page(self, ids: list[int]) -> list[Dialogue]:
        self.reads += len(ids)
        return [Dialogue(n, f"k{n}", 1, f"dialogue {n}", 20, 3, n % 2, 0) for n in ids]


def crowded(size: int) -> tuple[Workspace, Crowd]:
    workspace, crowd = Workspace(), Crowd(size)
    workspace.project = crowd  # type: ignore[assignment]
    workspace.cursor.dialogue_ids = array("q", range(1, size + 1))
    workspace.facet = "stance"
    return workspace, crowd


def test_fifty_thousand_dialogues_read_only_what_is_seen(show: Callable[..., None]) -> None:
    workspace, crowd = crowded(50_000)
    panel = DialogueList(workspace)
    show(panel, 240, 600)
    panel.view.grab()
    assert crowd.reads <= 2 * PAGE
    panel.view.scrollToBottom()
    panel.view.grab()
    assert crowd.reads <= 4 * PAGE


def test_the_model_keeps_a_few_pages() -> None:
    workspace, crowd = crowded(100 * PAGE)
    model = DialogueModel(workspace)
    model.set_ids(workspace.cursor.dialogue_ids)
    for number in range(0, 100 * PAGE, PAGE):
        assert model.index(number).data(ID) == number + 1
        assert model.index(number).data() == f"dialogue {number + 1}"
    assert crowd.reads == 100 * PAGE
    model.index(99 * PAGE).data()
    model.index(1).data()
    assert crowd.reads == 101 * PAGE
    assert len(model._pages) == PAGES
    model.append([5, 6])
    assert model.row_of(6) is not None
    model.append([])
    assert model.row_of(None) is None
    model.refresh(Changes(dialogues=frozenset({1, 10_000_000})))
    workspace.project = None
    model.forget()
    assert model.index(3).data() is None
