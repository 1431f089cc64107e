"""Words that talk is full of tell what a line was that differs in one or two letters."""

from __future__ import annotations

import pytest

from annotator.plausibility import is_frequent, text_cost
from annotator.repair import RepairConfig, repair
from annotator.repair.reread_pairs import PairReading, readings
from tests.repair.reports import damaged

PLAIN = RepairConfig(joiners=False)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Prečo si mi nič nepovedal?", "windows-1250>windows-1252"),
        ("MOŽDA ĆEŠ DOĆI SUTRA.", "windows-1250>windows-1252"),
        ("Kodėl tu man nieko nepasakei?", "windows-1257>windows-1252"),
        ("Hayır, hiç gitmedim.", "windows-1254>windows-1252"),
        ("Çocukken köyde büyükannemin yanında yaşıyorduk.", "windows-1254>latin-1"),
        ("Die Schriftgröße", "cp850>windows-1252"),
        ("Não sei, não.", "windows-1252>mac-roman"),
        ("AS IRMÃS TAMBÉM SÃO PROFESSORAS.", "windows-1252>cp437"),
        ("Бабушка всегда рассказывала нам сказки перед сном.", "cp866>windows-1252"),
        ("ยังไม่รู้เลย", "windows-874>windows-1252"),
    ],
)
def test_one_line_is_enough(text: str, how: str) -> None:
    found = repair(damaged(text, how), PLAIN)
    assert found.text == text
    assert repair(text, PLAIN).steps == ()


def test_one_letter_of_a_word_that_few_say_is_a_doubt() -> None:
    found = repair("Herabklapper-MenŸ", PLAIN)
    assert all(step.confidence <= 0.8 for step in found.steps)
    assert found.steps


@pytest.mark.parametrize(
    "line",
    [
        "ÇoffsetÈ sin ÇcountÈ",  # a low quote and an é of quotes
        "sàraðo laukas",  # signs within words
        "NATÃRLICH, SÃ MÃ DET",  # left of UTF-8
    ],
)
def test_what_no_word_holds_is_no_reading(line: str) -> None:
    assert not any(step.kind == "encoding" for step in repair(line, PLAIN).steps)


def test_what_is_left_of_utf_8_is_no_word() -> None:
    assert not any(reading.believed for reading in readings("QUEL GIOVEDÃ ANDÃ TUTTO GIÃ."))


def test_signs_between_capitals_that_are_meant_stay() -> None:
    for text in ("NAME│DATE│TYPE", "WHAT…NOW—YES", "A→B, X·Y, M®D"):
        assert repair(text, PLAIN).steps == ()


def test_a_lost_letter_is_sure_only_where_what_is_chosen_is_the_word() -> None:
    found = repair("La meva Ã via tambÃ© parlava catalÃ  amb els veÃ¯ns.", PLAIN)
    assert all(step.confidence < 0.85 for step in found.steps if step.kind == "lost")


def test_everyday_words_and_rare_syllables() -> None:
    assert is_frequent("prečo", "sk")
    assert is_frequent("и", "ru")
    assert not is_frequent("à", "th")
    assert text_cost("싨", "korean") > text_cost("단", "korean")


def test_words_that_nobody_knows_must_speak_together() -> None:
    def reading(page: str, characters: str, words: str, gain: float, less: float = 0.0) -> PairReading:
        pair = ("windows-1252", page)
        return PairReading(gain, pair, "", frozenset(characters), frozenset(words.split()), less=less)

    icelandic = reading("windows-1252", "þð", "þorn maður viður", 26.0)
    assert icelandic.believed, "letters that no other language has"
    assert not reading("windows-1252", "þð", "þorn maður viður", 24.0).believed
    turkish = reading("windows-1254", "ış", "ısı aşı", 15.0)
    assert turkish.believed
    assert turkish.believed_together
    assert not reading("windows-1254", "ı", "ısı", 15.0).believed_together
    assert reading("windows-1250", "áé", "bábá tété látá", 15.0, 2.0).believed_together
    assert not reading("windows-1250", "áé", "bábá tété látá", 15.0, 1.0).believed_together


def test_quotes_that_came_as_controls_beside_other_repairs() -> None:
    assert repair("\x800Â\xa0").text == "€0\xa0"
