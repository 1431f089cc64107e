"""CHAT: one ``.cha`` a dialogue, in a zip, as the tools of TalkBank read them.

CHAT is made of words with spaces between them and gives many signs a meaning, so the main line
of a turn has its words alone; the text as it was stands below it on the tier ``%xtxt``, and
what was said about it on ``%xtag``, both as JSON so that nothing is lost. A turn whose source says when
it was said has its time marks behind the words. Codes, roles and ``@ID`` lines of a CHAT file that
came in go out as they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec

from annotator.exporters import source_metadata
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.zip_writer import bundle
from annotator.model import DialogueRecord, Turn

TEXT, TAGS, ABOUT = "%xtxt:\t", "%xtag:\t", "@Comment:\t"
# ISO 639-3, which CHAT wants, of the languages that studies declare most.
_LANGUAGES = {
    "zh": "zho", "en": "eng", "fr": "fra", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "ru": "rus",
    "ja": "jpn", "ko": "kor", "ar": "ara", "hi": "hin", "nl": "nld", "yue": "yue", "ms": "msa", "vi": "vie",
    "th": "tha", "tr": "tur", "pl": "pol", "sv": "swe", "da": "dan", "fi": "fin", "el": "ell", "cs": "ces",
}  # fmt: skip
BULLET = "\x15"
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,6}\Z")  # of a CHAT file that came in
# What CHAT writes for words that nobody could understand, write down, or is to read; never in capitals.
_UNINTELLIGIBLE = {
    "xxx": "xxx",
    "yyy": "yyy",
    "www": "www",
    "xx": "xxx",
    "yy": "yyy",
}  # short ones are obsolete
_NO_SIGN = re.compile(r"[^\w'’-]|_")
_FINAL = {"?": "?", "？": "?", "!": "!", "！": "!"}

_encode = msgspec.json.Encoder(order="deterministic").encode


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write a file for each dialogue. Raises Cancelled where the options say so."""
    words = TagNames(content.codebook(), content.annotators())
    sources = {source.id: source.name for source in content.sources()}
    declared = content.study().languages
    with bundle(out) as files:
        for record in watched(content, options):
            languages = languages_of(record, declared)
            lines = _lines(words, record, sources[record.dialogue.source_id], languages, options)
            files.add(f"{record.dialogue.key}.cha", "".join(f"{line}\n" for line in lines).encode())


def _lines(
    words: TagNames, record: DialogueRecord, source: str, languages: list[str], options: Options
) -> Iterator[str]:
    dialogue = record.dialogue
    codes = speakers(record)
    known = statements(record)
    yield from ("@UTF8", "@Begin", f"@Languages:\t{', '.join(languages)}")
    known_people, ids = _people(record)
    people = [
        f"{code} {known_people.get(speaker, f'{_name(speaker)} Participant')}"
        for speaker, code in codes.items()
    ]
    # The checker wants a participant also where nobody says anything.
    yield f"@Participants:\t{' , '.join(people or ['SP1 Participant'])}"
    for code in codes.values() or ("SP1",):
        plain = f"{', '.join(languages)}|{dialogue.key}|{code}|||||Participant|||"
        yield f"@ID:\t{ids.get(code, plain)}"
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
    if source_metadata.headers(record) and all(_CODE.match(name) for name in names):
        return {name: name for name in names}
    return {name: f"SP{number}" if number < 10 else f"S{number}" for number, name in enumerate(names, 1)}


def _people(record: DialogueRecord) -> tuple[dict[str, str], dict[str, str]]:
    """Of a CHAT file that came in what it calls its participants, and its ``@ID`` lines, by code."""
    headers = source_metadata.headers(record)
    people: dict[str, str] = {}
    for code, about in source_metadata.attributes(record).items() if headers else ():
        if role := about.get("role"):
            people[code] = f"{about['name']} {role}" if "name" in about else role
    given = headers.get("ID", ())
    lines = [given] if isinstance(given, str) else list(given) if isinstance(given, list | tuple) else []
    ids = {parts[2]: line for line in lines if len(parts := str(line).split("|")) > 7}
    return people, ids


def languages_of(record: DialogueRecord, declared: Sequence[str]) -> list[str]:
    """The languages of a dialogue, as CHAT names them: those its file says, else those that are spoken in it.

    A dialogue in which none was found has the declared ones; what is no language is none.
    """
    said = source_metadata.headers(record).get("Languages")
    if isinstance(said, str) and said.strip():
        return [code.strip() for code in said.split(",") if code.strip()]
    counts: Counter[str] = Counter()
    for item in record.turns:
        if item.turn.language is not None:
            for code, number in item.turn.language.words:
                counts[_language(code)] += number
    found = [code for code, _ in counts.most_common() if code != "und"]
    found = found or [code for code in map(_language, declared) if code != "und"]
    return list(dict.fromkeys(found)) or ["und"]


def bullet(turn: Turn) -> str:
    """The time marks of a turn, "" where its source does not say when it begins and ends."""
    start, end = source_metadata.start_of(turn), source_metadata.end_of(turn)
    if start is None or end is None or not 0 <= start < end:
        return ""
    return f"{BULLET}{round(start * 1000)}_{round(end * 1000)}{BULLET}"


def _name(speaker: str) -> str:
    """A name as one word of letters and digits."""
    return _NO_SIGN.sub("_", speaker).strip("_") or "Nobody"


def _utterance(turn: Turn, options: Options) -> str:
    """The words of a turn with spaces between them, and one sign at its end."""
    words = [_plain(_NO_SIGN.sub("", word).strip("'’-")) for word in options.words(turn.text)]
    last = turn.text.rstrip()[-1:]
    # 0 is CHAT's way to say that there are no words.
    said = f"{' '.join(word for word in words if word) or '0'} {_FINAL.get(last, '.')}"
    return f"{said} {times}" if (times := bullet(turn)) else said


def _plain(word: str) -> str:
    return _UNINTELLIGIBLE.get(word.lower(), word)


def _language(code: str) -> str:
    main = code.replace("_", "-").split("-")[0].lower()
    return _LANGUAGES.get(main, main if len(main) == 3 else "und")
