"""Writes clean text in forms that nobody turned back, and reads forms older than Unicode as Windows-1252."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable
from html.entities import codepoint2name
from urllib.parse import quote

_BEYOND = re.compile(r"[^\x00-\x7f]+")


def _imap(text: str) -> str:
    """The text as IMAP writes names of folders (RFC 9051)."""

    def written(match: re.Match[str]) -> str:
        data = base64.b64encode(match.group().encode("utf-16-be")).decode().rstrip("=")
        return f"&{data.replace('/', ',')}-"

    return _BEYOND.sub(written, text.replace("&", "&-"))


def _utf7(text: str) -> str:
    """The text as UTF-7 (RFC 2152), each run of other characters closed by a hyphen, as mailers write it."""

    def written(match: re.Match[str]) -> str:
        return f"+{base64.b64encode(match.group().encode('utf-16-be')).decode().rstrip('=')}-"

    return _BEYOND.sub(written, text)


def _halves(text: str) -> bytes:
    """The text in CESU-8: UTF-16 in halves, each written as UTF-8."""
    units = text.encode("utf-16-be")
    chars = (chr(int.from_bytes(units[at : at + 2])) for at in range(0, len(units), 2))
    return b"".join(char.encode("utf-8", "surrogatepass") for char in chars)


def _kept(data: bytes, page: str) -> str:
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in data)


def _before(text: str) -> str:
    """The text with each accent before its letter, as ANSEL has them, read as if it stood behind."""
    return re.sub("([^\\W\\d_])([\u0300-\u036f]+)", r"\2\1", unicodedata.normalize("NFD", text))


def _through_shift_jis(text: str) -> str:
    """UTF-8 read as Shift-JIS, with a dot for what pairs with nothing, written so and read as UTF-8."""
    misread = text.encode().decode("cp932", "replace").replace("\ufffd", "・")
    return misread.encode("cp932").decode("utf-8", "replace")


def _as_utf_16(text: str) -> str:
    """Cyrillic whose bytes were taken for UTF-16, two for a character."""
    data = text.encode("cp1251")
    return (data + b" " * (len(data) % 2)).decode("utf-16-le", "replace")


#: What letters of Vietnamese look like that a font of the time before Unicode showed.
_TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĐ",
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®§",
        strict=True,
    )
)
_TONES = {"\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0301": "ù", "\u0323": "ï"}
_HAT_TONES = {"\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0301": "á", "\u0323": "ä", "": "â"}
_BREVE_TONES = {"\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0301": "é", "\u0323": "ë", "": "ê"}
_I = {"\u0300": "ì", "\u0309": "æ", "\u0303": "ó", "\u0301": "í", "\u0323": "ò"}


def _vni(text: str) -> str:
    """The text as VNI writes it: most letters are two, the second for the accents of the first."""
    return "".join(map(_vni_letter, text)).replace("đ", "ñ").replace("Đ", "Ñ")


def _vni_letter(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    base, accents = parts[0], parts[1:]
    tone = next((one for one in accents if one in _TONES), "")
    if "\u0302" in accents:
        return base + _HAT_TONES[tone]
    if "\u0306" in accents:
        return base + _BREVE_TONES[tone]
    if "\u031b" in accents:
        return {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base] + _TONES.get(tone, "")
    if base == "i" and tone:
        return _I[tone]
    return base + _TONES[tone] if tone else char


#: Each form by its name in ``reports``.
WRITTEN: dict[str, Callable[[str], str]] = {
    "utf-7": _utf7,
    "imap": _imap,
    "percent": lambda text: quote(text, safe=" ,.:;!?()'’"),
    "eaten": lambda text: re.sub(r"[^\x00-\x7f].?", "?", text),
    "question/iso-8859-1": lambda text: text.encode("latin-1", "replace").decode("latin-1"),
    "entities": lambda text: "".join(
        char if char.isascii() else f"&{codepoint2name.get(ord(char), f'#{ord(char)}')};" for char in text
    ),
    "octal": lambda text: "".join(chr(byte) if byte < 0x80 else f"\\{byte:o}" for byte in text.encode()),
    "hex": lambda text: "".join(chr(byte) if byte < 0x80 else f"\\x{byte:x}" for byte in text.encode()),
    "bytes/?": lambda text: _BEYOND.sub(lambda match: "?" * len(match.group().encode()), text),
    "bytes/fffd": lambda text: _BEYOND.sub(lambda match: "\ufffd" * len(match.group().encode()), text),
    "low": lambda text: "".join(chr(ord(char) & 0xFF) for char in text),
    "before": _before,
    "utf-8>shift_jis>utf-8": _through_shift_jis,
    "windows-1251>utf-16-le": _as_utf_16,
    "windows-1252>latin-1/dropped": lambda text: re.sub(
        "[\x80-\x9f]", "", text.encode("cp1252").decode("latin-1")
    ),
    "cesu-8>windows-1252": lambda text: _kept(_halves(text), "cp1252"),
    "cesu-8>latin-1": lambda text: _halves(text).decode("latin-1"),
    "utf-16>windows-1252": lambda text: _kept(b"\xff\xfe" + text.encode("utf-16-le"), "cp1252"),
    "utf-16-le>utf-16-be": lambda text: text.encode("utf-16-le").decode("utf-16-be", "replace"),
    "utf-16-le>gb18030": lambda text: text.encode("utf-16-le").decode("gb18030", "replace"),
    "tcvn3>windows-1252": lambda text: "".join(_TCVN3.get(char, char) for char in text),
    "vni>windows-1252": _vni,
}
