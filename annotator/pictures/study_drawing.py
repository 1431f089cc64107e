"""Draws the pictures of a whole study from their tables."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from annotator.pictures.drawing_parts import heat, key_below, marker, patch, short, stacked_shares
from annotator.pictures.picture_request import Data, phrase
from annotator.pictures.styles import LABELS_SHOWN, MARKERS, Style

_PANELS = ((3, 3), (4, 2), (9, 3), (12, 4), (LABELS_SHOWN, 5))  # up to so many labels: so many side by side


def group_name(style: Style, name: str) -> str:
    """The name of a group as people read it."""
    words = {
        "": style.say(phrase("(none)")),
        "one language": style.say(phrase("one language")),
        "several languages": style.say(phrase("several languages")),
        "mixed": style.say(phrase("mixed")),
        "zxx": style.say(phrase("no language")),
        "und": style.say(phrase("cannot tell")),
    }
    return words.get(name, name)


def labels_by(figure: Any, data: Data, style: Style) -> None:
    """A bar a group, its parts the shares of labels."""
    axes = figure.subplots()
    groups: list[str] = data.facts["groups"]
    labels: list[str] = data.facts["labels"]
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for group, label, tags, _ in data.rows:
        counts[str(group)][str(label)] = counts[str(group)].get(str(label), 0) + int(tags or 0)
    whole = [sum(counts[group].values()) for group in groups]
    shares = [
        [counts[group].get(label, 0) / size for group, size in zip(groups, whole, strict=True)]
        for label in labels
    ]
    names = list(labels)
    rest = [1 - sum(row[place] for row in shares) for place in range(len(groups))]
    if len({str(row[1]) for row in data.rows}) > len(labels):
        shares.append(rest)
        names.append(style.say(phrase("all other labels")))
    stacked_shares(axes, [group_name(style, group) for group in groups], shares, whole, style)
    axes.set_ylabel(_bys(style)[data.facts["by"]])
    key_below(figure, [patch(style, number) for number in range(len(names))], names, style)


def _bys(style: Style) -> dict[str, str]:
    return {
        "speaker": style.say(phrase("Speaker")),
        "source": style.say(phrase("Source")),
        "language": style.say(phrase("Language of the turn")),
    }


def _cells(data: Data) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {(str(row[0]), str(row[1])): row for row in data.rows}


def depth(figure: Any, data: Data, style: Style) -> None:
    """A panel a label: its share over the tenths of a dialogue, with intervals as a band."""
    cells = _cells(data)
    groups: list[str] = data.facts["groups"]
    labels: list[str] = data.facts["labels"]
    across = min(len(labels), next(columns for most, columns in _PANELS if len(labels) <= most))
    panels = figure.subplots(
        -(-len(labels) // across), across, sharex=True, sharey=True, squeeze=False
    ).ravel()
    middles = np.arange(len(groups)) * 10 + 5.0
    for axes, label in zip(panels, labels, strict=False):
        share, low, high = (
            np.array([np.nan if cells[group, label][at] is None else cells[group, label][at] * 100
                      for group in groups], dtype=float) for at in (3, 4, 5)
        )  # fmt: skip
        axes.fill_between(middles, low, high, color=style.line, linewidth=0)
        axes.plot(middles, share, color=style.text, marker="o", markersize=3)
        axes.set_title(short(label), fontsize=8.5)
        axes.set_xticks([0, 50, 100])
    for axes in panels[len(labels) :]:
        axes.set_axis_off()
    for axes in panels[max(0, len(labels) - across) : len(labels)]:
        axes.tick_params(labelbottom=True)  # also where no panel stands below
    panels[0].set_xlim(0, 100)
    panels[0].set_ylim(bottom=0)
    figure.supxlabel(style.say(phrase("Place in the dialogue (%)")), fontsize=9)
    figure.supylabel(style.say(phrase("Share of tags (%)")), fontsize=9)


def switching(figure: Any, data: Data, style: Style) -> None:
    """A row a label with two points and their intervals: turns of one language, turns of several."""
    axes = figure.subplots()
    cells = _cells(data)
    labels: list[str] = data.facts["labels"]
    for number, group in enumerate(data.facts["groups"]):
        own = [cells[group, label] for label in labels]
        at = np.arange(len(labels)) + (number - 0.5) * 0.26
        axes.hlines(
            at, [100 * (row[4] if row[4] is not None else np.nan) for row in own],
            [100 * (row[5] if row[5] is not None else np.nan) for row in own], color=style.colour(number * 2),
            linewidth=1.3,
        )  # fmt: skip
        axes.scatter(
            [100 * (row[3] if row[3] is not None else np.nan) for row in own], at, s=30,
            marker=MARKERS[number * 2], color=style.colour(number * 2), edgecolors=style.text, linewidths=0.4,
            zorder=3,
        )  # fmt: skip
    axes.set_yticks(range(len(labels)), [short(name) for name in labels])
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.set_xlabel(style.say(phrase("Share of tags (%)")))
    axes.grid(visible=True, axis="x")
    names = [
        f"{group_name(style, group)} (n = {data.facts[key]:,})"
        for group, key in zip(data.facts["groups"], ("one", "several"), strict=True)
    ]
    key_below(figure, [marker(style, 0), marker(style, 2)], names, style)


def cooccurrence(figure: Any, data: Data, style: Style) -> None:
    """A map of labels by labels: turns that have both; on the diagonal, turns that have the label."""
    labels: list[str] = data.facts["labels"]
    cells = {(str(one), str(two)): int(turns or 0) for one, two, turns in data.rows}
    grid = np.array([[cells[one, two] for two in labels] for one in labels], dtype=float)
    off = grid.copy()
    np.fill_diagonal(off, np.nan)
    heat(
        figure.subplots(), labels, labels, off, style, bar=style.say(phrase("Turns with both labels")),
        written=[[f"{int(cell):,}" for cell in row] for row in grid],
    )  # fmt: skip


def transitions(figure: Any, data: Data, style: Style) -> None:
    """A map from the label of a turn to that of the next, as shares of its row."""
    labels: list[str] = data.facts["labels"]
    cells = {(str(row[0]), str(row[1])): row for row in data.rows}
    grid = [[cells[one, two][3] for two in labels] for one in labels]
    axes = figure.subplots()
    shares = np.array([[np.nan if cell is None else cell for cell in row] for row in grid], dtype=float)
    written = [["" if cell is None else f"{cell:.2f}" for cell in row] for row in grid]
    heat(
        axes, labels, labels, shares, style, bar=style.say(phrase("Share of the row")),
        written=written, highest=1.0,
    )  # fmt: skip
    axes.set_ylabel(style.say(phrase("Turn")))
    axes.set_xlabel(style.say(phrase("Next turn")))
