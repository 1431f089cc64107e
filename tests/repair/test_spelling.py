"""What speaks against letters and quotes where words are spelt."""

from __future__ import annotations

from annotator.repair.lines import Line
from annotator.repair.slots import Slot
from annotator.repair.spelling import Spelling

SLOT = Slot(3, 4, (("Đ", 0.0), ("č", 0.0)), 0xC4)


def test_letters_that_a_long_text_has_nowhere_else_are_less_likely() -> None:
    line = Line(("", "iều này"), (SLOT,))
    spelling = Spelling("điều này được nói rõ. " * 40)
    assert spelling.prior(line, 0, "Đ", known=True) == 0
    assert spelling.prior(line, 0, "č", known=True) < 0
    assert spelling.prior(line, 0, "”", known=True) == 0, "no letter"
    assert Spelling("điều này").prior(line, 0, "č", known=True) == 0, "a short text does not have them all"


def test_quotes_open_before_words() -> None:
    spelling = Spelling("")
    before, behind = Line(("Die ", "gute"), (SLOT,)), Line(("Idee", "."), (SLOT,))
    assert spelling.prior(before, 0, "„", known=True) == 0
    assert spelling.prior(behind, 0, "„", known=True) < 0
    assert spelling.prior(before, 0, "„ ", known=True) < 0, "the option holds the space behind it"
    assert spelling.prior(behind, 0, "”", known=True) == 0


def test_what_the_model_never_saw_is_unlikely() -> None:
    line = Line(("a", "b"), (SLOT,))
    assert Spelling("").prior(line, 0, "\u200a", known=False) < Spelling("").prior(line, 0, "”", known=True)
