"""Chats that programs export as JSON: Telegram, Messenger and Instagram, Discord, days of Slack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe, one_break
from annotator.importers.readers.chat_log import finished, moment
from annotator.importers.readers.json_text import documents
from annotator.model import Decoded

_HEAD = 20_000  # bytes in which signs of a program are looked for


def program_in(data: bytes) -> str:
    """The key of the format of a chat in JSON, by the keys it begins with; "" for none of them."""
    head = data[:_HEAD].replace(b"\0", b"")
    if b'"messages"' in head:
        if b'"sender_name"' in head or (b'"senderName"' in head and b'"participants"' in head):
            return "messenger"
        if b'"date_unixtime"' in head or b'"from_id"' in head:
            return "telegram"
        if b'"channel"' in head and b'"author"' in head and b'"timestamp"' in head:
            return "discord"
    if b'"type"' in head and b'"ts"' in head and (b'"user"' in head or b'"subtype"' in head):
        return "slack" if re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{", head) else ""
    return ""


def values_of(data: bytes, recipe: Recipe) -> tuple[list[Any], Decoded]:
    """The JSON values in a file, and how it was decoded."""
    decoded = decode_by_lines(data, recipe.encoding)
    return [value for _, value in documents(decoded.text)], decoded


def _fields(record: Mapping[str, Any], taken: Iterable[str]) -> dict[str, Any]:
    known = frozenset(taken)
    return {
        key: value for key, value in record.items() if key not in known and value not in (None, "", [], {})
    }


def _about(record: Mapping[str, Any], taken: Iterable[str]) -> Meta:
    fields = _fields(record, taken)
    return {"fields": fields} if fields else {}


def _records(value: Any, faults: Faults, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, record in enumerate(value if isinstance(value, list) else []):
        here = f"{place}[{number}]"
        if isinstance(record, dict):
            yield here, record
        else:
            faults.add(here, "it is no message")


# --- Telegram ---------------------------------------------------------------------------------

_TELEGRAM = (
    "id",
    "type",
    "date",
    "date_unixtime",
    "from",
    "from_id",
    "text",
    "text_entities",
    "reply_to_message_id",
)


def read_telegram(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages of one chat or of all; pieces of a text are joined, what the program says is left out."""
    values, decoded = values_of(data, recipe)
    faults = Faults()
    chats = [chat for value in values for chat in _chats(value)]
    made = [_telegram(place, chat, faults) for place, chat in chats]
    return finished(tuple(one for one in made if one.turns), faults, decoded, "Telegram")


def _chats(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("messages"), list):
        yield "$.messages", value
    for key in ("chats", "left_chats"):
        several = value.get(key)
        for number, chat in enumerate(several.get("list", []) if isinstance(several, dict) else []):
            if isinstance(chat, dict):
                yield f"$.{key}.list[{number}].messages", chat


def _telegram(place: str, chat: Mapping[str, Any], faults: Faults) -> ReadDialogue:
    turns = []
    for here, record in _records(chat.get("messages"), faults, place):
        if record.get("type", "message") != "message":
            faults.remarks.leave_out("system")
            continue
        meta: Meta = {}
        for key, role in (("id", "id"), ("reply_to_message_id", "reply_to"), ("date", "time")):
            if record.get(key) not in (None, ""):
                meta[role] = record[key]
        if "time" not in meta and record.get("date_unixtime") not in (None, ""):
            meta["time"] = moment(record["date_unixtime"])
        if "edited" in record:
            meta["edited"] = True
        text = one_break(joined(record.get("text", "")))
        meta.update(_about(record, _TELEGRAM))
        speaker = record.get("from") or record.get("from_id") or ""
        turns.append(ReadTurn(str(speaker), text, here, meta))
    return ReadDialogue(tuple(turns), str(chat.get("name") or ""), place, _about(chat, ("messages", "name")))


def joined(text: Any) -> str:
    """A text that may come in pieces, some of them objects with a ``text`` of their own."""
    if isinstance(text, list):
        return "".join(map(joined, text))
    return joined(text.get("text", "")) if isinstance(text, dict) else str(text or "")


# --- Messenger, Instagram ---------------------------------------------------------------------

_MESSENGER = (
    "sender_name",
    "senderName",
    "timestamp_ms",
    "timestamp",
    "content",
    "text",
    "is_unsent",
    "isUnsent",
)


def read_messenger(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages from the oldest to the newest; text that Facebook wrote as Latin-1 is UTF-8 again."""
    values, decoded = values_of(data, recipe)
    faults = Faults()
    made = []
    for value in values:
        chat = _mended(value) if isinstance(value, dict) else {}
        turns = [
            _messenger(place, record)
            for place, record in _records(chat.get("messages"), faults, "$.messages")
        ]
        turns.reverse()  # the newest stands first, and messages of one moment keep their order
        turns.sort(key=lambda turn: _number(turn[0]))
        title = str(chat.get("title") or chat.get("threadName") or "")
        about = _about(chat, ("messages", "title", "threadName"))
        if turns:
            made.append(ReadDialogue(tuple(turn for _, turn in turns), title, "$", about))
    return finished(tuple(made), faults, decoded, "Messenger")


def _messenger(place: str, record: Mapping[str, Any]) -> tuple[Any, ReadTurn]:
    at = record.get("timestamp_ms", record.get("timestamp"))
    meta: Meta = {} if at is None else {"time": moment(at, 0.001)}
    if record.get("is_unsent") or record.get("isUnsent"):
        meta["deleted"] = True
    meta.update(_about(record, _MESSENGER))
    text = one_break(str(record.get("content") or record.get("text") or ""))
    who = str(record.get("sender_name") or record.get("senderName") or "")
    return at, ReadTurn(who, text, place, meta)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _mended(chat: dict[str, Any]) -> dict[str, Any]:
    """A chat whose texts are UTF-8 again, where all of them were written byte by byte."""
    texts = list(_strings(chat))
    beyond = [text for text in texts if not text.isascii()]
    if not beyond or any(_utf8(text) is None for text in beyond):
        return chat
    mended = _each(chat)
    assert isinstance(mended, dict)  # noqa: S101 - it was one before
    return mended


def _utf8(text: str) -> str | None:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _each(value: Any) -> Any:
    if isinstance(value, str):
        return _utf8(value) or value
    if isinstance(value, dict):
        return {_each(key): _each(item) for key, item in value.items()}
    return [_each(item) for item in value] if isinstance(value, list) else value


# --- Discord ----------------------------------------------------------------------------------

_DISCORD = ("id", "type", "timestamp", "timestampEdited", "content", "author", "reference")
_SPOKEN = frozenset(("Default", "Reply", "0", "19", "ThreadStarterMessage", "ChatInputCommand"))


def read_discord(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages of a channel as DiscordChatExporter writes them; who joined or pinned is left out."""
    values, decoded = values_of(data, recipe)
    faults = Faults()
    made = []
    for value in values:
        if not isinstance(value, dict):
            continue
        turns = []
        for place, record in _records(value.get("messages"), faults, "$.messages"):
            if str(record.get("type", "Default")) in _SPOKEN:
                turns.append(_discord(place, record))
            else:
                faults.remarks.leave_out("system")
        channel = value.get("channel")
        title = str(channel.get("name") or "") if isinstance(channel, dict) else ""
        if turns:
            made.append(ReadDialogue(tuple(turns), title, "$", _about(value, ("messages",))))
    return finished(tuple(made), faults, decoded, "Discord")


def _discord(place: str, record: Mapping[str, Any]) -> ReadTurn:
    author, reference = (record.get(key) or {} for key in ("author", "reference"))
    meta: Meta = {role: record[key] for key, role in (("id", "id"), ("timestamp", "time")) if record.get(key)}
    if answered := reference.get("messageId") or reference.get("message_id"):
        meta["reply_to"] = answered
    if record.get("timestampEdited"):
        meta["edited"] = True
    meta.update(_about(record, _DISCORD))
    who = author.get("nickname") or author.get("name") or author.get("username") or ""
    return ReadTurn(str(who), one_break(str(record.get("content") or "")), place, meta)


# --- Slack ------------------------------------------------------------------------------------

_SLACK = ("type", "user", "text", "ts", "thread_ts", "edited", "user_profile", "username", "client_msg_id")
# Subtypes of messages that people or bots say; all others are told by the program.
_SAID = frozenset(
    ("", "bot_message", "me_message", "thread_broadcast", "file_share", "file_comment", "reply_broadcast")
)
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto)[^|>]*)(?:\|([^>]*))?>")
_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def read_slack_day(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """One day of a channel; names are those beside the messages: the list of people is another file."""
    values, decoded = values_of(data, recipe)
    faults = Faults()
    records = [record for value in values for record in _records(value, faults, "$")]
    turns = slack_turns(records, {}, faults)
    return finished((ReadDialogue(tuple(turns)),) if turns else (), faults, decoded, "Slack")


def slack_turns(
    records: Sequence[tuple[str, dict[str, Any]]], people: Mapping[str, str], faults: Faults
) -> list[ReadTurn]:
    """The turns in messages with their places, in order of time; ``people`` go from ids to names."""
    known = {
        **{who: called for _, one in records if (who := one.get("user")) and (called := _called(one))},
        **people,
    }
    turns = []
    for place, record in sorted(records, key=lambda one: _number(one[1].get("ts"))):
        if record.get("type") != "message" or record.get("subtype", "") not in _SAID:
            faults.remarks.leave_out("system")
            continue
        meta: Meta = {}
        if stamp := record.get("ts"):
            meta = {"id": str(stamp), "time": moment(stamp)}
        if (thread := record.get("thread_ts")) and thread != stamp:
            meta["reply_to"] = str(thread)
        if record.get("edited"):
            meta["edited"] = True
        meta.update(_about(record, _SLACK))
        who = str(record.get("user") or record.get("bot_id") or "")
        called = known.get(who) or record.get("username") or who
        turns.append(ReadTurn(str(called), _slack_text(str(record.get("text") or ""), known), place, meta))
    return turns


def _called(record: Mapping[str, Any]) -> str:
    profile = record.get("user_profile")
    return name_of(profile) if isinstance(profile, dict) else ""


def name_of(profile: Mapping[str, Any]) -> str:
    """What somebody is called, by a profile."""
    return str(profile.get("display_name") or profile.get("real_name") or profile.get("name") or "")


def _slack_text(text: str, known: Mapping[str, str]) -> str:
    """Text with names in place of ids, links without their brackets, and its own signs."""
    text = _MENTION.sub(lambda match: "@" + (known.get(match[1]) or match[2] or match[1]), text)
    text = _LINK.sub(
        lambda match: f"{match[2]} ({match[1]})" if match[2] and match[2] not in match[1] else match[1], text
    )
    for escaped, sign in _SIGNS:
        text = text.replace(escaped, sign)
    return one_break(text)


def refuse_slack_list(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A list of channels or people of an export, which holds no messages."""
    raise UserError(
        "{name} is a list of a Slack export",
        "it says which channels or people there are, and holds no messages",
        "Import the folder or the zip archive of the whole export",
        name=name,
    )


def is_slack_list(data: bytes) -> bool:
    """Whether a file is such a list."""
    head = data[:_HEAD].replace(b"\0", b"")
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{", head) or b'"ts"' in head:
        return False
    channels = (
        b'"members"' in head and b'"created"' in head and (b'"is_archived"' in head or b'"creator"' in head)
    )
    return b'"id"' in head and (channels or (b'"team_id"' in head and b'"profile"' in head))
