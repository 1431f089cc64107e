"""What disagreements are called, and what asks for the notes an adjudicator leaves on decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.core.decision_notes import ERROR, REASON, WORD, error_name, lines
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.texts.error_texts import in_words
from annotator.ui.texts.label_names import label_words

if TYPE_CHECKING:
    from annotator.model import Facet, Label, Target
    from annotator.reliability.disagreements import Case, Kind

CONTEXT = "Adjudication"
NoteKind = str
# What asks for each kind of line of a decision's note.
QUESTIONS = {
    REASON: QT_TRANSLATE_NOOP("Adjudication", "Why is it decided like that?"),
    ERROR: QT_TRANSLATE_NOOP("Adjudication", "What kind of error was it?"),
    WORD: QT_TRANSLATE_NOOP("Adjudication", "What should the codebook say about it?"),
}


def tr(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate(CONTEXT, text)


def labels_words(labels: Sequence[str], facet: Facet, target: Target | None = None) -> str:
    """What an answer is called: its labels' names, in a facet of several with commas."""
    known = {label.key: label for label in facet.labels}
    names = [label_words(known[key], facet, target) if key in known else key for key in labels]
    return QCoreApplication.translate("Adjudication", ", ").join(names) or tr(_NOTHING)


_NOTHING = QT_TRANSLATE_NOOP("Adjudication", "nothing")
_BETWEEN = " ↔ "  # labels may be called "against" themselves


def kind_words(kind: Kind, facet: Facet) -> str:
    """Which answers met: "favor ↔ neutral"."""
    return _BETWEEN.join(labels_words(labels, facet) for labels in kind)


def words_for_the_codebook(cases: Sequence[Case], facet: Facet) -> Iterator[tuple[Label, str, int]]:
    """What adjudicators noted about labels, words for the codebook, then kinds of error: label, text, turn;
    in the order of the labels."""
    for label in facet.labels:
        for kind, form in ((WORD, "{text}"), (ERROR, tr(_OF_ERROR))):
            for case in cases:
                decision = case.decision
                text = lines(decision.note).get(kind, "") if decision is not None else ""
                text = in_words(error_name(text)) if kind == ERROR else text
                if decision is not None and text and label.key in decision.labels:
                    yield label, form.format(text=text), case.stop


_OF_ERROR = QT_TRANSLATE_NOOP("Adjudication", "Error: {text}")
