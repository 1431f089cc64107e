"""WebVTT files: cues that players show, notes that hold what cues cannot."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given

from annotator.exporters import FORMATS, Differs, Witness
from annotator.exporters.elan_writer import TIMES
from tests.exporters.bundles import unpacked
from tests.exporters.projects import Project, projects, sample
from tests.exporters.test_source_metadata import exported, record
from tests.importers.reading import read, said


def test_a_cue_has_its_turn_voice_and_times() -> None:
    first, second = (data.decode() for data in unpacked(sample(), "vtt").values())
    assert first.startswith("WEBVTT\n\nNOTE {")
    assert TIMES in first
    assert "\n00:00:01.000 --> 00:00:02.000\n<v A>café ,  是\n" in first
    assert "\n00:00:00.000 --> 00:00:01.000\n标题 “x”\n" in first, "nobody has no voice"
    assert second.endswith("<v C>x\ny\n")


def test_the_times_of_the_source_come_back(tmp_path: Path) -> None:
    files, invented = exported(tmp_path, "74-csv-times-out", "vtt", "x.zip")
    (data,) = files.values()
    made = read("x.vtt", data)
    assert said(made) == [[("Ilse", "Is it raining?"), ("Bram", "Not yet."), ("Ilse", "Good.")]]
    assert [(turn.meta["start"], turn.meta["end"]) for turn in made.dialogues[0].turns] == [
        (1.5, 3.25), (3.5, 4.0), (5.0, 6.0)
    ]  # fmt: skip
    assert invented == {}
    assert b'"times"' not in data


def test_turns_whose_times_are_invented_are_named() -> None:
    project = sample()
    project.records = [record([{"start": 3_600, "end": 3_601.5}, {}])]
    (data,) = unpacked(project, "vtt").values()
    note = json.loads(data.decode().split("\n\n")[1].removeprefix("NOTE "))
    assert note["times"].endswith("turns 1, from 0.")
    assert b"01:00:00.000 --> 01:00:01.500" in data


@given(projects())
def test_no_text_ends_a_cue_or_begins_one(project: Project) -> None:
    for one, data in zip(project.records, unpacked(project, "vtt").values(), strict=True):
        blocks = data.decode().rstrip("\n").split("\n\n")
        assert len(blocks) == 2 + 2 * len(one.turns)
        assert sum(" --> " in line for line in data.decode().split("\n")) == len(one.turns)


def test_a_file_without_its_head_is_found() -> None:
    project = sample()
    witness = Witness(next(row for row in FORMATS if row.key == "vtt").check(project))
    for one in project.records:
        witness.add(one)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, data in unpacked(project, "vtt").items():
            archive.writestr(name, data.replace(b"WEBVTT", b"SUBTITLES"))
    with pytest.raises(Differs):
        witness.compare(other)
