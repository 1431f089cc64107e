"""Draws the pictures of one dialogue from their tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from annotator.pictures.drawing_parts import (
    bars,
    key_below,
    marker,
    patch,
    row_limits,
    short,
    speaker_name,
    turn_axis,
    who_speaks,
    zero_line,
)
from annotator.pictures.many_turns import means, share_row, summed, turns_a_bar
from annotator.pictures.picture_request import Data, phrase
from annotator.pictures.styles import DASHES, HATCHES, MARKERS, SPEAKERS_SHOWN, Style

_TARGETS_SHOWN = 6
_DOUBT = 0.9


def profile(figure: Any, data: Data, style: Style) -> None:
    """Words of every turn stacked by language, triangles where it is switched, who speaks below."""
    turns = len(data.rows)
    speakers = data.column("speaker")
    many = turns_a_bar(turns) > 1
    heights = [6, *([2] if many else []), 0.45 * min(len(set(speakers)), SPEAKERS_SHOWN) + 0.2]
    above, *between, below = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights)
    base: Any = np.zeros(turns)
    languages: list[str] = data.facts["languages"]
    for number, language in enumerate(languages):
        words = np.array(data.column(f"words_{language}"), dtype=float)
        bars(above, words, base, style, number)
        base += words
    handles, names = (
        [patch(style, number, hatched=not many) for number in range(len(languages))],
        list(languages),
    )
    top = float(means(base).max()) or 1.0
    if many:
        _shares_of_switches(between[0], data, style)
        turn_axis(between[0], turns, style, named=False)
        between[0].tick_params(axis="x", labelbottom=False)
    else:
        _switch_marks(above, data, base, top, style)
        above.set_ylim(-top * 0.07, top * 1.08)
    samples = (between or [above])[0].get_legend_handles_labels()
    above.set_ylabel(style.say(phrase("Words")))
    turn_axis(above, turns, style, named=False)
    above.tick_params(axis="x", labelbottom=False)
    who_speaks(below, speakers, style)
    turn_axis(below, turns, style)
    key_below(figure, handles + samples[0], names + samples[1], style)


def _switch_marks(axes: Any, data: Data, base: Any, top: float, style: Style) -> None:
    """Triangles over turns with a switch inside, strokes before those that switch."""
    inside = [
        (turn + 1, base[turn] + top * 0.03)
        for turn, points in enumerate(data.column("switches_inside"))
        if points
    ]
    between = [turn + 0.5 for turn, switch in enumerate(data.column("switch_before")) if switch]
    size = float(np.clip(1800 / len(data.rows), 3, 22))
    if inside:
        axes.scatter(
            *zip(*inside, strict=True), marker="v", s=size, color=style.text, linewidths=0,
            label=style.say(phrase("switch inside the turn")),
        )  # fmt: skip
    if between:
        axes.scatter(
            between, [-top * 0.035] * len(between), marker="|", s=size * 2, color=style.accent,
            linewidths=1.0, label=style.say(phrase("switch between turns")),
        )  # fmt: skip


def _shares_of_switches(axes: Any, data: Data, style: Style) -> None:
    """How many of the turns that share a bar have a switch inside, and before them."""
    turns = len(data.rows)
    for column, name, look in (
        ("switches_inside", phrase("switch inside the turn"), {"color": style.text}),
        ("switch_before", phrase("switch between turns"), {"color": style.accent, "linestyle": "--"}),
    ):
        there = [float(bool(points)) for points in data.column(column)]
        axes.plot(
            *summed(range(1, turns + 1), [100 * one for one in there], turns),
            linewidth=0.7, label=style.say(name), **look,
        )  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_ylabel(style.say(phrase("Turns (%)")))


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
    many = turns_a_bar(data.facts["turns"]) > 1
    if many and not signed:
        return  # rows of shares, of all speakers together
    handles = [marker(style, number, line=signed) for number in range(min(len(speakers), SPEAKERS_SHOWN))]
    names = [speaker_name(style, name) for name in speakers[:SPEAKERS_SHOWN]]
    if many:
        key_below(figure, handles, names, style)
        return
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
    others = [
        name for name in data.facts["without"] if any(row[3] == name and row[6] is None for row in rows)
    ]
    turns = data.facts["turns"]
    many = turns_a_bar(turns) > 1
    for number, speaker in enumerate(speakers):
        own = [row for row in rows if row[1] == speaker and row[6] is not None]
        if own:
            places, heights = [row[0] for row in own], [row[6] for row in own]
            axes.plot(
                *(summed(places, heights, turns) if many else (places, heights)), color=style.colour(number),
                zorder=2, linestyle=DASHES[number % len(DASHES)], linewidth=0.9 if many else 1.2,
            )  # fmt: skip
            if not many:
                _points(axes, own, heights, number, style)
        rest = [row for row in rows if row[1] == speaker and row[6] is None and row[3] in others]
        if not many:
            _points(axes, rest, [low - 1.2 - 0.7 * others.index(row[3]) for row in rest], number, style)
    for place, name in enumerate(others if many else ()):
        own = [row[0] for row in rows if row[3] == name]
        share_row(axes, low - 1.5 - 0.7 * place, own, turns, color=style.muted)
    _name_values(axes, pointing, others, data, style)


def _name_values(axes: Any, pointing: list[float], others: list[str], data: Data, style: Style) -> None:
    """Names at the axis: levels in each direction as far as there are any, then labels that have none."""
    ticks: list[float] = []
    names: list[str] = []
    ordinal = data.facts["ordinal"]
    low = min([-1.0 if not ordinal else 1.0, *pointing])
    if ordinal:
        ticks, names = (
            list(range(1, len(data.facts["labels"]) + 1)),
            [short(one, 16) for one in data.facts["labels"]],
        )
    else:
        highest = max([1.0, *map(abs, pointing)])
        for way, labels in ((1, data.facts["positive"]), (-1, data.facts["negative"])):
            for level in range(1, int(max([1.0, *(way * value for value in pointing)])) + 1):
                ticks.append(way * float(level))
                names.append(f"{short(labels[0], 12)} {level}" if highest > 1 else short(labels[0], 16))
        ticks.append(0.0)
        names.append("0")
        axes.set_ylim(low - 0.4, max([1.0, *pointing]) + 0.4)
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
    used = [name for name in data.facts["without"] if any(row[3] == name for row in rows)]
    rows = [row for row in rows if row[3] in used]
    turns = data.facts["turns"]
    axes.set_yticks(range(len(used)), [short(name) for name in used])
    axes.set_ylim(len(used) - 0.4, -0.6)
    if turns_a_bar(turns) > 1:
        for place, name in enumerate(used):
            there = [row[0] for row in rows if row[3] == name]
            share_row(axes, place + 0.4, there, turns, color=style.muted)
    else:
        for number, speaker in enumerate(speakers):
            own = [row for row in rows if row[1] == speaker]
            _points(axes, own, [float(used.index(row[3])) for row in own], number, style)
    axes.grid(visible=True, axis="y")


def strip(figure: Any, data: Data, style: Style) -> None:
    """A row a label, a box where a turn has it, hollow where it is uncertain; who speaks is hatched in."""
    axes = figure.subplots()
    labels: list[str] = data.facts["labels"]
    places: dict[str, int] = {name: row for row, name in enumerate(labels)}
    turns = data.facts["turns"]
    row_limits(axes, len(labels))
    for number, name in enumerate(labels):
        if turns_a_bar(turns) > 1:
            there = [row[0] for row in data.rows if row[2] == name]
            share_row(axes, places[name] + 0.4, there, turns, color=style.colour(number))
            continue
        for uncertain in (0, 1):
            own = [(row[0] - 0.46, 0.92) for row in data.rows if row[2] == name and row[3] == uncertain]
            axes.broken_barh(
                own, (places[name] - 0.36, 0.72), facecolor="none" if uncertain else style.colour(number),
                edgecolor=style.colour(number) if uncertain else style.edge,
                linewidth=1.0 if uncertain else 0.5 if len(own) <= 400 else 0.0,
                hatch="" if uncertain else HATCHES[number % len(HATCHES)],
            )  # fmt: skip
    axes.set_yticks(range(len(labels)), [short(name) for name in labels])
    axes.tick_params(axis="y", length=0)
    turn_axis(axes, turns, style)


def floor(figure: Any, data: Data, style: Style) -> None:
    """Lengths of turns by speaker, and under them each speaker's share of all that was said so far."""
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 2])
    speakers = [name for name, _ in data.facts["shares"]][:SPEAKERS_SHOWN]
    unit = data.facts["unit"]
    rows = data.rows
    many = turns_a_bar(len(rows)) > 1
    base: Any = np.zeros(len(rows))
    for number, speaker in enumerate(speakers):
        own = np.array([row[2] if row[1] == speaker else 0.0 for row in rows])
        bars(above, own, base, style, number)
        base += own * many  # bars that several turns share are stacked
        said = [(row[0], float(row[3] or 0) * 100) for row in rows if row[1] == speaker]
        below.plot(
            *zip(*said, strict=True), color=style.colour(number), linestyle=DASHES[number % len(DASHES)],
            marker=MARKERS[number % len(MARKERS)] if len(said) <= 60 else "", markersize=4,
            markeredgecolor=style.text, markeredgewidth=0.3,
        )  # fmt: skip
    rest = {row[1] for row in rows} - set(speakers)
    if rest:
        own = np.array([row[2] if row[1] in rest else 0.0 for row in rows])
        bars(above, own, base, style, len(speakers))
    above.set_ylabel(_units(style)[unit])
    below.set_ylabel(style.say(phrase("Share so far (%)")))
    below.set_ylim(0, 105)
    turn_axis(above, len(rows), style, named=False)
    above.tick_params(axis="x", labelbottom=False)
    turn_axis(below, len(rows), style)
    of_all = dict(data.facts["shares"])
    handles = [patch(style, number, hatched=not many) for number in range(len(speakers))]
    names = [f"{speaker_name(style, name)}, {of_all[name]:.0%}" for name in speakers]
    if rest:
        handles.append(patch(style, len(speakers), hatched=not many))
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
    size = 26 if len(data.rows) <= 400 else 4
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
