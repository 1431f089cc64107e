"""What speaks against letters and quotes where words are spelt."""

from __future__ import annotations

import pytest

from annotator.repair.damaged_line import Line
from annotator.repair.language_model import load
from annotator.repair.lost_characters import Slot
from annotator.repair.spelling import Spelling, language_of

SLOT = Slot(3, 4, (("Đ", 0.0), ("č", 0.0)), 0xC4)


def test_letters_that_a_long_text_has_nowhere_else_are_less_likely() -> None:
    line = Line(("a ", "iều này"), (SLOT,))
    spelling, short = (Spelling("ϰφ ϱφϰ ϱϰφ. " * count, load()) for count in (80, 2))
    assert spelling.prior(line, 0, "ϱ", known=True) == 0
    assert spelling.prior(line, 0, "č", known=True) < 0
    assert spelling.prior(line, 0, "”", known=True) == 0, "no letter"
    assert short.prior(line, 0, "č", known=True) == 0, "a short text does not have them all"


def test_letters_are_of_the_case_that_stands_around_them() -> None:
    spelling = Spelling("", load())

    def prior(before: str, behind: str, text: str) -> float:
        return spelling.prior(Line((before, behind), (SLOT,)), 0, text, known=True)

    assert prior("ALL", " LOS", "Á") == 0 > prior("ALL", " LOS", "á")
    assert prior("M", "S, DE AHÍ", "Á") == 0 > prior("M", "S, DE AHÍ", "á")
    assert prior("B: S", ", NO SE", "Í") == 0 > prior("B: S", ", NO SE", "í"), "the line is in capitals"
    assert prior("poszła do ", "odzi", "Ł") == 0 == prior("poszła do ", "odzi", "ł")
    assert prior("po", "eli", "č") == 0 > prior("po", "eli", "Č")
    assert prior("", "a va", "Ç") == 0 > prior("", "a va", "ç"), "a sentence begins"
    assert prior("Oui. ", "a va", "Ç") == 0 > prior("Oui. ", "a va", "ç")
    assert prior("ALL", " LOS", "א") == 0, "it has no case"


def test_quotes_open_before_words() -> None:
    spelling = Spelling("", load())
    before, behind = Line(("Die ", "gute"), (SLOT,)), Line(("Idee", "."), (SLOT,))
    assert spelling.prior(before, 0, "„", known=True) == 0
    assert spelling.prior(behind, 0, "„", known=True) < 0
    assert spelling.prior(before, 0, "„ ", known=True) < 0, "the option holds the space behind it"
    assert spelling.prior(behind, 0, "”", known=True) == 0


def test_what_the_model_never_saw_is_unlikely() -> None:
    line = Line(("a", "b"), (SLOT,))
    assert Spelling("", load()).prior(line, 0, "\u200a", known=False) < Spelling("", load()).prior(
        line, 0, "”", known=True
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tôi không biết phải nói gì nữa, trời hôm nay đẹp quá.", "vi"),
        ("Es nezinu, kāpēc viņš tik vēlu nāca mājās.", "lv"),
        ("אני לא יודע מה להגיד לך על זה", "he"),
        ("", ""),
        ("ꦏꦏꦏ ꦏꦏꦏ ꦏꦏꦏꦏ", ""),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_letters_that_the_language_puts_together_are_likelier() -> None:
    spelling = Spelling("אני לא יודע מה להגיד לך על זה, היום בבוקר הלכתי לים", load())
    line = Line(("של", ", מה"), (SLOT,))
    assert spelling.prior(line, 0, "ום", known=True) > spelling.prior(line, 0, "וא", known=True)
    assert spelling.prior(line, 0, "\u05c1", known=True) < -20, "a mark that nobody writes"
    beside = Line(("של", "", "-"), (SLOT, SLOT))
    assert spelling.prior(beside, 1, "\u05c1", known=True) < -20, "what stands before it is lost"
    assert spelling.prior(Line(("-", "-"), (SLOT,)), 0, "\u05c1", known=True) > -20


def test_common_words_are_likelier() -> None:
    spelling = Spelling("Hôm nay tôi rất vui và mọi người đều biết điều đó.", load())
    line = Line(("nay tr", "i rất"), (SLOT,))
    assert spelling.prior(line, 0, "ờ", known=True) > spelling.prior(line, 0, "ọ", known=True)
    beside = Line(("tr", "", "i"), (SLOT, SLOT))
    assert spelling.prior(beside, 0, "ờ", known=True) < spelling.prior(line, 0, "ờ", known=True)


def test_a_line_begins_and_ends_as_a_word_does() -> None:
    french = (
        "Les enfants vont dans la cour de leur maison avec une grande joie et ils jouent toute la journée. "
    )
    spelling = Spelling(french * 4, load())

    def pairs(*parts: str, at: int = 0) -> float:
        return spelling._pairs(Line(parts, (SLOT,) * (len(parts) - 1)), at, "é")

    assert pairs("", "clair est") == pairs(" ", "clair est") > 0
    assert pairs("carr", "") == pairs("carr", " ") > 0
    assert pairs("carr", "", "") != pairs("carr", " "), "what is lost beside it says nothing"
