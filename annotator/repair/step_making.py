"""Steps of the engine: damage marked, two passes made one, a repair cut in pieces."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import attrgetter

from annotator.core.repair_steps import placed, rebased, replay
from annotator.model import Repair, RepairStep


def mark(text: str, start: int, end: int, reason: str) -> RepairStep:
    """The step that marks ``[start, end)`` of the text as damaged and leaves it as it is."""
    before = text[start:end]
    return RepairStep(start, end, before, before, "damage", f"{reason}, not repaired", 0.9)


def cut(repair: Repair, boundaries: Sequence[int]) -> list[Repair]:
    """One piece more than there are boundaries, which are rising offsets into ``repair.text``.

    Every piece has its own received and repaired text and its steps rebased; joined, the
    pieces give the whole again. A step across a boundary is divided: a damage mark where it
    is cut, any other so that the first part keeps all that was received and the second
    becomes an insertion. Raises ValueError for boundaries that fall or lie outside the text.
    """
    marks = [0, *boundaries, len(repair.text)]
    if any(a > b for a, b in pairwise(marks)):
        raise ValueError("boundaries must rise and lie inside the repaired text")
    about = repair.chain, repair.engine, repair.model, repair.problem
    if not repair.steps:
        parts = (repair.text[start:end] for start, end in pairwise(marks))
        return [Repair(part, part, (), *about) for part in parts]
    pieces: list[Repair] = []
    pending = list(reversed(repair.steps))
    start = 0  # where the piece begins in the received text
    for text_start, text_end in pairwise(marks):
        last = len(pieces) == len(boundaries)
        steps, end = _take(pending, start, text_end - text_start, last=last)
        received, text = repair.received[start:end], repair.text[text_start:text_end]
        pieces.append(Repair(received, text, rebased(steps, start), *about))
        start = end
    return pieces


def _take(pending: list[RepairStep], start: int, length: int, *, last: bool) -> tuple[list[RepairStep], int]:
    """Take from the reversed list the steps of the next ``length`` repaired characters.

    Returns them and the offset in the received text where the piece ends. A step that
    begins exactly at the end belongs to the next piece, if there is one.
    """
    steps: list[RepairStep] = []
    at = start
    while pending:
        step = pending[-1]
        ahead = step.start - at
        if ahead >= length and not last:
            break
        pending.pop()
        length -= ahead
        if len(step.after) > length:
            first, second = _divide(step, length)
            steps.append(first)
            pending.append(second)
            return steps, first.end
        steps.append(step)
        length -= len(step.after)
        at = step.end
    return steps, at + length


def _divide(step: RepairStep, length: int) -> tuple[RepairStep, RepairStep]:
    if step.kind == "damage":
        middle = step.start + length
        head, tail = step.before[:length], step.before[length:]
        return replace(step, end=middle, before=head, after=head), replace(
            step, start=middle, before=tail, after=tail
        )
    # Alternatives are for the whole, so neither half may claim them.
    return (
        replace(step, after=step.after[:length], alternatives=()),
        replace(step, start=step.end, before="", after=step.after[length:], alternatives=()),
    )


@dataclass(slots=True)
class _Cluster:
    """Steps of two passes that touch the same characters ``[low, high)`` of the text between them."""

    low: int
    high: int
    shift: int  # offset in the received text minus offset in the middle text, at `low`
    first: list[RepairStep] = field(default_factory=list)
    second: list[RepairStep] = field(default_factory=list)


def compose(first: Sequence[RepairStep], second: Sequence[RepairStep], received: str) -> list[RepairStep]:
    """One list of steps for two passes over ``received``, the second over what the first made of it.

    Steps of the two that touch the same characters become one, except that a damage mark
    never hides what was repaired under it.
    """
    if not first or not second:
        # A long text has hundreds of thousands of steps, of which no copies are made.
        return sorted(first or second, key=attrgetter("start"))
    middle = replay(received, first)
    spans = [(low, high, 0, step) for step, low, high in placed(first)]
    marks = _Marks(spans)
    spans += [(s.start, s.end, 1, s) for s in second if s.kind != "damage" or not marks.touch(s.start, s.end)]
    out: list[RepairStep] = []
    cluster: _Cluster | None = None
    shift = 0
    for low, high, rank, step in sorted(spans, key=lambda span: span[:3]):
        if cluster is None or low >= cluster.high:
            out += _merged(cluster, received, middle) if cluster else []
            cluster = _Cluster(low, high, shift)
        cluster.high = max(cluster.high, high)
        (cluster.second if rank else cluster.first).append(step)
        if not rank:
            shift = step.end - high
    return out + (_merged(cluster, received, middle) if cluster else [])


class _Marks:
    """Answers whether a stretch touches one of the spans, which are ordered and do not overlap."""

    def __init__(self, spans: list[tuple[int, int, int, RepairStep]]) -> None:
        self._ends = [high for _, high, _, _ in spans]
        self._starts = [low for low, _, _, _ in spans]

    def touch(self, start: int, end: int) -> bool:
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end


def _merged(cluster: _Cluster, received: str, middle: str) -> list[RepairStep]:
    if not cluster.second:
        return cluster.first
    start = cluster.low + cluster.shift
    if not cluster.first:
        return [replace(s, start=s.start + cluster.shift, end=s.end + cluster.shift) for s in cluster.second]
    last = cluster.first[-1]
    # What lies behind the last first step is as long in the received text as in the middle one.
    grown = sum(len(s.after) - len(s.before) for s in cluster.first)
    end = start + (cluster.high - cluster.low) - grown
    parts = []
    at = cluster.low
    for step in cluster.second:
        parts += [middle[at : step.start], step.after]
        at = step.end
    after = "".join([*parts, middle[at : cluster.high]])
    step = cluster.second[0]
    alternatives: tuple[tuple[str, float], ...] = ()
    if len(cluster.second) == 1:
        head, tail = middle[cluster.low : step.start], middle[step.end : cluster.high]
        alternatives = tuple((head + text + tail, p) for text, p in step.alternatives)
    if after == received[start:end]:
        return []
    confidence = min(s.confidence for s in (*cluster.first, *cluster.second))
    reason = step.reason if step.reason == last.reason else f"{step.reason}, then {last.reason}"
    kind = "lost" if any(s.kind == "lost" for s in (*cluster.first, *cluster.second)) else step.kind
    return [RepairStep(start, end, received[start:end], after, kind, reason, confidence, alternatives)]
