"""Short damaged turns, alone, in capitals and among clean turns: right, or a doubt; what is clean stays."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from tests.repair.damage import misread
from tests.repair.reports import damaged

ENGLISH = "A: So where did you grow up?\n"


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Així no és això, així que sí.", "utf-8>windows-1252/drop"),
        ("SÍ, TAMBIÉN LO SÉ, MAMÁ.", "utf-8>windows-1252/fffd"),
        ("B: Tak, wiem, poszła do Łodzi.", "utf-8>windows-1252/?"),
        ("Señor Peña, “it’s fine”", "utf-8>windows-1252/drop"),
        ("For ½ h at 30 °C it’s “fine”", "utf-8>windows-1252/drop"),
        ("It cost 20 ± 5 and 3 × 4 again", "utf-8>windows-1254/drop"),
        ("Бабушка всегда рассказывала нам сказки.", "utf-8>windows-1252/drop|utf-8>windows-1252/drop"),
        ("МЫ ПЕРЕЕХАЛИ В ГОРОД, КОГДА БЫЛО ЛЕТО.", "utf-8>windows-1252/drop|utf-8>windows-1252/drop"),
        ("It’s fine, I don’t mind.", "windows-1252>latin-1"),
        ("Natürlich nicht, das wäre möglich.", "utf-8>shift_jis"),
        ("Ben oui, c’était prévu.", "utf-8>gb18030"),
        ("네, 맞아요.", "euc_kr>windows-1252"),
        ("对啊。", "utf-8>gb18030"),
    ],
)
def test_they_come_back(text: str, how: str) -> None:
    received = text
    for step in how.split("|"):
        received = damaged(received, step)
    assert received != text
    assert repair(received).text == text
    assert repair(f"{ENGLISH}{received}\n{ENGLISH}").text == f"{ENGLISH}{text}\n{ENGLISH}"


@pytest.mark.parametrize("page", ["cp850", "cp866", "koi8-r", "windows-1251", "mac-roman"])
def test_one_turn_among_clean_ones_of_its_alphabet(page: str) -> None:
    clean = "Мы переехали в город, когда мне было семь лет.\nНе знаю, может быть, завтра.\n"
    assert repair(clean + misread("Ну да.", page, "kept")).text == f"{clean}Ну да."


@pytest.mark.parametrize("clean", ["Δεν ξέρω ακόμα.", "אני לא יודעת.", "لا أعرف بعد."])
def test_clean_turns_of_other_alphabets_say_nothing(clean: str) -> None:
    damaged_turn = misread("Это было очень давно, не помню.", "cp866", "kept")
    assert repair(f"{clean}\n{damaged_turn}").text == f"{clean}\nЭто было очень давно, не помню."


@pytest.mark.parametrize(
    "received",
    [
        "NATΓRLICH NICHT.",  # what the letter was is lost
        "ÆÓÆ¨¡C",  # three characters of Big5
    ],
)
def test_what_says_too_little_is_not_made_into_something_else(received: str) -> None:
    found = repair(received)
    assert all(step.before == step.after or step.confidence < 0.85 for step in found.steps)


@pytest.mark.parametrize("text", ["我没有想好。", "你呢？", "没有。"])
def test_a_character_cut_off_at_the_end_of_a_line_may_be_any(text: str) -> None:
    received = misread(text, "windows-1252")[:-1]
    step = repair(f"{ENGLISH}{received}\n{ENGLISH}").steps[-1]
    assert text[-1] in [option for option, _ in step.alternatives]


def test_letters_of_a_short_text_are_doubts_unless_they_make_a_common_word() -> None:
    received = misread("Starý otec hovoril doma maďarsky.", "windows-1252")
    assert [step.confidence < 0.85 for step in repair(received).steps if step.kind == "lost"] == [True]


def test_a_dot_that_stands_for_lost_bytes_is_no_dot() -> None:
    received = damaged("はい。", "utf-8>shift_jis/dot")
    assert "E" not in repair(received).text
