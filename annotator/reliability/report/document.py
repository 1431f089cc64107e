"""A report as headings, paragraphs and tables, made of numbers alone; a format only writes them down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.core.decision_notes import error_name
from annotator.reliability.report.methods import drawn_turns, kinds_of_error, methods

Numbers = dict[str, Any]

_KINDS = {
    "label": "By label, each against all others",
    "pair": "By pair of annotators",
    "annotator": "Each annotator against the rest",
    "speaker": "By speaker",
    "target": "By target",
    "context": "By context",
}
_FIGURES = ("annotators", "measure", "value", "interval", "n", "dialogues")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has a cell for each column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands beside the text as NAME.svg and NAME.pdf, with its caption."""

    caption: str
    name: str


Block = Heading | Paragraph | Table | Figure


def blocks_of(numbers: Numbers) -> Iterator[Block]:
    """The report from its beginning to its end."""
    yield Heading(1, f"Agreement of annotators: {numbers['project']}")
    yield Heading(2, "Methods")
    for text in methods(numbers, "en"):
        yield Paragraph(text)
    yield Heading(2, "方法")
    for text in methods(numbers, "zh"):
        yield Paragraph(text)
    yield Table(
        "Coefficients",
        ("coefficient", "chance agreement", "source"),
        tuple((one["name"], one["formula"], one["source"]) for one in numbers["coefficients"]),
    )
    for facet in numbers["facets"]:
        yield from _facet(facet)
        for figure in numbers["figures"]:
            if figure["facet"] == facet["facet"]:
                yield Figure(figure["caption"], figure["name"])
    yield from _drawn_turns(numbers)
    yield from _errors(numbers.get("errors", ()))


def _drawn_turns(numbers: Numbers) -> Iterator[Block]:
    """Agreement on where turns begin and end; nothing where nobody drew any."""
    if not numbers.get("drawn_turns", ()):
        return
    yield Heading(2, "Where turns begin and end")
    for text in drawn_turns():
        yield Paragraph(text)
    yield Table(
        "Turns: n is how many each annotator made in the dialogues compared",
        _FIGURES,
        tuple(
            _figures(numbers.get("drawn_turns", ()), lambda each: " / ".join(f"{n:,}" for n in each["turns"]))
        ),
    )
    left = [
        (", ".join(each["annotators"]), f"{each['untouched']:,}", f"{each['words']:,}")
        for each in numbers.get("drawn_turns", ())
    ]
    yield Table(
        "Turns: what the figures rest on", ("annotators", "dialogues left as they came", "words"), tuple(left)
    )


def _errors(errors: Sequence[Numbers]) -> Iterator[Block]:
    """The kinds of error that adjudicators noted: how often each, then one by one; nothing where none is."""
    if not errors:
        return
    yield Heading(2, "Kinds of error noted while adjudicating")
    for text in kinds_of_error(errors):
        yield Paragraph(text)
    counts = Counter((one["facet_name"], one["error"], one["decided"]) for one in errors)
    facets = {name: place for place, name in enumerate(dict.fromkeys(one["facet_name"] for one in errors))}
    kinds = Counter((one["facet_name"], one["error"]) for one in errors)
    rows = sorted(counts, key=lambda one: (facets[one[0]], -kinds[one[:2]], one[1], -counts[one], one[2]))
    named = [
        (facet, str(error_name(error)), decided, counts[facet, error, decided])
        for facet, error, decided in rows
    ]
    yield Table(
        "Kinds of error by what was decided / 错误类型（按裁定结果）",
        ("facet", "kind of error", "decided", "times"),
        tuple((facet, error, decided, f"{times:,}") for facet, error, decided, times in named),
    )
    yield Table(
        "Each error / 逐条错误",
        ("facet", "dialogue", "turn", "kind of error", "decided", "instead of", "reason"),
        tuple(map(_error, errors)),
    )


def _error(one: Numbers) -> tuple[str, ...]:
    said = "; ".join(f"{name}: {labels}" for name, labels in one["otherwise"])
    turn = "" if one["turn"] is None else f"{one['turn']:,}"
    error = str(error_name(one["error"]))
    target = f" ({one['target']})" if one["target"] else ""
    return (
        one["facet_name"], one["title"], turn, error, f"{one['decided']}{target}", said, one["reason"]
    )  # fmt: skip


def _facet(facet: Numbers) -> Iterator[Block]:
    yield Heading(2, facet["name"])
    yield Paragraph(
        f"{facet['units']:,} {facet['unit']}s with a label, annotated by {', '.join(facet['annotators'])}."
    )
    if facet["replaced"]:
        yield Paragraph(f"{facet['replaced']:,} answers gave way to a later one of the same annotator.")
    columns = ("coefficient", "value", "interval", "n", "dialogues")
    for part in facet["parts"]:
        if part["by"] == "all":
            rows = tuple((_name(found), *_cells(found)) for found in part["agreements"])
            yield Table(f"{facet['name']}: all {facet['unit']}s", columns, rows)
            warnings = [each["sentence"] for one in part["agreements"] for each in one["warnings"]]
            for sentence in dict.fromkeys(warnings):
                yield Paragraph(f"Note: {sentence}.")
    for by, title in _KINDS.items():
        rows_of_kind = tuple(_rows([part for part in facet["parts"] if part["by"] == by]))
        if rows_of_kind:
            caption = f"{facet['name']}: {title[0].lower()}{title[1:]}"
            yield Table(caption, (by, *columns), rows_of_kind)
    for key, title, counts in (
        ("spans", "spans", lambda each: " / ".join(f"{count:,}" for count in each["spans"])),
        ("segments", "where the label changes from turn to turn", lambda each: f"{each['turns']:,}"),
    ):
        rows_of_figures = tuple(_figures(facet[key], counts))
        if rows_of_figures:
            yield Table(f"{facet['name']}: {title}", _FIGURES, rows_of_figures)
    if facet["parts"] and facet["labels"]:
        yield Table(
            f"{facet['name']}: pairs of labels on one {facet['unit']}, the earlier annotator's down",
            ("", *facet["labels"]),
            tuple(
                (label, *(f"{cell:,.0f}" for cell in row))
                for label, row in zip(facet["labels"], facet["confusion"], strict=True)
            ),
        )


def _rows(parts: Sequence[Numbers]) -> Iterator[tuple[str, ...]]:
    """The coefficients of parts; each part is named in its first row."""
    for part in parts:
        for place, found in enumerate(part["agreements"]):
            yield (part["name"] if place == 0 else "", _name(found), *_cells(found))


def _figures(parts: Sequence[Numbers], counts: Callable[[Numbers], str]) -> Iterator[tuple[str, ...]]:
    """Measures of spans or boundaries; who was compared is named in their first row."""
    for each in parts:
        about = ", ".join(each["annotators"]) + (f": {each['label']}" if each.get("label") else "")
        for place, one in enumerate(each["figures"]):
            yield (
                about if place == 0 else "",
                one["name"],
                *_value(one),
                counts(each),
                f"{each['dialogues']:,}",
            )


def _name(found: Numbers) -> str:
    return str(found["name"] if found["distance"] == "nominal" else f"{found['name']}, {found['distance']}")


def _cells(found: Numbers) -> tuple[str, str, str, str]:
    """Value, interval, n, dialogues; in words where there is none."""
    return (*_value(found), f"{found['pairable']:,}", f"{found['dialogues']:,}")


def _value(found: Numbers) -> tuple[str, str]:
    if found["value"] is None:
        return (f"undefined, because {found['undefined']['sentence']}", "")
    interval = found["interval"]
    bounds = "none" if interval is None else f"[{interval['low']:.3f}, {interval['high']:.3f}]"
    return (f"{found['value']:.3f}", bounds)
