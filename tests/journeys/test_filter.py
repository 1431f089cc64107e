"""Searching and filtering in the real window, with keys and mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.filters import hits, parse
from annotator.model import TurnFilter
from annotator.ui.filtering.filter_bar import FilterBar
from annotator.ui.filtering.filter_menus import ViewMenu
from annotator.ui.widgets.chip import Chip
from tests.journeys.conftest import Person


@pytest.fixture
def searching(person: Person) -> Person:
    """A person with the samples open and the keyboard in the turn list."""
    assert person.window.files.open_samples()
    person.idle()
    person.window.turns.setFocus()
    return person


def bar(person: Person) -> FilterBar:
    return person.window.columns.filter_bar


def texts(person: Person) -> list[str]:
    project = person.window.workspace.project
    assert project is not None
    return [turn.text for turn in project.turns.page(person.window.workspace.cursor.turn_ids)]


def type_in(person: Person, text: str) -> None:
    person.wait(bar(person).line.hasFocus)
    if text.isascii():
        QTest.keyClicks(bar(person).line, text)
    else:  # as an input method does
        QApplication.sendEvent(bar(person).line, _committed(text))
    person.wait(lambda: not bar(person)._pause.isActive())


def _committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_one_chinese_character_is_found_in_the_dialogue(searching: Person) -> None:
    workspace = searching.window.workspace
    everything = list(workspace.cursor.turn_ids)
    searching.press("Ctrl+F")
    type_in(searching, "你")
    shown = texts(searching)
    assert 0 < len(shown) < len(everything)
    assert all("你" in text for text in shown)
    assert "matches" in bar(searching).count.text()
    searching.press("Esc")
    assert list(workspace.cursor.turn_ids) == everything
    assert bar(searching).isHidden()
    searching.wait(searching.window.turns.view.hasFocus)


def test_from_hit_to_hit_and_round_the_end(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+F")
    type_in(searching, "ＡＩ")
    wanted = parse("ＡＩ")
    total = sum(len(hits(wanted, text)) for text in texts(searching))
    places = []
    for _ in range(total + 1):
        searching.press("Return")
        places.append(bar(searching).walk.at)
    assert len(set(places[:total])) == total, "each hit once"
    assert places[total] == places[0], "and then from the beginning"
    searching.press("Shift+F3")
    assert bar(searching).walk.at == places[total - 1]
    at = places[total - 1]
    assert at is not None
    assert workspace.cursor.turn_id == at[0]


def test_the_whole_project_in_one_list(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+Shift+F")
    type_in(searching, "technology")
    searching.wait(lambda: workspace.cursor.everywhere)
    project = workspace.project
    assert project is not None
    found = project.turns.page(workspace.cursor.turn_ids)
    assert len({turn.dialogue_id for turn in found}) > 1
    searching.press("Down")
    searching.wait(searching.window.turns.view.hasFocus)
    for turn in found:
        workspace.cursor.select_turn(turn.id)
        assert workspace.cursor.dialogue_id == turn.dialogue_id, "the panels follow the cursor"
    searching.press("1")
    assert project.turns.page([found[-1].id])[0].tags
    searching.press("Shift+Esc")
    assert not workspace.cursor.everywhere
    assert workspace.cursor.dialogue_id == found[-1].dialogue_id
    assert workspace.cursor.turn_id == found[-1].id, "one stays where one was"


def test_typed_conditions_become_chips_that_can_be_taken_away(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+F")
    type_in(searching, "speaker:A is:switched AI")
    searching.press("Return")
    assert bar(searching).line.text() == "AI"
    assert workspace.cursor.filter == parse("AI speaker:A is:switched")
    with_both = len(workspace.cursor.turn_ids)
    searching.click(bar(searching).chips.findChildren(Chip)[0])
    assert workspace.cursor.filter == parse("AI is:switched")
    assert len(workspace.cursor.turn_ids) >= with_both


def test_conditions_are_chosen_from_the_menu(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("1", "2")
    searching.press("Ctrl+F")
    menu = bar(searching).add.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    titles = {action.text(): action.menu() for action in menu.actions()}
    labels = titles["&Label"]
    assert isinstance(labels, QMenu)
    favor = next(action for action in labels.actions() if action.text().endswith("favor"))
    favor.trigger()
    assert workspace.cursor.filter == parse("label:stance.favor")
    assert len(workspace.cursor.turn_ids) == 1
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Gap in the text").trigger()
    assert workspace.cursor.filter == parse("label:stance.favor is:gap")


def test_a_turn_that_no_longer_fits_stays_until_it_is_asked_again(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+F")
    type_in(searching, "untagged:stance")
    before = list(workspace.cursor.turn_ids)
    assert before
    searching.press("Down")
    searching.wait(searching.window.turns.view.hasFocus)
    searching.press("1")
    assert list(workspace.cursor.turn_ids) == before
    assert workspace.cursor.turn_id == before[1], "on to the next that needs a tag"
    searching.press("Ctrl+F", "Return")
    searching.wait(lambda: list(workspace.cursor.turn_ids) == before[1:])


def test_nothing_fits_and_a_wrong_pattern(searching: Person) -> None:
    workspace = searching.window.workspace
    columns = searching.window.columns
    searching.press("Ctrl+F")
    type_in(searching, "zzzz")
    assert not len(workspace.cursor.turn_ids)
    assert columns.middle.currentWidget() is columns.no_match
    bar(searching).line.clear()
    searching.click(bar(searching).regex)
    type_in(searching, "(")
    assert "not a regular expression" in bar(searching).problem.text()
    type_in(searching, "AI|人工)")
    assert not bar(searching).problem.isVisible()
    assert len(workspace.cursor.turn_ids)
    searching.press("Esc")
    assert columns.middle.currentWidget() is columns.listing


def test_hits_of_a_pattern_are_counted_beside_the_window(searching: Person) -> None:
    searching.press("Ctrl+F")
    searching.click(bar(searching).regex)
    type_in(searching, "A.")
    shown, wanted = texts(searching), TurnFilter("A.", regex=True)
    number = sum(len(hits(wanted, text)) for text in shown)
    assert number > len(shown)
    searching.wait(lambda: f"{number} matches" in bar(searching).count.text())
    assert bar(searching).walk.count() == number


def test_a_hit_in_a_folded_turn_unfolds_it(searching: Person) -> None:
    workspace = searching.window.workspace
    view = searching.window.turns.view
    searching.window.resize(520, 700)
    project = workspace.project
    assert project is not None
    longest = max(project.turns.page(workspace.cursor.turn_ids), key=lambda turn: len(turn.text))
    number = view.turns.row_of(longest.id)
    assert number is not None
    row = view.cache.row(number)
    assert row is not None
    if not row.body.truncated:
        pytest.skip("no turn of the samples is long enough to be folded at this width")
    end = longest.text[-12:].strip()
    searching.press("Ctrl+F")
    type_in(searching, end)
    searching.press("Return")
    number = view.turns.row_of(longest.id)
    assert number is not None
    opened = view.cache.row(number)
    assert opened is not None
    assert not opened.body.truncated


def test_views_are_saved_used_renamed_and_removed(searching: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = searching.window.workspace
    project = workspace.project
    assert project is not None
    searching.press("Ctrl+F")
    type_in(searching, "AI speaker:B")
    menu = bar(searching).views.menu()
    assert isinstance(menu, ViewMenu)
    names = iter(["Robots", "Machines"])
    monkeypatch.setattr(menu, "ask_name", lambda _title, _old: next(names))

    def choose(*path: str) -> None:
        menu.aboutToShow.emit()
        here: QMenu = menu
        for text in path:
            action = next(action for action in here.actions() if action.text() == text)
            if text == path[-1]:
                action.trigger()
            else:
                inner = action.menu()
                assert isinstance(inner, QMenu)
                here = inner

    choose("&Save this filter as a view…")
    assert [view.name for view in project.views.all()] == ["Robots"]
    choose("&Rename", "Robots")
    searching.press("Esc")
    choose("Machines")
    assert workspace.cursor.filter == parse("AI speaker:B")
    assert bar(searching).isVisible()
    choose("Re&move", "Machines")
    assert project.views.all() == ()
    searching.press("Ctrl+Z")
    assert [view.name for view in project.views.all()] == ["Machines"]


def test_a_dialogue_without_a_fitting_turn_ends_the_search_of_all(searching: Person) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+Shift+F")
    project = workspace.project
    assert project is not None
    only = project.turns.page(project.turns.ids(workspace.cursor.dialogue_ids[1]))[3]
    type_in(searching, only.text[:25])
    searching.wait(lambda: workspace.cursor.everywhere)
    assert list(workspace.cursor.turn_ids) == [only.id]
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[1])
    assert workspace.cursor.turn_id == only.id
    workspace.cursor.select_dialogue(workspace.cursor.dialogue_ids[0])
    assert not workspace.cursor.everywhere
    assert bar(searching).scope.currentIndex() == 0
    assert not len(workspace.cursor.turn_ids)


def test_removed_dialogues_leave_the_list(searching: Person, tmp_path: Path) -> None:
    workspace = searching.window.workspace
    searching.press("Ctrl+Shift+F")
    type_in(searching, "AI")
    searching.wait(lambda: workspace.cursor.everywhere)
    searching.wait(lambda: not bar(searching).search.running)
    first = workspace.cursor.dialogue_ids[0]
    workspace.do(lambda project: project.dialogues.remove([first]))
    project = workspace.project
    assert project is not None
    searching.wait(
        lambda: (
            workspace.cursor.everywhere
            and all(turn.dialogue_id != first for turn in project.turns.page(workspace.cursor.turn_ids))
        )
    )
    searching.window.workspace.close()
    assert workspace.cursor.filter is None
    assert bar(searching).isHidden()


def test_a_search_can_be_stopped(searching: Person) -> None:
    searching.press("Ctrl+Shift+F")
    line = bar(searching).line
    QTest.keyClicks(line, "A")
    bar(searching).apply()
    bar(searching)._on_stop()
    assert "stopped" in bar(searching).count.text()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert bar(searching).isHidden()
