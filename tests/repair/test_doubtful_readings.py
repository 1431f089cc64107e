"""Steps that what stands beside them makes less sure."""

from __future__ import annotations

from annotator.model import RepairStep
from annotator.repair import repair
from annotator.repair.doubtful_readings import with_doubts

TWICE = "utf-8 read as windows-1252, then utf-8 read as windows-1252"


def step(at: int, before: str, after: str, reason: str, sure: float) -> RepairStep:
    return RepairStep(at, at + len(before), before, after, "encoding", reason, sure)


def test_a_word_of_two_alphabets_is_no_sure_one() -> None:
    steps = [
        step(0, "Ã®", "î", "once", 0.99),
        step(3, "Ã©", "é", "once", 0.99),
        step(6, "x", "x", "mark", 0.9),
    ]
    assert [each.confidence for each in with_doubts(steps, "îда é x", 0.85)] == [0.5, 0.99, 0.9]


def test_what_still_looks_misread_is_no_sure_one() -> None:
    assert [each.confidence for each in with_doubts([step(1, "Â´", "´", "once", 0.99)], "Ã´ ", 0.85)] == [0.5]


def test_what_was_read_twice_among_doubts_is_one() -> None:
    steps = [
        step(0, "Ãƒ", "é", TWICE, 0.99),
        step(3, "Ã", "à", "lost", 0.5),
        step(5, "\nÃƒ", "\né", TWICE, 0.99),
    ]
    text = "é à \né"
    assert [each.confidence for each in with_doubts(steps[:2], text, 0.85)] == [0.84, 0.5]
    assert [each.confidence for each in with_doubts(steps[:1], text, 0.85)] == [0.99]
    marked = [*steps[:1], step(3, "à", "à", "marked", 0.5)]
    assert [each.confidence for each in with_doubts(marked, text, 0.85)] == [0.99, 0.5]
    assert [each.confidence for each in with_doubts(steps[1:2], text, 0.85)] == [0.5]


def test_two_words_of_capitals_that_lost_bytes_twice_are_doubts() -> None:
    found = repair("ÃÃÂ£ Ãâ€Ã.")
    assert all(each.confidence < 0.85 for each in found.steps if each.before != each.after)


def test_a_line_that_was_misread_twice_needs_less_the_second_time() -> None:
    once, twice = "Jak dÅ™ou ty Äapky?", "Jak dÃ…â„¢ou ty Ã„apky?"
    assert repair(twice).text.startswith("Jak dřou ty ")
    assert repair(once).text == once
    everyday = "Jak se Ã…â„¢ekne tohle slovo Ã„esky?"
    assert repair(everyday).text == "Jak se řekne tohle slovo česky?"
    assert repair("Ã…â„¢ is â„¢ of a Ã…?").text == repair("Å™ is ™ of a Å?").text


def test_what_somebody_says_about_letters_stays() -> None:
    for text in ("Ã¤ und Ã¶ kenne ich", "`Ã¤ und Ã¶ kenne ich`", "a=C3=A9 is no mail"):
        assert repair(text).steps == ()
    assert repair("Ã¨ vero, Ã¨ cosÃ¬").text == "è vero, è così"
    assert repair("Il va =C3=A0 Paris").text == "Il va à Paris"


def test_a_word_of_two_letters_is_no_sure_one() -> None:
    found = repair("Ãa dÃ©pend, tu es nÃ©e oÃ¹ exactement ?")
    assert all(each.confidence < 0.85 for each in found.steps if each.kind == "lost")
