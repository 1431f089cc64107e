"""Draws the pictures of one dialogue from their tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from annotator.pictures.drawing_parts import (
    FEWEST_ROWS,
    bars,
    key_below,
    marker,
    patch,
    short,
    speaker_name,
    turn_axis,
    who_speaks,
    zero_line,
)
from annotator.pictures.picture_request import Data, phrase
from annotator.pictures.styles import DASHES, HATCHES, MARKERS, SPEAKERS_SHOWN, Style

_TARGETS_SHOWN = 6
_DOUBT = 0.9


def profile(figure: Any, data: Data, style: Style) -> None:
    """Words of every turn stacked by language, triangles where it is switched, who speaks below."""
    turns = len(data.rows)
    speakers = data.column("speaker")
    rows = min(len(set(speakers)), SPEAKERS_SHOWN)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[6, 0.35 * rows + 0.2])
    base = np.zeros(turns)
    languages: list[str] = data.facts["languages"]
    for number, language in enumerate(languages):
        words = np.array(data.column(f"words_{language}"), dtype=float)
        bars(above, words, base, style, number)
        base += words
    handles, names = [patch(style, number) for number in range(len(languages))], list(languages)
    top = float(base.max()) or 1.0
    inside = [
        (turn + 1, base[turn] + top * 0.03)
        for turn, points in enumerate(data.column("switches_inside"))
        if points
    ]
    between = [turn + 0.5 for turn, switch in enumerate(data.column("switch_before")) if switch]
    size = float(np.clip(1800 / turns, 3, 22))
    if inside:
        points = above.scatter(*zip(*inside, strict=True), marker="v", s=size, color=style.text, linewidths=0)
        handles.append(points)
        names.append(style.say(phrase("switch inside the turn")))
    if between:
        strokes = above.scatter(
            between, [-top * 0.035] * len(between), marker="|", s=size * 2, color=style.accent, linewidths=1.0
        )
        handles.append(strokes)
        names.append(style.say(phrase("switch between turns")))
    above.set_ylim(-top * 0.07, top * 1.08)
    above.set_ylabel(style.say(phrase("Words")))
    turn_axis(above, turns, style, named=False)
    above.tick_params(axis="x", labelbottom=False)
    who_speaks(below, speakers, style)
    turn_axis(below, turns, style)
    key_below(figure, handles, names, style)


def trajectory(figure: Any, data: Data, style: Style) -> None:
    """A line a speaker through their values, a panel a target; without values a row a label."""
    by_target: defaultdict[str, list[Any]] = defaultdict(list)
    for row in data.rows:
        by_target[str(row[2] or "")].append(row)
    order = [name for name, _ in Counter(str(row[2] or "") for row in data.rows).most_common()]
    shown = [name for name in by_target if name in set(order[:_TARGETS_SHOWN])]
    speakers = list(dict.fromkeys(row[1] for row in data.rows))
    signed = any(row[6] is not None for row in data.rows)
    panels = figure.subplots(len(shown), 1, sharex=True, squeeze=False)[:, 0]
    for axes, target in zip(panels, shown, strict=True):
        (_values if signed else _rows_of_labels)(axes, by_target[target], speakers, data, style)
        turn_axis(axes, data.facts["turns"], style, named=axes is panels[-1])
        if target:
            axes.set_title(short(target, 80), fontsize=9)
    handles = [marker(style, number, line=signed) for number in range(min(len(speakers), SPEAKERS_SHOWN))]
    names = [speaker_name(style, name) for name in speakers[:SPEAKERS_SHOWN]]
    if data.facts["uncertain"]:
        handles.append(_plain_marker(style, "o", hollow=True))
        names.append(style.say(phrase("uncertain")))
    if data.facts["flips"]:
        handles.append(_plain_marker(style, "o", hollow=True, size=10))
        names.append(style.say(phrase("change of sides")))
    key_below(figure, handles, names, style)


def _plain_marker(style: Style, shape: str, *, hollow: bool, size: float = 5.0) -> Any:
    from matplotlib.lines import Line2D  # noqa: PLC0415 - loaded with the first picture

    return Line2D(
        [], [], marker=shape, linestyle="none", markersize=size, color=style.text, markeredgewidth=0.9,
        markerfacecolor="none" if hollow else style.text,
    )  # fmt: skip


def _points(axes: Any, rows: list[Any], heights: list[float], number: int, style: Style) -> None:
    """Points of one speaker: hollow where uncertain, larger the stronger they are where rows say so."""
    colour = style.colour(number)
    places = [row[0] for row in rows]
    hollow = [bool(row[5]) for row in rows]
    size = 26 if len(rows) <= 200 else 8
    for is_hollow in (False, True):
        own = [place for place, one in enumerate(hollow) if one == is_hollow]
        axes.scatter(
            [places[one] for one in own], [heights[one] for one in own],
            s=size, marker=MARKERS[number % len(MARKERS)], zorder=3,
            facecolors=style.ground if is_hollow else colour, edgecolors=colour if is_hollow else style.text,
            linewidths=1.0 if is_hollow else 0.4,
        )  # fmt: skip
    flips = [place for place, row in enumerate(rows) if row[7]]
    axes.scatter(
        [places[one] for one in flips], [heights[one] for one in flips], s=size * 4.5, marker="o",
        facecolors="none", edgecolors=style.text, linewidths=0.9, zorder=4,
    )  # fmt: skip


def _values(axes: Any, rows: list[Any], speakers: list[str], data: Data, style: Style) -> None:
    """Lines through the values; answers that point no way stand in a row under them, by label."""
    pointing = [row[6] for row in rows if row[6] is not None]
    low = min([-1.0 if not data.facts["ordinal"] else 1.0, *pointing])
    others = [name for name in data.facts["labels"] if any(row[3] == name and row[6] is None for row in rows)]
    for number, speaker in enumerate(speakers):
        own = [row for row in rows if row[1] == speaker and row[6] is not None]
        if own:
            axes.plot(
                [row[0] for row in own], [row[6] for row in own], color=style.colour(number), zorder=2,
                linestyle=DASHES[number % len(DASHES)],
            )  # fmt: skip
            _points(axes, own, [row[6] for row in own], number, style)
        rest = [row for row in rows if row[1] == speaker and row[6] is None]
        _points(axes, rest, [low - 1.2 - 0.7 * others.index(row[3]) for row in rest], number, style)
    ticks: list[float] = []
    names: list[str] = []
    if data.facts["ordinal"]:
        ticks, names = (
            list(range(1, len(data.facts["labels"]) + 1)),
            [short(one, 16) for one in data.facts["labels"]],
        )
    else:
        highest = max([1.0, *map(abs, pointing)])
        for way, labels in ((1, data.facts["positive"]), (-1, data.facts["negative"])):
            for level in range(1, int(highest) + 1):
                ticks.append(way * float(level))
                names.append(f"{short(labels[0], 12)} {level}" if highest > 1 else short(labels[0], 16))
        ticks.append(0.0)
        names.append("0")
        axes.set_ylim(-highest - 0.4, highest + 0.4)
        zero_line(axes, style)
    for place, name in enumerate(others):
        ticks.append(low - 1.2 - 0.7 * place)
        names.append(short(name, 16))
    bottom = min([low - 0.4, *(low - 1.2 - 0.7 * place - 0.5 for place in range(len(others)))])
    axes.set_ylim(bottom, axes.get_ylim()[1])
    if others:
        axes.axhline(low - 0.6, color=style.line, linewidth=0.6)
    axes.set_yticks(ticks, names)


def _rows_of_labels(axes: Any, rows: list[Any], speakers: list[str], data: Data, style: Style) -> None:
    used = [name for name in data.facts["labels"] if any(row[3] == name for row in rows)]
    for number, speaker in enumerate(speakers):
        own = [row for row in rows if row[1] == speaker]
        _points(axes, own, [float(used.index(row[3])) for row in own], number, style)
    axes.set_yticks(range(len(used)), [short(name) for name in used])
    axes.set_ylim(len(used) - 0.4, -0.6)
    axes.grid(visible=True, axis="y")


def strip(figure: Any, data: Data, style: Style) -> None:
    """A row a label, a box where a turn has it, hollow where it is uncertain; who speaks is hatched in."""
    axes = figure.subplots()
    labels: list[str] = data.facts["labels"]
    places: dict[str, int] = {name: row for row, name in enumerate(labels)}
    for number, name in enumerate(labels):
        for uncertain in (0, 1):
            own = [(row[0] - 0.46, 0.92) for row in data.rows if row[2] == name and row[3] == uncertain]
            axes.broken_barh(
                own, (places[name] - 0.36, 0.72), facecolor="none" if uncertain else style.colour(number),
                edgecolor=style.colour(number) if uncertain else style.edge,
                linewidth=1.0 if uncertain else 0.5 if len(own) <= 400 else 0.0,
                hatch="" if uncertain else HATCHES[number % len(HATCHES)],
            )  # fmt: skip
    axes.set_yticks(range(len(labels)), [short(name) for name in labels])
    axes.set_ylim(max(len(labels), FEWEST_ROWS) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    turn_axis(axes, data.facts["turns"], style)


def floor(figure: Any, data: Data, style: Style) -> None:
    """Lengths of turns by speaker, and under them each speaker's share of all that was said so far."""
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    speakers = [name for name, _ in data.facts["shares"]][:SPEAKERS_SHOWN]
    unit = data.facts["unit"]
    rows = data.rows
    for number, speaker in enumerate(speakers):
        own = [row[2] if row[1] == speaker else 0.0 for row in rows]
        bars(above, own, [0.0] * len(own), style, number)
        said = [(row[0], float(row[3] or 0) * 100) for row in rows if row[1] == speaker]
        below.plot(
            *zip(*said, strict=True), color=style.colour(number), linestyle=DASHES[number % len(DASHES)],
            marker=MARKERS[number % len(MARKERS)] if len(said) <= 60 else "", markersize=4,
            markeredgecolor=style.text, markeredgewidth=0.3,
        )  # fmt: skip
    rest = {row[1] for row in rows} - set(speakers)
    if rest:
        own = [row[2] if row[1] in rest else 0.0 for row in rows]
        bars(above, own, [0.0] * len(own), style, len(speakers))
    above.set_ylabel(_units(style)[unit])
    below.set_ylabel(style.say(phrase("Share so far (%)")))
    below.set_ylim(0, 105)
    turn_axis(above, len(rows), style, named=False)
    above.tick_params(axis="x", labelbottom=False)
    turn_axis(below, len(rows), style)
    shares = dict(data.facts["shares"])
    handles = [patch(style, number) for number in range(len(speakers))]
    names = [f"{speaker_name(style, name)}, {shares[name]:.0%}" for name in speakers]
    if rest:
        handles.append(patch(style, len(speakers)))
        names.append(style.say(phrase("others ({0})")).format(len(rest)))
    key_below(figure, handles, names, style)


def _units(style: Style) -> dict[str, str]:
    return {
        "seconds": style.say(phrase("Length (seconds)")),
        "words": style.say(phrase("Length (words)")),
        "characters": style.say(phrase("Length (characters)")),
    }


def repairs(figure: Any, data: Data, style: Style) -> None:
    """A point a repair: how sure, of what kind; hollow until somebody has decided."""
    axes = figure.subplots()
    kinds: list[str] = data.facts["kinds"]
    size = 26 if len(data.rows) <= 400 else 8
    for number, kind in enumerate(kinds):
        for decided in (0, 1):
            own = [row for row in data.rows if row[1] == kind and row[3] == decided]
            axes.scatter(
                [row[0] for row in own], [row[2] for row in own], s=size,
                marker=MARKERS[number % len(MARKERS)],
                facecolors=style.colour(number) if decided else "none", edgecolors=style.colour(number),
                linewidths=1.0, zorder=3,
            )  # fmt: skip
    axes.axhline(_DOUBT, color=style.muted, linewidth=0.8, linestyle="--", zorder=1)
    axes.annotate(
        style.say(phrase("doubts below")), (1, _DOUBT), xycoords=("axes fraction", "data"), xytext=(-2, -3),
        textcoords="offset points", ha="right", va="top", fontsize=7, color=style.muted,
    )  # fmt: skip
    axes.set_ylim(-0.05, 1.05)
    axes.set_ylabel(style.say(phrase("Confidence")))
    turn_axis(axes, data.facts["turns"], style)
    said = _kinds(style)
    handles = [marker(style, number, hollow=True) for number in range(len(kinds))]
    names = [said.get(kind, kind) for kind in kinds]
    if data.facts["decided"]:
        handles.append(_plain_marker(style, "o", hollow=False))
        names.append(style.say(phrase("decided by a person")))
    key_below(figure, handles, names, style)


def _kinds(style: Style) -> dict[str, str]:
    return {
        "encoding": style.say(phrase("wrong encoding undone")),
        "lost": style.say(phrase("lost character restored")),
        "joiner": style.say(phrase("joiner put back")),
        "damage": style.say(phrase("damage, not repaired")),
        "person": style.say(phrase("corrected by hand")),
    }
