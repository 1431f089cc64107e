from __future__ import annotations

import contextlib
import hashlib
import itertools
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.core.repair_steps import replayed
from annotator.errors import UserError
from annotator.model import RepairStep, Tag, TurnFilter
from annotator.store import Project, ProjectProblem, database, database_copy, project_check
from tests.store.building import ADA, BEN, TARGET, fill, new_project, prepared, rename_project, source_of


def decode(data: bytes, encoding: str) -> str:
    return data.decode(encoding)


@pytest.fixture
def busy(path: Path) -> Path:
    """A closed project with edits of every kind in its log."""
    with new_project(path) as project:
        project.people.add(BEN)
        project.tags.add([1, 4], "stance.favor", intensity=1)
        project.tags.add([1], "stance.against")
        project.tags.add_span(7, 0, 2, "passage.joke")
        project.tags.write([2], "note", "n")
        project.tags.add_to_dialogue(1, "quality.good")
        project.dialogues.set_target(1, replace(TARGET, statement="else", options=("a",)))
        project.dialogues.set_target(2, replace(TARGET, key="second"))
        project.dialogues.remove_target(2, "second")
        project.dialogues.rename(1, "one")
        rename_project(project, "P")
        project.views.save("v", TurnFilter(gaps=True))
        project.views.rename("v", "w")
        project.views.save("gone", TurnFilter())
        project.views.remove("gone")
        project.tags.clear([4], "stance")
        project.history.undo()
        project.codebook.add_label("topic", "x")
        project.history.undo()
        project.history.redo()
        project.codebook.update_label("topic.art", name="arts")
        project.codebook.remove_label("topic.old")
        project.tags.take_in(
            [Tag("t", 1, 3, "topic", "topic.art", BEN.key, "imported", at="2020-01-01T00:00:00Z")]
        )
        fill(project, [replace(prepared(5), data=b"", size=7, sha256="0" * 64)])
        project.dialogues.remove([2])
    return path


def test_a_sound_project_has_no_problems(busy: Path) -> None:
    with Project.open(busy, read_only=True) as project:
        assert project.check() == []
        assert project.check(decode) == []


GAP = '[[1, 99, "double space"]]'
LABEL_MADE = "kind = 'label' AND key = 'topic.art' AND field = ''"
AGAIN = "INSERT INTO change SELECT edit, 99, kind, key,"
BROKEN = {
    "UPDATE tag SET label = NULL WHERE key = 't'": "tag t: the log does not lead to what it is now",
    "UPDATE tag SET at = '2021-01-01T00:00:00Z' WHERE key = 't'": "tag t: the log does not lead",
    "DELETE FROM tag WHERE key = 't'": "tag t: the log does not lead",
    "UPDATE label SET name = 'y' WHERE key = 'topic.art'": "label topic.art: the log does not lead",
    "UPDATE facet SET kind = 'several' WHERE key = 'stance'": "facet stance: the log does not lead",
    "UPDATE annotator SET name = 'Eve'": "annotator aaaaaaaa-0000-4000-8000-000000000001: the log",
    "UPDATE project SET name = 'Q'": "project : the log does not lead",
    "UPDATE dialogue SET title = 'two' WHERE id = 1": ": the log does not lead",
    "UPDATE dialogue SET state = 'live' WHERE id = 2": ": the log does not lead",
    "UPDATE target SET statement = 'other' WHERE dialogue = 1": "target 1/dddddddd",
    f"DELETE FROM change WHERE {LABEL_MADE}": "edit 1: some of its changes",
    f"{AGAIN} field, old, new, turn FROM change WHERE key = 't'": "tag t: the log does not lead",
    f"{AGAIN} '', new, NULL, turn FROM change WHERE {LABEL_MADE}": "label topic.art: the log",
    f"{AGAIN} 'note', '\"a\"', '\"b\"', turn FROM change WHERE key = 't'": "tag t: the log does not lead",
    f"{AGAIN} 'nxte', '\"a\"', '\"b\"', turn FROM change WHERE key = 't'": "tag t: the log does not lead",
    "UPDATE change SET field = 'nxme' WHERE field = 'title'": ": the log does not lead",
    "DELETE FROM change WHERE key = 't'": "table tag: 1 row is not in the log",
    "UPDATE view SET name = 'x'": "the log does not lead to what it is now",
    "DELETE FROM view": "the log does not lead to what it is now",
    "INSERT INTO view (key, name, filter) VALUES ('k', 'n', '')": "table view: 1 row is not in the log",
    "INSERT INTO view (key, name, filter) VALUES ('k', 'n', ''), ('l', 'm', '')": "view: 2 rows are not in",
    "UPDATE edit SET changes = 9 WHERE id = 3": "edit 3: some of its changes are missing",
    "UPDATE tally SET tags = tags + 1": "tags: their numbers by label are wrong",
    "UPDATE source_data SET data = x'ff' WHERE source = 1": "source file0.txt: its bytes cannot be unpacked",
    "UPDATE source SET size = 3 WHERE id = 1": "source file0.txt: its bytes are not those",
    "UPDATE turn SET received = 'x', text = 'x' WHERE id = 1": "source file0.txt: its text is not that of",
    "UPDATE turn SET text = 'x' WHERE id = 7": "dialogue file 1, turn 4: its repair steps do not lead",
    f"UPDATE turn SET gaps = '{GAP}' WHERE id = 7": "turn 4: a span or gap lies outside",
    'UPDATE tag SET "end" = 99 WHERE "end" = 2': "turn 4: a span or gap lies outside",
    "UPDATE turn SET lead = '' WHERE id = 7": "turn 4: the repair steps before it do not fit",
    "INSERT INTO step SELECT 999, dialogue, NULL, 'tail', 0, 9, 'x', after, kind, reason, confidence, "
    "alternatives, annotator, at, proposal FROM step LIMIT 1": "the repair steps behind the last turn",
    "UPDATE turn SET position = 9 WHERE id = 2": "dialogue one: a turn is missing",
    "UPDATE dialogue SET gap_count = 7 WHERE id = 1": "dialogue one: its figures are not those",
    "UPDATE tag SET turn = 999 WHERE key = 't'": "refers to a row of turn that is not there",
}


CODES = {
    "refers to a row of": "reference",
    "its bytes cannot be unpacked": "source_packing",
    "its bytes are not those": "source_bytes",
    "it cannot be read again": "source_reading",
    "its text is not that of": "source_text",
    "its figures are not those": "dialogue_figures",
    "a turn is missing": "turn_missing",
    "the repair steps behind the last turn": "tail_steps",
    "its repair steps do not lead": "turn_steps",
    "the repair steps before it": "lead_steps",
    "a span or gap lies outside": "span",
    "their numbers by label": "tag_figures",
    "some of its changes": "edit_changes",
    "the log does not lead": "log",
    "not in the log": "unlogged",
    "words": "index",
}


def codes_fit(problems: list[ProjectProblem]) -> bool:
    """Whether each problem has the code of its sentence."""
    codes = [next(code for part, code in CODES.items() if part in problem.what) for problem in problems]
    return [problem.code for problem in problems] == codes


@pytest.mark.parametrize("statement", BROKEN)
def test_whatever_is_broken_is_found(busy: Path, statement: str) -> None:
    with sqlite3.connect(busy) as connection:
        packed = zlib.compress(prepared(0).data)
        connection.execute("UPDATE source_data SET codec = 'zlib', data = ? WHERE source = 1", (packed,))
        connection.execute(statement)
    connection.close()
    with Project.open(busy, annotator=ADA) as project:
        problems = project.check(decode)
    assert codes_fit(problems)
    found = [f"{problem.where}: {problem.what}" for problem in problems]
    assert any(BROKEN[statement] in problem for problem in found), found


def test_an_index_that_disagrees_is_found(busy: Path) -> None:
    """Opening refuses an index of another form; one that changes afterwards is found by its content."""
    with Project.open(busy, annotator=ADA) as project:
        with sqlite3.connect(busy) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            swap = "UPDATE sqlite_master SET sql = replace(sql, 'turn, facet', 'facet, turn')"
            connection.execute(f"{swap} WHERE name = 'tag_place'")
        connection.close()
        problems = project.check()
    assert any(problem.code == "file" and "tag_place" in problem.what for problem in problems)
    assert {problem.where for problem in problems} == {"file"}


def test_every_code_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")
    for code, meaning in project_check.PROBLEMS.items():
        assert f"| `{code}` | {meaning} |" in page
    assert project_check.PROBLEMS.keys() >= set(CODES.values())


def test_texts_of_structured_files_are_not_compared(project: Project) -> None:
    dialogue = prepared(3).dialogues[0]
    fill(project, [source_of("two", (dialogue, replace(dialogue, title="second")))])
    data = b"something else"
    other = replace(prepared(4), data=data, sha256=hashlib.sha256(data).hexdigest())
    fill(project, [replace(other, dialogues=(replace(dialogue, rule=""),))])
    assert project.check(decode) == []


def test_a_structured_file_is_compared_by_whoever_can_read_it(project: Project) -> None:
    dialogue = replace(prepared(3).dialogues[0], meta={"format": "json"})
    fill(project, [source_of("three.json", (dialogue,))])
    assert project.check(decode) == [], "nobody here can read it"
    received = "".join(turn.lead + turn.received for turn in dialogue.turns) + dialogue.tail
    assert project.check(reread=lambda *_: [received]) == []
    (problem,) = project.check(reread=lambda *_: ["something else"])
    assert problem.what == "its text is not that of its turns"

    def broken(*_: object) -> list[str]:
        raise UserError("This JSON file is broken")

    (problem,) = project.check(reread=broken)
    assert problem.what == "it cannot be read again: This JSON file is broken"
    assert codes_fit([problem])

    def cut(*_: object) -> list[str]:
        raise UserError("This JSON file is broken", "it ends too soon")

    (problem,) = project.check(reread=cut)
    assert problem.what == "it cannot be read again: This JSON file is broken: it ends too soon"


def test_steps_replay() -> None:
    step = RepairStep(1, 2, "b", "BB", "encoding", "", 1.0)
    assert replayed("abc", [step, replace(step, start=3, end=3, before="", after="!")]) == "aBBc!"
    assert replayed("abc", [replace(step, before="x")]) is None
    assert replayed("abc", [step, step]) is None
    assert replayed("abc", []) == "abc"


def test_a_check_beside_somebody_who_tags_is_about_one_moment(
    busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two of its reads others may write; neither that nor a copy cut short shows as damage."""
    real = database.Database.all
    with Project.open(busy) as writer, Project.open(busy, read_only=True) as reader:
        numbers = itertools.count()

        def meanwhile(db: database.Database, statement: Any, **values: object) -> Any:
            if db is reader._db:
                writer.tags.write([1], "note", f"{next(numbers)}")
            return real(db, statement, **values)

        monkeypatch.setattr(database.Database, "all", meanwhile)
        assert reader.check() == []
        monkeypatch.setattr(project_check, "taken", lambda _: False)
        assert reader.check() == []
        assert next(numbers) > 0, "somebody wrote while nobody was known to"


def test_a_copy_is_made_although_somebody_writes_all_the_time(
    busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_copy, "_PAGES", 3)
    with (
        contextlib.closing(database.Database(busy, write=False)) as db,
        contextlib.closing(sqlite3.connect(busy)) as writer,
        contextlib.closing(sqlite3.connect("")) as target,
    ):
        asked = itertools.count()

        def write() -> bool:
            if next(asked) < 100:
                writer.execute("UPDATE project SET names = names || 'x'")
                writer.commit()
            return False

        assert not database_copy.copied(db.raw, target, cancelled=write)
        assert database_copy.copied(db.raw, target, cancelled=write, insist=True)
        assert target.execute("PRAGMA quick_check").fetchone() == ("ok",)
