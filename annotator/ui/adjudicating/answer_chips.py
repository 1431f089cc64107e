"""What each annotator said, as chips under a turn, with the digit that takes it; and what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.adjudicating.disagreement_texts import labels_words
from annotator.ui.turn_list.tag_chips import TagChip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.model import Facet, Target
    from annotator.reliability.disagreements import Answer, Case

_NOTE = 48  # characters of a note that its chip quotes
MOST = 9  # answers that have a digit

translate = QCoreApplication.translate


def chips_of(
    cases: Sequence[Case],
    current: Case | None,
    facet: Facet,
    names: Mapping[str, str],
    targets: Mapping[str, Target],
    *,
    hidden: bool,
) -> tuple[TagChip, ...]:
    """The chips of the disagreements on one turn.

    ``names`` are the annotators' by key. With ``hidden`` what others said is kept back until the person has
    voted.
    """
    found: list[TagChip] = []
    for case in cases:
        toward = targets.get(case.target or "")
        if hidden and case.vote is None and case.decision is None:
            found.append(_hidden(toward, len(cases)))
            continue
        here = current is not None and current.unit == case.unit
        for number, answer in enumerate(case.answers, 1):
            key = f"{number} " if here and number <= MOST else ""
            found.append(answer_chip(f"{key}{names.get(answer.annotator, '')}", answer, facet, toward))
        if case.vote is not None:
            found.append(answer_chip(translate("Adjudication", "your blind vote"), case.vote, facet, toward))
        if case.decision is not None:
            found.append(decision_chip(case.decision, facet, toward))
        if toward is not None and len(cases) > 1:
            found.append(TagChip("→", toward.statement))
    return tuple(found)


def _hidden(toward: Target | None, cases: int) -> TagChip:
    text = translate("Adjudication", "annotators differ: vote first, then see what they said")
    if toward is not None and cases > 1:
        text += f" → {toward.statement}"
    return TagChip("?", text, machine=False)


def decision_chip(answer: Answer, facet: Facet, toward: Target | None) -> TagChip:
    """What was decided, as a chip."""
    return answer_chip(translate("Adjudication", "✓ decided"), answer, facet, toward)


def answer_chip(who: str, answer: Answer, facet: Facet, toward: Target | None) -> TagChip:
    """An answer as a chip; ``who`` stands before it."""
    label = next((one for one in facet.labels if one.key in answer.labels[:1]), None)
    text = labels_words(answer.labels, facet, toward)
    note = " ".join(answer.note.split())
    if note:
        text += f" “{note[:_NOTE]}{'…' if len(note) > _NOTE else ''}”"
    return TagChip(
        who,
        text,
        label.colour if label is not None else "",
        uncertain=answer.uncertain,
        intensity=answer.intensity,
        tip="\n".join(part for part in (label.definition if label is not None else "", answer.note) if part),
    )
