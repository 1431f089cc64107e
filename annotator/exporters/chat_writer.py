"""CHAT: one ``.cha`` a dialogue, in a zip, as the tools of TalkBank read them.

CHAT is made of words with spaces between them and gives many signs a meaning, so the main line
of a turn has its words alone; the text as it was stands below it on the tier ``%xtxt``, and
what was said about it on ``%xtag``, both as JSON so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from annotator.exporters.answers import Words, statements
from annotator.exporters.content import Content, Options
from annotator.exporters.json_writer import watched
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord, Turn

TEXT, TAGS, ABOUT = "%xtxt:\t", "%xtag:\t", "@Comment:\t"
# ISO 639-3, which CHAT wants, of the languages that studies declare most.
_LANGUAGES = {
    "zh": "zho", "en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "ru": "rus",
    "ja": "jpn", "ko": "kor", "ar": "ara", "hi": "hin", "nl": "nld", "yue": "yue", "ms": "msa", "vi": "vie",
    "th": "tha", "tr": "tur", "pl": "pol", "sv": "swe", "da": "dan", "fi": "fin", "el": "ell", "cs": "ces",
}  # fmt: skip
_NO_SIGN = re.compile(r"[^\w'’-]|_")
_FINAL = {"?": "?", "？": "?", "!": "!", "！": "!"}

_encode = msgspec.json.Encoder(order="deterministic").encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each dialogue. Raises Cancelled where the options say so."""
    words = Words(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    languages = [_language(code) for code in content.study().languages] or ["und"]
    with bundle(out) as files:
        for record in watched(content, options):
            lines = _lines(words, record, sources[record.dialogue.source_id], languages, options)
            files.add(f"{record.dialogue.key}.cha", "".join(f"{line}\n" for line in lines).encode())


def _lines(
    words: Words, record: DialogueRecord, source: str, languages: list[str], options: Options
) -> Iterator[str]:
    dialogue = record.dialogue
    codes = speakers(record)
    known = statements(record)
    yield from ("@UTF8", "@Begin", f"@Languages:\t{', '.join(languages)}")
    people = [f"{code} {_name(speaker)} Participant" for speaker, code in codes.items()]
    yield f"@Participants:\t{' , '.join(people)}" if people else "@Participants:\t"
    for code in codes.values():
        yield f"@ID:\t{', '.join(languages)}|{dialogue.key}|{code}|||||Participant|||"
    about = {
        "dialogue": dialogue.key,
        "title": dialogue.title,
        "source": source,
        "speakers": {code: speaker for speaker, code in codes.items()},
        "targets": [target.statement for target in dialogue.targets],
        "tags": [words.members(tag, known) for tag in words.ordered(record.tags)],
    }
    yield ABOUT + _encode(about).decode()
    for item in record.turns:
        yield f"*{codes[item.turn.speaker]}:\t{_utterance(item.turn, options)}"
        yield TEXT + _encode({"turn": item.turn.key, "text": item.turn.text}).decode()
        tags = [words.members(tag, known) for tag in words.ordered(item.turn.tags)]
        if tags:
            yield TAGS + _encode(tags).decode()
    yield "@End"


def speakers(record: DialogueRecord) -> dict[str, str]:
    """The code of each speaker, in the order in which they first speak."""
    names = dict.fromkeys(item.turn.speaker for item in record.turns)
    return {name: f"SP{number}" if number < 10 else f"S{number}" for number, name in enumerate(names, 1)}


def _name(speaker: str) -> str:
    """A name as one word of letters and digits."""
    return _NO_SIGN.sub("_", speaker).strip("_") or "Nobody"


def _utterance(turn: Turn, options: Options) -> str:
    """The words of a turn with spaces between them, and one sign at its end."""
    words = [_NO_SIGN.sub("", word).strip("'’-") for word in options.words(turn.text)]
    last = turn.text.rstrip()[-1:]
    # 0 is CHAT's way to say that there are no words.
    return f"{' '.join(word for word in words if word) or '0'} {_FINAL.get(last, '.')}"


def _language(code: str) -> str:
    main = code.replace("_", "-").split("-")[0].lower()
    return _LANGUAGES.get(main, main if len(main) == 3 else "und")
