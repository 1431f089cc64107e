"""Notes on decisions: lines by kind."""

from __future__ import annotations

from annotator.core.decision_notes import (
    ERROR,
    KINDS_OF_ERROR,
    REASON,
    WORD,
    error_code,
    error_name,
    lines,
    with_line,
)


def test_lines_of_a_note_are_kept_apart() -> None:
    note = with_line("free words", WORD, "irony")
    note = with_line(note, ERROR, " slip\nof the hand ")
    assert note == "free words\ncodebook: irony\nerror: slip-of-the-hand"
    assert with_line(note, WORD, "  ") == "free words\nerror: slip-of-the-hand"


def test_what_is_of_no_kind_is_free_text() -> None:
    note = "who: knows\nreason: one\nplain\nreason: two\nerror:none"
    assert lines(note) == {"": "who: knows\nplain\nerror:none", REASON: "one\ntwo"}
    assert lines("") == {}


def test_a_kind_of_error_is_one_in_every_language() -> None:
    for written in (
        "error: context missed",
        "error: 忽略上下文",
        "error: Context  Missed",
        "error: context-missed",
    ):
        assert lines(written) == {ERROR: "context-missed"}
    assert lines("reason: context missed") == {REASON: "context missed"}
    assert with_line("", ERROR, "确有歧义") == "error: truly-ambiguous"


def test_a_kind_of_error_that_somebody_thought_of_stays_as_written() -> None:
    assert lines("error: Took the Wrong side") == {ERROR: "Took the Wrong side"}
    assert error_name("Took the Wrong side") == "Took the Wrong side"


def test_every_kind_of_error_has_its_own_code_and_is_found_by_its_name() -> None:
    assert {error_code(name): name for name in KINDS_OF_ERROR.values()} == KINDS_OF_ERROR
    assert error_name("definition-gap") == "definition has a gap"
