"""What a decision about a repair step writes. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.store.edit_log import RowChange, Stamp
from annotator.store.log_rows import StepRow

_FIELDS = ("after", "proposal", "annotator", "at")


def proposed(step: StepRow) -> str:
    """What the engine put in the place of a step, whatever stands there now."""
    if step.proposal is not None:
        return step.proposal
    return step.before if step.kind == "person" else step.after


def decisions(wanted: Iterable[tuple[str, StepRow, str]], stamp: Stamp | None) -> list[RowChange]:
    """What makes these texts stand at these steps, decided by somebody or (None) by nobody.

    A step that only a person made goes where it would leave what was received, or is taken back.
    """
    removed: list[RowChange] = []
    changes: list[RowChange] = []
    for key, step, text in wanted:
        at = (step.turn, step.dialogue)
        if step.kind == "person" and step.proposal is None and (stamp is None or text == step.before):
            removed.append(RowChange("step", key, "", step, None, *at))
            continue
        changes += (
            RowChange("step", key, field, getattr(step, field), value, *at)
            for field, value in _decision(step, text, stamp).items()
            if value != getattr(step, field)
        )
    return [*removed, *sorted(changes, key=lambda change: _FIELDS.index(change.field))]


def _decision(step: StepRow, text: str, stamp: Stamp | None) -> Mapping[str, object]:
    """The fields of a step after a decision; empty where it is that person's already."""
    annotator = stamp.annotator.key if stamp else ""
    if text == step.after and annotator == step.annotator:
        return {}
    engine = proposed(step)
    return {
        "after": text,
        "proposal": step.proposal if step.kind == "person" else None if text == engine else engine,
        "annotator": annotator,
        "at": stamp.at if stamp else "",
    }
