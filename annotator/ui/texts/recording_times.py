"""Times of turns in a recording, as people read them."""

from __future__ import annotations

from collections.abc import Mapping


def clock(seconds: float) -> str:
    """``0:01.5``, ``12:03``, ``1:00:00``: hours only where there are any."""
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(abs(thousandths), 60_000)
    hours, minutes = divmod(minutes, 60)
    small = f"{rest / 1000:06.3f}".rstrip("0").rstrip(".")
    sign = "−" if thousandths < 0 else ""
    return f"{sign}{hours}:{minutes:02}:{small}" if hours else f"{sign}{minutes}:{small}"


def spoken_at(meta: Mapping[str, object]) -> str:
    """From when to when a turn was said, "" where its metadata do not say."""
    times = [meta.get("start"), meta.get("end")]
    words = [
        clock(time) if isinstance(time, int | float) else str(time) for time in times if time is not None
    ]
    if not words:
        return str(meta.get("time", ""))
    return words[0] if len(words) == 1 or words[0] == words[1] else "–".join(words)
