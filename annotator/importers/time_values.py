"""Times in whatever way files write them, to seconds from the beginning."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

Unit = Literal["s", "ms", "µs", "ticks", "ns"]
PER_SECOND: dict[Unit, float] = {"s": 1.0, "ms": 1e3, "µs": 1e6, "ticks": 1e7, "ns": 1e9}
# What the end of a column's name says about the unit, as names stand without signs and case.
_NAMED: tuple[tuple[str, Unit], ...] = (
    ("inticks", "ticks"), ("ticks", "ticks"), ("milliseconds", "ms"), ("millis", "ms"), ("msec", "ms"),
    ("ms", "ms"), ("microseconds", "µs"), ("nanoseconds", "ns"), ("nanos", "ns"),
)  # fmt: skip
_NO_UNIT = ("items", "terms", "forms")  # that merely end in the same letters
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d{1,3}):(?=\d{1,2}:))?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)\Z")
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?\Z", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(ms|msec|s|sec|seconds)\Z", re.IGNORECASE)
_FRAMES = 25.0  # a second, where nothing says otherwise

# Characters a second that people speak or type subtitles at; a recording lies well within.
_SLOWEST, _USUAL, _FASTEST = 0.4, 13.0, 150.0


def seconds(value: object, unit: Unit = "s") -> float | None:
    """A time as seconds: 12.5, "12,5", "00:01:02.500", "0:03", "1.400s", "PT1.2S"; None where it is none.

    ``unit`` is that of bare numbers. Four places with colons are hours, minutes, seconds and
    frames, 25 of them a second.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) / PER_SECOND[unit] if math.isfinite(value) else None
    if isinstance(value, dict):  # as protocol buffers write a duration
        whole, rest = seconds(value.get("seconds")), seconds(value.get("nanos", 0), "ns")
        return None if whole is None or rest is None else whole + rest
    return _of_text(value.strip(), unit) if isinstance(value, str) else None


def _of_text(text: str, unit: Unit) -> float | None:
    """A time that is written down, or a number in some unit."""
    written = _written(text)
    if written is not None:
        return written
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return None
    return number / PER_SECOND[unit] if math.isfinite(number) else None


def _written(text: str) -> float | None:
    """The seconds of a clock, a duration in ISO 8601, or a number with its unit; None for all else."""
    if match := _CLOCK.match(text):
        first, second, third, last = match.groups()
        last = last.replace(",", ".")
        if first is not None:
            return int(first) * 3600 + int(second) * 60 + int(third) + float(last) / _FRAMES
        return round(int(second or 0) * 3600 + int(third) * 60 + float(last), 6)
    if (match := _DURATION.match(text)) and any(match.groups()):
        days, hours, minutes, rest = match.groups()
        whole = int(days or 0) * 86_400 + int(hours or 0) * 3600 + int(minutes or 0) * 60
        return whole + float((rest or "0").replace(",", "."))
    if match := _WITH_UNIT.match(text):
        number = float(match[1].replace(",", "."))
        return number / 1000 if match[2].casefold().startswith("m") else number
    return None


def unit_of_name(plain_name: str) -> Unit | None:
    """The unit that a column's name says, None where it says none; the name is without case and signs."""
    if plain_name.endswith(_NO_UNIT):
        return None
    return next((unit for end, unit in _NAMED if plain_name.endswith(end)), None)


def likely_unit(starts: Sequence[object], ends: Sequence[object], lengths: Sequence[int]) -> Unit:
    """The unit of bare numbers, by how fast somebody would have to speak.

    ``starts``, ``ends`` and ``lengths`` (in characters) belong to the same turns. Seconds where
    nothing speaks against it: only whole numbers that would make a voice many times too slow are more.
    """
    spans = [
        (last - first, length)
        for start, end, length in zip(starts, ends, lengths, strict=True)
        if length and (first := _whole(start)) is not None and (last := _whole(end)) is not None
    ]
    lasting = [(span, length) for span, length in spans if span > 0]
    if not lasting or len(lasting) < len(spans) / 2 or len(spans) < _numbers(starts):
        return "s"
    rates = sorted(length / span for span, length in lasting)
    usual = rates[len(rates) // 2]
    if usual >= _SLOWEST:
        return "s"
    fits = [unit for unit in PER_SECOND if _SLOWEST <= usual * PER_SECOND[unit] <= _FASTEST]
    return min(fits, key=lambda unit: abs(math.log(usual * PER_SECOND[unit] / _USUAL)), default="s")


def _whole(value: object) -> float | None:
    """A whole number without a unit; None for all else."""
    number = seconds(value)
    bare = not isinstance(value, str) or value.strip().lstrip("-").isdigit()
    return number if number is not None and number.is_integer() and bare else None


def _numbers(values: Sequence[object]) -> int:
    return sum(seconds(value) is not None for value in values)
