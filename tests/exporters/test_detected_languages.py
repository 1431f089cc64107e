"""What was detected about languages is never written as if somebody had said it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from annotator.exporters import FORMATS, Format, Options
from annotator.model import TurnLanguage
from tests.exporters.projects import Project, sample

FOUND = TurnLanguage("de", "de", None, (("de", 3),))
#: Formats that write it, and what the place is called where it stands.
PLACES = {
    "json": "detected_language",
    "jsonl": "detected_language",
    "csv": "detected_language",
    "convokit": "detected_language",
    "parquet": "detected_language",
    "xlsx": "detected_language",
    "datasets": "detected_language",
    "chat": "@Languages:\tdeu",
    "lewidi": '"lang":"de"',
}


def with_finding(found: TurnLanguage | None) -> Project:
    project = sample()
    project.records = [
        replace(
            record,
            turns=tuple(replace(one, turn=replace(one.turn, language=found)) for one in record.turns),
        )
        for record in project.records
    ]
    return project


def parts(row: Format, project: Project) -> dict[str, bytes]:
    out = io.BytesIO()
    row.write(project, out, Options())
    if not zipfile.is_zipfile(out):
        return {"": out.getvalue()}
    with zipfile.ZipFile(out) as files:
        return {name: files.read(name) for name in files.namelist()}


@pytest.mark.parametrize("row", FORMATS, ids=[row.key for row in FORMATS])
def test_a_finding_is_written_under_a_name_that_says_so_or_not_at_all(row: Format) -> None:
    if row.needs:
        pytest.importorskip(row.needs)
    with_it, without = parts(row, with_finding(FOUND)), parts(row, with_finding(None))
    changed = [name for name, data in with_it.items() if without.get(name) != data]
    assert bool(changed) == (row.key in PLACES)
    for name in changed:
        assert "tags" not in name
        assert PLACES[row.key].encode() in with_it[name] or name == SUMS


#: What has the sums of the other files.
SUMS = "croissant.json"
