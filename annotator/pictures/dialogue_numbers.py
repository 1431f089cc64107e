"""The tables behind the pictures of one dialogue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from annotator.errors import Cancelled
from annotator.language import LanguageOptions
from annotator.language.switching_report import read_turn
from annotator.model import Facet
from annotator.pictures.many_turns import shared_bars
from annotator.pictures.picture_request import (
    Asked,
    Cell,
    Data,
    Note,
    NothingToSee,
    dialogue_of,
    facet_of,
    people_of,
    phrase,
)
from annotator.pictures.styles import LABELS_SHOWN
from annotator.pipeline.language_findings import options_of
from annotator.store import Project
from annotator.store.picture_data import PictureLabel, ProfileRow, TagHere

# Reading a turn's text word by word takes a third of a millisecond; this is a second of it.
TEXTS_READ = 3_000
_ASK_EVERY = 200
_FAVOUR = ("favor", "favour", "for", "support", "pro", "agree", "支持", "赞成", "同意")
_AGAINST = ("against", "oppose", "con", "deny", "disagree", "反对", "不同意")
_BETWEEN = ("neutral", "mixed", "partly agree", "partly", "中立")


def profile(project: Project, asked: Asked) -> Data:
    """Words by language of every turn, and where the language is switched: inside it and before it."""
    number, title = dialogue_of(project, asked)
    turns = project.pictures.profile(number)
    if not any(turn.words for turn in turns):
        raise NothingToSee(
            phrase("no turn of this dialogue has words whose language was found"),
            phrase("See the languages of the study under Project"),
        )
    totals: Counter[str] = Counter()
    for turn in turns:
        totals.update(dict(turn.words))
    languages = [language for language, _ in totals.most_common()]
    inside, edges, left = _switches(project, number, turns, asked)
    rows: list[tuple[Cell, ...]] = []
    last: str | None = None
    between = 0
    for turn, points, (first, final) in zip(turns, inside, edges, strict=True):
        words = dict(turn.words)
        before = int(last is not None and first is not None and first != last)
        between += before
        last = final or last
        rows.append(
            (turn.position + 1, turn.speaker, *(words.get(one, 0) for one in languages), points, before)
        )
    notes = [*shared_bars(len(turns))]
    if left:
        notes.append(Note(phrase("Turns whose switches inside were not counted: {0}."), (left,)))
    return Data(
        ("turn", "speaker", *(f"words_{one}" for one in languages), "switches_inside", "switch_before"),
        tuple(rows),
        {
            "dialogue": title,
            "n": len(turns),
            "languages": languages,
            "words": totals.total(),
            "inside": sum(points or 0 for points in inside),
            "between": between,
        },
        tuple(turn.id for turn in turns),
        tuple(notes),
    )


def _switches(
    project: Project, dialogue: int, turns: Sequence[ProfileRow], asked: Asked
) -> tuple[list[int | None], list[tuple[str | None, str | None]], int]:
    """Switch points inside each turn (None: not counted), its first and last language, how many not counted.

    A turn in one language has none; only the others are read.
    """
    options: LanguageOptions = options_of(project.study.read())
    inside: list[int | None] = []
    edges: list[tuple[str | None, str | None]] = []
    texts: list[str] = []
    read = left = 0
    for place, turn in enumerate(turns):
        if place % _ASK_EVERY == 0 and asked.stop():
            raise Cancelled
        if len(turn.words) < 2:
            only = turn.words[0][0] if turn.words else None
            inside.append(0)
            edges.append((only, only))
            continue
        if read == TEXTS_READ:
            left += 1
            inside.append(None)
            edges.append((None, None))
            continue
        texts = texts or project.pictures.texts_of(dialogue)
        spans = read_turn(turn.speaker, texts[place], options).turn.spans
        read += 1
        inside.append(max(0, len(spans) - 1))
        edges.append((spans[0].language, spans[-1].language) if spans else (None, None))
    return inside, edges, left


def trajectory(project: Project, asked: Asked) -> Data:
    """Every answer to a facet in the order of turns, with its value where the labels have one.

    The value of a stance is its direction times its intensity: 1 to 3 for, -1 to -3 against, 0 between.
    Of a facet whose labels are in an order it is the place in that order. Other labels have none.
    """
    number, title = dialogue_of(project, asked)
    facet = facet_of(project, asked, wants="stance")
    labels = {one.id: one for one in project.pictures.labels(facet.key)}
    tags, who, notes = _one_annotator(project, number, facet, asked)
    turns = project.pictures.profile(number)
    targets = project.pictures.targets(number)
    signed = directions(facet, list(labels.values()))
    speakers = {turn.position: turn.speaker for turn in turns}
    last: dict[tuple[str, int], float] = {}
    rows: list[tuple[Cell, ...]] = []
    flips = 0
    for tag in tags:
        value = _value(facet, signed.get(tag.label), tag)
        speaker = speakers[tag.position]
        before = last.get((speaker, tag.target))
        flip = bool(before and value and (before > 0) != (value > 0)) and facet.kind != "ordinal"
        if value:
            last[speaker, tag.target] = value
        flips += flip
        rows.append(
            (
                tag.position + 1,
                speaker,
                targets.get(tag.target, ""),
                labels[tag.label].name,
                tag.intensity or None,
                int(tag.uncertain),
                value,
                int(flip),
            )
        )
    without = Counter(str(row[3]) for row in rows if row[6] is None)
    shown = dict(without.most_common(LABELS_SHOWN))
    return Data(
        ("turn", "speaker", "target", "label", "intensity", "uncertain", "value", "flip"),
        tuple(rows),
        {
            "dialogue": title,
            "facet": facet.name,
            "ordinal": facet.kind == "ordinal",
            "annotator": who,
            "n": len(rows),
            "turns": len(turns),
            "flips": flips,
            "uncertain": sum(tag.uncertain for tag in tags),
            "labels": [one.name for one in labels.values()],
            "without": [one.name for one in labels.values() if one.name in shown],
            "positive": [labels[one].name for one, way in signed.items() if way > 0],
            "negative": [labels[one].name for one, way in signed.items() if way < 0],
        },
        tuple(turn.id for turn in turns),
        notes + _rarest(len(without) - len(shown)) + shared_bars(len(turns)),
    )


def _rarest(left: int) -> tuple[Note, ...]:
    return (Note(phrase("Rarest labels, in the table only: {0}."), (left,)),) if left else ()


def directions(facet: Facet, labels: Sequence[PictureLabel]) -> dict[int, float]:
    """Which way labels (row numbers) point: 1 for, -1 against, 0 between; the place of ordinal ones.

    Empty where the labels of a facet point no way: then they are only told apart.
    """
    if facet.kind == "ordinal":
        return {one.id: float(place + 1) for place, one in enumerate(labels)}
    found: dict[int, float] = {}
    for one in labels:
        words = {one.name.strip().casefold(), one.key.rpartition(".")[2].casefold()}
        for way, names in ((1.0, _FAVOUR), (-1.0, _AGAINST), (0.0, _BETWEEN)):
            if words & set(names):
                found[one.id] = way
                break
    return found if {1.0, -1.0} <= set(found.values()) else {}


def _value(facet: Facet, way: float | None, tag: TagHere) -> float | None:
    if way is None or facet.kind == "ordinal":
        return way
    # Without a word about how strongly, a stance counts as a moderate one where others say it.
    return way * (tag.intensity or (2 if facet.intensity else 1))


def _one_annotator(
    project: Project, dialogue: int, facet: Facet, asked: Asked
) -> tuple[list[TagHere], str, tuple[Note, ...]]:
    """The tags of one annotator in a dialogue, the name, and that others are left out.

    It is the one preferred, where they have tagged any of it, else who has tagged most of it.
    """
    people = people_of(project, asked)
    tags = project.pictures.tags_of(dialogue, facet.key, tuple(people))
    if not tags:
        raise NothingToSee(
            phrase("nobody has answered this facet in this dialogue"), phrase("Tag some turns first")
        )
    counts = Counter(tag.annotator for tag in tags)
    keys = project.pictures.annotators()
    chosen = next((one for one in counts if keys[one][0] == asked.prefer), counts.most_common(1)[0][0])
    others = len(counts) - 1
    note = Note(phrase("Further annotators answered ({0}); name one to see theirs."), (others,))
    return [tag for tag in tags if tag.annotator == chosen], people[chosen], (note,) if others else ()


def strip(project: Project, asked: Asked) -> Data:
    """Which labels of a facet each turn has."""
    number, title = dialogue_of(project, asked)
    facet = facet_of(project, asked, wants="topic")
    tags, who, notes = _one_annotator(project, number, facet, asked)
    names = {one.id: one.name for one in project.pictures.labels(facet.key)}
    turns = project.pictures.profile(number)
    speakers = {turn.position: turn.speaker for turn in turns}
    seen: defaultdict[tuple[int, int], bool] = defaultdict(bool)
    for tag in tags:
        seen[tag.position, tag.label] |= tag.uncertain
    counts = Counter(label for _, label in seen)
    shown = [names[label] for label, _ in counts.most_common(LABELS_SHOWN)]
    rows = tuple(
        (position + 1, speakers[position], names[label], int(uncertain))
        for (position, label), uncertain in sorted(seen.items())
    )
    return Data(
        ("turn", "speaker", "label", "uncertain"),
        rows,
        {
            "dialogue": title,
            "facet": facet.name,
            "annotator": who,
            "n": len({position for position, _ in seen}),
            "turns": len(turns),
            "labels": shown,
            "kinds": len(counts),
        },
        tuple(turn.id for turn in turns),
        notes + _rarest(len(counts) - len(shown)) + shared_bars(len(turns)),
    )


def floor(project: Project, asked: Asked) -> Data:
    """How long every turn is, and how much of the dialogue each speaker has had by then.

    Measured in seconds where the recording's times are known for every turn, else in words where each
    turn has some, else in characters.
    """
    number, title = dialogue_of(project, asked)
    turns = project.pictures.profile(number)
    if not turns:
        raise NothingToSee(phrase("this dialogue has no turns"), phrase("Choose another one"))
    unit, lengths = _lengths(turns)
    totals: defaultdict[str, float] = defaultdict(float)
    for turn, length in zip(turns, lengths, strict=True):
        totals[turn.speaker] += length
    whole = sum(lengths) or 1
    so_far: defaultdict[str, float] = defaultdict(float)
    rows: list[tuple[Cell, ...]] = []
    done = 0.0
    for turn, length in zip(turns, lengths, strict=True):
        done += length
        so_far[turn.speaker] += length
        rows.append((turn.position + 1, turn.speaker, length, round(so_far[turn.speaker] / (done or 1), 4)))
    timed = sum(turn.start is not None and turn.end is not None for turn in turns)
    missing = len(turns) - timed
    notes = (
        (Note(phrase("Turns without times: {0}; so words are counted."), (missing,)),)
        if timed and missing
        else ()
    )
    return Data(
        ("turn", "speaker", unit, "share_so_far"),
        tuple(rows),
        {
            "dialogue": title,
            "n": len(turns),
            "unit": unit,
            "total": round(whole, 1) if unit == "seconds" else int(whole),
            "shares": [
                (speaker, total / whole) for speaker, total in sorted(totals.items(), key=lambda one: -one[1])
            ],
            "changes": sum(one.speaker != two.speaker for one, two in pairwise(turns)),
        },
        tuple(turn.id for turn in turns),
        notes + shared_bars(len(turns)),
    )


def _lengths(turns: Sequence[ProfileRow]) -> tuple[str, list[float]]:
    if all(turn.start is not None and turn.end is not None for turn in turns):
        return "seconds", [max(0.0, round((turn.end or 0) - (turn.start or 0), 3)) for turn in turns]
    words = [sum(count for _, count in turn.words) for turn in turns]
    if any(words):
        return "words", [float(count) for count in words]
    return "characters", [float(turn.length) for turn in turns]


def repairs(project: Project, asked: Asked) -> Data:
    """How sure the repairs of a dialogue are, by turn."""
    number, title = dialogue_of(project, asked)
    steps = project.pictures.steps_of(number)
    turns = project.pictures.profile(number)
    if not steps:
        raise NothingToSee(phrase("nothing was repaired in this dialogue"), phrase("Choose another one"))
    rows = tuple(
        (
            step.position + 1,
            step.kind,
            0.0 if step.kind == "damage" else round(step.confidence, 4),
            int(step.decided),
            step.before,
            step.after,
        )
        for step in steps
    )
    return Data(
        ("turn", "kind", "confidence", "decided", "before", "after"),
        rows,
        {
            "dialogue": title,
            "n": len(rows),
            "turns": len(turns),
            "repaired": len({step.position for step in steps}),
            "decided": sum(step.decided for step in steps),
            "damage": sum(step.kind == "damage" for step in steps),
            "kinds": sorted({step.kind for step in steps}),
        },
        tuple(turn.id for turn in turns),
    )
