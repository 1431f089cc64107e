"""Lost characters come back: the least that must be reached on texts the model has never seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.repair.measure import Score, documents, score

DATA = Path(__file__).parent / "data"

# They are long to calculate.
pytestmark = pytest.mark.no_cover


def measured(*names: str, page: str = "windows-1254", lost: str = "dropped", plain: str = "") -> Score:
    total = Score()
    for name in names:
        total.add(_measured(name, page, lost, plain))
    return total


@cache
def _measured(name: str, page: str, lost: str, plain: str, most: int | None = None) -> Score:
    """One text in documents of 4,000 characters, which several tests judge."""
    total = Score()
    for document in documents((DATA / f"{name}.txt").read_text("utf-8")[:most], 4000):
        total.add(score(document, page, lost, plain=plain))
    return total


#: Texts, code page, what became of lost bytes; the share that must be right, in per cent.
LEAST = [
    (("dialogues",), "windows-1254", "dropped", 99.0),
    (("reviews",), "windows-1254", "dropped", 97.3),
    (("news",), "windows-1254", "dropped", 95.4),
    (("handbook",), "windows-1254", "dropped", 98.0),
    (("handbook-hant",), "windows-1254", "dropped", 98.0),
    (("dialogues",), "windows-1252", "?", 99.5),
    (("dialogues",), "windows-1254", "\ufffd", 99.5),
    (("dialogues",), "windows-1253", "dropped", 94.8),
    (("dialogues",), "windows-1257", "dropped", 95.4),
]


@pytest.mark.parametrize(("names", "page", "lost", "least"), LEAST)
def test_lost_characters_come_back(names: tuple[str, ...], page: str, lost: str, least: float) -> None:
    assert measured(*names, page=page, lost=lost).accuracy * 100 >= least


def test_probabilities_mean_what_they_say() -> None:
    total = measured("dialogues", "news", "reviews", "handbook")
    assert total.certain_accuracy >= 0.997
    assert total.caught >= 0.8
    for count, right in (total.bins[place] for place in range(10, 20)):
        if count >= 100:
            place = next(p for p, pair in total.bins.items() if pair == [count, right])
            assert abs(right / count - (place + 0.5) / 20) < 0.1


def test_dialogues_show_few_doubts() -> None:
    total = measured("dialogues")
    assert total.doubt_share <= 0.06
    assert total.caught >= 0.8


def test_dropped_controls_of_latin_1_are_known_for_what_they_are() -> None:
    """Half of all continuation bytes are gone there; what is right is little, but what it was is found."""
    total = _measured("dialogues", "latin-1", "controls", "", most=250)
    assert total.accuracy >= 0.6


@pytest.mark.parametrize("plain", [" ", " '\""])
def test_wide_spaces_and_quotes_that_became_plain_ones(plain: str) -> None:
    assert measured("dialogues", page="windows-1252", plain=plain).accuracy >= 0.99
