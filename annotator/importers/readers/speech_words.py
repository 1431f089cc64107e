"""What all documents of speech services have: utterances, and words that become utterances by speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.importers.cell_values import name_of
from annotator.importers.joined_words import join_words
from annotator.importers.time_values import Unit, seconds

Record = Mapping[str, Any]


@dataclass(slots=True)
class Utterance:
    """What one speaker says in one go, with its place in the document; times in seconds."""

    speaker: str
    text: str
    start: float | None = None
    end: float | None = None
    place: str = ""
    id: str | int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Heard:
    """A whole document: utterances in order, what it says about itself, and codes of what is not taken."""

    utterances: list[Utterance]
    about: Record = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    title: str = ""


@dataclass(slots=True)
class Word:
    """A word or sign with who says it and when."""

    text: str
    speaker: str = ""
    start: float | None = None
    end: float | None = None


def joined(words: Iterable[Word], place: str) -> list[Utterance]:
    """Neighbouring words of one speaker as one utterance; a sign belongs to the word before it."""
    made: list[Utterance] = []
    texts: list[str] = []
    for number, word in enumerate(words):
        sign = not any(char.isalnum() for char in word.text)
        if made and (word.speaker == made[-1].speaker or (sign and not word.speaker)):
            texts.append(word.text)
        else:
            if made:
                made[-1].text = join_words(texts)
            texts = [word.text]
            made.append(Utterance(word.speaker, "", place=f"{place}[{number}]"))
        last = made[-1]
        last.start = word.start if last.start is None else last.start
        last.end = word.end if word.end is not None else last.end
    if made:
        made[-1].text = join_words(texts)
    return made


def first_of(record: Record, *keys: str) -> Any:
    """The first value that is there under one of some keys."""
    return next((record[key] for key in keys if record.get(key) is not None), None)


WORD_KEYS = ("punctuated_word", "punct", "word", "text", "content", "value", "token")
SPEAKER_KEYS = (
    "speaker",
    "speaker_label",
    "speakerTag",
    "speaker_tag",
    "speakerLabel",
    "speaker_id",
    "speakerId",
    "channel",
)
START_KEYS = ("start", "start_time", "startTime", "startOffset", "from", "begin")
END_KEYS = ("end", "end_time", "endTime", "endOffset", "to", "stop")


def speaker_of(record: Record) -> str:
    """Who says a word or an utterance; "" for nobody."""
    return name_of(first_of(record, *SPEAKER_KEYS))


def words_in(items: Sequence[Any], unit: Unit = "s") -> Iterator[Word]:
    """The words in a list; what is none is passed over."""
    for item in items:
        if isinstance(item, dict) and isinstance(said := first_of(item, *WORD_KEYS), str):
            yield Word(
                said,
                speaker_of(item),
                seconds(first_of(item, *START_KEYS), unit),
                seconds(first_of(item, *END_KEYS), unit),
            )


def listed(items: Sequence[Record], place: str, text: str, unit: Unit = "s") -> list[Utterance]:
    """Utterances that a document lists itself."""
    return [
        Utterance(
            speaker_of(item), str(item.get(text) or ""), seconds(first_of(item, *START_KEYS), unit),
            seconds(first_of(item, *END_KEYS), unit), f"{place}[{at}]", first_of(item, "id"),
        )
        for at, item in enumerate(items)
    ]  # fmt: skip


def object_in(record: Record, key: str) -> Record:
    """The object under a key, an empty one where there is none."""
    found = record.get(key)
    return found if isinstance(found, dict) else {}


def records(value: Any) -> list[Record]:
    """The objects in a list; none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def with_neighbours(words: list[Word], otherwise: str) -> list[Word]:
    """Words that nobody could be found for, given to who speaks before them."""
    last = next((word.speaker for word in words if word.speaker), otherwise)
    for word in words:
        word.speaker = last = word.speaker or last
    return words
