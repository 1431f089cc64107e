"""The cells of a sheet whose XML is as programs write it, by one pattern: faster than by elements.

Whatever differs from that form is left to the parser, which reads all that XML allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

# A row that begins (its number, whether it is empty), one that ends, a cell (the letters of its column, its
# style and kind, its value or the text in it; a formula is passed over), and anything else.
_PIECE = re.compile(
    r'<(?:c(?: r="([A-Z]{1,3})\d{1,7}")?(?: s="(\d{1,6})")?(?: t="(\w{1,12})")?(?:/>|>'
    r"(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>'
    r'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>)'
    r'|(row)(?: r="(\d{1,9})")?(?: [\w:.]+="[^"<&]*")*(/?)>|(/row)>)\s*|(.)',
    re.DOTALL,
)
_DATA, _END = "<sheetData>", "</sheetData>"
_HEAD = re.compile(rb'\s*<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")?\s*\?>')
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})  # that no XML may hold
_ODD = ("<!", "\ufffe", "\uffff")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#9|#10|#13|#34|#39|#x[9AaDd]);)")

Cell = tuple[str, str, str, str, str]  # the letters of its column, style, kind, value, text in it
Row = tuple[str, list[Cell]]  # its number, its cells


def regular_rows(data: bytes) -> tuple[list[Row], bytes] | None:
    """The rows of a sheet, and its XML without them; None where it is not in the usual form."""
    text = _text(data)
    start = text.find(_DATA)
    end = text.find(_END, start)
    if start < 0 or end < 0 or any(sign in text for sign in _ODD) or _ENTITY.search(text):
        return None
    start += len(_DATA)
    rows = _rows(_PIECE.findall(text, start, end))
    return None if rows is None else (rows, (text[:start] + text[end:]).encode())


def _text(data: bytes) -> str:
    """A sheet's XML in UTF-8 with line breaks as XML has them; "" where it is in something else."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(b"<?xml") and not _HEAD.match(data):
        return ""
    if len(data.translate(None, _CONTROLS)) < len(data):
        return ""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _rows(pieces: Iterable[tuple[str, ...]]) -> list[Row] | None:
    """The rows in pieces of XML; None where there is something else among them."""
    rows: list[Row] = []
    cells: list[Cell] | None = None
    for column, style, kind, value, inline, begins, number, empty, ends, other in pieces:
        if begins:
            if cells is not None:
                return None
            row: list[Cell] = []
            rows.append((number, row))
            cells = None if empty else row
        elif cells is None or other:
            return None
        elif ends:
            cells = None
        else:
            if "&" in value:
                value = unescape(value)  # noqa: PLW2901 - what it means
            if "&" in inline:
                inline = unescape(inline)  # noqa: PLW2901
            cells.append((column, style or "0", kind or "n", value, inline))
    return None if cells is not None else rows
