"""Rich Text Format (f4transkript, MAXQDA, word processors) to plain text, a line a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annotator.errors import UserError
from annotator.importers.reader_result import Faults, Readout, Recipe

_LARGEST = 100_000_000  # bytes
_DEEPEST = 500  # groups in groups
_TOKEN = re.compile(
    rb"\\(?:'(?P<byte>[0-9a-fA-F]{2})|(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<break>[\r\n]+)|(?P<plain>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that hold no words of the text; all that begin with \* are left out as well.
_ELSEWHERE = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer headerl headerr headerf footerl footerr footerf "
    b"footnote annotation atnid atnauthor themedata listtable listoverridetable rsidtbl generator fldinst "
    b"xmlnstbl object mmathPr datastore latentstyles filetbl revtbl bkmkstart bkmkend nonshppict".split()
)
_NOTED = {b"footnote": "notes", b"annotation": "comments", b"pict": "media"}
_WRITTEN = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•", b"emspace": "\u2003", b"enspace": "\u2002",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"_": "\u2011", b"-": "", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip


@dataclass(slots=True)
class _GroupState:
    """What holds within a group."""

    skipped: bool = False
    replaced: int = 1  # characters that stand behind \uN for programs that do not know it
    font: int = -1
    fresh: bool = True  # nothing has been read in this group yet


class _Document:
    def __init__(self) -> None:
        self.faults = Faults()
        self.parts: list[str] = []
        self.bytes = bytearray()  # of one code page, not decoded yet
        self.page = "cp1252"
        self.fonts: dict[int, str] = {}
        self.state = _GroupState()
        self.stack: list[_GroupState] = []
        self.pass_over = 0
        self.high = ""  # the first half of a character beyond the BMP
        self.fonttable = False

    def read(self, data: bytes) -> str:
        at = 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            if match["word"] == b"bin":
                at += max(0, int(match["number"] or 0))
            else:
                self.take(match)
            if match["brace"] and not self.stack:
                break  # what stands behind the document is none of it
        self.settle()
        return "".join(self.parts)

    def settle(self) -> None:
        if self.bytes:
            page = self.fonts.get(self.state.font, self.page)
            self.parts.append(bytes(self.bytes).decode(page, "replace"))
            self.bytes.clear()

    def write(self, text: str) -> None:
        if not self.state.skipped:
            self.settle()
            self.parts.append(text)

    def take(self, match: re.Match[bytes]) -> None:
        if match["brace"]:
            self.brace(match["brace"])
        elif match["word"]:
            self.word(match["word"], int(match["number"]) if match["number"] else None)
        elif match["sign"] == b"*" and self.state.fresh:
            self.state.skipped = True
        elif match["sign"]:
            self.spend_or(_SIGNS.get(match["sign"], ""))
        elif match["byte"]:
            if self.pass_over:
                self.pass_over -= 1
            elif not self.state.skipped:
                self.bytes.append(int(match["byte"], 16))
        elif match["plain"]:
            self.plain(match["plain"])
        if not match["brace"] and not match["break"]:
            self.state.fresh = False

    def spend_or(self, text: str) -> None:
        """Write, unless it stands for a character that was written already."""
        if self.pass_over:
            self.pass_over -= 1
        elif text:
            self.write(text)

    def plain(self, data: bytes) -> None:
        over = min(self.pass_over, len(data))
        self.pass_over -= over
        if not self.state.skipped:
            self.bytes += data[over:]

    def brace(self, brace: bytes) -> None:
        self.settle()
        self.pass_over = 0
        if brace == b"{":
            if len(self.stack) >= _DEEPEST:
                raise UserError("This RTF document cannot be read", "its groups are nested too deeply")
            self.stack.append(self.state)
            before = self.state
            self.state = _GroupState(before.skipped, before.replaced, before.font)
        elif self.stack:
            self.state = self.stack.pop()

    def word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self.unicode(number % 0x10000)
            self.pass_over = self.state.replaced
        elif word == b"uc":
            self.state.replaced = max(0, number or 0)
        elif word == b"ansicpg" and number is not None:
            self.page = _known(f"cp{number}") or ("utf-8" if number == 65001 else self.page)
        elif word == b"mac":
            self.page = "mac_roman"
        elif word == b"f" and number is not None:
            self.settle()
            self.state.font = number
        elif word == b"fcharset" and number in _CHARSETS:
            self.fonts[self.state.font] = _CHARSETS[number] if number else self.page
        elif word in _ELSEWHERE:
            if not self.state.skipped and word in _NOTED:
                self.faults.remarks.leave_out(_NOTED[word])
            self.state.skipped = True
        elif word in _WRITTEN:
            self.spend_or(_WRITTEN[word])

    def unicode(self, code: int) -> None:
        if 0xD800 <= code < 0xDC00:
            self.high = chr(code)
            return
        text = (self.high + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.high = ""
        self.write(text)


def _known(page: str) -> str:
    try:
        b"x".decode(page)
    except LookupError:
        return ""
    return page


def read_rich_text(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """The words of a document, divided afterwards by its speaker markers."""
    if len(data) > _LARGEST:
        raise UserError(
            "{name} cannot be read",
            "it is larger than {megabytes} MB",
            "Save it as plain text",
            name=name,
            megabytes=_LARGEST // 1000000,
        )
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UserError("{name} cannot be read", "it is no RTF document", "Choose another format", name=name)
    document = _Document()
    text = document.read(data.lstrip())
    if document.stack:
        raise UserError(
            "{name} is cut off", "a group is opened in it and never closed", "Get the whole file", name=name
        )
    if not text.strip():
        raise UserError("{name} cannot be read", "there are no words in it", name=name)
    return Readout(text=text, faults=document.faults.all(), left_out=document.faults.remarks.left_out)
