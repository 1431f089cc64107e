"""JSON of speech services: utterances where a service tells them apart, else words joined by speaker.

A service is a row of :data:`SERVICES`: which keys tell it, and what makes utterances of its document.
Times are seconds, whatever the service counts in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe, one_break
from annotator.importers.readers import speech_documents as services
from annotator.importers.readers import speech_programs as programs
from annotator.importers.readers.json_records import read_json
from annotator.importers.readers.json_text import documents
from annotator.importers.readers.speech_words import Heard, Utterance

_LONG = 300.0  # seconds of one turn above which it is hardly one


@dataclass(frozen=True, slots=True)
class Service:
    """A speech service: its name, the keys that are all in its documents, and how they are read."""

    name: str
    keys: tuple[bytes, ...]
    hear: Callable[[Any], Heard | None]


SERVICES: tuple[Service, ...] = (
    Service("Azure", (b'"recognizedPhrases"',), services.azure_batch),
    Service("Azure", (b'"combinedPhrases"', b'"phrases"'), services.azure_fast),
    Service("Azure Video Indexer", (b'"insights"', b'"transcript"'), services.video_indexer),
    Service("Rev", (b'"monologues"', b'"elements"'), services.rev),
    Service("Amazon Transcribe", (b'"transcripts"', b'"items"', b'"alternatives"'), services.amazon),
    Service("Amazon Transcribe", (b'"pronunciation"', b'"alternatives"'), services.amazon),
    Service("Amazon Transcribe", (b'"ParticipantRole"', b'"BeginOffsetMillis"'), services.amazon_calls),
    Service("Amazon Transcribe", (b'"SpeechSegments"', b'"SegmentSpeaker"'), services.amazon_segments),
    Service("Deepgram", (b'"channels"', b'"alternatives"', b'"results"'), services.deepgram),
    Service("Speechmatics", (b'"alternatives"', b'"content"', b'"start_time"'), services.speechmatics),
    Service("Speechmatics", (b'"speakers"', b'"words"', b'"duration"', b'"time"'), services.speechmatics_1),
    Service("IBM Watson", (b'"alternatives"', b'"transcript"', b'"timestamps"'), services.watson),
    Service("Google", (b'"results"', b'"alternatives"', b'"transcript"'), services.google),
    Service("Google", (b'"results"', b'"alternatives"', b'"startTime"'), services.google),
    Service("AssemblyAI", (b'"words"', b'"audio_url"'), services.assembly),
    Service("AssemblyAI", (b'"words"', b'"audio_duration"'), services.assembly),
    Service("whisper.cpp", (b'"transcription"', b'"offsets"'), programs.whisper_cpp),
    Service("whisper", (b'"segments"', b'"start"', b'"text"'), programs.whisper),
    Service("BBC Kaldi", (b'"retval"', b'"words"', b'"punct"'), programs.bbc_kaldi),
    Service("words with times", (b'"words"', b'"start"'), programs.words_alone),
    Service("words with times", (b'"words"', b'"start_time"'), programs.words_alone),
    Service("words with times", (b'"result"', b'"conf"', b'"word"'), programs.words_alone),
)  # fmt: skip


def service_in(data: bytes) -> bool:
    """Whether some keys in a file are those of a service; whether it is one, only reading it can tell."""
    if b"\0" in data[:1_000]:
        data = data.replace(b"\0", b"")
    return any(all(key in data for key in service.keys) for service in SERVICES)


def is_words_by_line(data: bytes) -> bool:
    """Whether each line is a document of nothing but words with times, a piece of one recording."""
    return data.lstrip(b"\xef\xbb\xbf \r\n").startswith((b'{"words":', b'{"words" :')) and service_in(
        data[:20_000]
    )


def read_speech(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A document of a speech service, or one of several; what is none goes the way of all JSON."""
    if recipe.mapping is not None:  # somebody says that it is a table like others
        return read_json(name, data, recipe)
    decoded = decode_by_lines(data, recipe.encoding)
    values = list(documents(decoded.text))
    if len(values) > 1 and is_words_by_line(data):
        values = [("$", [value for _, value in values])]
    if len(values) == 1 and isinstance(values[0][1], list):
        values = _documents_in(*values[0])
    faults = Faults()
    dialogues = []
    for place, value in values:
        made = heard_in(value)
        if made is None:
            return read_json(name, data, recipe)
        dialogues.append(_dialogue(place, *made, faults))
    if not any(dialogue.turns for dialogue in dialogues):
        raise UserError("There are no turns in this transcript", "nobody says anything in it")
    return Readout(tuple(one for one in dialogues if one.turns), **faults.told(), decoded=decoded)


def _documents_in(place: str, items: list[Any]) -> list[tuple[str, Any]]:
    """The documents in a list: several of a service, or one whose words or pieces are its items."""
    first = items[0] if items else None
    if isinstance(first, dict) and "alternatives" in first and "type" in first:
        return [(place, {"results": {"transcripts": [], "items": items}})]
    if isinstance(first, dict) and "words" in first and "text" not in first:
        words = [word for item in items if isinstance(item, dict) for word in item.get("words") or ()]
        found = [heard_in(item) for item in items]
        if all(piece is not None and piece[0].hear is programs.words_alone for piece in found):
            if any(isinstance(word, dict) and "speaker" in word for word in words):
                return [(place, {"words": words})]
            unit = programs.unit_of_words([word for word in words if isinstance(word, dict)])
            pieces = [programs.words_alone(item, unit) for item in items]
            return [(place, {"segments": [_segment(piece) for piece in pieces if piece is not None]})]
    alike = bool(items) and all(heard_in(item) is not None for item in items)
    return [(f"{place}[{at}]", item) for at, item in enumerate(items)] if alike else [(place, items)]


def _segment(heard: Heard) -> dict[str, Any]:
    """A piece of a transcript that is a document of its own, as a segment of the whole."""
    said = heard.utterances
    return {"start": said[0].start, "end": said[-1].end, "text": " ".join(one.text for one in said)}


def heard_in(value: Any) -> tuple[Service, Heard] | None:
    """The service whose document a value is, and what was heard; None where it is no such document."""
    if not isinstance(value, dict):
        return None
    for service in SERVICES:
        try:
            heard = service.hear(value)
        except (TypeError, ValueError, KeyError, AttributeError, IndexError):
            continue
        if heard is not None:
            return service, heard
    return None


def _dialogue(place: str, service: Service, heard: Heard, faults: Faults) -> ReadDialogue:
    turns = [_turn(place, one) for one in heard.utterances if one.text.strip()]
    silent = len(heard.utterances) - len(turns)
    if silent:
        faults.remarks.leave_out("silent", silent)
    for what, count in heard.left_out.items():
        faults.remarks.leave_out(what, count)
    if len({turn.speaker for turn in turns}) < 2 and any(_lasting(one) > _LONG for one in heard.utterances):
        faults.add(place, "nobody is told apart, so long stretches are one turn", lost=False)
    about: Meta = {"service": service.name, **_scalars(heard.about)}
    return ReadDialogue(tuple(turns), heard.title, place, about)


def _turn(place: str, one: Utterance) -> ReadTurn:
    meta: Meta = {}
    for key, value in (("id", one.id), ("start", one.start), ("end", one.end)):
        if value is not None and value != "":
            meta[key] = round(value, 6) if isinstance(value, float) else value
    if one.fields:
        meta["fields"] = dict(one.fields)
    return ReadTurn(one.speaker, one_break(one.text.strip()), f"{place}.{one.place}", meta)


def _lasting(one: Utterance) -> float:
    return one.end - one.start if one.start is not None and one.end is not None else 0.0


def _scalars(about: Mapping[str, Any]) -> dict[str, Any]:
    kept: Iterable[tuple[str, Any]] = about.items()
    fields = {
        key: value for key, value in kept if isinstance(value, str | int | float) and value not in ("", None)
    }
    short = {key: value for key, value in fields.items() if not isinstance(value, str) or len(value) <= 300}
    return {"fields": short} if short else {}
