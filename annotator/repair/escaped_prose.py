"""Right text that nobody turned back from how it travelled: ``Sch\\u00f6n``, ``ni&ntilde;o``, ``%C3%A9``.

Such forms are what programs are written in, too, so that one of them says nothing. They are read where a
line is prose throughout and several of its words hold them, or a run of letters, and all of that form fits.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from annotator.model import RepairStep

_SURE = 0.97
#: So many words of a line must hold a form of the kind, or so many letters in a row be written in it; one
#: word is enough where it could be nothing else.
_WORDS, _LETTERS = 2, 4
#: What stands in programs and addresses, and in no prose that was never decoded.
_CODE = re.compile(r"""[`"<>{}\[\]=|$@\\]|//|\w\(\)|;\s*$""")
#: A line that speaks of such forms quotes them.
_SPEAKS_OF_FORMS = re.compile(
    r"\b(?:html|xml|json|url|utf|ascii|unicode|entit(?:y|ies)|octal|hexadecimal|escap\w*|encod\w*|charset)\b|编码|转义|實體|实体|エスケープ|文字コード",
    re.IGNORECASE,
)
_BEYOND_SIGNS = "\u2010-\u2027\u20ac\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u00a0\u00ab\u00bb\u00bf\u00a1"
#: What escapes of prose stand for: letters and marks of any script, emoji, signs of writing.
_OF_PROSE = re.compile(
    rf"(?:[^\W\d_]|[\u0300-\u036f\u0590-\u0eff{_BEYOND_SIGNS}]|[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff])+"
)
_PAIRED = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_COMMON_CODECS = ("gb2312", "shift_jis", "euc_kr")
_ALPHABETS = 0x700


class _Form(NamedTuple):
    name: str
    sign: str  # that each begins with
    pattern: re.Pattern[str]
    decode: Callable[[str], str]  # "" for what stands for nothing
    words: int = _WORDS


def may_be_escaped_prose(text: str) -> bool:
    """A quick look: whether anything of such a form stands anywhere in a text."""
    return any(_is_there(form, text) for form in _FORMS)


def _is_there(form: _Form, text: str) -> bool:
    at = text.find(form.sign)
    while at >= 0:
        if form.pattern.match(text, at):
            return True
        at = text.find(form.sign, at + 1)
    return False


def repair_escaped_prose(text: str) -> list[RepairStep]:
    """The steps for all lines that are prose in such a form, in order. Takes any text."""
    out: list[RepairStep] = []
    for form in _FORMS:
        if form.sign not in text:
            continue
        at = 0
        for line in text.split("\n"):
            if form.sign in line:
                out += [
                    RepairStep(
                        at + m.start(),
                        at + m.end(),
                        m.group(),
                        after,
                        "encoding",
                        f"{form.name}, never decoded",
                        _SURE,
                    )
                    for m, after in _believed(line, form)
                ]
            at += len(line) + 1
    return sorted(out, key=lambda step: step.start)


def _believed(line: str, form: _Form) -> list[tuple[re.Match[str], str]]:
    """What a line holds in a form, where that can only have been prose."""
    found = [(match, form.decode(match.group())) for match in form.pattern.finditer(line)]
    if not found or not all(
        _OF_PROSE.fullmatch(after) or (after.isascii() and after.isprintable() and after)
        for _, after in found
    ):
        return []
    rest = form.pattern.sub("", line)
    if _CODE.search(rest) or _SPEAKS_OF_FORMS.search(rest) or form.sign in rest:
        return []
    if any(sum(char.isalpha() and not char.isascii() for char in after) >= _LETTERS for _, after in found):
        return found
    words = {line.rfind(" ", 0, match.start()) for match, after in found if _is_of_a_word(line, match, after)}
    return found if len(words) >= form.words else []


def _is_of_a_word(line: str, match: re.Match[str], after: str) -> bool:
    """Whether letters beside another, a sign between two, or an emoji are written in that form."""
    before, behind = line[: match.start()][-1:].isalpha(), line[match.end() : match.end() + 1].isalpha()
    if after.isascii():
        return False
    if any(map(str.isalpha, after)):
        return before or behind or len(after) > 1
    return (before and behind) or after > "\uffff"


def _of_json(text: str) -> str:
    units = "".join(chr(int(digits, 16)) for digits in re.findall(r"\\u(.{4})", text))
    return _PAIRED.sub(
        lambda pair: pair.group().encode("utf-16-le", "surrogatepass").decode("utf-16-le"), units
    )


def _of_html(text: str) -> str:
    return html.unescape(text)


def _of_address(text: str) -> str:
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        return ""


def _of_bytes(text: str) -> str:
    """What bytes of UTF-8, written as octal or hexadecimal numbers, stand for; "" for other bytes."""
    octal = text[1] != "x"
    numbers = re.findall(r"\\x?([0-9A-Fa-f]+)", text)
    try:
        return bytes(int(number, 8 if octal else 16) for number in numbers).decode()
    except UnicodeDecodeError:
        return ""


def _of_base64(text: str) -> str:
    """What a run of UTF-7 stands for; "" where a mailer would not have written it so."""
    body = text[1:].removesuffix("-").replace(",", "/")
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
        after = data.decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    if base64.b64encode(data).decode().rstrip("=") != body:
        return ""
    return after if all(map(_is_common, after)) else ""


def _is_common(char: str) -> bool:
    """Whether a character is of an alphabet or of a page of East Asia: others come by chance."""
    if ord(char) < _ALPHABETS or "\u1e00" <= char <= "\u2027":
        return ord(char) >= 0xA0  # no control
    if char > "\uffff":
        return _OF_PROSE.fullmatch(char) is not None
    return any(char.encode(codec, "ignore") for codec in _COMMON_CODECS)


_ENTITY = "(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,5}|[A-Za-z]{2,8}[0-9]{0,2});"
#: Each pattern begins with a sign: that is looked for at the speed of memory.
_FORMS = (
    _Form("JSON escapes", "\\u", re.compile(r"\\(?<!\\\\)u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})*"), _of_json),
    _Form(
        "HTML entities",
        "&",
        re.compile(f"&{_ENTITY}(?:&{_ENTITY})*"),
        _of_html,
    ),
    _Form("an address's escapes", "%", re.compile("%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*"), _of_address),
    # Two bytes that fit each other are no chance.
    _Form(
        "octal escapes", "\\", re.compile(r"\\(?<!\\\\)[2-3][0-7]{2}(?:\\[2-3][0-7]{2})+"), _of_bytes, words=1
    ),
    _Form(
        "hexadecimal escapes",
        "\\x",
        re.compile(r"\\(?<!\\\\)x[89A-Fa-f][0-9A-Fa-f](?:\\x[89A-Fa-f][0-9A-Fa-f])+"),
        _of_bytes,
        words=1,
    ),
    _Form(
        "utf-7",
        "+",
        re.compile(r"\+[A-Za-z0-9+/]{3,}(?:-|(?![A-Za-z0-9+/]))"),
        _of_base64,
        words=1,
    ),
    _Form(
        "utf-7 of folders",
        "&",
        re.compile(r"&[A-Za-z0-9+,]{3,}-"),
        _of_base64,
        words=1,
    ),
)
