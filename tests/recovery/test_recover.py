"""Damaged files recovered: nothing that can be read is lost, and the new file is sound."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import random
import sqlite3
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.errors import Cancelled, UserError
from annotator.model import TurnFilter
from annotator.recovery import Recovered, recover, report_lines
from annotator.recovery.mend_turns import fitted, pieces
from annotator.store import Project
from tests.store.building import ADA, BEN, labels_of, new_project, prepared, source_of
from tests.store.building import DAMAGED as DAMAGED_TURN

PAGE = 4096
TURNS, TAGS = 164, 66


def decode(data: bytes, encoding: str) -> str:
    return data.decode(encoding)


def reread(*_: object) -> Sequence[str]:
    raise UserError("not here")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A project of some pages, with something of everything."""
    path = tmp_path_factory.mktemp("sound") / "study.dap"
    with new_project(path, [prepared(n, turns=40, damaged=True) for n in range(4)]) as project:
        project.people.add(BEN)
        project.tags.add(range(1, 41), "stance.favor")
        project.tags.add(range(20, 45), "topic.art")
        project.tags.clear([1, 2], "stance")
        project.history.undo()
        project.tags.write([4], "note", "a note with words of its own")
        project.tags.clear([4], "note")
        project.tags.add_span(3, 0, 4, "passage.joke")
        project.marks.set([3, 4], "flag", on=True)
        project.views.save("gaps", TurnFilter(gaps=True))
        project.codebook.add_label("topic", "x")
        assert project.check(decode) == []
        assert (project.counts().turns, project.counts().tags) == (TURNS, TAGS)
    return path.read_bytes()


def recovered(tmp_path: Path, data: bytes) -> Recovered:
    """What comes of a file with these bytes; the file stays as it is, and the new one is sound."""
    damaged, new = tmp_path / "damaged.dap", tmp_path / "new.dap"
    damaged.write_bytes(data)
    found = recover(damaged, new, ADA, decode=decode, reread=reread)
    assert damaged.read_bytes() == data
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged.dap", "new.dap"]
    assert found.problems == ()
    with Project.open(new, annotator=ADA) as project:
        assert project.check(decode) == []
        assert project.tags.add([1], "topic.music").edit  # it can be worked on
    return found


def pages_of(data: bytes, tmp_path: Path, table: str) -> list[int]:
    """The numbers of the pages in which rows of a table lie, from 0."""
    path = tmp_path / "look.dap"
    path.write_bytes(data)
    with sqlite3.connect(path) as connection:
        found = [
            row[0] - 1
            for row in connection.execute(
                "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,)
            )
        ]
    connection.close()
    path.unlink()
    return found


def test_a_sound_file_is_recovered_whole(tmp_path: Path, sound: bytes) -> None:
    found = recovered(tmp_path, sound)
    assert (found.counts.turns, found.counts.tags, found.whole) == (TURNS, TAGS, True)
    assert report_lines(found) == ([], [])


def test_a_project_without_targets_has_none_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "study.dap"
    with new_project(path, [prepared(target=None)]) as project:
        project.tags.add([1], "topic.art")
    data = path.read_bytes()
    path.unlink()
    assert report_lines(recovered(tmp_path, data)) == ([], [])


def test_every_turn_comes_back_from_the_files_that_were_imported(tmp_path: Path, sound: bytes) -> None:
    """With its speaker and its tags: only repairs that lay in the same pages may be gone."""
    for page in pages_of(sound, tmp_path, "turn"):
        data = bytearray(sound)
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        found = recovered(tmp_path, bytes(data))
        assert (found.counts.turns, found.counts.tags) == (TURNS, TAGS), found
        assert found.restored["turn"]
        assert "turn" not in found.lost
        with Project.open(tmp_path / "new.dap", read_only=True) as project:
            page_of = project.turns.page(project.turns.ids(1))
            assert page_of[3].text == "turn 3 of file 0.\n"
            assert [turn.speaker for turn in page_of[:4]] == ["A", "B", "A", "B"]
            assert labels_of(project, 1, "stance") == ["stance.favor"]
        (tmp_path / "new.dap").unlink()


@pytest.mark.parametrize("table", ["tag", "facet", "label", "annotator", "mark", "view"])
def test_what_people_made_comes_back_from_the_log(tmp_path: Path, sound: bytes, table: str) -> None:
    for page in pages_of(sound, tmp_path, table):
        data = bytearray(sound)
        data[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
        found = recovered(tmp_path, bytes(data))
        assert (found.counts.turns, found.counts.tags) == (TURNS, TAGS), found
        with Project.open(tmp_path / "new.dap", annotator=ADA) as project:
            assert {"Ada", "Ben"} <= {one.name for one in project.people.all()}
            assert len(project.codebook.read().facets) == 6
            assert [view.name for view in project.views.all()] == ["gaps"]
            assert list(project.marks.turns("flag")) == [3, 4]
        (tmp_path / "new.dap").unlink()


@pytest.mark.parametrize(
    "table", ["change", "edit", "project", "source", "source_data", "dialogue", "step", "target"]
)
def test_whatever_page_is_lost_turns_and_tags_stay(tmp_path: Path, sound: bytes, table: str) -> None:
    for page in pages_of(sound, tmp_path, table):
        data = bytearray(sound)
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        found = recovered(tmp_path, bytes(data))
        assert found.counts.turns == TURNS
        assert found.counts.tags >= TAGS  # tags whose removal the log has lost come back
        assert not found.whole
        lost, _ = report_lines(found)
        assert lost
        (tmp_path / "new.dap").unlink()


def _bad_text(data: bytearray, tmp_path: Path) -> None:
    at = data.index(b"turn 7 of file 1")
    data[at : at + 4] = b"t\xff\xfen"


def _other_text(data: bytearray, tmp_path: Path) -> None:
    at = data.index(b"turn 7 of file 1")
    data[at : at + 4] = b"TURN"


def _bad_json(data: bytearray, tmp_path: Path) -> None:
    at = data.index(b'[[1,2,"double')
    data[at : at + 2] = b"{["


CELLS: dict[str, Callable[[bytearray, Path], None]] = {
    "bytes that are no text": _bad_text,
    "another text": _other_text,
    "no JSON": _bad_json,
}


@pytest.mark.parametrize("name", CELLS)
def test_a_damaged_cell_is_mended(tmp_path: Path, sound: bytes, name: str) -> None:
    data = bytearray(sound)
    CELLS[name](data, tmp_path)
    found = recovered(tmp_path, bytes(data))
    assert (found.counts.turns, found.counts.tags) == (TURNS, TAGS)
    assert found.restored["turn"] >= 1
    with Project.open(tmp_path / "new.dap", read_only=True) as project:
        turns = project.turns.page(project.turns.ids(2))
        assert turns[7].text == "turn 7 of file 1.\n"
        assert turns[40].text == DAMAGED_TURN.text  # its repair steps still lead to it


HUGE = 2**63 - 1


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE turn SET position = {HUGE} WHERE id = 20",
        f"UPDATE turn SET position = {10**9} WHERE id = 20",
        "UPDATE turn SET position = -1 WHERE id = 20",
        f"UPDATE edit SET id = {HUGE} WHERE id = (SELECT max(id) FROM edit)",
        f"UPDATE dialogue SET turn_count = {10**9} WHERE id = 1",
        "UPDATE dialogue SET turn_count = 3 WHERE id = 1",
    ],
)
def test_numbers_that_no_row_has_are_damage(tmp_path: Path, sound: bytes, statement: str) -> None:
    damaged = tmp_path / "damaged.dap"
    damaged.write_bytes(sound)
    with contextlib.closing(sqlite3.connect(damaged)) as db, db:
        db.execute(statement)
    made = recovered(tmp_path, damaged.read_bytes())
    assert made.counts.turns == TURNS
    assert not made.lost["turn"]


@pytest.mark.parametrize("seed", range(6))
def test_random_damage_never_ends_in_an_error(tmp_path: Path, sound: bytes, seed: int) -> None:
    """Flips, torn ends and overwritten pages at once; the harness of trust does it ten thousand times."""
    rng = random.Random(seed)
    data = bytearray(sound)
    for _ in range(30):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    page = rng.randrange(1, len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = rng.randbytes(PAGE)
    found = recovered(tmp_path, bytes(data[: -rng.randrange(1, 3 * PAGE)]))
    assert found.counts.turns > TURNS / 2


def test_a_file_without_its_head_is_read_all_the_same(tmp_path: Path, sound: bytes) -> None:
    data = bytearray(sound)
    data[:PAGE] = bytes(PAGE)
    found = recovered(tmp_path, bytes(data))
    assert (found.counts.turns, found.counts.tags) == (TURNS, TAGS)


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    data = bytearray((Path(__file__).parents[1] / "store" / "data" / "v1.dap").read_bytes())
    found = recovered(tmp_path, bytes(data))
    assert found.whole, found
    assert found.counts.turns == 7


def test_a_dialogue_whose_file_has_no_bytes_keeps_the_places_of_its_turns(
    tmp_path: Path, sound: bytes
) -> None:
    """Then nobody knows their text: they are empty and counted."""
    path = tmp_path / "damaged.dap"
    path.write_bytes(sound)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM source_data WHERE source = 1")
        connection.execute("DELETE FROM turn WHERE id IN (3, 40, 41)")
    connection.close()
    data = path.read_bytes()
    path.unlink()
    found = recovered(tmp_path, data)
    assert found.lost["turn"] == 3
    assert (found.counts.turns, found.counts.tags) == (TURNS, TAGS)
    assert report_lines(found)[0][0] == "3 turns could not be read; they are empty"


def test_a_change_that_was_interrupted_is_taken_back_first(tmp_path: Path, sound: bytes) -> None:
    damaged = tmp_path / "damaged.dap"
    damaged.write_bytes(sound)
    damaged.with_name("damaged.dap-journal").write_bytes(b"no journal at all")
    found = recover(damaged, tmp_path / "new.dap", ADA, decode=decode, reread=reread)
    assert found.counts.turns == TURNS


def test_what_cannot_be_recovered_is_refused_in_words(tmp_path: Path, sound: bytes) -> None:
    damaged, new = tmp_path / "damaged.dap", tmp_path / "new.dap"

    def refused() -> str:
        with pytest.raises(UserError) as caught:
            recover(damaged, new, ADA, decode=decode, reread=reread)
        assert not new.exists()
        return str(caught.value)

    assert "there is no such file" in refused()
    for data in (b"", b"[A]: hello", bytes(9 * PAGE), random.Random(1).randbytes(9 * PAGE)):
        damaged.write_bytes(data)
        assert "nothing of a project can be found in it" in refused()
    damaged.write_bytes(sound)
    with Project.open(damaged, annotator=ADA):
        assert "somebody has it open for writing" in refused()
    with pytest.raises(Cancelled):
        recover(damaged, new, ADA, decode=decode, reread=reread, cancelled=lambda: True)
    assert not new.exists()
    new.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        recover(damaged, new, ADA, decode=decode, reread=reread)
    assert new.read_text() == "mine"


def test_structured_files_are_read_again(tmp_path: Path) -> None:
    path = tmp_path / "damaged.dap"
    source = prepared(0, turns=3)
    text = source.data.decode()
    (dialogue,) = source.dialogues
    with new_project(path, [source_of("x.json", (dataclasses.replace(dialogue, meta={"format": "json"}),))]):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM turn WHERE id = 2")
    connection.close()
    found = recover(path, tmp_path / "new.dap", ADA, decode=decode, reread=lambda *_: [text])
    assert (found.counts.turns, dict(found.lost), found.restored["turn"]) == (3, {}, 1)


def test_pieces_and_places() -> None:
    leads = {"[A]: ": "A", "\n[B]: ": "B", "": ""}
    assert pieces("", leads) == []
    assert pieces("words", leads) == [("", "words", "")]
    assert pieces("[A]: x\n[B]: y[A]: ", leads) == [
        ("[A]: ", "x", "A"),
        ("\n[B]: ", "y", "B"),
        ("[A]: ", "", "A"),
    ]
    assert pieces("- [A]: x", leads) == [("- [A]: ", "x", "A")]
    assert fitted(["a", None, "b", "b", "z"], "a?bb") == [(0, 1), None, None, None, None]
    assert fitted(["a", None, "bc", "b"], "a?bcb") == [(0, 1), None, (2, 4), (4, 5)]


def test_the_command_says_what_was_saved(
    tmp_path: Path, sound: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.dap"
    data = bytearray(sound)
    _bad_text(data, tmp_path)
    damaged.write_bytes(data)
    assert main(["check", str(damaged)]) == 1
    assert "Recover it into a new file" in capsys.readouterr().err
    assert main(["recover", str(damaged), str(tmp_path / "one.dap")]) == 0
    said = capsys.readouterr()
    assert f"{TURNS} turns and {TAGS} tags saved in" in said.out + said.err
    assert "Restored: 1 turn from the file that was imported" in said.out + said.err
    assert main(["recover", str(damaged), str(tmp_path / "two.dap"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["saved"]["turns"], told["lost"], told["restored"]) == (TURNS, {}, {"turn": 1})
    assert main(["check", str(tmp_path / "two.dap")]) == 0
    assert main(["recover", str(damaged), str(tmp_path / "two.dap")]) == 1
    assert "exists already" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_a_recovered_file_is_its_owners_alone(tmp_path: Path, sound: bytes) -> None:
    recovered(tmp_path, sound)
    assert (tmp_path / "new.dap").stat().st_mode & 0o777 == 0o600
