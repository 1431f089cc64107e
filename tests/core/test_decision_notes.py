"""Notes on decisions: lines by kind."""

from __future__ import annotations

from annotator.core.decision_notes import ERROR, REASON, WORD, lines, with_line


def test_lines_of_a_note_are_kept_apart() -> None:
    note = with_line("free words", WORD, "irony")
    note = with_line(note, ERROR, " slip\nof the hand ")
    assert note == "free words\ncodebook: irony\nerror: slip of the hand"
    assert with_line(note, WORD, "  ") == "free words\nerror: slip of the hand"


def test_what_is_of_no_kind_is_free_text() -> None:
    note = "who: knows\nreason: one\nplain\nreason: two\nerror:none"
    assert lines(note) == {"": "who: knows\nplain\nerror:none", REASON: "one\ntwo"}
    assert lines("") == {}
