"""What coefficients, parts and remarks on agreement are called in the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.reliability.agreement_words import DISTANCE_NAMES, MEASURE_NAMES, REMARKS
from annotator.reliability.span_agreement import SpanAgreement
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words, listed

if TYPE_CHECKING:
    from annotator.analysis.agreement import Agreement, AgreementRemark
    from annotator.reliability import AgreementPart, TurnAgreement
    from annotator.reliability.figures_of_agreement import AgreementFigure
    from annotator.reliability.segment_agreement import SegmentAgreement


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The rows of the table about one comparison: whose it is, its units and dialogues, a row a figure."""

    about: str
    units: str
    dialogues: int
    figures: tuple[AgreementFigure, ...]
    remark: str = ""


PARTS: dict[str, str] = {
    "all": QT_TRANSLATE_NOOP("Agreement", "Everything"),
    "label": QT_TRANSLATE_NOOP("Agreement", "By label, each against all others"),
    "pair": QT_TRANSLATE_NOOP("Agreement", "By pair of annotators"),
    "annotator": QT_TRANSLATE_NOOP("Agreement", "Each annotator against the rest"),
    "speaker": QT_TRANSLATE_NOOP("Agreement", "By speaker"),
    "target": QT_TRANSLATE_NOOP("Agreement", "By target"),
    "context": QT_TRANSLATE_NOOP("Agreement", "By context"),
    "spans": QT_TRANSLATE_NOOP("Agreement", "Spans"),
    "segments": QT_TRANSLATE_NOOP("Agreement", "Where the label changes"),
    "turns": QT_TRANSLATE_NOOP("Agreement", "Where turns begin and end"),
}
_CONTEXTS: dict[str, str] = {
    "code-switched": QT_TRANSLATE_NOOP("Agreement", "code-switched"),
    "one language": QT_TRANSLATE_NOOP("Agreement", "one language"),
    "repaired": QT_TRANSLATE_NOOP("Agreement", "repaired"),
    "clean": QT_TRANSLATE_NOOP("Agreement", "clean"),
    "uncertain": QT_TRANSLATE_NOOP("Agreement", "uncertain"),
    "sure": QT_TRANSLATE_NOOP("Agreement", "sure"),
    "tagged late": QT_TRANSLATE_NOOP("Agreement", "tagged late"),
    "tagged early": QT_TRANSLATE_NOOP("Agreement", "tagged early"),
    "second half": QT_TRANSLATE_NOOP("Agreement", "second half"),
    "first half": QT_TRANSLATE_NOOP("Agreement", "first half"),
    "(no speaker)": QT_TRANSLATE_NOOP("Agreement", "(no speaker)"),
    "(no target)": QT_TRANSLATE_NOOP("Agreement", "(no target)"),
}


def tr(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("Agreement", text)


def part_name(part: AgreementPart) -> str:
    """What a part of the units is called."""
    if part.by == "all":
        return tr(PARTS["all"])
    if part.by == "context" or part.name.startswith("("):  # "(no speaker)"
        return tr(_CONTEXTS.get(part.name, part.name))
    return part.name


def coefficient_name(found: Agreement) -> str:
    """The name of a coefficient, with the distance of labels where that is not the plain one."""
    name = tr(_OBSERVED) if found.coefficient == "observed" else in_words(found.name)
    return name if found.distance == "nominal" else listed((name, DISTANCE_NAMES[found.distance]))


def measure_name(measure: str) -> str:
    """The name of a measure of spans or boundaries."""
    return in_words(MEASURE_NAMES[measure])


def figure_rows(each: SpanAgreement | SegmentAgreement) -> FigureRows:
    """The rows on spans, or on where the label changes."""
    about = ", ".join(each.annotators)
    if not isinstance(each, SpanAgreement):
        return FigureRows(about, f"{each.turns:,}", each.dialogues, each.figures)
    about += f": {each.label}" if each.label else ""
    return FigureRows(about, f"{sum(each.spans):,}", each.dialogues, each.figures)


def turn_rows(each: TurnAgreement) -> FigureRows:
    """The rows on where turns begin and end; the units are each annotator's turns."""
    left = ""
    if each.untouched:
        left = counted(
            each.untouched,
            QT_TRANSLATE_NOOP("Counted", "1 dialogue left as it came"),
            QT_TRANSLATE_NOOP("Counted", "{n} dialogues left as they came"),
        )
    turns = " + ".join(f"{one:,}" for one in each.turns)
    return FigureRows(", ".join(each.annotators), turns, each.dialogues, each.figures, left)


def remark_words(remark: AgreementRemark) -> str:
    """A remark in plain words, in the language of the window."""
    return in_words(REMARKS[remark.code]) if remark.code in REMARKS else remark.sentence


def value_words(found: Agreement | AgreementFigure) -> str:
    """The value with three decimals, or that it is undefined."""
    return tr(_UNDEFINED) if found.value is None else f"{found.value:.3f}"


def interval_words(found: Agreement | AgreementFigure) -> str:
    """The interval, "" for none."""
    interval = found.interval
    return "" if interval is None else f"[{interval.low:.3f}, {interval.high:.3f}]"


def why_words(found: Agreement | AgreementFigure) -> str:
    """Why there is no value or no interval; "" where there are both."""
    if found.undefined is not None:
        return tr(_BECAUSE).format(why=remark_words(found.undefined))
    if found.no_interval is not None:
        return tr(_NO_INTERVAL).format(why=remark_words(found.no_interval))
    return ""


_OBSERVED = QT_TRANSLATE_NOOP("Agreement", "observed agreement")
_UNDEFINED = QT_TRANSLATE_NOOP("Agreement", "undefined")
_BECAUSE = QT_TRANSLATE_NOOP("Agreement", "undefined, because {why}")
_NO_INTERVAL = QT_TRANSLATE_NOOP("Agreement", "no interval: {why}")
