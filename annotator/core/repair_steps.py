"""What repair steps make of a received text, and where they stand in it. Pure functions.

Steps are ordered by where they begin and do not overlap; offsets are code points of the received text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:  # the window knows this module before its first paint, and the model only behind it
    from annotator.model import RepairStep


class StepLike(Protocol):
    """What a step says about where it stands and what it does."""

    @property
    def start(self) -> int:
        """Where it begins in the received text."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def before(self) -> str:
        """What stands there."""

    @property
    def after(self) -> str:
        """What is to stand there."""


AnyStep = TypeVar("AnyStep", bound=StepLike)


def replay(received: str, steps: Iterable[StepLike]) -> str:
    """The repaired text that steps make of a received one.

    Raises ValueError where a step does not find its ``before`` at its place, or lies in an earlier one.
    """
    parts = []
    at = 0
    for step in steps:
        if not at <= step.start <= step.end or received[step.start : step.end] != step.before:
            raise ValueError(f"the step at {step.start} does not fit the received text")
        parts += [received[at : step.start], step.after]
        at = step.end
    return "".join([*parts, received[at:]])


def replayed(received: str, steps: Iterable[StepLike]) -> str | None:
    """The same as :func:`replay`, None where the steps do not fit."""
    try:
        return replay(received, steps)
    except ValueError:
        return None


def undo(text: str, steps: Iterable[StepLike]) -> str:
    """The received text from which steps made ``text``.

    Raises ValueError where a step does not find its ``after`` at its place.
    """
    parts = []
    at = 0  # in the repaired text
    received_at = 0
    for step in steps:
        gap = step.start - received_at
        end = at + gap + len(step.after)
        if gap < 0 or text[at + gap : end] != step.after:
            raise ValueError(f"the step at {step.start} does not fit the repaired text")
        parts += [text[at : at + gap], step.before]
        at = end
        received_at = step.end
    return "".join([*parts, text[at:]])


def placed(steps: Iterable[AnyStep]) -> Iterator[tuple[AnyStep, int, int]]:
    """Each step with where what it made begins and ends in the repaired text."""
    shift = 0
    for step in steps:
        start = step.start + shift
        end = start + len(step.after)
        yield step, start, end
        shift = end - step.end


def place_in_text(place: int, steps: Iterable[StepLike], *, end: bool) -> int:
    """Where an offset into the received text lies in the repaired one.

    One within what a step replaced goes to the border of what the step made: to its end where
    the offset is the ``end`` of something, else to its beginning.
    """
    shift = 0
    for step, start, stop in placed(steps):
        if step.start >= place:
            break
        if step.end > place:
            return stop if end else start
        shift = stop - step.end
    return place + shift


def rebased(steps: Iterable[RepairStep], start: int) -> tuple[RepairStep, ...]:
    """Steps offset into the text that begins at ``start`` of the one they are offset into."""
    return tuple(replace(step, start=step.start - start, end=step.end - start) for step in steps)


def shared(
    steps: Sequence[AnyStep], pieces: Iterable[tuple[int, int]]
) -> Iterator[tuple[AnyStep, ...] | None]:
    """The steps in each piece ``[start, end)`` of a received text; None where one lies across its border.

    Pieces follow on each other without gaps. A step that takes nothing away belongs to the piece that
    begins there, the last one of several; one at the very end to the last piece.
    """
    at = 0
    rest = list(pieces)
    for number, (start, end) in enumerate(rest):
        last = number == len(rest) - 1
        inside: list[AnyStep] | None = []
        while at < len(steps) and (steps[at].start < end or last):
            step = steps[at]
            if step.start < start or step.end > end:
                inside = None
            elif inside is not None:
                inside.append(step)
            if step.end > end:
                break  # the next piece has a part of it
            at += 1
        yield None if inside is None else tuple(inside)
