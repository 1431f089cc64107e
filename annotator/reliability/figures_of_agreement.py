"""Figures of agreement on what is no label of a unit: spans, turns, and where a new segment begins."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.analysis.agreement import AgreementRemark, Interval


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """A measure (a key of ``MEASURES``) with its value, or why there is none; where intervals can be had,
    its interval over dialogues, or why there is none."""

    measure: str
    name: str
    value: float | None
    undefined: AgreementRemark | None
    interval: Interval | None
    no_interval: AgreementRemark | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is called, where it comes from, and how it is defined."""

    name: str
    source: str
    formula: str


MEASURES = {
    "exact_f1": Measure(
        "F1, equal spans", "-", "2 m / (n1 + n2), m spans with the same start, end and label"
    ),
    "overlap_f1": Measure(
        "F1, overlapping spans", "-",
        "2 m / (n1 + n2), m pairs of spans of one label that share a character, one to one",
    ),
    "unitizing_alpha": Measure(
        "α for unitizing", "Krippendorff 1995, Sociol. Methodol. 25, 47-76",
        "1 - ΣDo/ΣDe over labels, on the texts of the turns laid end to end",
    ),
    "observed_disorder": Measure(
        "observed disorder of γ (0 is best)",
        "Mathet, Widlöcher & Métivier 2015, Comput. Linguist. 41(3), 437-479",
        "cost of the best alignment per span of an annotator; not corrected for chance",
    ),
    "pk": Measure(
        "Pk (0 is best)", "Beeferman, Berger & Lafferty 1999, Mach. Learn. 34, 177-210",
        "share of windows whose ends only one puts into one segment; mean of both directions",
    ),
    "window_diff": Measure(
        "WindowDiff (0 is best)", "Pevzner & Hearst 2002, Comput. Linguist. 28(1), 19-36",
        "share of windows with different numbers of boundaries; mean of both directions",
    ),
    "boundary_similarity": Measure(
        "boundary similarity B", "Fournier 2013, ACL",
        "1 - cost of edits per boundary, near misses of one place costing a half",
    ),
    "boundary_measures": Measure(
        "Pk, WindowDiff, boundary similarity", "-", "of dialogues in which two annotators labelled every turn"
    ),
    "unitizing_alpha_of_turns": Measure(
        "α for unitizing of turns", "Krippendorff 1995, Sociol. Methodol. 25, 47-76",
        "1 - Do/De, on the words of the turns laid end to end",
    ),
    "drawn_turns": Measure(
        "Pk, WindowDiff, boundary similarity, α for unitizing", "-",
        "of dialogues in which somebody split, joined or took out turns",
    ),
}  # fmt: skip


def figure(
    key: str,
    value: float | None,
    undefined: AgreementRemark | None,
    interval: Interval | AgreementRemark | None = None,
) -> AgreementFigure:
    """A figure with its interval, or with why it has none."""
    return AgreementFigure(
        key,
        MEASURES[key].name,
        value,
        undefined,
        interval if isinstance(interval, Interval) else None,
        interval if isinstance(interval, AgreementRemark) else None,
    )
