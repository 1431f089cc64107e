"""Whether what was written is read back, and what is found where it is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from annotator.core.plain_records import PlainDialogue
from annotator.errors import Cancelled
from annotator.exporters import FORMATS, Differs, Format, Witness
from annotator.model import Codebook, Facet, Label
from tests.exporters.bundles import written
from tests.exporters.projects import Project, projects, sample, tag

# These hold tables alone, or decisions alone, and have their own tests.
KEYS = [row.key for row in FORMATS if row.key not in {"tables", "decisions-csv"}]
BY_KEY = {row.key: row for row in FORMATS}


def witness(row: Format, project: Project) -> Witness:
    made = Witness(row.check(project))
    for record in project.dialogues():
        made.add(record)
    return made


@pytest.mark.parametrize("key", KEYS)
def test_what_was_written_is_read_back(key: str) -> None:
    told: list[int] = []
    witness(BY_KEY[key], sample()).compare(io.BytesIO(written(sample(), key)), told.append)
    assert sum(told) >= 1


def with_an_empty_dialogue() -> Project:
    project = sample()
    first, second = project.records
    project.records = [replace(first, turns=(), tags=()), second]
    return project


def with_bare_labels() -> Project:
    """A codebook of names alone, and no dialogue."""
    label = Label("mood.up", "mood", "up")
    return Project(book=Codebook("Bare", (Facet("mood", "Mood", "single", labels=(label,)),)))


@pytest.mark.parametrize("make", [Project, with_an_empty_dialogue, with_bare_labels])
@pytest.mark.parametrize("key", KEYS)
def test_next_to_nothing_is_read_back_too(key: str, make: Callable[[], Project]) -> None:
    file = io.BytesIO(written(make(), key))
    witness(BY_KEY[key], make()).compare(file)
    assert file.getvalue() == written(make(), key)


def test_a_plain_dialogue_without_turns_is_in_no_table() -> None:
    empty = replace(sample().records[0], turns=(), tags=())
    made = Witness(BY_KEY["csv"].check(sample()))
    made.add_plain(PlainDialogue(empty, ()))
    project = sample()
    project.records = [empty]
    made.compare(io.BytesIO(written(project, "csv")))


def test_a_row_that_is_cut_short_is_found() -> None:
    whole = written(sample(), "csv")
    first, second, *rest = whole.split(b"\r\n")
    cut = b"\r\n".join([first, second.rsplit(b",", 1)[0], *rest])
    with pytest.raises(Differs):
        witness(BY_KEY["csv"], sample()).compare(io.BytesIO(cut))


@settings(max_examples=30)
@given(projects())
def test_every_project_is_read_back_from_every_format(project: Project) -> None:
    for row in map(BY_KEY.__getitem__, KEYS):
        witness(row, project).compare(io.BytesIO(written(project, row.key)))


def changed(text: str) -> Project:
    """The sample with another text in its second turn."""
    project = sample()
    first, second = project.records
    turns = list(first.turns)
    turns[1] = replace(turns[1], turn=replace(turns[1].turn, text=text, received=text))
    project.records = [replace(first, turns=tuple(turns)), second]
    return project


@pytest.mark.parametrize("key", [key for key in KEYS if key != "json"])
def test_another_text_is_found_with_its_dialogue(key: str) -> None:
    place = sample().records[0].dialogue.key
    with pytest.raises(Differs, match=place):
        witness(BY_KEY[key], sample()).compare(io.BytesIO(written(changed("caf"), key)))


@pytest.mark.parametrize("key", KEYS)
def test_a_tag_that_is_missing_is_found(key: str) -> None:
    project = sample()
    first, second = project.records
    turn = second.turns[0]
    more = replace(turn, turn=replace(turn.turn, tags=(tag(99, "stance", "stance.none"),)))
    project.records = [first, replace(second, turns=(more,))]
    with pytest.raises(Differs):
        witness(BY_KEY[key], project).compare(io.BytesIO(written(sample(), key)))


@pytest.mark.parametrize("key", KEYS)
def test_a_dialogue_that_is_missing_or_too_many_is_found(key: str) -> None:
    fewer = sample()
    turn = fewer.records[1].turns[0]
    tagged = replace(turn, turn=replace(turn.turn, tags=(tag(99, "stance", "stance.none"),)))
    both = sample()
    both.records = [both.records[0], replace(both.records[1], turns=(tagged,))]
    fewer.records = fewer.records[:1]
    for seen, wrote in ((both, fewer), (fewer, both)):
        with pytest.raises(Differs):
            witness(BY_KEY[key], seen).compare(io.BytesIO(written(wrote, key)))


@pytest.mark.parametrize("key", KEYS)
def test_a_file_that_was_cut_off_is_found(key: str) -> None:
    data = written(sample(), key)
    with pytest.raises(Differs):
        witness(BY_KEY[key], sample()).compare(io.BytesIO(data[: len(data) // 2]))


def test_sources_of_the_document_are_compared_too() -> None:
    data = written(sample(), "json")
    second = sample().files[1]
    hashed = second.sha256.encode()
    for wrong in (
        data.replace(b'"sha256":"' + hashed, b'"sha256":"' + hashed[::-1]),  # another source
        data.replace(b'"data":"e', b'"data":"f'),  # other bytes
        data.replace(b'"name":"all"', b'"name":"none"'),  # other views
        data.replace(b'"kept":"data","data":"eA0KeQ=="', b'"kept":"text"'),  # not in the text
        data[: data.index(b',\n    {"sha256":"' + hashed)] + b"\n  ]\n}\n",  # one too few
    ):
        assert wrong != data
        with pytest.raises(Differs):
            witness(BY_KEY["json"], sample()).compare(io.BytesIO(wrong))


def test_parts_of_a_zip_belong_together() -> None:
    for key, old, new in (
        ("convokit", b'"conversation_id": "', b'"conversation_id": "x'),
        ("convokit", b'"vectors": []}\n}', b'"vectors": []},\n"x": {}\n}'),
        ("messages", b'{"messages":[', b'{"messages":[{"role":"user","content":""},'),
    ):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(written(sample(), key))) as before,
            zipfile.ZipFile(out, "w") as after,
        ):
            for name in before.namelist():
                data = before.read(name)
                after.writestr(name, data.replace(old, new) if "speakers" not in name else data)
        with pytest.raises(Differs):
            witness(BY_KEY[key], sample()).compare(out)


def test_cancelling_stops_the_reading() -> None:
    with pytest.raises(Cancelled):
        witness(FORMATS[0], sample()).compare(io.BytesIO(written(sample(), "json")), cancelled=lambda: True)
