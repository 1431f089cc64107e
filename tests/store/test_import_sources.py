from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.model import PreparedDialogue, PreparedTurn
from annotator.store import Project, import_sources
from tests.in_words import in_words
from tests.store.building import (
    ADA,
    CODEBOOK,
    DAMAGED,
    TARGET,
    fill,
    labels_of,
    new_project,
    prepared,
    source_of,
)


def test_a_file_comes_back_as_it_was_prepared(project: Project) -> None:
    source = prepared(1, damaged=True)
    (dialogue,) = project.dialogues.page([2])
    assert (dialogue.key, dialogue.title, dialogue.targets) == (source.sha256[:20], "file 1", (TARGET,))
    assert (dialogue.turn_count, dialogue.repair_count, dialogue.damage_count, dialogue.gap_count) == (
        4,
        3,
        2,
        1,
    )
    turns = project.turns.page(project.turns.ids(2))
    assert [turn.position for turn in turns] == [0, 1, 2, 3]
    last = turns[-1]
    assert last.key == f"{dialogue.key}:3"
    assert (last.received, last.text, last.steps, last.gaps) == ("Ã©t?", "ét?", DAMAGED.steps, DAMAGED.gaps)
    assert (last.language, last.meta, last.speaker) == (DAMAGED.language, DAMAGED.meta, "B")
    assert turns[0].received == turns[0].text
    kept = next(s for s in project.sources.all() if s.sha256 == source.sha256)
    assert (kept.name, kept.size, kept.encoding, kept.bom) == ("file1.txt", len(source.data), "utf-8", False)
    assert project.sources.data(kept.id) == source.data
    assert project.check(lambda data, encoding: data.decode(encoding)) == []


def test_nothing_is_seen_before_the_end_and_all_of_it_after(project: Project, path: Path) -> None:
    before = project.counts()
    with Project.open(path, read_only=True) as reader, project.sources.importer() as importer:
        importer.add(prepared(5))
        importer._flush()
        for each in (project, reader):
            assert each.counts() == before
            assert list(each.dialogues.ids()) == [1, 2]
            assert each.dialogues.page([3]) == []
            assert each.turns.page([8]) == []
            assert list(each.records.many([3])) == []
            assert prepared(5).sha256 not in each.sources.known([prepared(5).sha256])
            assert len(each.sources.all()) == 2
            assert each.check() == []
        changes = importer.finish()
    assert in_words(changes) == "importing 1 file"
    assert (changes.structure, changes.dialogues) == (True, frozenset({3}))
    assert list(project.dialogues.ids()) == [1, 2, 3]


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, RuntimeError])
def test_an_import_that_is_left_takes_itself_back(
    project: Project, error: type[BaseException] | None
) -> None:
    before = project.counts()

    def leave() -> None:
        with project.sources.importer() as importer:
            for number in range(5, 160):
                importer.add(prepared(number, damaged=True))
            importer._flush()
            if error:
                raise error

    if error:
        with pytest.raises(error):
            leave()
    else:
        leave()
    assert project.counts() == before
    assert project.check() == []
    with sqlite3.connect(project.path) as raw:
        for table, count in (
            ("source", 2),
            ("source_data", 2),
            ("dialogue", 2),
            ("turn", 7),
            ("step", 3),
            ("target", 2),
        ):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)
    raw.close()
    assert fill(project, [prepared(5)]) == ["added"]


def test_a_killed_import_is_removed_at_the_next_opening(path: Path) -> None:
    with new_project(path) as project:
        importer = project.sources.importer()
        importer.add(prepared(5))
        importer.add(replace(prepared(6), dialogues=()))
        importer._flush()
        before = project.counts()
    with Project.open(path, read_only=True) as reader:
        assert reader.counts() == before
    with Project.open(path, annotator=ADA) as again:
        assert again.counts() == before
        assert again._db.pragma("foreign_keys") == 1, "what refers to what is looked at again"
        assert fill(again, [prepared(5), prepared(6)]) == ["added", "added"]
        assert again.check() == []


def test_a_file_without_dialogues_alone_is_removed_too(path: Path) -> None:
    with new_project(path) as project:
        importer = project.sources.importer()
        importer.add(replace(prepared(6), dialogues=()))
        importer._flush()
    with Project.open(path, annotator=ADA) as again:
        assert len(again.sources.all()) == 2
        assert again._db.value(import_sources._STAGED_SOURCES) is None


def test_only_one_import_at_a_time(project: Project) -> None:
    with project.sources.importer() as importer:
        importer.add(prepared(5))
        importer._flush()
        with pytest.raises(UserError, match="imported already"):
            project.sources.importer()
        importer.finish()
    with project.sources.importer() as importer:
        importer.add(replace(prepared(6), dialogues=()))
        importer._flush()
        with pytest.raises(UserError, match="imported already"):
            project.sources.importer()


def test_what_could_not_take_itself_back_goes_before_the_next_import(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError("no room")

    before = project.counts()
    importer = project.sources.importer()
    importer.add(prepared(5))
    importer._flush()
    with monkeypatch.context() as patch:
        patch.setattr(import_sources, "remove_staged", full)
        with pytest.raises(OSError, match="no room"):
            importer.__exit__(None, None, None)
        with pytest.raises(OSError, match="no room"):
            project.sources.importer()
    assert project._db.value(import_sources._STAGED_SOURCES)
    with project.sources.importer():
        assert project._db.value(import_sources._STAGED_SOURCES) is None
    assert project.counts() == before


def test_the_same_file_again_is_known_and_a_removed_one_comes_back(project: Project) -> None:
    project.tags.add([1], "topic.art")
    assert fill(project, [prepared(0), prepared(0)]) == ["known", "known"]
    assert in_words(project.history.can_undo) == "tagging 1 turn"
    project.dialogues.remove([1])
    assert fill(project, [prepared(0), prepared(3), prepared(3)]) == ["restored", "added", "known"]
    assert labels_of(project, 1, "topic") == ["topic.art"]
    assert in_words(project.history.can_undo) == "importing 2 files"
    project.history.undo()
    assert list(project.dialogues.ids()) == [2]
    project.history.redo()
    assert list(project.dialogues.ids()) == [1, 2, 3]


def test_a_file_may_hold_no_dialogue_or_many(project: Project) -> None:
    turn = PreparedTurn("A", "", "x", "x")
    many = source_of("many", tuple(PreparedDialogue(f"d{i}", (turn,) * i) for i in range(3)))
    empty = source_of("empty", ())
    assert fill(project, [many, empty]) == ["added", "added"]
    assert project.sources.known([many.sha256, empty.sha256]) == {many.sha256: "live", empty.sha256: "live"}
    assert [dialogue.key for dialogue in project.dialogues.page([3, 4, 5])] == [
        many.sha256[:20], many.sha256[:20] + ".1", many.sha256[:20] + ".2",
    ]  # fmt: skip
    assert [len(project.turns.ids(id_)) for id_ in (3, 4, 5)] == [0, 1, 2]
    assert project.counts().sources == 4
    project.dialogues.remove([3, 4])
    assert project.sources.known([many.sha256]) == {many.sha256: "live"}
    assert fill(project, [many]) == ["restored"]
    assert fill(project, [empty]) == ["known"]


def test_what_an_export_knows_is_kept(project: Project) -> None:
    step = replace(DAMAGED.steps[0], kind="person", annotator=ADA.key, at="2025-05-05T05:05:05Z")
    turn = PreparedTurn("A", "", "Ã©", "é", steps=(step,))
    source = replace(
        source_of("old", (PreparedDialogue("d", (turn,), number=4),)),
        data=b"", size=99, imported_at="2025-05-05T05:05:05Z",
    )  # fmt: skip
    fill(project, [source])
    kept = project.sources.all()[-1]
    assert (kept.size, kept.imported_at) == (99, "2025-05-05T05:05:05Z")
    with pytest.raises(UserError, match="bytes"):
        project.sources.data(kept.id)
    (dialogue,) = project.dialogues.page([3])
    assert dialogue.key == source.sha256[:20] + ".4"
    record = project.records.one(3)
    assert (record.number, record.turns[0].turn.steps) == (4, (step,))


def test_bytes_are_packed_where_that_helps(project: Project) -> None:
    noise = b"".join(hashlib.sha256(str(i).encode()).digest() for i in range(20))
    long = b"again and " * 1000
    sources = [
        replace(prepared(9), name=name, data=data, sha256=hashlib.sha256(data).hexdigest(), dialogues=())
        for name, data in (("noise", noise), ("long", long), ("nothing", b""))
    ]
    fill(project, sources)
    assert [project.sources.data(source.id) for source in project.sources.all()[2:]] == [noise, long, b""]
    with sqlite3.connect(project.path) as raw:
        stored = raw.execute("SELECT codec, length(data) FROM source_data WHERE source > 2").fetchall()
    raw.close()
    assert stored[0] == ("raw", len(noise))
    assert stored[1][0] == "zlib"
    assert stored[1][1] < 200
    assert stored[2] == ("raw", 0)


def test_lone_surrogates_are_replaced_at_the_edge(project: Project) -> None:
    turn = PreparedTurn("A\ud800", "\udfff", "x\ud800", "x\ud800")
    fill(project, [source_of("s\ud800", (PreparedDialogue("t\ud800", (turn,), tail="\ud800"),))])
    record = project.records.one(3)
    assert (record.dialogue.title, record.tail, record.turns[0].lead) == ("t�", "�", "�")
    assert (record.turns[0].turn.text, record.turns[0].turn.speaker) == ("x�", "A�")


def test_batches_are_short(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    flush: Callable[[import_sources.Importer], None] = import_sources.Importer._flush

    def counted(self: import_sources.Importer) -> None:
        sizes.append(len(self._rows["turn"]) + len(self._rows["step"]))
        flush(self)

    monkeypatch.setattr(import_sources.Importer, "_flush", counted)
    fill(project, [prepared(8, turns=6_000)])
    assert max(sizes) <= import_sources._BATCH_ROWS + 1
    assert len(sizes) > 2
    assert project.dialogues.page([3])[0].turn_count == 6_000
    sizes.clear()
    long = PreparedTurn("A", "", "y" * 400_000, "y" * 400_000)
    fill(project, [source_of("long", (PreparedDialogue("t", (long,) * 8),))])
    assert len(sizes) > 2


def test_people_write_between_the_batches(path: Path) -> None:
    """A key press is answered while a job of another thread imports."""
    failures: list[BaseException] = []
    begun, done = threading.Event(), threading.Event()

    def job() -> None:
        try:
            with (
                Project.open(path, annotator=ADA, companion=True) as companion,
                companion.sources.importer() as importer,
            ):
                number = 100
                while not done.is_set() or number < 110:
                    importer.add(prepared(number, turns=300))
                    number += 1
                    if number > 103:
                        begun.set()
                importer.finish()
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            begun.set()

    with new_project(path) as project:
        thread = threading.Thread(target=job)
        thread.start()
        assert begun.wait(30)
        try:
            for turn in (1, 2, 3, 4, 5, 6, 7):
                project.tags.add([turn], "topic.art")
                project.turns.page([turn])
        finally:
            done.set()
            thread.join(60)
        assert not failures
        assert project.counts().tags == 7
        assert project.counts().dialogues >= 12
        assert project.check() == []


def test_a_read_only_project_takes_nothing_in(path: Path) -> None:
    new_project(path).close()
    with Project.open(path, read_only=True) as reader, pytest.raises(UserError, match="read-only"):
        reader.sources.importer()
    with Project.create(path.with_name("b.dap"), codebook=CODEBOOK, annotator=ADA) as empty:
        assert fill(empty, []) == []
        assert empty.history.can_undo is None
