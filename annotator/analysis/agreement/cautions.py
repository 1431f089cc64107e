"""What to beware of beside a coefficient: skewed labels, and annotators who use labels differently often."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.analysis.agreement.counts import Counts
from annotator.analysis.agreement.ratings import Label
from annotator.analysis.agreement.results import AgreementRemark
from annotator.errors import Sentence

# A label this common makes chance agreement high; Byrt et al. (1993) have no bound, so these are ours.
PREVALENT = 0.8
# A coefficient this far below the observed agreement is worth a word then.
FALL = 0.15
# Share of labels that would have to change for an annotator to use them as often as the others.
BIASED = 0.1


def warnings_about(
    whole: Counts,
    labels: tuple[Label, ...],
    annotators: tuple[str, ...],
    value: float | None,
    observed: float | None,
    *,
    corrected: bool,
) -> tuple[AgreementRemark, ...]:
    """Warnings about prevalence and bias, in plain words (Byrt, Bishop & Carlin 1993)."""
    pooled = whole.pooled
    if value is None or observed is None or not pooled.sum():
        return ()
    found = [_prevalence(pooled / pooled.sum(), labels, value, 1 - observed)] if corrected else []
    found.append(_bias(whole.by_annotator, labels, annotators))
    return tuple(remark for remark in found if remark)


def _prevalence(
    shares: Any, labels: tuple[Label, ...], value: float, observed: float
) -> AgreementRemark | None:
    most = int(np.argmax(shares))
    if shares[most] < PREVALENT or observed - value < FALL:
        return None
    sentence = Sentence(
        "{share:.0%} of all labels are {label}: with so skewed labels agreement by chance is high, and a "
        "coefficient of {value:.2f} goes with {observed:.0%} of pairs that agree; give the observed "
        "agreement and AC1 beside it, and the values by label",
        share=float(shares[most]),
        label=_name(labels[most]),
        value=value,
        observed=observed,
    )
    return AgreementRemark("prevalence", sentence)


def _bias(
    by_annotator: Any, labels: tuple[Label, ...], annotators: tuple[str, ...]
) -> AgreementRemark | None:
    given = by_annotator.sum(axis=-1)
    active = np.flatnonzero(given > 0)
    if len(active) < 2:
        return None
    shares = by_annotator[active] / given[active][:, None]
    together = by_annotator[active].sum(axis=0)
    others = together[None, :] - by_annotator[active]
    elsewhere = others / others.sum(axis=-1, keepdims=True)
    apart = np.abs(shares - elsewhere).sum(axis=-1) / 2
    who = int(np.argmax(apart))
    if apart[who] < BIASED:
        return None
    most = int(np.argmax(np.abs(shares[who] - elsewhere[who])))
    sentence = Sentence(
        "{annotator} gives {label} {own:.0%} of the time and the others {others:.0%}: annotators do not use "
        "the labels equally often",
        annotator=annotators[int(active[who])],
        label=_name(labels[most]),
        own=float(shares[who][most]),
        others=float(elsewhere[who][most]),
    )
    return AgreementRemark("bias", sentence)


def _name(label: Label) -> str:
    return "{" + ", ".join(sorted(map(str, label))) + "}" if isinstance(label, frozenset) else str(label)
