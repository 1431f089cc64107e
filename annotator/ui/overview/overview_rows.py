"""The figures of the overview as rows: what they are called, how long their bars are, where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.model import TurnFilter
from annotator.ui.overview.overview_bars import Cell, Door, RowFace
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, dialogues_words, turns_words
from annotator.ui.theme import automatic_colour
from annotator.ui.turn_list.text_marks import threshold

if TYPE_CHECKING:
    from annotator.model import Annotator, Codebook, Facet, Label
    from annotator.ui.overview.overview_figures import Figures

translate = QCoreApplication.translate  # the name the translation tools look for

SHOWN = 12  # labels of a facet before the others are asked for

# What is left to look at: its name, and the turns behind it.
LEFT: Mapping[str, str] = {
    "doubts": QT_TRANSLATE_NOOP("Overview", "Doubts and damage"),
    "gaps": QT_TRANSLATE_NOOP("Overview", "Gaps in the text"),
    "uncertain": QT_TRANSLATE_NOOP("Overview", "Uncertain tags"),
    "flagged": QT_TRANSLATE_NOOP("Overview", "Flags"),
    "bookmarked": QT_TRANSLATE_NOOP("Overview", "Bookmarks"),
    "noted": QT_TRANSLATE_NOOP("Overview", "Notes"),
}
_LANGUAGES: Mapping[str, str] = {
    "mixed": QT_TRANSLATE_NOOP("Overview", "several, mixed"),
    "zxx": QT_TRANSLATE_NOOP("Overview", "no language"),
    "und": QT_TRANSLATE_NOOP("Overview", "not recognised"),
    "": QT_TRANSLATE_NOOP("Overview", "not detected yet"),
}


def translated(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("Overview", text)


def left_filters(percent: int) -> dict[str, TurnFilter]:
    """The turns behind each row of what is left, where repairs less sure than so many percent are doubts."""
    return {
        "doubts": TurnFilter(doubts_below=threshold(percent)),
        "gaps": TurnFilter(gaps=True),
        "uncertain": TurnFilter(uncertain=True),
        "flagged": TurnFilter(flagged=True),
        "bookmarked": TurnFilter(bookmarked=True),
        "noted": TurnFilter(noted=True),
    }


@dataclass(frozen=True, slots=True)
class Doors:
    """Where rows lead: to all turns that fit a filter, or to one dialogue's turns that lack an answer."""

    turns: Callable[[TurnFilter], object]
    dialogue: Callable[[int, str], object]


def _way(doors: Doors, wanted: TurnFilter, *, open_: bool = True) -> Door | None:
    """Where a row leads: to the turns that fit; None where there is none."""
    return partial(doors.turns, wanted) if open_ else None


def share(part: int, whole: int) -> str:
    """``67 %``; "" of nothing. Only all of it is 100 %, only nothing is 0 %."""
    if not whole:
        return ""
    percent = round(100 * part / whole)
    if percent == 100 and part < whole:
        return "> 99 %"
    return "< 1 %" if part and not percent else f"{percent} %"


def asked(codebook: Codebook) -> list[Facet]:
    """The facets that every turn, or every dialogue, is to have an answer to."""
    return [
        facet
        for facet in codebook.facets
        if not facet.retired and facet.kind != "text" and facet.scope != "span"
    ]


# --- progress -------------------------------------------------------------------------------------


def progress(figures: Figures, codebook: Codebook, doors: Doors) -> Iterator[RowFace]:
    """A row for each facet and annotator; the cells of the bar are the dialogues."""
    for facet in asked(codebook):
        for number, person in enumerate(figures.people):
            yield _progress(figures, facet, person, doors, first=number == 0)


def _progress(figures: Figures, facet: Facet, person: Annotator, doors: Doors, *, first: bool) -> RowFace:
    key = (facet.key, person.key)
    answered = figures.answered.get(key)
    units, finished = (answered.units, answered.finished) if answered is not None else (0, 0)
    whole_dialogues = facet.scope == "dialogue"
    whole = figures.dialogues if whole_dialogues else figures.turns
    by = () if person.key == figures.me else (person.key,)
    name = person.name if len(figures.people) > 1 else ""
    words = translate(
        "Overview", "{facet}, {person}: {answered} of {whole} answered, {finished} finished"
    ).format(
        facet=facet.name,
        person=person.name,
        answered=f"{units:,}",
        whole=dialogues_words(whole) if whole_dialogues else turns_words(whole),
        finished=dialogues_words(finished),
    )
    wanted = TurnFilter(untagged=facet.key, annotators=by)
    opens = units < whole and not whole_dialogues
    if opens:
        words += "\n" + translate("Overview", "Opens the turns without an answer")
    return RowFace(
        name,
        (f"{units:,} / {whole:,}", share(units, whole) or "–", f"{finished:,} / {figures.dialogues:,}"),
        lead=facet.name if first else "",
        share=units / whole if whole else 0.0,
        cells=() if whole_dialogues else tuple(_cells(figures, facet, key, doors)),
        words=words,
        door=_way(doors, wanted, open_=opens),
        quiet=not units,
    )


def _cells(figures: Figures, facet: Facet, key: tuple[str, str], doors: Doors) -> Iterator[Cell]:
    answered = figures.cells.get(key, ())
    before = 0
    for at, stretch in enumerate(figures.stretches):
        units = answered[at] if at < len(answered) else 0
        where = (
            translate("Overview", "Dialogue {number}").format(number=f"{before + 1:,}")
            if stretch.dialogues == 1
            else translate("Overview", "Dialogues {first} to {last}").format(
                first=f"{before + 1:,}", last=f"{before + stretch.dialogues:,}"
            )
        )
        before += stretch.dialogues
        words = translate("Overview", "{where}: {answered} of {turns} answered").format(
            where=where, answered=f"{units:,}", turns=turns_words(stretch.turns)
        )
        yield Cell(
            units / stretch.turns if stretch.turns else 1.0,
            stretch.dialogues,
            words,
            partial(doors.dialogue, stretch.first, facet.key),
        )


# --- labels ---------------------------------------------------------------------------------------


def labels(figures: Figures, facet: Facet, person: str, doors: Doors, *, every: bool) -> Iterator[RowFace]:
    """A row for each label of a facet: of one annotator, or ("") of all of them together.

    Where there are many, the most frequent ones, unless ``every`` one is asked for.
    """
    given = label_counts(figures, facet, person)
    whole = sum(given.values())
    most = max(given.values(), default=0)
    shown = [label for label in facet.labels if not label.retired or given[label.key]]
    if len(shown) > SHOWN:
        shown.sort(key=lambda label: -given[label.key])
        shown = shown if every else shown[:SHOWN]
    everybody = tuple(one.key for one in figures.people)
    by = (person,) if person else everybody
    annotators = () if by == (figures.me,) else by
    for label in shown:
        wanted = TurnFilter(labels=(label.key,), annotators=annotators)
        yield _label(facet, label, _way(doors, wanted), (given[label.key], most, whole))


def label_counts(figures: Figures, facet: Facet, person: str) -> dict[str, int]:
    """How often each label of a facet was given; by all together each annotator's answer counts."""
    keys = [one.key for one in figures.people if person in {"", one.key}]
    return {
        label.key: sum(figures.labels.get((key, label.key), (0,))[0] for key in keys)
        for label in facet.labels
    }


def _label(facet: Facet, label: Label, way: Door | None, of: tuple[int, int, int]) -> RowFace:
    count, most, whole = of
    words = translate("Overview", "{facet}, {label}: {count}, {share} of the answers").format(
        facet=facet.name, label=label.name, count=f"{count:,}", share=share(count, whole) or "0 %"
    )
    opens = bool(count) and facet.scope != "dialogue"
    if opens:
        words += "\n" + translate("Overview", "Opens the turns with this label")
    if label.definition:
        words += "\n" + label.definition
    return RowFace(
        label.name,
        (f"{count:,}", share(count, whole) or "–"),
        share=count / most if most else 0.0,
        colour=label.colour or automatic_colour(label.position),
        dot=True,
        words=words,
        door=way if opens else None,
        quiet=not count,
    )


# --- the others -----------------------------------------------------------------------------------


def left(figures: Figures, filters: Mapping[str, TurnFilter], doors: Doors) -> Iterator[RowFace]:
    """What somebody should look at, by kind."""
    most = max(figures.left.values(), default=0)
    for name, text in LEFT.items():
        count = figures.left.get(name, 0)
        wanted = filters[name]
        yield RowFace(
            translated(text),
            (f"{count:,}",),
            share=count / most if most else 0.0,
            words=f"{translated(text)}: {turns_words(count)}",
            door=_way(doors, wanted, open_=bool(count)),
            quiet=not count,
        )


def languages(figures: Figures, doors: Doors) -> Iterator[RowFace]:
    """The languages that turns were found to be in."""
    from annotator.ui.study.language_names import language_name  # noqa: PLC0415 - after the first paint

    most = max(figures.languages.values(), default=0)
    for code, count in figures.languages.items():
        name = translated(_LANGUAGES[code]) if code in _LANGUAGES else language_name(code)
        wanted = TurnFilter(languages=(code,))
        yield RowFace(
            name,
            (f"{count:,}", share(count, figures.turns)),
            share=count / most if most else 0.0,
            words=f"{name}: {turns_words(count)}",
            door=_way(doors, wanted, open_=bool(code)),
        )


def pace(figures: Figures, doors: Doors) -> Iterator[RowFace]:
    """How long a turn takes each annotator."""
    names = {person.key: person.name for person in figures.people}
    most = max((one.seconds for one in figures.pace), default=0.0)
    for one in figures.pace:
        name = names.get(one.annotator, "")
        seconds = translate("Overview", "{n} s").format(n=_seconds(one.seconds))
        wanted = TurnFilter(annotators=(one.annotator,))
        yield RowFace(
            name,
            (seconds, f"{one.visits:,}"),
            share=one.seconds / most if most else 0.0,
            words=translate("Overview", "{person}: {seconds} for half of {turns} or less").format(
                person=name, seconds=seconds, turns=turns_words(one.visits)
            ),
            door=_way(doors, wanted),
        )


def _seconds(seconds: float) -> str:
    """``14``, ``2.5``, ``< 1``: the log has whole seconds."""
    if seconds < 1:
        return "< 1"
    return f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}".removesuffix(".0")


def agreement(figures: Figures, codebook: Codebook, doors: Doors) -> Iterator[RowFace]:
    """On how many of the turns that several annotators answered all say the same, by facet."""
    people = tuple(person.key for person in figures.people)
    for facet in codebook.facets:
        shared = figures.shared.get(facet.key)
        if shared is None:
            continue
        yield RowFace(
            facet.name,
            (share(shared.alike, shared.units), f"{shared.units:,}"),
            share=shared.alike / shared.units,
            words=translate(
                "Overview", "{facet}: the same answer on {alike} of {units} that several answered"
            ).format(facet=facet.name, alike=f"{shared.alike:,}", units=turns_words(shared.units)),
            door=_way(doors, TurnFilter(annotators=people, labels=_labels_of(facet))),
        )


def _labels_of(facet: Facet) -> tuple[str, ...]:
    return tuple(label.key for label in facet.labels)
