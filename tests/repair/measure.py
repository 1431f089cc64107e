"""Damages clean text, repairs it, and counts what came back: the figures of ``docs/repair.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotator.model import Repair, RepairStep
from annotator.repair import RepairConfig, repair
from tests.repair.damage import DROPPED, is_damaged, misread_by_character


@dataclass
class Score:
    """Counts over damaged characters. ``certain`` are those given more than 0.99."""

    damaged: int = 0
    right: int = 0
    in_three: int = 0
    certain: int = 0
    certain_right: int = 0
    doubts: int = 0
    errors: int = 0
    doubted_errors: int = 0
    chains: Counter[str] = field(default_factory=Counter)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    bins: dict[int, list[int]] = field(default_factory=lambda: {i: [0, 0] for i in range(20)})
    examples: list[str] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        return self.right / max(1, self.damaged)

    @property
    def certain_accuracy(self) -> float:
        return self.certain_right / max(1, self.certain)

    @property
    def doubt_share(self) -> float:
        return self.doubts / max(1, self.damaged)

    @property
    def caught(self) -> float:
        return self.doubted_errors / max(1, self.errors)

    def add(self, other: Score) -> None:
        for name in (
            "damaged",
            "right",
            "in_three",
            "certain",
            "certain_right",
            "doubts",
            "errors",
            "doubted_errors",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.chains += other.chains
        self.confusions += other.confusions
        self.examples += other.examples
        for place, (count, right) in other.bins.items():
            self.bins[place][0] += count
            self.bins[place][1] += right


_PLAIN = {"\u00a0": " ", "‘": "'", "’": "'", "“": '"', "”": '"'}


def documents(text: str, size: int) -> Iterable[str]:
    """The text in documents of about so many characters, cut at line ends."""
    lines: list[str] = []
    length = 0
    for line in text.splitlines():
        lines.append(line)
        length += len(line) + 1
        if length >= size:
            yield "\n".join(lines)
            lines, length = [], 0
    if lines:
        yield "\n".join(lines)


def score(
    clean: str,
    page: str,
    lost: str = DROPPED,
    config: RepairConfig = RepairConfig(),  # noqa: B008  (frozen)
    engine: Callable[[str, RepairConfig], Repair] = repair,
    *,
    plain: str = "",
) -> Score:
    """Damage one document, repair it, and compare character by character.

    Wide spaces and curly quotes become those of the signs in ``plain``; what that harms counts as damaged.
    """
    out = Score()
    pieces = [
        (char, "".join(_PLAIN[c] if _PLAIN.get(c, "-") in plain else c for c in after))
        for char, after in misread_by_character(clean, page, lost)
    ]
    result = engine("".join(after for _, after in pieces), config)
    steps = {step.start: step for step in result.steps}
    out.chains[" > ".join(result.chain)] += 1
    at = 0
    for place, (char, after) in enumerate(pieces):
        if ord(char) >= 0x80 and (is_damaged(char, page, lost) or set(after) & set(plain)):
            _judge(
                out,
                char,
                steps.get(at),
                (clean[max(0, place - 12) : place], clean[place + 1 : place + 9]),
                config.threshold,
            )
        at += len(after)
    return out


def _judge(out: Score, char: str, step: RepairStep | None, around: tuple[str, str], threshold: float) -> None:
    lost = step is not None and step.kind in {"lost", "encoding"}
    got = step.after[:1] if step else ""
    sure = step.confidence if step and lost else 0.0
    right = lost and got == char
    out.damaged += 1
    out.right += right
    out.in_three += right or any(text[:1] == char for text, _ in (step.alternatives[:3] if step else ()))
    out.doubts += sure < threshold
    if sure > 0.99:
        out.certain += 1
        out.certain_right += right
    bin_ = out.bins[min(19, int(sure * 20))]
    bin_[0] += 1
    bin_[1] += right
    if not right:
        out.errors += 1
        out.doubted_errors += sure < threshold
        out.confusions[char, got] += 1
        out.examples.append(f"{around[0]}[{char}>{got} {sure:.2f}]{around[1]}".replace("\n", "|"))
