"""The tables behind the pictures of code-switching in a study.

Turns of one language are known from the project's findings. The others have to be read word by word, a
third of a millisecond each: in a large study a random sample of dialogues stands for all, and the caption
says so.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from annotator.analysis.agreement.student_t import t_quantile
from annotator.errors import Cancelled
from annotator.language import LanguageOptions, tokens
from annotator.language.switching_measures import MeasuredTurn, burstiness, m_index, memory
from annotator.pictures.picture_request import Asked, Cell, Data, Note, NothingToSee, phrase
from annotator.pictures.tag_counts import LEVEL, Array, TurnPlaces, number
from annotator.pipeline.language_findings import options_of
from annotator.store import Project

TEXTS_READ = 3_000
TURNS_READ = 60_000
SPEAKERS_NAMED = 40
SPEAKERS_LISTED = 12  # under the picture; the names of more stand beside their points
_ASK_EVERY = 100
# The end of a sentence between two words: Latin marks before a space or the end, Chinese ones anywhere.
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?:\s|$)|[。！？；\n]")
PLACES = ("inside a sentence", "between sentences", "between turns")
KINDS = ("single word", "stretch")


class LanguageStretch(NamedTuple):
    """Neighbouring words of one language: how many, and where they stand in the turn's text."""

    language: str
    length: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn as stretches of languages; ``text`` is "" where there is only one."""

    speaker: str
    stretches: tuple[LanguageStretch, ...]
    text: str

    @property
    def measured(self) -> MeasuredTurn:
        """The turn as the measures of code-switching want it."""
        return MeasuredTurn.of(one.language for one in self.stretches for _ in range(one.length))


@dataclass(frozen=True, slots=True)
class Speech:
    """Dialogues of turns that were read, and how many dialogues there are in all."""

    dialogues: tuple[tuple[SpokenTurn, ...], ...]
    all: int
    languages: int  # of the study
    seed: int

    @property
    def facts(self) -> dict[str, object]:
        """What every caption about speech says."""
        return {
            "dialogues": len(self.dialogues),
            "n": sum(map(len, self.dialogues)),
        }

    @property
    def notes(self) -> tuple[Note, ...]:
        """That it is a sample, where it is one."""
        if len(self.dialogues) == self.all:
            return ()
        sentence = phrase("A random sample of {0} of {1} dialogues (seed {2}).")
        return (Note(sentence, (f"{len(self.dialogues):,}", f"{self.all:,}", self.seed)),)


def read_speech(project: Project, asked: Asked) -> Speech:
    """The dialogues of a project, or a sample of them, as stretches of languages.

    Raises NothingToSee where no turn has words of a language, Cancelled where it is asked to stop.
    """
    places = TurnPlaces.of(project)
    known = project.pictures.languages()
    size = len(places.dialogue)
    mixed = np.array(known.get("mixed", []), dtype=np.int64)
    mixed = mixed[mixed < size]
    owners = places.dialogue[mixed]
    work = np.bincount(owners[owners >= 0], minlength=len(places.turns))
    if not set(known) - {"", "und", "zxx"}:
        raise NothingToSee(
            phrase("no turn has a language that was found"),
            phrase("See the languages of the study under Project"),
        )
    ids = np.flatnonzero(places.turns)
    chosen = ids
    if work.sum() > TEXTS_READ or places.turns.sum() > TURNS_READ:
        order = ids.tolist()
        random.Random(asked.seed).shuffle(order)  # noqa: S311 - a sample that can be drawn again
        shuffled = np.array(order, dtype=np.int64)
        fits = (np.cumsum(work[shuffled]) <= TEXTS_READ) & (np.cumsum(places.turns[shuffled]) <= TURNS_READ)
        chosen = np.sort(shuffled[: max(1, int(fits.sum()))])
    study = project.study.read()
    dialogues = tuple(_read(project, chosen.tolist(), options_of(study), asked))
    return Speech(dialogues, len(ids), len(set(study.languages)), asked.seed)


def _read(
    project: Project, ids: list[int], options: LanguageOptions, asked: Asked
) -> Iterator[tuple[SpokenTurn, ...]]:
    found: defaultdict[int, list[SpokenTurn]] = defaultdict(list)
    for place, row in enumerate(project.pictures.spoken(ids)):
        if place % _ASK_EVERY == 0 and asked.stop():
            raise Cancelled
        if row.text is None:
            stretches = tuple(LanguageStretch(language, count, 0, 0) for language, count in row.words)
            found[row.dialogue].append(SpokenTurn(row.speaker, stretches, ""))
        else:
            found[row.dialogue].append(SpokenTurn(row.speaker, stretches_of(row.text, options), row.text))
    for one in ids:
        yield tuple(found[one])


def stretches_of(text: str, options: LanguageOptions) -> tuple[LanguageStretch, ...]:
    """The stretches of a text; what belongs to no language neither makes nor ends one."""
    found: list[LanguageStretch] = []
    for token in tokens(text, options):
        if token.neutral:
            continue
        if found and found[-1].language == token.language:
            last = found[-1]
            found[-1] = LanguageStretch(last.language, last.length + 1, last.start, token.end)
        else:
            found.append(LanguageStretch(token.language, 1, token.start, token.end))
    return tuple(found)


def mixing(project: Project, asked: Asked) -> Data:
    """The multilingual index against the integration index of each speaker, with intervals over dialogues.

    M (Barnett et al. 2000) says how evenly the languages are used, I (Guzmán et al. 2016) how often they are
    switched within turns. The intervals are those of a jackknife over dialogues, by Student's t.
    """
    speech = read_speech(project, asked)
    own: defaultdict[str, list[list[MeasuredTurn]]] = defaultdict(list)
    for dialogue in speech.dialogues:
        by: defaultdict[str, list[MeasuredTurn]] = defaultdict(list)
        for turn in dialogue:
            if turn.stretches:
                by[turn.speaker].append(turn.measured)
        for speaker, turns in by.items():
            own[speaker].append(turns)
    rows = [_speaker_row(speaker, dialogues, speech.languages) for speaker, dialogues in own.items()]
    rows.sort(key=lambda row: row[1], reverse=True)
    undefined = sum(row[4] is None or row[7] is None for row in rows)
    notes = list(speech.notes)
    if undefined:
        notes.append(Note(phrase("Speakers with too few words, not drawn: {0}."), (undefined,)))
    if len(rows) - undefined > SPEAKERS_LISTED:
        notes.append(Note(phrase("Names that have no room beside their point are in the table.")))
    if undefined == len(rows):
        raise NothingToSee(
            phrase("no speaker has a turn of two words in a study of two languages"),
            phrase("See the languages of the study under Project"),
        )
    return Data(
        (
            "speaker",
            "words",
            "turns",
            "dialogues",
            "m_index",
            "m_low",
            "m_high",
            "i_index",
            "i_low",
            "i_high",
        ),
        tuple(rows),
        {**speech.facts, "speakers": len(rows) - undefined, "languages": speech.languages},
        notes=tuple(notes),
    )


def _speaker_row(
    speaker: str, dialogues: Sequence[Sequence[MeasuredTurn]], languages: int
) -> tuple[Any, ...]:
    counts = [Counter[str]() for _ in dialogues]
    points, places = np.zeros(len(dialogues)), np.zeros(len(dialogues))
    for at, turns in enumerate(dialogues):
        for turn in turns:
            counts[at].update(turn.words)
            points[at] += turn.points
            places[at] += turn.length - 1
    names = sorted({name for one in counts for name in one})
    grid = np.array([[one[name] for name in names] for one in counts], dtype=float)
    m = _interval(lambda kept: _m_of(grid[kept].sum(axis=0), languages), len(dialogues))
    i = _interval(
        lambda kept: float(points[kept].sum() / places[kept].sum()) if places[kept].sum() else np.nan,
        len(dialogues),
    )
    turns_in_all = sum(map(len, dialogues))
    return (speaker, int(grid.sum()), turns_in_all, len(dialogues), *m, *i)


def _m_of(counts: Array, languages: int) -> float:
    found = m_index(Counter({str(at): int(count) for at, count in enumerate(counts) if count}), languages)
    return np.nan if found.value is None else found.value


def _interval(
    value: Callable[[Array], float], dialogues: int
) -> tuple[float | None, float | None, float | None]:
    """A figure of all dialogues and its interval, kept within 0 and 1; None where it has none."""
    everything = np.ones(dialogues, dtype=bool)
    whole = float(value(everything))
    if np.isnan(whole) or dialogues < 2:
        return number(whole), None, None
    left_out = []
    for one in range(dialogues):
        kept = everything.copy()
        kept[one] = False
        left_out.append(value(kept))
    others = np.array(left_out, dtype=float)
    if np.isnan(others).any():
        return number(whole), None, None
    error = np.sqrt((dialogues - 1) / dialogues * ((others - others.mean()) ** 2).sum())
    half = t_quantile(0.5 + LEVEL / 2, dialogues - 1) * error
    return number(whole), number(max(0.0, whole - half)), number(min(1.0, whole + half))


def spans(project: Project, asked: Asked) -> Data:
    """How many language spans of each length there are, by language, with their burstiness."""
    speech = read_speech(project, asked)
    lengths: defaultdict[str, list[int]] = defaultdict(list)
    sequences: list[list[int]] = []
    for dialogue in speech.dialogues:
        sequences.append([one.length for turn in dialogue for one in turn.stretches])
        for turn in dialogue:
            for one in turn.stretches:
                lengths[one.language].append(one.length)
    order = sorted(lengths, key=lambda one: -len(lengths[one]))
    rows: list[tuple[Cell, ...]] = []
    for language in order:
        rows += [(language, length, count) for length, count in sorted(Counter(lengths[language]).items())]
    every = [length for one in sequences for length in one]
    return Data(
        ("language", "length", "spans"),
        tuple(rows),
        {
            **speech.facts,
            "spans": len(every),
            "languages": order,
            "means": {one: round(sum(lengths[one]) / len(lengths[one]), 2) for one in order},
            "bursts": {one: str(burstiness(lengths[one])) for one in order},
            "burstiness": _said(burstiness(every).value),
            "memory": _said(memory(sequences).value),
        },
        notes=speech.notes,
    )


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def switches(project: Project, asked: Asked) -> Data:
    """Where languages are switched: inside a sentence, between sentences of a turn, between turns.

    Each apart by whether one of the two stretches that meet there is a single word.
    """
    speech = read_speech(project, asked)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for dialogue in speech.dialogues:
        last: LanguageStretch | None = None
        for turn in dialogue:
            if not turn.stretches:
                continue
            if last is not None and last.language != turn.stretches[0].language:
                counts[_switch("between turns", last, turn.stretches[0])] += 1
            for one, two in pairwise(turn.stretches):
                ends = _END.search(turn.text, one.end, two.start)
                counts[_switch(PLACES[1] if ends else PLACES[0], one, two)] += 1
            last = turn.stretches[-1]
    if not counts:
        raise NothingToSee(
            phrase("nobody switches languages in this study"),
            phrase("See the languages of the study under Project"),
        )
    rows = tuple(
        (*key, counts[key]) for key in sorted(counts, key=lambda one: (PLACES.index(one[0]), *one[1:]))
    )
    totals = {place: sum(row[4] for row in rows if row[0] == place) for place in PLACES}
    single = sum(row[4] for row in rows if row[1] == KINDS[0])
    return Data(
        ("place", "kind", "from", "to", "switches"),
        rows,
        {**speech.facts, "switches": counts.total(), "single": single, "totals": totals},
        notes=speech.notes,
    )


def _switch(place: str, one: LanguageStretch, two: LanguageStretch) -> tuple[str, str, str, str]:
    return place, KINDS[int(min(one.length, two.length) > 1)], one.language, two.language
