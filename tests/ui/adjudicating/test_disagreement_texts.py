"""What adjudicators note about labels."""

from __future__ import annotations

from annotator.codebooks import default
from annotator.reliability.disagreements import Answer, Case
from annotator.ui.adjudicating.disagreement_texts import words_for_the_codebook


def case(turn: int, label: str, note: str) -> Case:
    return Case(1, turn, None, turn, (), (), decision=Answer("judge", (label,), note=note))


def test_kinds_of_error_are_collected_by_label_behind_the_words() -> None:
    facet = default().facet("stance")
    favor, against = (label.key for label in facet.labels[:2])
    cases = [
        case(1, against, "error: text misread"),
        case(2, favor, "reason: clear\nerror: slip of the hand"),
        case(3, favor, "codebook: What of irony?"),
        case(4, favor, ""),
    ]
    assert [(label.key, text, turn) for label, text, turn in words_for_the_codebook(cases, facet)] == [
        (favor, "What of irony?", 3),
        (favor, "Error: slip of the hand", 2),
        (against, "Error: text misread", 1),
    ]
