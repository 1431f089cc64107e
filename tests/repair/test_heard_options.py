"""Options of lost characters once the network was asked: what is ruled out, and of too many the likeliest."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from annotator.repair import repair
from annotator.repair.heard_options import HeardOptions
from annotator.repair.lattice import HEARD, MOST_CHOICES, NOT_LOOKED_AT, Choice
from tests.repair.damage import misread

TEXTS = Path(__file__).parent / "data"
COUNT = MOST_CHOICES + 20
OTHER = Choice((7, 8), 0.5)


def alone(numbers: tuple[int, ...]) -> float:
    """The later a token, the seldomer."""
    return -numbers[0] / 10


def test_what_the_network_rules_out_is_not_looked_at() -> None:
    options = HeardOptions([Choice((1,), -1.0), Choice((2,), -2.0), None], alone)
    found = options.choices(np.array([-0.5, -9.5, -8.0], dtype=np.float32), lambda _: OTHER)
    assert found == (Choice((1,), -1.0 + HEARD * -0.5), NOT_LOOKED_AT, OTHER)


def test_of_too_many_the_likeliest_are_looked_at() -> None:
    plain = [*(Choice((number,), 0.0) for number in range(COUNT)), None]
    found = HeardOptions(plain, alone).choices(np.full(COUNT + 1, -1.0, dtype=np.float32), lambda _: OTHER)
    looked_at = [at for at, choice in enumerate(found) if choice is not NOT_LOOKED_AT]
    assert looked_at == [*range(MOST_CHOICES - 1), COUNT]


def test_many_options_of_names_are_looked_at_one_by_one() -> None:
    turns = [line[5:] for line in (TEXTS / "dialogues.txt").read_text("utf-8").split("\n")[:6]]
    text = "".join(f"{name}: {turn}\n" for name, turn in zip(["王明", "李红"] * 3, turns, strict=True))
    found = repair(misread(text, "latin-1", "controls")).text.split("\n")
    assert "我其实更喜欢在家里做" in found[3]
