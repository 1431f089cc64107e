"""Draws the pictures of code-switching in a study from their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.pictures.drawing_parts import (
    key_below,
    marker,
    patch,
    row_limits,
    short,
    speaker_name,
    width_of,
)
from annotator.pictures.language_numbers import KINDS, PLACES, SPEAKERS_LISTED, SPEAKERS_NAMED
from annotator.pictures.picture_request import Data, phrase
from annotator.pictures.styles import DASHES, HATCHES, MARKERS, Style


def mixing(figure: Any, data: Data, style: Style) -> None:
    """A point a speaker, across how evenly languages are used, up how often they are switched."""
    axes = figure.subplots()
    rows = [row for row in data.rows if row[4] is not None and row[7] is not None][:SPEAKERS_NAMED]
    many = len(rows) > SPEAKERS_LISTED
    for number, row in enumerate(rows):
        _, _, _, _, m, m_low, m_high, i, i_low, i_high = row
        colour = style.colour(number)
        bar = {"color": style.line if many else colour, "linewidth": 0.6 if many else 0.9}
        if m_low is not None:
            axes.hlines(i, m_low, m_high, **bar)
        if i_low is not None:
            axes.vlines(m, i_low, i_high, **bar)
        axes.scatter(
            [m], [i], s=30, marker=MARKERS[number % len(MARKERS)], color=colour, edgecolors=style.text,
            linewidths=0.4, zorder=3,
        )  # fmt: skip
    axes.set_xlim(-0.03, 1.03)
    highest = max([row[9] or row[7] for row in rows], default=0) or 0.1
    axes.set_ylim(-0.03 * highest, 1.06 * highest)
    axes.set_xlabel(style.say(phrase("M-index: 0 one language, 1 all used alike")))
    axes.set_ylabel(style.say(phrase("I-index: switches per place")))
    axes.grid(visible=True)
    if len(rows) <= SPEAKERS_LISTED:
        names = [speaker_name(style, row[0]) for row in rows]
        key_below(figure, [marker(style, number) for number in range(len(rows))], names, style)
    else:
        _name_points(axes, [(speaker_name(style, row[0]), row[4], row[7] / highest) for row in rows], style)


def _name_points(axes: Any, points: Sequence[tuple[str, float, float]], style: Style) -> None:
    """Names beside points (place from 0 to 1 in both directions), those that have room."""
    width, height = (0.85 * side for side in axes.figure.get_size_inches())
    taken: list[tuple[float, float, float, float]] = []
    for name, across, up in points:
        long, high = width_of(name) * 0.85 / width, 0.13 / height
        left = across - long - 0.015 if across > 0.5 else across + 0.015
        box = (left, up, left + long, up + high)
        if any(box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in taken):
            continue  # it is in the table
        taken.append(box)
        text = axes.annotate(
            name, (across, up * axes.get_ylim()[1] / 1.06), xytext=(-4 if across > 0.5 else 4, 2),
            textcoords="offset points", ha="right" if across > 0.5 else "left", fontsize=6.5,
            color=style.text,
        )  # fmt: skip
        text.set_in_layout(False)


def spans(figure: Any, data: Data, style: Style) -> None:
    """A line a language: the share of its spans that are at least so long."""
    axes = figure.subplots()
    lengths: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for language, length, count in data.rows:
        lengths[language].append((length, count))
    names = []
    for number, language in enumerate(data.facts["languages"]):
        found = np.array(lengths[language])
        whole = found[:, 1].sum()
        longer = found[::-1, 1].cumsum()[::-1] / whole * 100
        axes.step(
            found[:, 0], longer, where="mid" if len(found) == 1 else "post", color=style.colour(number),
            linestyle=DASHES[number % len(DASHES)], marker=MARKERS[number % len(MARKERS)], markersize=3.5,
            markeredgecolor=style.text, markeredgewidth=0.3, markevery=max(1, len(found) // 20),
        )  # fmt: skip
        mean = data.facts["means"][language]
        names.append(f"{language} (n = {whole:,}, ⌀ {mean:g})")
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.get_major_locator().set_params(subs=(1, 2, 5))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()
    axes.set_xlim(left=0.9)
    axes.set_xlabel(style.say(phrase("Length of a span (words)")))
    axes.set_ylabel(style.say(phrase("Spans at least so long (%)")))
    axes.grid(visible=True)
    key_below(figure, [marker(style, one, line=True) for one in range(len(names))], names, style)


def switches(figure: Any, data: Data, style: Style) -> None:
    """A bar a place, divided by whether a single word or a longer stretch meets the other language."""
    axes = figure.subplots()
    said = {
        "inside a sentence": style.say(phrase("inside a sentence")),
        "between sentences": style.say(phrase("between sentences")),
        "between turns": style.say(phrase("between turns")),
    }
    left = np.zeros(len(PLACES))
    for number, kind in enumerate(KINDS):
        widths = np.array(
            [sum(row[4] for row in data.rows if row[:2] == (place, kind)) for place in PLACES], dtype=float
        )
        axes.barh(
            range(len(PLACES)), widths, 0.7, left=left, color=style.colour(3 * number),
            hatch=HATCHES[3 * number], edgecolor=style.edge, linewidth=0.3,
        )  # fmt: skip
        left += widths
    for place, count in enumerate(left):
        axes.annotate(
            f"{int(count):,}",
            (count, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(range(len(PLACES)), [short(said[place]) for place in PLACES])
    row_limits(axes, len(PLACES))
    axes.set_xlim(0, max(left) * 1.12)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(style.say(phrase("Switches")))
    names = [style.say(phrase("with a single word")), style.say(phrase("between longer stretches"))]
    key_below(figure, [patch(style, 0), patch(style, 3)], names, style)
