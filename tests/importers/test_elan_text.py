"""Tab-delimited text of ELAN without a line of names: tiers of speech are turns, others go along."""

from __future__ import annotations

import pytest

from annotator.errors import UserError
from annotator.importers import find_format
from tests.importers.reading import left_out, read, said

TEXT = """\
transcription\tIlse\t00:00:02.500\t2.5\t00:00:04.000\t4.0\t00:00:01.500\t1.5\tde slang lekt
transcription\tIlse\t00:00:09.000\t9.0\t00:00:10.000\t10.0\t00:00:01.000\t1.0\tja
translation\tIlse\t00:00:02.500\t2.5\t00:00:04.000\t4.0\t00:00:01.500\t1.5\tthe hose leaks
Bram\t\t00:00:05.000\t5.0\t00:00:06.000\t6.0\t00:00:01.000\t1.0\twat zeg je daar
"""


def test_tiers_of_speech_are_turns_and_others_go_along() -> None:
    found = read("talk.txt", TEXT)
    assert found.questions == ()
    assert said(found) == [[("Ilse", "de slang lekt"), ("Bram", "wat zeg je daar"), ("Ilse", "ja")]]
    first, second, _ = found.dialogues[0].turns
    assert first.meta == {"start": 2.5, "end": 4.0, "tiers": {"translation": "the hose leaks"}}
    assert second.meta == {"start": 5.0, "end": 6.0}
    assert left_out(found) == ["Left out: 1 tier: translation (1)"]
    assert [(tier.name, tier.taken) for tier in found.tiers] == [
        ("transcription", True),
        ("translation", False),
        ("Bram", True),
    ]


def test_other_tiers_can_be_chosen() -> None:
    found = read("talk.txt", TEXT, tiers=("translation",))
    assert said(found) == [[("Ilse", "the hose leaks")]]
    with pytest.raises(UserError, match="no tier"):
        read("talk.txt", TEXT, tiers=("gesture",))


@pytest.mark.parametrize(
    "text",
    [
        "transcription\t\t00:00:02.500\t2.5\t00:00:04.000\tone line\n",
        TEXT.replace("\tja", "\t00:00:11.000"),
        TEXT + "a line of another kind\n",
        TEXT.replace("Bram\t\t", "Bram\t"),
    ],
)
def test_what_is_no_such_text(text: str) -> None:
    assert find_format("talk.txt", text.encode()).key != "elan-text"
