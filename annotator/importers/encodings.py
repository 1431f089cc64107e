"""Bytes to text: which encoding a file is in, and its text with one kind of line break.

Certain signs decide first: a byte order mark, the zero bytes of UTF-16 and UTF-32, valid UTF-8,
UTF-8 with a few bad bytes. What is left are the code pages: each that can decode the bytes is scored
by how much its result looks like text of the languages it was made for.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Literal

from annotator.errors import Sentence, UserError
from annotator.importers.encoding_detection import EncodingCandidate, Guess, guess, seven_bit, wide
from annotator.importers.mixed_encodings import is_mixed, mixed_steps
from annotator.model import Decoded, RepairStep
from annotator.plausibility import ALL_LOOKS, EAST_ASIAN_LOOKS

Origin = Literal["bom", "detected", "chosen"]
Newline = Literal["", "\n", "\r\n", "\r", "mixed"]

_SAMPLE = 64_000  # bytes in which control characters are counted


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding that is offered: Python's name, what people call it, and the group it stands in."""

    name: str
    label: str
    group: str
    looks: tuple[str, ...] = ()  # what text in it looks like; empty where other signs tell it
    rarity: float = 0.0  # nats it is behind where the text alone does not decide


ENCODINGS: tuple[Encoding, ...] = (
    Encoding("utf-8", "UTF-8", "Unicode"),
    Encoding("utf-16-le", "UTF-16 LE", "Unicode"),
    Encoding("utf-16-be", "UTF-16 BE", "Unicode"),
    Encoding("utf-32-le", "UTF-32 LE", "Unicode"),
    Encoding("utf-32-be", "UTF-32 BE", "Unicode"),
    Encoding(
        "gb18030", "Chinese, simplified (GB18030, GBK, GB2312)", "East Asian", ("simplified", "traditional")
    ),
    Encoding("big5hkscs", "Chinese, traditional (Big5, HKSCS)", "East Asian", ("traditional",), 0.5),
    Encoding("cp932", "Japanese (Shift-JIS)", "East Asian", ("japanese",), 0.5),
    Encoding("euc_jp", "Japanese (EUC-JP)", "East Asian", ("japanese",), 1.5),
    Encoding("iso2022_jp_2", "Japanese (ISO-2022-JP)", "East Asian"),
    Encoding("cp949", "Korean (EUC-KR, CP949)", "East Asian", ("korean",), 1.0),
    Encoding("cp1252", "Western (Windows-1252)", "Windows", ("western",)),
    Encoding("cp1250", "Central European (Windows-1250)", "Windows", ("central",), 1.0),
    Encoding("cp1251", "Cyrillic (Windows-1251)", "Windows", ("cyrillic",), 1.0),
    Encoding("cp1253", "Greek (Windows-1253)", "Windows", ("greek",), 1.5),
    Encoding("cp1254", "Turkish (Windows-1254)", "Windows", ("turkish",), 1.5),
    Encoding("cp1255", "Hebrew (Windows-1255)", "Windows", ("hebrew",), 2.5),
    Encoding("cp1256", "Arabic (Windows-1256)", "Windows", ("arabic",), 2.5),
    Encoding("cp1257", "Baltic (Windows-1257)", "Windows", ("baltic",), 2.0),
    Encoding("cp1258", "Vietnamese (Windows-1258)", "Windows", ("vietnamese",), 3.5),
    Encoding("cp874", "Thai (Windows-874)", "Windows", ("thai",), 3.5),
    Encoding("koi8-r", "Cyrillic (KOI8-R)", "Other", ("cyrillic",), 2.0),
    Encoding("koi8-u", "Ukrainian (KOI8-U)", "Other", ("cyrillic",), 2.5),
    Encoding("iso8859-1", "Western (ISO 8859-1)", "ISO", ("western",), 1.0),
    Encoding("iso8859-2", "Central European (ISO 8859-2)", "ISO", ("central",), 2.0),
    Encoding("iso8859-5", "Cyrillic (ISO 8859-5)", "ISO", ("cyrillic",), 3.0),
    Encoding("iso8859-6", "Arabic (ISO 8859-6)", "ISO", ("arabic",), 4.0),
    Encoding("iso8859-7", "Greek (ISO 8859-7)", "ISO", ("greek",), 2.5),
    Encoding("iso8859-8", "Hebrew (ISO 8859-8)", "ISO", ("hebrew",), 4.0),
    Encoding("iso8859-9", "Turkish (ISO 8859-9)", "ISO", ("turkish",), 2.5),
    Encoding("iso8859-13", "Baltic (ISO 8859-13)", "ISO", ("baltic",), 3.5),
    Encoding("iso8859-15", "Western with euro (ISO 8859-15)", "ISO", ("western",), 2.0),
    Encoding("mac-roman", "Western (Mac)", "Other", ("western",), 5.0),
    Encoding("cp437", "Western (DOS 437)", "Other", ("western",), 7.0),
    Encoding("cp850", "Western (DOS 850)", "Other", ("western",), 5.0),
    Encoding("cp866", "Cyrillic (DOS 866)", "Other", ("cyrillic",), 3.5),
)

_KNOWN = frozenset(one.name for one in ENCODINGS)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CANDIDATES = (
    EncodingCandidate("utf-8", ALL_LOOKS),
    *(EncodingCandidate(one.name, one.looks, one.rarity) for one in ENCODINGS if one.looks),
)
_PAGES = _CANDIDATES[1:]
_UNICODE = frozenset(one.name for one in ENCODINGS if one.group == "Unicode")
_WIDE = tuple(EncodingCandidate(name, EAST_ASIAN_LOOKS, 3.0) for name in ("utf-16-le", "utf-16-be"))

_MARKS = (  # longest first: the mark of UTF-32 LE begins with that of UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (  # a pattern at the start of the data, and what such data is
    (rb"\x89PNG", Sentence("a PNG picture")),
    (rb"\xff\xd8\xff", Sentence("a JPEG picture")),
    (rb"GIF8[79]a", Sentence("a GIF picture")),
    (rb"II\*\0|MM\0\*", Sentence("a TIFF picture")),
    (rb"%PDF-", Sentence("a PDF document")),
    (rb"PK\x03\x04", Sentence("a zip archive or an Office document")),
    (rb"\xd0\xcf\x11\xe0", Sentence("an old Office document")),
    (rb"\{\\rtf", Sentence("a rich text document")),
    (rb"SQLite format 3\0", Sentence("a database")),
    (rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ|7z\xbc\xaf|Rar!\x1a", Sentence("a compressed archive")),
    (rb"\x7fELF|MZ\x90|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", Sentence("a program")),
    (
        rb"RIFF....(?:WAVE|AVI |WEBP)|ID3[\x02-\x04]|OggS\0|fLaC|....ftyp",
        Sentence("a sound, picture or video file"),
    ),
)
_FOREIGN = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in _NOT_TEXT)
_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\v\f\r\x1a\x1b")
_NO_FILE_ENCODINGS = frozenset(
    ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape")
)


def encodings_offered() -> dict[str, list[Encoding]]:
    """The encodings a person may choose from, by group, in the order of the table."""
    groups: dict[str, list[Encoding]] = {}
    for one in ENCODINGS:
        groups.setdefault(one.group, []).append(one)
    return groups


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode a file's bytes, in the encoding given or in the one that is found.

    Line breaks become ``\\n``; bytes without a meaning become U+FFFD and are counted. Valid UTF-8
    is always taken for UTF-8. A byte order mark that fits the given encoding is not text.

    Raises UserError where the file is empty, holds no text, or ``encoding`` names none.
    """
    if not data:
        raise UserError("This file is empty", "it has no bytes")
    name, length = next(((name, len(bom)) for bom, name in _MARKS if data.startswith(bom)), ("", 0))
    if encoding is not None:
        chosen = canonical(encoding)
        if name.startswith(chosen):
            return _decoded(data[length:], Guess(name, 1.0), "chosen", bom=True)
        return _decoded(data, Guess(chosen, 1.0), "chosen")
    for pattern, kind in _FOREIGN:
        if pattern.match(data):
            raise UserError(
                "This file holds no plain text",
                "it looks like {kind}",
                "Save it as plain text first",
                kind=kind,
            )
    if name:
        return _decoded(data[length:], Guess(name, 1.0), "bom", bom=True)
    return _detected(data)


def canonical(encoding: str) -> str:
    """Python's own name of an encoding. Raises UserError where there is none of that name."""
    try:
        name = codecs.lookup(encoding.strip()).name
        _ = b"a".decode(name, errors="replace")  # refuses codecs that make no text, such as base64
    except UnicodeError:
        pass
    except (LookupError, ValueError):
        name = ""
    if not name or name in _NO_FILE_ENCODINGS:
        raise UserError(
            "There is no encoding called {encoding!r}", "", "Choose one from the list", encoding=encoding
        )
    return "utf-8" if name == "utf-8-sig" else name


def _detected(data: bytes) -> Decoded:
    found = wide(data) if b"\0" in data else None
    if found is not None:
        return _decoded(data, found)
    head = data[:_SAMPLE]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    noise = controls > max(3, len(head) // 50)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if not noise and is_mixed(data, _PAGES):
            return _decoded(data, Guess("utf-8", 0.9, ()))
        found = guess(data, _CANDIDATES if len(data) % 2 else _CANDIDATES + _WIDE)
        if noise and found.encoding not in _UNICODE:
            raise _no_text() from None
        return _decoded(data, found)
    if noise:
        raise _no_text()
    escaped = seven_bit(data)
    if escaped is not None:
        return _decoded(data, Guess(escaped, 0.99, ("utf-8",)))
    return _made(text, Guess("utf-8", 1.0 if controls == 0 else 0.9))


def _no_text() -> UserError:
    return UserError("This file holds no plain text", "it looks like a program, a picture or the like")


def _decoded(data: bytes, found: Guess, origin: Origin = "detected", *, bom: bool = False) -> Decoded:
    name = found.encoding
    undecodable = 0
    steps: tuple[RepairStep, ...] = ()
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        if name == "utf-8":
            steps = mixed_steps(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"), _PAGES)
        text = data.decode(name, errors="replace")
        undecodable = max(1, text.count("\ufffd") - data.decode(name, errors="ignore").count("\ufffd"))
    except UnicodeError as error:  # codecs such as idna refuse without a place
        raise UserError(
            "This file cannot be read as {name}",
            "{cause}",
            "Choose another encoding",
            name=name,
            cause=str(error),
        ) from error
    if name not in _KNOWN:  # some rare codecs let halves of surrogate pairs through
        text, halves = _SURROGATES.subn("\ufffd", text)
        undecodable += halves
    undecodable -= sum(step.before.count("\ufffd") for step in steps)
    made = _made(text, found, origin, bom=bom, undecodable=undecodable)
    return replace(made, steps=steps) if steps else made


def _made(
    text: str, found: Guess, origin: Origin = "detected", *, bom: bool = False, undecodable: int = 0
) -> Decoded:
    text, newline = _one_line_break(text)
    return Decoded(text, found.encoding, origin, found.confidence, newline, bom, undecodable, found.others)


def decode_by_lines(data: bytes, encoding: str | None = None) -> Decoded:
    """Like :func:`decode`, with what its ``steps`` make in the text: for formats that keep no such steps."""
    decoded = decode(data, encoding)
    parts = []
    at = 0
    for step in decoded.steps:
        parts += [decoded.text[at : step.start], step.after]
        at = step.end
    return replace(decoded, text="".join([*parts, decoded.text[at:]]), steps=())


def _one_line_break(text: str) -> tuple[str, Newline]:
    if "\r" not in text:
        return text, "\n" if "\n" in text else ""
    pairs = text.count("\r\n")
    alone = text.count("\r") - pairs
    feeds = text.count("\n") - pairs
    counts: tuple[tuple[Newline, int], ...] = (("\r\n", pairs), ("\r", alone), ("\n", feeds))
    kinds = [kind for kind, count in counts if count]
    return text.replace("\r\n", "\n").replace("\r", "\n"), kinds[0] if len(kinds) == 1 else "mixed"
