"""Points of time lines, some of which have no time."""

from __future__ import annotations

import bisect
from collections.abc import Mapping


def between(times: Mapping[str, float | None]) -> dict[str, float]:
    """The times of all points, with those that are open spread evenly between their neighbours."""
    values = list(times.values())
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    places = [place for place, _ in known]
    spread: dict[str, float] = {}
    for place, name in enumerate(times):
        value = values[place]
        if value is None:
            following = bisect.bisect(places, place)
            before = known[following - 1] if following else (-1, 0.0)
            after = known[following] if following < len(known) else (len(values), before[1] + 1.0)
            value = before[1] + (after[1] - before[1]) * (place - before[0]) / (after[0] - before[0])
        spread[name] = value
    return spread
