"""A row whose values are damaged: its turn is shown as damage, the rest works, a check says which rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from annotator.errors import UserError
from annotator.model import TurnFilter
from annotator.store import Project, ProjectDamaged, cell_check
from annotator.store.kept_edits import KeptEdits
from annotator.store.project_check import PROBLEMS
from annotator.store.project_part import Part
from annotator.store.row_numbers import RowNumbers
from annotator.store.step_context import Around, Where
from annotator.store.value_encoding import loads
from tests.store.building import ADA, new_project

NO_TEXT = "CAST(x'68fffe69' AS TEXT)"
TURN_2 = "table turn, row 2"
CELLS = {
    f"UPDATE turn SET text = {NO_TEXT} WHERE id = 2": "its text has bytes that are no UTF-8",
    f"UPDATE turn SET speaker = {NO_TEXT} WHERE id = 2": "its speaker has bytes that are no UTF-8",
    "UPDATE turn SET gaps = '[[1' WHERE id = 2": "its gaps is not the JSON that belongs there",
    "UPDATE turn SET gaps = '[[1, 2]]' WHERE id = 2": "its gaps is not the JSON",
    "UPDATE turn SET meta = '[1]' WHERE id = 2": "its meta is not the JSON",
    "UPDATE turn SET language = 'en', words = '[[1]]' WHERE id = 2": "its words is not the JSON",
    "UPDATE turn SET text = x'00ff' WHERE id = 2": "its text is of another type",
    "UPDATE turn SET \"offset\" = 'x', number = 1 WHERE id = 2": "its offset is of another type",
}


@pytest.fixture
def closed(path: Path) -> Path:
    with new_project(path) as project:
        project.tags.add([1, 2, 3], "topic.art")
    return path


def change(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("statement", CELLS)
def test_a_damaged_turn_is_shown_as_damage_and_the_rest_works(closed: Path, statement: str) -> None:
    change(closed, statement)
    with Project.open(closed, annotator=ADA) as project:
        before, damaged, after = project.turns.page(project.turns.ids(1))
        assert (before.text, after.text) == ("turn 0 of file 0.\n", "turn 2 of file 0.\n")
        assert [tag.label for tag in after.tags] == ["topic.art"]
        assert (damaged.id, damaged.position) == (2, 1)
        (step,) = damaged.steps
        assert (step.kind, step.start, step.end) == ("damage", 0, len(damaged.text))
        assert project.tags.add([1, 3], "topic.music").edit
        found = project.check(lambda data, encoding: data.decode(encoding))
        said = [problem.what for problem in found if problem.where == TURN_2]
        assert {"cell_type", "cell_encoding", "cell_json"} & {problem.code for problem in found}
        assert any(what.startswith(CELLS[statement]) for what in said), found


OTHERS = {
    "UPDATE change SET new = '{' WHERE kind = 'facet' AND key = 'topic'": "table change, row 1, ",
    "UPDATE change SET new = '{\"facet\":1}' WHERE kind = 'tag'": "file",  # JSON, though no tag's
    "UPDATE facet SET kind = kind, position = 'x' WHERE id = 1": "table facet, row 1",
    "UPDATE dialogue SET chain = '{' WHERE id = 1": "table dialogue, row 1",
    f"UPDATE label SET definition = {NO_TEXT} WHERE id = 1": "table label, row 1",
    "UPDATE source_data SET data = 'text' WHERE source = 1": "",
}


@pytest.mark.parametrize("statement", OTHERS)
def test_a_check_goes_on_behind_whatever_it_meets(closed: Path, statement: str) -> None:
    change(closed, statement)
    with Project.open(closed, annotator=ADA) as project:
        found = project.check(lambda data, encoding: data.decode(encoding))
    assert any(problem.where.startswith(OTHERS[statement]) for problem in found), found
    assert {problem.code for problem in found} <= PROBLEMS.keys()


def test_values_that_are_no_json_are_damage_in_words(closed: Path) -> None:
    change(closed, "UPDATE dialogue SET chain = '{' WHERE id = 1")
    with Project.open(closed, annotator=ADA) as project:
        with pytest.raises(ProjectDamaged, match="a value in it is not the JSON that belongs there"):
            project.dialogues.page([1])
        change(closed, "UPDATE step SET alternatives = '[' WHERE id = 1")
        with pytest.raises(UserError, match="not the JSON"):
            list(project.records.many([2]))


def test_a_repair_step_that_leads_nowhere_is_damage_in_words(closed: Path) -> None:
    change(closed, "DELETE FROM turn WHERE id IN (SELECT turn FROM step)")
    with Project.open(closed, annotator=ADA) as project:
        with pytest.raises(ProjectDamaged, match="a row in it leads to one that is not there"):
            project.doubts.page(2.0, 100, which="all")
        with pytest.raises(ProjectDamaged, match="leads to one that is not there"):
            Around(project._db, [Where("text", 1, 1)]).of(Where("text", 1, 1), 10**6)


def test_edits_go_on_behind_a_log_whose_last_edits_are_lost(closed: Path) -> None:
    change(closed, "INSERT INTO change SELECT edit + 7, seq, kind, key, field, old, new, turn FROM change")
    with Project.open(closed, annotator=ADA) as project:
        (last,) = project._db.raw.execute("SELECT max(edit) FROM change").fetchone()
        assert project.tags.add([2], "topic.music").edit is not None
        assert project.history.undo() is not None
        assert [edit.id for edit in project.history.edits(2)] == [last + 2, last + 1]
        assert project.check()


def test_a_sound_project_has_no_damaged_cells(closed: Path) -> None:
    with Project.open(closed, annotator=ADA) as project:
        assert len(project.search.find(TurnFilter(text="turn")))  # makes the index of words
        assert list(cell_check.damaged_cells(project._db)) == []
        assert project.turns.page([99]) == []


def test_pages_that_cannot_be_read_stay_an_error(closed: Path) -> None:
    with sqlite3.connect(closed) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'turn'").fetchone()
    connection.close()
    data = bytearray(closed.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    closed.write_bytes(data)
    with Project.open(closed, read_only=True) as project, pytest.raises(ProjectDamaged):
        project.turns.page([1])


@pytest.mark.parametrize("statement", CELLS)
def test_what_goes_on_to_figures_is_refused(closed: Path, statement: str) -> None:
    change(closed, statement)
    with Project.open(closed, annotator=ADA) as project:
        with pytest.raises(ProjectDamaged):
            project.turns.page([1, 2], refuse_damaged=True)
        assert len(project.turns.page([1], refuse_damaged=True)) == 1


#: Values of another type, and what meets them: it says that the project is damaged.
MET_BY: dict[str, Callable[[Project], object]] = {
    "UPDATE target SET options = '5'": lambda project: project.dialogues.page([1]),
    "UPDATE change SET new = '{\"target\":1}' WHERE kind = 'tag'": lambda project: project.history.undo(),
    "UPDATE text_mark SET indexed_to = 'x'": lambda project: project.search.find(TurnFilter(text="turn")),
    "UPDATE turn SET position = 'x' WHERE id = 2": lambda project: list(project.records.many([1])),
    "UPDATE turn SET language = x'00' WHERE id = 2": lambda project: project.overview.languages(),
    "UPDATE dialogue SET title = x'00'": lambda project: project.dialogues.page([1]),
    "UPDATE dialogue SET chain = '5'": lambda project: project.dialogues.page([1]),
    "UPDATE dialogue SET turn_count = 'x'": lambda project: list(project.records.many([1, 2])),
    "UPDATE source SET name = x'00'": lambda project: project.sources.all(),
    "UPDATE label SET name = x'00'": lambda project: project.codebook.read(),
    "UPDATE facet SET name = x'00'": lambda project: project.codebook.read(),
    "UPDATE tag SET note = x'00'": lambda project: list(project.records.many([1])),
}


@pytest.mark.parametrize("statement", MET_BY)
def test_a_value_of_another_type_is_damage_in_words(closed: Path, statement: str) -> None:
    change(closed, statement)
    with Project.open(closed, annotator=ADA) as project, pytest.raises(ProjectDamaged, match="is damaged"):
        MET_BY[statement](project)


class Room(Part):
    """A part with a defect."""

    def fail(self) -> None:
        raise TypeError("a defect")

    def many(self) -> Iterator[int]:
        yield 1
        raise IndexError("a defect")


def test_a_defect_stays_one_where_the_file_is_sound(closed: Path) -> None:
    """And is taken for damage only where there is some."""
    with Project.open(closed, read_only=True) as project:
        room = Room(project._opened)
        with pytest.raises(TypeError, match="a defect"):
            room.fail()
        with pytest.raises(IndexError, match="a defect"):
            list(room.many())
    change(closed, "UPDATE dialogue SET chain = '5'")
    with Project.open(closed, read_only=True) as project:
        room = Room(project._opened)
        with pytest.raises(ProjectDamaged):
            room.fail()
        with pytest.raises(ProjectDamaged):
            list(room.many())


def test_an_index_of_words_that_cannot_be_read_is_damage_in_words(closed: Path) -> None:
    with Project.open(closed, annotator=ADA) as project:
        assert len(project.search.find(TurnFilter(text="turn")))  # makes it
    change(closed, "DELETE FROM turn_index_config")
    with Project.open(closed, read_only=True) as project:
        problems = project.check(lambda data, encoding: data.decode(encoding))
    assert [one.what for one in problems] == ["study.dap is damaged: its index of words cannot be read"]


def test_a_file_that_does_not_say_which_project_it_is(closed: Path) -> None:
    change(closed, "DELETE FROM project")
    with pytest.raises(ProjectDamaged, match="its table project is empty"):
        Project.open(closed, annotator=ADA)


def test_an_edit_with_a_count_that_is_none_is_not_kept(closed: Path) -> None:
    change(closed, "UPDATE edit SET changes = 'x'")
    connection = sqlite3.connect(closed)
    with pytest.raises(ProjectDamaged):
        KeptEdits().read(connection, 0)
    connection.close()
    with pytest.raises(ProjectDamaged):
        loads(cast("Any", 5))


def test_an_answer_whose_label_is_lost_is_damage_in_words(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = RowNumbers.label

    def label(numbers: RowNumbers, key: str) -> tuple[int, int]:
        if key == "stance.favor":  # an index has it still, the table has not
            raise KeyError(key)
        return labels(numbers, key)

    with Project.open(closed, annotator=ADA) as project:
        project.tags.add([1], "stance.favor")
        monkeypatch.setattr(RowNumbers, "label", label)
        with pytest.raises(ProjectDamaged, match="leads to one"):
            project.tags.add([1], "stance.against")
