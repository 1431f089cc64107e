"""Small files of the kinds that people have, each with the turns that must come of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.importers import Recipe, find_format, read_structured
from annotator.pipeline.import_files import prepare

CASES = Path(__file__).parent / "cases"
_FOUND = sorted(folder for folder in CASES.iterdir() if (folder / "expected.json").exists())
_META = ("start", "end", "time", "id", "reply_to")


def given(case: Path) -> Path:
    """The input file of a case."""
    return next(
        path for path in case.iterdir() if path.name != "README" and not path.name.startswith("expected")
    )


@pytest.mark.parametrize("case", _FOUND, ids=lambda case: case.name)
def test_a_case_gives_the_right_turns(case: Path) -> None:
    wanted = json.loads((case / "expected.json").read_text(encoding="utf-8"))["dialogues"]
    path = given(case)
    source = prepare(path.name, path.read_bytes())
    found = [
        [
            {"speaker": turn.speaker, "text": turn.text, "gaps": list(turn.gaps), **turn.meta}
            for turn in one.turns
        ]
        for one in source.dialogues
    ]
    assert [len(one) for one in found] == [len(one) for one in wanted]
    for turns, right in zip(found, wanted, strict=True):
        for turn, values in zip(turns, right, strict=True):
            assert {key: str(turn.get(key)) for key in values} == {
                key: str(value) for key, value in values.items()
            }


@pytest.mark.parametrize("case", _FOUND, ids=lambda case: case.name)
def test_a_case_is_read_the_same_again(case: Path) -> None:
    path = given(case)
    form = find_format(path.name, path.read_bytes())
    if form.read is not None:
        first, second = (read_structured(form, path.name, path.read_bytes(), Recipe()) for _ in range(2))
        assert first == second
