"""What is said about agreement: a value or why there is none, how sure it is, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgreementRemark:
    """A code for programs and a sentence for people: why there is no value, or what to beware of.

    A sentence with figures is a :class:`~annotator.errors.Sentence`, so that they can be written as the
    reader's locale has them.
    """

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval over dialogues.

    ``level`` is .95 for 95 %; ``dialogues`` were left out in turn.
    """

    low: float
    high: float
    level: float
    standard_error: float
    dialogues: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """One coefficient of one set of units.

    Exactly one of ``value`` and ``undefined`` is None; where there is a value, exactly one of
    ``interval`` and ``no_interval`` is. ``units`` have a label, ``pairable`` two or more;
    ``dialogues`` are those with pairable units. Disagreements are 1 minus what is usually written
    po and pe. ``missing`` says what became of units that somebody did not label.
    """

    coefficient: str
    name: str
    distance: str
    value: float | None
    undefined: AgreementRemark | None
    interval: Interval | None
    no_interval: AgreementRemark | None
    observed_disagreement: float | None
    expected_disagreement: float | None
    units: int
    pairable: int
    dialogues: int
    annotators: int
    missing: str
    warnings: tuple[AgreementRemark, ...]
    unit: str = "turn"

    def __str__(self) -> str:
        if self.value is None:
            return (
                f"{self.name}: undefined, because {self.undefined.sentence}" if self.undefined else self.name
            )
        bounds = f" [{self.interval.low:.3f}, {self.interval.high:.3f}]" if self.interval else ""
        return f"{self.name} = {self.value:.3f}{bounds} (n = {self.pairable})"
