"""Bytes to text: which encoding a file is in, and its text with one kind of line break.

Certain signs decide first: a byte order mark, the zero bytes of UTF-16 and UTF-32, valid UTF-8,
UTF-8 with a few bad bytes. What is left are the code pages: each that can decode the bytes is scored
by how much its result looks like text of the languages it was made for.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from annotator.errors import UserError
from annotator.importers.scoring import EAST_ASIAN_LOOKS, east_asian_score, single_byte_score
from annotator.model import Decoded

_SAMPLE = 64_000  # bytes that are scored


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding that is offered: Python's name, what people call it, and the group it stands in."""

    name: str
    label: str
    group: str
    looks: str = ""  # which letters or characters text in it has; "" where scoring does not apply


ENCODINGS: tuple[Encoding, ...] = (
    Encoding("utf-8", "UTF-8", "Unicode"),
    Encoding("utf-16-le", "UTF-16 LE", "Unicode"),
    Encoding("utf-16-be", "UTF-16 BE", "Unicode"),
    Encoding("utf-32-le", "UTF-32 LE", "Unicode"),
    Encoding("utf-32-be", "UTF-32 BE", "Unicode"),
    Encoding("gb18030", "Chinese, simplified (GB18030, GBK, GB2312)", "East Asian", "simplified"),
    Encoding("big5hkscs", "Chinese, traditional (Big5, HKSCS)", "East Asian", "traditional"),
    Encoding("cp932", "Japanese (Shift-JIS)", "East Asian", "japanese"),
    Encoding("euc_jp", "Japanese (EUC-JP)", "East Asian", "japanese"),
    Encoding("cp949", "Korean (EUC-KR, CP949)", "East Asian", "korean"),
    Encoding("cp1252", "Western (Windows-1252)", "Windows", "western"),
    Encoding("cp1250", "Central European (Windows-1250)", "Windows", "central"),
    Encoding("cp1251", "Cyrillic (Windows-1251)", "Windows", "cyrillic"),
    Encoding("cp1253", "Greek (Windows-1253)", "Windows", "greek"),
    Encoding("cp1254", "Turkish (Windows-1254)", "Windows", "turkish"),
    Encoding("cp1255", "Hebrew (Windows-1255)", "Windows", "hebrew"),
    Encoding("cp1256", "Arabic (Windows-1256)", "Windows", "arabic"),
    Encoding("cp1257", "Baltic (Windows-1257)", "Windows", "baltic"),
    Encoding("cp1258", "Vietnamese (Windows-1258)", "Windows", "vietnamese"),
    Encoding("cp874", "Thai (Windows-874)", "Windows", "thai"),
    Encoding("koi8_r", "Cyrillic (KOI8-R)", "Other", "cyrillic"),
    Encoding("koi8_u", "Ukrainian (KOI8-U)", "Other", "cyrillic"),
    Encoding("iso8859-1", "Western (ISO 8859-1)", "ISO", "western"),
    Encoding("iso8859-2", "Central European (ISO 8859-2)", "ISO", "central"),
    Encoding("iso8859-5", "Cyrillic (ISO 8859-5)", "ISO", "cyrillic"),
    Encoding("iso8859-6", "Arabic (ISO 8859-6)", "ISO", "arabic"),
    Encoding("iso8859-7", "Greek (ISO 8859-7)", "ISO", "greek"),
    Encoding("iso8859-8", "Hebrew (ISO 8859-8)", "ISO", "hebrew"),
    Encoding("iso8859-9", "Turkish (ISO 8859-9)", "ISO", "turkish"),
    Encoding("iso8859-13", "Baltic (ISO 8859-13)", "ISO", "baltic"),
    Encoding("iso8859-15", "Western with euro (ISO 8859-15)", "ISO", "western"),
    Encoding("mac_roman", "Western (Mac)", "Other", "western"),
    Encoding("cp437", "Western (DOS 437)", "Other", "western"),
    Encoding("cp850", "Western (DOS 850)", "Other", "western"),
    Encoding("cp866", "Cyrillic (DOS 866)", "Other", "cyrillic"),
)

_MARKS = (  # longest first: the mark of UTF-32 LE begins with that of UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "a database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"RIFF", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\0\0\0\x18ftyp", "a video file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)


def encodings_offered() -> dict[str, list[Encoding]]:
    """The encodings a person may choose from, by group, in the order of the table."""
    return {group: list(rows) for group, rows in groupby(sorted(ENCODINGS, key=_group), key=_group)}


def _group(encoding: Encoding) -> str:
    return encoding.group


def decode(data: bytes, encoding: str | None = None) -> Decoded:  # noqa: PLR0911 - one return per kind of evidence
    """Decode a file's bytes, in the encoding given or in the one that is found.

    Line breaks become ``\\n``; bytes without a meaning become U+FFFD and are counted.

    Raises UserError where the file is empty, holds no text, or ``encoding`` names none.
    """
    if not data:
        raise UserError("This file is empty", "it has no bytes")
    mark = next(((name, len(bom)) for bom, name in _MARKS if data.startswith(bom)), None)
    if encoding is not None:
        name = _canonical(encoding)
        bom = mark is not None and mark[0].startswith(name)
        chosen = mark[0] if bom and mark else name
        return _decoded(data[mark[1] if bom and mark else 0 :], chosen, "chosen", 1.0, bom=bom)
    _refuse_other_files(data)
    if mark is not None:
        return _decoded(data[mark[1] :], mark[0], "bom", 1.0, bom=True)
    if data.isascii() and b"\0" not in data:
        return _decoded(data, "utf-8", "detected", 1.0)
    wide = _wide(data)
    if wide is not None:
        return _decoded(data, wide, "detected", 0.99)
    if b"\0" in data[:_SAMPLE] and data[:_SAMPLE].count(b"\0") * 50 > len(data[:_SAMPLE]):
        raise UserError("This file holds no text", "many of its bytes are zero, as in programs and pictures")
    bad = _bad_utf8(data)
    if bad == 0:
        return _decoded(data, "utf-8", "detected", 1.0)
    ranked = _ranked(_telling(data))
    multibyte = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
    if multibyte >= 2 and bad * 10 <= multibyte:  # nearly all of it is UTF-8 and nothing else
        return _decoded(data, "utf-8", "detected", 0.9, others=(name for _, name in ranked))
    best, name = ranked[0]
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    confidence = round(max(0.05, min(0.99, 0.5 + best / 2 * min(1.0, 0.4 + 3 * (best - second)))), 2)
    return _decoded(data, name, "detected", confidence, others=(n for _, n in [*ranked[1:], (0, "utf-8")]))


def _canonical(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        _ = b"".decode(name)  # refuses codecs that make no text, such as base64
    except (LookupError, ValueError, UnicodeError) as error:
        raise UserError(
            f"There is no encoding called {encoding!r}", "", "Choose one from the list"
        ) from error
    return {"utf-8-sig": "utf-8"}.get(name, name)


def _refuse_other_files(data: bytes) -> None:
    for magic, kind in _NOT_TEXT:
        if data.startswith(magic):
            raise UserError(
                "This file holds no plain text", f"it looks like {kind}", "Export it as plain text first"
            )


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where the zero bytes of ASCII and of line breaks stand."""
    head = data[: _SAMPLE & ~3]
    if len(head) >= 8 and len(data) % 4 == 0:
        for name, zero in (("utf-32-le", 3), ("utf-32-be", 0)):
            if not any(head[zero::4]) and _plausible(head, name):
                return name
    if len(data) % 2:
        return None
    for name, low, high in (("utf-16-le", head[0::2], head[1::2]), ("utf-16-be", head[1::2], head[0::2])):
        if len(head) >= 8 and _written_in_han(head, name):
            return name
        ascii_share = high.count(0) / max(1, len(high))
        breaks = sum(a in (0x0A, 0x20) and b == 0 for a, b in zip(low, high, strict=False))
        swapped = low.count(0) / max(1, len(low))
        if (ascii_share > 0.3 or breaks >= 2) and swapped < ascii_share / 4 and _plausible(head, name):
            return name
    return None


def _plausible(head: bytes, name: str) -> bool:
    text = head.decode(name, errors="replace")
    odd = sum(c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f") for c in text)
    return odd * 50 <= len(text)


def _written_in_han(head: bytes, name: str) -> bool:
    """Chinese, Japanese or Korean without a blank or line break leaves no zero byte to go by."""
    text = head[:4000].decode(name, errors="replace")
    beyond = sum(ord(char) > 0x2E7F for char in text)
    return beyond * 2 > len(text) and max(east_asian_score(text, looks) for looks in EAST_ASIAN_LOOKS) > 0.72


def _bad_utf8(data: bytes) -> int:
    """How many stretches of bytes are not UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    return 0


def _telling(data: bytes) -> bytes:
    """Lines that hold bytes beyond ASCII, as many as are scored: the rest says nothing."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = 0
    for match in re.finditer(rb"[^\n]*[\x80-\xff][^\n]{0,4000}\n?", data):
        lines.append(match[0][-8000:])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines)


def _ranked(sample: bytes) -> list[tuple[float, str]]:
    """Scores of the code pages that can decode a sample, best first; ties in the table's order."""
    scores: list[tuple[float, int, str]] = []
    for order, encoding in enumerate(ENCODINGS):
        if not encoding.looks:
            continue
        text = sample.decode(encoding.name, errors="replace")
        judge = east_asian_score if encoding.group == "East Asian" else single_byte_score
        scores.append((judge(text, encoding.looks), -order, encoding.name))
    return [(score, name) for score, _, name in sorted(scores, reverse=True)][:6]


def _decoded(
    data: bytes, name: str, origin: str, confidence: float, *, bom: bool = False, others: Iterable[str] = ()
) -> Decoded:
    undecodable = 0
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
        undecodable = max(1, text.count("\ufffd") - data.decode(name, errors="ignore").count("\ufffd"))
    except UnicodeError as error:  # codecs such as idna refuse without a place
        raise UserError(
            f"This file cannot be read as {name}", str(error), "Choose another encoding"
        ) from error
    text, newline = _one_line_break(text)
    return Decoded(text, name, origin, confidence, newline, bom, undecodable, tuple(others))  # type: ignore[arg-type]


def _one_line_break(text: str) -> tuple[str, str]:
    if "\r" not in text:
        return text, "\n" if "\n" in text else ""
    pairs = text.count("\r\n")
    alone = text.count("\r") - pairs
    feeds = text.count("\n") - pairs
    kinds = [kind for kind, count in (("\r\n", pairs), ("\r", alone), ("\n", feeds)) if count]
    return text.replace("\r\n", "\n").replace("\r", "\n"), kinds[0] if len(kinds) == 1 else "mixed"
