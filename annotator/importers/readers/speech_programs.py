"""What was heard, out of what programs on one's own machine write: whisper and its kin, or words alone."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from annotator.importers.cell_values import name_of
from annotator.importers.column_names import plain
from annotator.importers.readers.speech_words import (
    END_KEYS,
    START_KEYS,
    WORD_KEYS,
    Heard,
    Record,
    Utterance,
    Word,
    first_of,
    joined,
    object_in,
    records,
    speaker_of,
    with_neighbours,
    words_in,
)  # fmt: skip
from annotator.importers.time_values import Unit, likely_unit, seconds

_CLOSE = 0.02  # seconds by which a word may begin before its speaker is said to
_FEW = 8  # segments, of which nothing can be said
_WORDS_A_SEGMENT = 1.3  # below which segments are nothing but words


def whisper_cpp(value: Record) -> Heard | None:
    """whisper.cpp: times as clocks and in milliseconds."""
    lines = records(value.get("transcription"))
    if not lines or "offsets" not in lines[0]:
        return None
    about = value.get("result") if isinstance(value.get("result"), dict) else {}
    return Heard(
        [
            Utterance(
                name_of(line.get("speaker")), str(line.get("text", "")),
                seconds(line["offsets"].get("from"), "ms"),
                seconds(line["offsets"].get("to"), "ms"), f"transcription[{at}]",
            )
            for at, line in enumerate(lines)
        ],
        about or {},
    )  # fmt: skip


def whisper(value: Record) -> Heard | None:
    """whisper and whisperX: segments, cut where their words have other speakers."""
    segments = records(value.get("segments"))
    if not segments or not all("text" in one and "start" in one and "end" in one for one in segments):
        return None
    if any(plain(key) in {"utterances", "turns", "messages"} for key in value):
        return None
    if len(segments) > _FEW and _words_a_segment(segments) < _WORDS_A_SEGMENT:
        return words_alone({"words": segments, **{key: value[key] for key in ("language",) if key in value}})
    found: list[Utterance] = []
    for at, segment in enumerate(segments):
        words = records(segment.get("words"))
        speakers = {speaker_of(word) for word in words} - {""}
        place = f"segments[{at}]"
        if len(speakers) > 1:
            filled = with_neighbours(list(words_in(words)), speaker_of(segment))
            found += joined(filled, f"{place}.words")
        else:
            who = speaker_of(segment) or next(iter(speakers), "")
            start, end = seconds(segment["start"]), seconds(segment["end"])
            found.append(Utterance(who, str(segment["text"]), start, end, place, segment.get("id")))
    return Heard(found, {key: value[key] for key in ("language", "duration") if key in value})


def _words_a_segment(segments: Sequence[Record]) -> float:
    return sum(max(1, len(str(one["text"]).split()), len(str(one["text"])) // 12) for one in segments) / len(
        segments
    )


def bbc_kaldi(value: Record) -> Heard | None:
    """The BBC's Kaldi: words as they are written, and beside them who speaks in which stretch."""
    inner = object_in(value, "retval")
    if not records(inner.get("words")):
        return None
    stretches = records(object_in(inner, "segmentation").get("segments"))
    return words_alone({"words": inner["words"], "stretches": stretches})


def words_alone(value: Record, unit: Unit | None = None) -> Heard | None:
    """A document that lists nothing but words, or beside them who speaks at which time.

    ``unit`` is that of its times, None where it is to be found out.
    """
    for key in ("words", "result"):
        items = records(value.get(key))
        if not items or not all(first_of(item, *WORD_KEYS) is not None for item in items):
            continue
        if any(
            plain(other) in {"utterances", "turns", "segments", "monologues"} and value[other]
            for other in value
        ):
            return None
        if not any(first_of(item, *START_KEYS) is not None for item in items):
            return None
        unit = unit or unit_of_words(items)
        words = list(words_in(items, unit))
        _give_speakers(words, _stretches(value, unit))
        about = {name: item for name, item in value.items() if name != "text"}
        return Heard(joined(with_neighbours(words, ""), key), about)
    return None


def unit_of_words(items: Sequence[Record]) -> Unit:
    """The unit of the times of some words."""
    timed = [item for item in items if first_of(item, *START_KEYS) is not None]
    return likely_unit(
        [first_of(item, *START_KEYS) for item in timed], [first_of(item, *END_KEYS) for item in timed],
        [len(str(first_of(item, *WORD_KEYS))) for item in timed],
    )  # fmt: skip


def _stretches(value: Record, unit: Unit) -> list[tuple[float, str]]:
    """Who begins to speak when, where a list beside the words says so."""
    for items in value.values():
        found = [
            (start, who)
            for item in records(items)
            if (who := speaker_of(item)) and first_of(item, *WORD_KEYS) is None
            and (start := seconds(first_of(item, *START_KEYS), unit)) is not None
        ]  # fmt: skip
        if found and len(found) == len(items):
            return sorted(found)
    return []


def _give_speakers(words: Sequence[Word], stretches: Sequence[tuple[float, str]]) -> None:
    """Say of words that name nobody whose they are, by when they begin."""
    starts = [start for start, _ in stretches]
    for word in words:
        if stretches and not word.speaker and word.start is not None:
            at = max(0, bisect.bisect_right(starts, word.start + _CLOSE) - 1)
            word.speaker = stretches[at][1]
