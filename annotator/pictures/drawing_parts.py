"""What several pictures are made of: axes of turns, speakers' rows, keys of colours, heat maps, intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from unicodedata import east_asian_width

from annotator.pictures.many_turns import edges, means, share_row, turns_a_bar
from annotator.pictures.picture_request import phrase
from annotator.pictures.styles import DASHES, HATCHES, MARKERS, SPEAKERS_SHOWN, Style

#: The axes whose horizontal axis is the turns of the dialogue, for whoever asks what is under the pointer.
TURNS = "turns"
_MANY_TURNS = 150  # more of them are drawn without gaps
_LONGEST = 28
_FEWEST_ROWS = 3  # so that a bar or two are not drawn as thick as a wall
_GREY_TEXT = 0.55
_CHARACTER = 0.062  # inches of a character of a key, on average; those of Chinese are twice as wide
_SAMPLE = 0.42  # inches of a key's sample with the space around it


def short(text: str, longest: int = _LONGEST) -> str:
    """A name that fits beside an axis; what is left out is shown by dots."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def speaker_name(style: Style, name: str, longest: int = _LONGEST) -> str:
    """The name of a speaker, or that there is none."""
    return short(name, longest) or style.say(phrase("(no speaker)"))


def width_of(text: str) -> float:
    """About how many inches a text of a key is wide."""
    return _CHARACTER * sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def row_limits(axes: Any, rows: int) -> None:
    """Rows from the top down, in the middle where they are few."""
    spare = max(0, _FEWEST_ROWS - rows) / 2
    axes.set_ylim(rows - 0.4 + spare, -0.6 - spare)


def turn_axis(axes: Any, turns: int, style: Style, *, named: bool = True) -> None:
    """Make the horizontal axis that of the turns of a dialogue, numbered from 1."""
    axes.set_gid(TURNS)
    axes.set_xlim(0.4, turns + 0.6)
    axes.xaxis.get_major_locator().set_params(integer=True, min_n_ticks=1)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    if named:
        axes.set_xlabel(style.say(phrase("Turn")))


def bars(axes: Any, values: Any, base: Any, style: Style, number: int) -> Any:
    """A bar a turn; from 150 turns on one outline, which a file can hold; from 600 on means."""
    import numpy as np  # noqa: PLC0415 - with matplotlib

    heights, bottoms = np.asarray(values, dtype=float), np.asarray(base, dtype=float)
    look = {"facecolor": style.colour(number), "hatch": HATCHES[number % len(HATCHES)]}
    if len(heights) <= _MANY_TURNS:
        places = np.arange(1, len(heights) + 1)
        return axes.bar(places, heights, 0.84, bottom=bottoms, edgecolor=style.edge, linewidth=0.3, **look)
    if turns_a_bar(len(heights)) > 1:
        look["hatch"] = ""  # a bar is a pixel or two wide
    heights, bottoms, limits = means(heights), means(bottoms), edges(len(heights))
    return axes.stairs(
        bottoms + heights, limits, baseline=bottoms, fill=True, edgecolor=style.edge, linewidth=0.0, **look
    )


def who_speaks(axes: Any, speakers: Sequence[str], style: Style) -> None:
    """A row a speaker with a stroke for each of their turns; the rarest of many share the last row."""
    order = [name for name, _ in Counter(speakers).most_common()]
    shown = order if len(order) <= SPEAKERS_SHOWN else order[: SPEAKERS_SHOWN - 1]
    rows = {name: place for place, name in enumerate(sorted(shown, key=order.index))}
    names = [speaker_name(style, name) for name in rows]
    places: list[list[int]] = [[] for _ in rows]
    if len(shown) < len(order):
        names.append(style.say(phrase("others ({0})")).format(len(order) - len(shown)))
        places.append([])
    for turn, name in enumerate(speakers, 1):
        places[rows.get(name, len(rows))].append(turn)
    axes.set_ylim(len(names) - 0.4, -0.6)
    for row, strokes in enumerate(places):
        if turns_a_bar(len(speakers)) > 1:
            share_row(axes, row + 0.4, strokes, len(speakers), color=style.text)
            continue
        axes.hlines([row] * len(strokes), [turn - 0.42 for turn in strokes],
                    [turn + 0.42 for turn in strokes], colors=style.text, linewidth=3.0)  # fmt: skip
    axes.set_yticks(range(len(names)), names, fontsize=8 if len(names) < 5 else 6.5)
    axes.tick_params(axis="y", length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def key_below(figure: Any, handles: Sequence[Any], names: Sequence[str], style: Style) -> None:
    """What the colours mean, under the picture."""
    if not handles:
        return
    names = [short(name, _LONGEST + 8) for name in names]
    columns = _columns([width_of(name) + _SAMPLE for name in names], figure.get_figwidth())
    # The library fills columns; people read rows.
    order = [place for column in range(columns) for place in range(column, len(names), columns)]
    legend = figure.legend(
        [handles[place] for place in order], [names[place] for place in order], loc="outside lower center",
        ncols=columns, handlelength=1.6, handleheight=1.1, columnspacing=1.2,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_color(style.text)


def _columns(widths: Sequence[float], room: float) -> int:
    """The most columns in which entries of these widths have room side by side."""
    for columns in range(len(widths), 1, -1):
        if sum(max(widths[column::columns]) for column in range(columns)) <= room:
            return columns
    return 1


def patch(style: Style, number: int, *, hatched: bool = True) -> Any:
    """A sample of a bar's colour and hatch for a key."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - loaded with the first picture

    return Patch(
        facecolor=style.colour(number), hatch=HATCHES[number % len(HATCHES)] if hatched else "",
        edgecolor=style.edge, linewidth=0.4,
    )  # fmt: skip


def marker(style: Style, number: int, *, hollow: bool = False, line: bool = False) -> Any:
    """A sample of a point's colour and shape for a key."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - as above

    colour = style.colour(number)
    return Line2D(
        [], [], marker=MARKERS[number % len(MARKERS)], color=colour, markersize=5,
        linestyle=DASHES[number % len(DASHES)] if line else "none",
        markerfacecolor="none" if hollow else colour, markeredgecolor=style.text if not hollow else colour,
        markeredgewidth=0.9 if hollow else 0.4,
    )  # fmt: skip


def stacked_shares(
    axes: Any, groups: Sequence[str], shares: Sequence[Sequence[float]], counts: Sequence[int], style: Style
) -> None:
    """A bar a group from 0 to 100 %, its parts one after the other, the number behind it at its end."""
    import numpy as np  # noqa: PLC0415 - with matplotlib

    places = np.arange(len(groups))
    left = np.zeros(len(groups))
    for number, row in enumerate(shares):
        width = np.asarray(row) * 100
        axes.barh(
            places, width, 0.76, left=left, color=style.colour(number), hatch=HATCHES[number % len(HATCHES)],
            edgecolor=style.edge, linewidth=0.3,
        )  # fmt: skip
        left += width
    axes.set_yticks(places, [short(name) for name in groups])
    row_limits(axes, len(groups))
    axes.set_xlim(0, 100)
    axes.set_xlabel(style.say(phrase("Share of tags (%)")))
    axes.tick_params(axis="y", length=0)
    for place, count in zip(places, counts, strict=True):
        axes.annotate(
            f"n = {count:,}", (100, place), xytext=(4, 0), textcoords="offset points", va="center",
            fontsize=7, color=style.muted, annotation_clip=False,
        )  # fmt: skip


def heat(
    axes: Any, rows: Sequence[str], columns: Sequence[str], cells: Any, style: Style, *,
    bar: str, written: Any = None, highest: float | None = None, lowest: float = 0.0,
) -> None:  # fmt: skip
    """A map of cells, darker for more (on dark grounds lighter), with the figure in each where it fits.

    ``cells`` may hold NaN where nothing is defined; ``written`` are the texts in them.
    """
    import numpy as np  # noqa: PLC0415 - with matplotlib
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415 - loaded with the first picture

    values = np.ma.masked_invalid(np.asarray(cells, dtype=float))
    top = highest if highest is not None else float(values.max() if values.count() else 1.0) or 1.0
    colours = LinearSegmentedColormap.from_list("ramp", style.ramp).with_extremes(bad=style.line)
    image = axes.imshow(values, cmap=colours, vmin=lowest, vmax=top, aspect="auto", interpolation="nearest")
    names = [short(name, 18) for name in columns]
    room = 0.62 * axes.figure.get_figwidth() / len(columns)
    slanted = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks(range(len(columns)), names, **({} if max(map(width_of, names)) < room else slanted))
    axes.set_yticks(range(len(rows)), [short(name, 22) for name in rows])
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    if written is not None and len(rows) * len(columns) <= 200:
        size = 8.5 if len(rows) <= 4 else 7.5 if len(rows) <= 8 else 6.5
        for row in range(len(rows)):
            for column in range(len(columns)):
                value = values[row, column]
                full = not np.ma.is_masked(value) and (float(value) - lowest) / (top - lowest) > _GREY_TEXT
                axes.text(
                    column, row, written[row][column], ha="center", va="center", fontsize=size,
                    color=style.ground if full else style.text,
                )  # fmt: skip
    side = axes.figure.colorbar(image, ax=axes, shrink=0.8, pad=0.02)
    side.outline.set_visible(False)
    side.set_label(bar)


def zero_line(axes: Any, style: Style, at: float = 0.0) -> None:
    """A thin line across, where a value means nothing either way."""
    axes.axhline(at, color=style.muted, linewidth=0.6, zorder=0)
