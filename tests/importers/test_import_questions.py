"""Questions and omissions: tables, sentences, answers, and what all dialogues make one wonder about."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.importers import (
    LEFT_OUT,
    QUESTIONS,
    ReadDialogue,
    ReadTurn,
    Remarks,
    divide,
    left_out_text,
    look_over,
    open_questions,
    pace_of,
    question_text,
    read_answer,
    rule,
)
from annotator.importers.plausibility_checks import doubts_about_lengths
from annotator.model import LeftOut, Question


def test_every_row_has_a_code_of_its_own_and_knows_its_holes() -> None:
    assert len({kind.code for kind in QUESTIONS}) == len(QUESTIONS)
    assert len({kind.code for kind in LEFT_OUT}) == len(LEFT_OUT)
    for kind in QUESTIONS:
        assert len({answer.key for answer in kind.answers}) == len(kind.answers) >= 1
        for count in (1, 1_200):
            said = question_text(Question(kind.code, "Cato", count, "so it is", "3:20"))
            assert said
            assert "{" not in said
    for row in LEFT_OUT:
        holes = {name for _, name, _, _ in string.Formatter().parse(row.many) if name}
        assert holes <= {"count", "names"}


def test_sentences_count_and_shorten() -> None:
    remarks = Remarks()
    remarks.ask("speaker", "Cato", example="x" * 200 + "\ny")
    remarks.leave_out("tiers", 1, "gesture")
    remarks.leave_out("tiers", 2, "gaze", "head")
    remarks.leave_out("system", 0)
    assert remarks.left_out == (LeftOut("tiers", 3, ("gesture", "gaze", "head")),)
    assert left_out_text(remarks.left_out[0]) == "Left out: 3 tiers: gesture, gaze, head"
    many = LeftOut("tiers", 20, tuple("abcdefghijklmnopqrst"))
    assert left_out_text(many).endswith("a, b, c, d, e, f, g, h …")
    (asked,) = remarks.questions
    assert asked.taken == "yes"
    assert question_text(asked).endswith("x…")
    assert question_text(asked, lambda _: "{name}?") == "Cato?"


def test_what_is_answered_is_asked_no_more() -> None:
    asked = [Question("speaker", "Cato"), Question("speaker", "Dido"), Question("one-turn")] * 2
    assert [one.key for one in open_questions(asked, {"speaker:Cato": "no"})] == ["speaker:Dido", "one-turn"]


def test_answers_are_read() -> None:
    assert read_answer("speaker:a=b=yes") == ("speaker:a=b", "yes")
    assert read_answer("one-turn=lines") == ("one-turn", "lines")
    for text, why in (("x", "no question"), ("other=yes", "no question"), ("one-turn=maybe", "no answer")):
        with pytest.raises(UserError, match=why):
            read_answer(text)


def keys(text: str, **answers: str) -> list[str]:
    asked = divide(text, None, answers).questions
    return [one.key for one in open_questions(asked, answers)]


def test_a_text_without_markers_is_a_question() -> None:
    assert keys("one\ntwo") == ["one-turn"]
    assert keys("one") == [], "there is nothing to divide"
    assert keys("one\n\ntwo") == ["no-speakers"]
    answered = divide("one\ntwo", None, {"one-turn": "lines"})
    assert answered.rule.key == "lines"
    assert answered.meta == {"answers": {"one-turn": "lines"}}
    assert divide("one\ntwo", rule("whole"), {}).questions == (), "what a person chose is not questioned"


def test_turns_that_are_all_long_or_mostly_empty_are_questions() -> None:
    long = "word " * 1_100
    assert keys(f"Anna: {long}\nBen: {long}") == ["long-turns"]
    assert divide(f"Anna: {long}\nBen: {long}", None, {"long-turns": "lines"}).rule.key == "lines"
    assert keys("A:\nB:\nA: x") == ["empty-turns"]
    assert keys(f"Anna: {long}\nBen: short") == []


def test_one_turn_without_words_is_no_question() -> None:
    remarks = Remarks()
    doubts_about_lengths([""], remarks)
    assert not remarks.questions
    doubts_about_lengths(["", "", "x"], remarks)
    assert [one.code for one in remarks.questions] == ["empty-turns"]


def test_lines_of_a_log_with_the_same_times_and_no_name_are_nobodys_words() -> None:
    log = (
        "[10:00] Ilse: hello\n[10:01] Bram joined\n(10:02) is no such line\n"
        + "[10:03] Bram: hi\n[10:04] Ilse: so\n" * 3
    )
    made = divide(log, None, {})
    (asked,) = [one for one in made.questions if one.code == "stamped-lines"]
    assert (asked.count, asked.example) == (1, "[10:01] Bram joined")
    texts = [log[one.start : one.end] for one in made.segmentation.pieces]
    assert texts[0] == "hello"
    taken = divide(log, None, {"stamped-lines": "yes"})
    assert "[10:01] Bram joined" in log[taken.segmentation.pieces[0].start : taken.segmentation.pieces[0].end]


def dialogue(*turns: tuple[str, float]) -> ReadDialogue:
    return ReadDialogue(tuple(ReadTurn("A", text, "", {"start": start}) for text, start in turns))


def test_times_that_cannot_be_are_a_question_and_can_be_scaled() -> None:
    words = "ten words that somebody says to somebody else in here"
    slow = [dialogue((words, 0), (words, 9_000), (words, 20_000))]
    same, (asked,), _ = look_over(slow, {})
    assert same == tuple(slow)
    assert (asked.key, asked.figure) == ("times", "5:33:20")
    assert "5:33:20, 0.0015 words a second" in question_text(asked)
    scaled, none, _ = look_over(slow, {"times": "milliseconds"})
    assert [turn.meta["start"] for turn in scaled[0].turns] == [0.0, 9.0, 20.0]
    assert none == ()
    fast = [dialogue((words, 0), (words, 0.009), (words, 0.02))]
    assert [one.key for one in look_over(fast, {})[1]] == ["times"]
    assert look_over(fast, {"times": "kiloseconds"})[1] == ()
    untimed = ReadDialogue((ReadTurn("A", "x"), ReadTurn("A", "y", "", {"start": "soon"})))
    assert look_over([untimed], {"times": "milliseconds"}) == ((untimed,), (), ())


def test_the_pace_of_dialogues_adds_up() -> None:
    turns = [("one two", {"start": 0, "end": 2.0}), ("三个字", {"start": 3.0, "end": 5.0})]
    pace = pace_of([turns, turns, turns[:1]])
    assert pace is not None
    assert (pace.seconds, pace.words) == (12.0, 10.0), "one turn lasts, too, where it says until when"
    assert pace.speed == 10.0 / 12.0
    assert pace_of([[("x", {"start": 1.0}), ("y", {"start": 1.0})]]) is None
    assert pace_of([]) is None


def test_the_page_about_formats_has_a_row_for_each_question() -> None:
    page = (Path(__file__).parents[2] / "docs" / "import-formats.md").read_text(encoding="utf-8")
    rows = {
        row.split("|")[1].strip(" `").partition(":")[0]: row
        for row in page.split("\n")
        if row.startswith("| `")
    }
    for kind in QUESTIONS:
        assert all(f"`{answer.key}`" in rows[kind.code] for answer in kind.answers), kind.code
