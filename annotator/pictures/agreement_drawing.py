"""Draws the pictures of several annotators from their tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.pictures.agreement_numbers import ROWS_SHOWN
from annotator.pictures.drawing_parts import heat, key_below, marker, short
from annotator.pictures.picture_request import Data, phrase
from annotator.pictures.styles import DASHES, MARKERS, SPEAKERS_SHOWN, Style


def forest(figure: Any, data: Data, style: Style) -> None:
    """A row a part: the coefficient, its interval, how many units; a line down from that of everything."""
    axes = figure.subplots()
    rows = [row for row in data.rows if row[2] is not None][:ROWS_SHOWN]
    figure.set_size_inches(figure.get_figwidth(), max(figure.get_figheight(), 1.1 + 0.19 * len(rows)))
    kinds = _parts(style)
    place, places, names = 0.0, [], []
    before = ""
    for row in rows:
        if before and row[0] != before:
            place += 0.5  # parts of one kind stand together
        before = row[0]
        places.append(place)
        names.append(kinds.get(row[0], "{0}").format(_named(style, row[1])))
        place += 1
    whole = next((row[2] for row in rows if row[0] == "all"), None)
    if whole is not None:
        axes.axvline(whole, color=style.muted, linewidth=0.7, linestyle="--", zorder=0)
    axes.axvline(0, color=style.line, linewidth=0.7, zorder=0)
    for at, row in zip(places, rows, strict=True):
        number = list(kinds).index(row[0]) if row[0] in kinds else 0
        if row[3] is not None:
            axes.hlines(at, max(row[3], -1), min(row[4], 1), color=style.text, linewidth=0.9)
        axes.scatter(
            [row[2]], [at], s=34 if row[0] == "all" else 22,
            marker="D" if row[0] == "all" else MARKERS[number], color=style.colour(number),
            edgecolors=style.text, linewidths=0.4, zorder=3,
        )  # fmt: skip
        axes.annotate(
            f"n = {row[5]:,}", (1, at), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=6.5, color=style.muted, annotation_clip=False,
        )  # fmt: skip
    axes.set_yticks(places, [short(name, 36) for name in names])
    axes.set_ylim(max([*places, 2]) + 0.8, -0.8)
    low = min([0.0, *(row[3] if row[3] is not None else row[2] for row in rows)])
    axes.set_xlim(max(-1.0, low - 0.03), 1.02)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(data.facts["coefficient"])


def _parts(style: Style) -> dict[str, str]:
    """What each kind of part is called; the name of one is put in."""
    return {
        "all": style.say(phrase("everything")),
        "pair": style.say(phrase("pair: {0}")),
        "annotator": style.say(phrase("annotator: {0}")),
        "label": style.say(phrase("label: {0}")),
        "speaker": style.say(phrase("speaker: {0}")),
        "target": style.say(phrase("target: {0}")),
        "context": style.say(phrase("turns: {0}")),
    }


def _named(style: Style, name: str) -> str:
    """The name of a part; those of contexts are the program's own words."""
    words = {
        "(no speaker)": style.say(phrase("(no speaker)")),
        "(no target)": style.say(phrase("(no target)")),
        "code-switched": style.say(phrase("code-switched")),
        "one language": style.say(phrase("one language")),
        "repaired": style.say(phrase("repaired")),
        "clean": style.say(phrase("clean")),
        "uncertain": style.say(phrase("uncertain")),
        "sure": style.say(phrase("sure")),
        "tagged late": style.say(phrase("tagged late")),
        "tagged early": style.say(phrase("tagged early")),
        "second half": style.say(phrase("second half")),
        "first half": style.say(phrase("first half")),
    }
    return words.get(name, name)


def confusion(figure: Any, data: Data, style: Style) -> None:
    """A map of labels by labels; agreement is the diagonal."""
    labels: list[str] = data.facts["labels"]
    cells = {(row[0], row[1]): row[2] for row in data.rows}
    grid = np.array([[cells[one, two] for two in labels] for one in labels], dtype=float)
    axes = figure.subplots()
    heat(
        axes, labels, labels, grid, style, bar=style.say(phrase("Pairs of answers")),
        written=[[f"{int(cell):,}" for cell in row] for row in grid],
    )  # fmt: skip
    two: list[str] = data.facts["two"]
    axes.set_ylabel(short(two[0]) if two else style.say(phrase("One annotator")))
    axes.set_xlabel(short(two[1]) if two else style.say(phrase("Another annotator")))


def pairs(figure: Any, data: Data, style: Style) -> None:
    """A map of annotators by annotators."""
    names: list[str] = data.facts["annotators"]
    cells = {(row[0], row[1]): row[2] for row in data.rows}
    size = len(names)
    grid = np.full((size, size), np.nan)
    written = [[""] * size for _ in names]
    for (one, two), value in cells.items():
        at = names.index(one), names.index(two)
        for row, column in (at, at[::-1]):
            grid[row, column] = np.nan if value is None else value
            written[row][column] = "–" if value is None else f"{value:.2f}"
    lowest = min(0.0, float(np.nanmin(grid)) if not np.isnan(grid).all() else 0.0)
    heat(
        figure.subplots(), names, names, grid, style, bar=data.facts["coefficient"], written=written,
        highest=1.0, lowest=lowest,
    )  # fmt: skip


def drift(figure: Any, data: Data, style: Style) -> None:
    """Above, seconds a turn of each annotator as they went on; below, how far they agree."""
    measures = [name for name in ("seconds", "agreement") if name in data.column("measure")]
    panels = figure.subplots(len(measures), 1, squeeze=False)[:, 0]
    said = {
        "seconds": style.say(phrase("Seconds a turn (median)")),
        "agreement": style.say(phrase("Same answer (%)")),
    }
    people = [name for name in data.facts["people"] if name in data.column("annotator")][:SPEAKERS_SHOWN]
    for axes, measure in zip(panels, measures, strict=True):
        scale = 100 if measure == "agreement" else 1
        for number, name in enumerate(people if measure == "seconds" else [""]):
            own = [row for row in data.rows if row[0] == measure and row[1] == name]
            # Side by side, so that one interval does not hide another.
            aside = (number - (len(people) - 1) / 2) / (len(people) + 1) if name else 0
            at = [(row[2] + row[3]) / 2 + aside * (row[3] - row[2] + 1) * 0.7 for row in own]
            colour = style.colour(number) if name else style.text
            axes.vlines(
                at,
                [row[5] * scale for row in own],
                [row[6] * scale for row in own],
                color=colour,
                linewidth=0.8,
            )
            axes.plot(
                at, [row[4] * scale for row in own], color=colour, linestyle=DASHES[number % len(DASHES)],
                marker=MARKERS[number % len(MARKERS)] if name else "D", markersize=4.5,
                markeredgecolor=style.text, markeredgewidth=0.4,
            )  # fmt: skip
        axes.set_ylabel(said[measure])
        axes.set_ylim(0, 105 if measure == "agreement" else None)
        axes.set_xlim(left=0)
        axes.grid(visible=True, axis="y")
        axes.set_xlabel(
            style.say(phrase("Turns tagged so far"))
            if measure == "seconds"
            else style.say(phrase("Turns answered by two so far"))
        )
    key_below(figure, [marker(style, one, line=True) for one in range(len(people))], people, style)
