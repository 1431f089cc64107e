"""ConvoKit corpora: a folder or zip with utterances.jsonl and files about speakers and conversations."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.cell_values import words_of
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe, one_break
from annotator.importers.readers.json_text import documents, lines
from annotator.importers.records_to_dialogues import look_at_replies

UTTERANCES = "utterances.jsonl"
BESIDE = ("speakers.json", "users.json", "conversations.json", "corpus.json", "index.json")
_EVERYWHERE = 2_000  # characters of what is said about the corpus, up to which each dialogue carries it


def corpus_in(names: Iterable[str]) -> str | None:
    """The folder, "" or ending in a slash, in which a corpus lies; None where there is none."""
    known = set(names)
    for name in sorted(known):
        folder, _, last = name.rpartition("/")
        before = f"{folder}/" if folder else ""
        if last == UTTERANCES and any(before + other in known for other in BESIDE):
            return before
    return None


def read_convokit(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Conversations in the order in which they begin in the file; their turns by time where all have one."""
    archive = opened(data, name)
    folder = corpus_in(archive.namelist())
    if folder is None:
        raise UserError(
            "{name} cannot be read",
            "it is no ConvoKit corpus: there is no {wanted}",
            name=name,
            wanted=UTTERANCES,
        )
    faults = Faults()
    beside: dict[str, Any] = {}
    for file in BESIDE:
        if folder + file in archive.namelist():
            beside[file] = _object(read_member(archive, folder + file, name), file, faults)
    conversations = beside.get("conversations.json", {})
    speakers = beside.get("speakers.json") or beside.get("users.json", {})
    corpus = beside.get("corpus.json", {})
    turns: defaultdict[str, list[ReadTurn]] = defaultdict(list)
    text = decode_by_lines(read_member(archive, folder + UTTERANCES, name), "utf-8").text
    for place, record in lines(text, faults):
        turn, conversation = _turn(f"{UTTERANCES} {place}", record, faults)
        if turn is not None:
            turns[conversation].append(turn)
    if not turns:
        raise UserError(
            "There are no turns in {name}",
            "{cause}",
            name=name,
            cause=faults.found[0] if faults.found else Sentence("it is empty"),
        )
    everywhere = len(json.dumps(corpus)) <= _EVERYWHERE
    dialogues = []
    for number, (key, said) in enumerate(turns.items()):
        ordered = _by_time(said)
        look_at_replies(ordered, faults)
        about = _about(key, conversations, speakers, ordered)
        if corpus and (everywhere or number == 0):
            about["corpus"] = corpus
        dialogues.append(ReadDialogue(tuple(ordered), key, ordered[0].place, about))
    return Readout(tuple(dialogues), **faults.told())


def _object(data: bytes, file: str, faults: Faults) -> dict[str, Any]:
    try:
        values = [value for _, value in documents(decode_by_lines(data, "utf-8").text)]
    except UserError as error:
        faults.add(file, Sentence("it is left out, because it is no sound JSON ({why})", why=error.why))
        return {}
    value = values[0] if values else None
    return value if isinstance(value, dict) else {}


def _turn(place: str, record: Any, faults: Faults) -> tuple[ReadTurn | None, str]:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        faults.add(place, "there is no text in it")
        return None, ""
    conversation = record.get("conversation_id", record.get("root"))
    if conversation is None:
        faults.add(place, "it does not say which conversation it belongs to")
        return None, ""
    speaker = record.get("speaker", record.get("user", ""))
    if isinstance(speaker, dict):
        speaker = speaker.get("id", "")
    meta: Meta = {}
    reply = record.get("reply-to", record.get("reply_to"))
    for role, value in (("id", record.get("id")), ("reply_to", reply), ("time", record.get("timestamp"))):
        if value is not None:
            meta[role] = value if isinstance(value, str | int | float) else words_of(value)
    if fields := record.get("meta"):
        meta["fields"] = fields
    return ReadTurn(words_of(speaker), one_break(record["text"]), place, meta), words_of(conversation)


def _by_time(turns: list[ReadTurn]) -> list[ReadTurn]:
    times = [turn.meta.get("time") for turn in turns]
    numbers = [float(time) for time in times if isinstance(time, int | float) or _is_number(time)]  # type: ignore[arg-type]
    if len(numbers) < len(turns):
        return turns
    return [turns[place] for place in sorted(range(len(turns)), key=numbers.__getitem__)]


def _is_number(time: object) -> bool:
    return isinstance(time, str) and time.replace(".", "", 1).isdigit()


def _about(
    key: str, conversations: Mapping[str, Any], speakers: Mapping[str, Any], turns: list[ReadTurn]
) -> Meta:
    meta: Meta = {"id": key}
    if fields := _meta(conversations.get(key)):
        meta["fields"] = fields
    people = {turn.speaker: about for turn in turns if (about := _meta(speakers.get(turn.speaker)))}
    if people:
        meta["speakers"] = people
    return meta


def _meta(entry: Any) -> Any:
    """What is said about a thing: under "meta" in newer corpora, all of it in older ones."""
    if not isinstance(entry, dict):
        return None
    return entry.get("meta", entry)
