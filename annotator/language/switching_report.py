"""The code-switching figures of turns, speakers, dialogues and a whole project, as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from annotator.language import switching_measures as measures
from annotator.language.chinese_words import segmenter
from annotator.language.detector import detector_name
from annotator.language.find_languages import DEFAULT, tokens
from annotator.language.language_types import LanguageOptions
from annotator.language.matrix_language import matrix_language
from annotator.language.switching_measures import MeasuredTurn, Value


@dataclass(frozen=True, slots=True)
class TurnReading:
    """One turn as the measures need it."""

    speaker: str
    turn: MeasuredTurn
    matrix: str | None


@dataclass(frozen=True, slots=True)
class TurnMeasures:
    """The figures of one turn. Burstiness and memory make no sense for one turn and are not here."""

    position: int
    speaker: str
    matrix: str | None
    words: tuple[tuple[str, int], ...]  # by language, most frequent first
    neutral: int  # neutral tokens
    open: int  # words whose language is left open, in no other figure
    switch_points: int
    cmi_2014: Value
    cmi_2016: Value
    m_index: Value
    i_index: Value
    language_entropy: Value
    span_entropy: Value


@dataclass(frozen=True, slots=True)
class GroupMeasures:
    """The figures of a speaker in a dialogue, of a dialogue, or of a project."""

    turns: int
    mixed_turns: int
    words: tuple[tuple[str, int], ...]
    neutral: int
    open: int
    matrix_turns: tuple[tuple[str, int], ...]  # turns by matrix language, most frequent first
    switch_points: int  # inside turns
    switches: tuple[tuple[str, str, int], ...]  # from, to, how often; inside turns
    boundary_switches: int  # between turns
    mean_cmi_2014: Value
    mean_cmi_2014_mixed: Value
    mean_cmi_2016: Value
    corpus_cmi: Value
    corpus_cmi_mixed_delta: Value
    m_index: Value
    i_index: Value
    language_entropy: Value
    span_entropy: Value
    burstiness: Value
    memory: Value


@dataclass(frozen=True, slots=True)
class Following:
    """What ``speaker`` does right after ``previous``: counts of pairs of neighbouring turns.

    ``both``, ``only_second``, ``only_first`` and ``neither`` divide the pairs by whether the
    first and the second turn switch inside; ``new_matrix`` counts second turns with another
    matrix language, ``boundary`` those whose first word is in another language than the last
    word before it. Pairs of which one turn has no words of a language are left out.
    """

    previous: str
    speaker: str
    pairs: int
    both: int
    only_second: int
    only_first: int
    neither: int
    new_matrix: int
    boundary: int


@dataclass(frozen=True, slots=True)
class DialogueReport:
    """One dialogue: itself, its speakers in order of appearance, its turns, who follows whom."""

    key: str
    measures: GroupMeasures
    speakers: tuple[tuple[str, GroupMeasures], ...]
    turns: tuple[TurnMeasures, ...]
    following: tuple[Following, ...]


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """All figures of a project and what they were made with."""

    project: GroupMeasures
    dialogues: tuple[DialogueReport, ...]
    options: LanguageOptions
    segmenter: str  # name and version
    detector: str  # name and version of the optional detector, "" where none was needed


def read_turn(speaker: str, text: str, options: LanguageOptions = DEFAULT) -> TurnReading:
    """One turn as a sequence of token languages, with its matrix language."""
    words: dict[str, list[str]] = {}
    languages: list[str | None] = []
    for token in tokens(text, options):
        languages.append(None if token.neutral else token.language)
        if not token.neutral:
            words.setdefault(token.language, []).append(text[token.start : token.end])
    return TurnReading(speaker, MeasuredTurn.of(languages), matrix_language(words))


def turn_measures(position: int, reading: TurnReading, declared: int) -> TurnMeasures:
    """The figures of one turn; ``declared`` is the number of languages of the study."""
    turn = reading.turn
    return TurnMeasures(
        position=position,
        speaker=reading.speaker,
        matrix=reading.matrix,
        words=tuple(turn.words.most_common()),
        neutral=turn.neutral,
        open=turn.open,
        switch_points=turn.points,
        cmi_2014=measures.cmi_2014(turn),
        cmi_2016=measures.cmi_2016(turn),
        m_index=measures.m_index(turn.words, declared),
        i_index=measures.i_index([turn]),
        language_entropy=measures.language_entropy(turn.words),
        span_entropy=measures.span_entropy([turn]),
    )


def _mean(values: Iterable[Value], reason: str) -> Value:
    numbers = [one.value for one in values if one.value is not None]
    return Value(sum(numbers) / len(numbers)) if numbers else Value(None, reason)


def group_measures(dialogues: Sequence[Sequence[TurnReading]], declared: int) -> GroupMeasures:
    """The figures of turns that belong together: one inner sequence for each dialogue they come from."""
    sequences = [[reading.turn for reading in dialogue] for dialogue in dialogues]
    turns = [turn for sequence in sequences for turn in sequence]
    counts = measures.word_counts(turns)
    points: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        points.update(turn.switches)
    lengths = [[span.length for turn in one for span in turn.spans] for one in sequences]
    mixed = [turn for turn in turns if turn.points]
    matrices = Counter(one.matrix for dialogue in dialogues for one in dialogue if one.matrix is not None)
    return GroupMeasures(
        turns=len(turns),
        mixed_turns=len(mixed),
        words=tuple(counts.most_common()),
        neutral=sum(turn.neutral for turn in turns),
        open=sum(turn.open for turn in turns),
        matrix_turns=tuple(matrices.most_common()),
        switch_points=points.total(),
        switches=tuple((before, after, count) for (before, after), count in points.most_common()),
        boundary_switches=sum(1 for one in sequences for _ in measures.boundary_switches(one)),
        mean_cmi_2014=_mean(map(measures.cmi_2014, turns), "no turns"),
        mean_cmi_2014_mixed=_mean(map(measures.cmi_2014, mixed), "no mixed turns"),
        mean_cmi_2016=_mean(map(measures.cmi_2016, turns), "no turns"),
        corpus_cmi=measures.corpus_cmi(sequences),
        corpus_cmi_mixed_delta=measures.corpus_cmi(sequences, delta_on_mixed_only=True),
        m_index=measures.m_index(counts, declared),
        i_index=measures.i_index(turns),
        language_entropy=measures.language_entropy(counts),
        span_entropy=measures.span_entropy(turns),
        burstiness=measures.burstiness([length for one in lengths for length in one]),
        memory=measures.memory(lengths),
    )


def who_follows_whom(dialogue: Sequence[TurnReading]) -> tuple[Following, ...]:
    """Who switches after whom, for each pair of speakers in order of first appearance."""
    found: dict[tuple[str, str], Counter[str]] = {}
    boundaries = {index for index, _, _ in measures.boundary_switches([one.turn for one in dialogue])}
    for index, (first, second) in enumerate(pairwise(dialogue), start=1):
        if not (first.turn.words and second.turn.words):
            continue
        counts = found.setdefault((first.speaker, second.speaker), Counter())
        counts["pairs"] += 1
        counts[_SWITCHING[first.turn.points > 0, second.turn.points > 0]] += 1
        counts["new_matrix"] += first.matrix != second.matrix
        counts["boundary"] += index in boundaries
    names = [field.name for field in fields(Following)][2:]
    return tuple(Following(*pair, *(counts[name] for name in names)) for pair, counts in found.items())


_SWITCHING = {
    (True, True): "both",
    (False, True): "only_second",
    (True, False): "only_first",
    (False, False): "neither",
}


def _dialogue_report(key: str, readings: Sequence[TurnReading], declared: int) -> DialogueReport:
    names = dict.fromkeys(reading.speaker for reading in readings)
    return DialogueReport(
        key=key,
        measures=group_measures([readings], declared),
        speakers=tuple(
            (name, group_measures([[one for one in readings if one.speaker == name]], declared))
            for name in names
        ),
        turns=tuple(turn_measures(i, reading, declared) for i, reading in enumerate(readings)),
        following=who_follows_whom(readings),
    )


def report(turns: Iterable[tuple[str, str, str]], options: LanguageOptions = DEFAULT) -> LanguageReport:
    """All figures of turns given as (dialogue key, speaker, text), in order within each dialogue."""
    dialogues: dict[str, list[TurnReading]] = {}
    for key, speaker, text in turns:
        dialogues.setdefault(key, []).append(read_turn(speaker, text, options))
    declared = len(set(options.languages))
    return LanguageReport(
        project=group_measures(list(dialogues.values()), declared),
        dialogues=tuple(_dialogue_report(key, one, declared) for key, one in dialogues.items()),
        options=options,
        segmenter=str(segmenter()),
        detector=detector_name(options.languages),
    )


# --- for tables -----------------------------------------------------------------------------------

_ROW_KEYS = ("level", "dialogue", "position", "speaker")
_COMMON = ("segmenter", "detector", "undefined")


def columns() -> tuple[str, ...]:
    """The columns of :func:`to_rows`, in order."""
    own = dict.fromkeys(field.name for kind in (GroupMeasures, TurnMeasures) for field in fields(kind))
    return (*_ROW_KEYS, *(name for name in own if name not in _ROW_KEYS), *_COMMON)


def _cell(value: object) -> object:
    if isinstance(value, Value):
        return "" if value.value is None else value.value
    if isinstance(value, tuple):
        return " ".join(":".join(map(str, one)) for one in value)
    return "" if value is None else value


def _row(level: str, dialogue: str, speaker: str, source: GroupMeasures | TurnMeasures) -> dict[str, object]:
    row: dict[str, object] = {"level": level, "dialogue": dialogue, "position": "", "speaker": speaker}
    reasons = []
    for field in fields(source):
        value = getattr(source, field.name)
        row[field.name] = _cell(value)
        if isinstance(value, Value) and value.value is None:
            reasons.append(f"{field.name}: {value.reason}")
    row["undefined"] = "; ".join(reasons)
    return row


def to_rows(found: LanguageReport) -> Iterator[dict[str, object]]:
    """One row for the project and for each dialogue, speaker and turn, with all of :func:`columns`.

    Undefined figures are empty cells, and the column ``undefined`` says why; counts by
    language are written ``zh:12 en:3``.
    """
    empty = dict.fromkeys(columns(), "")
    made_with = {"segmenter": found.segmenter, "detector": found.detector}
    yield {**empty, **_row("project", "", "", found.project), **made_with}
    for dialogue in found.dialogues:
        yield {**empty, **_row("dialogue", dialogue.key, "", dialogue.measures), **made_with}
        for speaker, own in dialogue.speakers:
            yield {**empty, **_row("speaker", dialogue.key, speaker, own), **made_with}
        for turn in dialogue.turns:
            yield {**empty, **_row("turn", dialogue.key, turn.speaker, turn), **made_with}
