"""Vietnamese of the time before Unicode, whose letters fonts drew: ``ViÖt Nam`` (TCVN3), ``Vieät Nam`` (VNI).

Or of Windows-1258, whose tones are bytes of their own. Read as Western text every byte is a letter or a sign.
What tells is how Vietnamese is written: every word is one syllable, of which there are few kinds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

from annotator.model import RepairStep
from annotator.repair.code_pages import page

_SURE = 0.97
#: So many words must change, and so many of all words be syllables.
_CHANGED, _SYLLABLES = 3, 0.8

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ®¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300\u0309\u0303\u0301\u0323"
#: What VNI writes behind a letter, by what the letter carries beside its tone.
_MARKS = {
    "": dict(zip(_GRAVE + _HOOK + _TILDE + _ACUTE + _DOT, "øûõùï", strict=True)),
    "\u0302": dict(zip(("", _GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), "âàåãáä", strict=True)),
    "\u0306": dict(zip(("", _GRAVE, _HOOK, _TILDE, _ACUTE, _DOT), "êèúüéë", strict=True)),
}
_BY_THEMSELVES = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
#: What stands behind what in such text: second vowels, signs and capitals, and letters that are tones.
PAIRS = (
    ("aeouyôöAEOUYÔÖ", "âáàåãäêéèúüëùøûõïÂÁÀÅÃÄÊÉÈÚÜËÙØÛÕÏ"),
    ("abcdefghijklmnopqrstuvwxyz", "".join(map(chr, (*range(0xA1, 0xC0), *range(0xC6, 0xE0))))),
    ("abcdefghijklmnopqrstuvwxyzãâêôýõ", "ìòÌÒÞ"),
)
#: A class in front is looked for much faster than ways of which each begins with one.
_LOOKS = re.compile(
    f"[{''.join(behind for _, behind in PAIRS)}]"
    f"(?:{'|'.join(f'(?<=[{before}][{behind}])' for before, behind in PAIRS)})"
)
#: So often in a line.
OFTEN = 2
_WORD = re.compile(r"[^\W\d_\u00a1-\u00bf\u00d7\u00f7\u00ad]*(?:[^\W\d_]|[\u00a1-\u00bf\u00d7\u00f7\u00ad])+")
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi oo ua uâ uê ui uô uơ uy "
    "ưa ưi ươ ưu iêu yê yêu oai oay oeo uây uôi uya uyê uyu ươi ươu oao uao"
)
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    f"(?:{'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(?:ch|ng|nh|[cmnpt])?"
)
_TONES = re.compile(f"[{_GRAVE}{_HOOK}{_TILDE}{_ACUTE}{_DOT}]")


def repair_old_vietnamese(text: str) -> list[RepairStep]:
    """The steps for all lines of such Vietnamese, a step a word, in order. Takes any text."""
    out: list[RepairStep] = []
    found = _LOOKS.search(text)
    while found:
        at = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = end if end >= 0 else len(text)
        if len(_LOOKS.findall(text, at, end)) >= OFTEN:
            out += _steps(text[at:end], at)
        found = _LOOKS.search(text, end)
    return out


def _steps(line: str, at: int) -> list[RepairStep]:
    for name, decode in _WAYS.items():
        changed, others = _changed(line, decode)
        if len({word for _, word, _ in changed}) < _CHANGED:
            continue
        whole = len(changed) + sum(map(_is_syllable, others))
        as_they_stand = sum(_is_syllable(word) for _, word, _ in changed)
        if whole >= _SYLLABLES * (len(changed) + len(others)) and 2 * as_they_stand <= len(changed):
            reason = f"{name} read as windows-1252"
            return [
                RepairStep(at + start, at + start + len(word), word, after, "encoding", reason, _SURE)
                for start, word, after in changed
            ]
    return []


def _changed(line: str, decode: Callable[[str], str]) -> tuple[list[tuple[int, str, str]], list[str]]:
    """The words of a line that become others, if each is a syllable then, and those that do not."""
    changed: list[tuple[int, str, str]] = []
    others: list[str] = []
    for match in _WORD.finditer(line):
        word = match.group()
        after = word if word.isascii() else decode(word)
        if after == word:
            others.append(word)
        elif _is_syllable(after) and (len(word) > 1 or word.isalpha()):
            changed.append((match.start(), word, after))
        else:
            return [], []
    return changed, others


@lru_cache(maxsize=10_000)
def _is_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word.lower())
    plain = unicodedata.normalize("NFC", _TONES.sub("", parts))
    return len(_TONES.findall(parts)) <= 1 and _SYLLABLE.fullmatch(plain) is not None


def _of_tcvn3(word: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in word)


def _of_windows_1258(word: str) -> str:
    byte_of = page("windows-1252").byte_of
    data = bytes(byte_of.get(char, 0) if char > "\x7f" else ord(char) for char in word)
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def _of_vni(word: str) -> str:
    out = []
    at = 0
    while at < len(word):
        pair = _vni_pairs().get(word[at : at + 2].lower())
        char = pair or _BY_THEMSELVES.get(word[at].lower(), word[at])
        out.append(char.upper() if word[at].isupper() else char)
        at += 2 if pair else 1
    return "".join(out)


@cache
def _vni_pairs() -> Mapping[str, str]:
    """Two letters of VNI and the one that they are."""
    out = {}
    for base, form in (
        *((char, "") for char in "aeouy"),
        *((char, "\u0302") for char in "aeo"),
        ("a", "\u0306"),
    ):
        for tone, sign in _MARKS[form].items():
            out[base + sign] = unicodedata.normalize("NFC", base + form + tone)
    for base, own in (("ô", "ơ"), ("ö", "ư")):
        for tone, sign in _MARKS[""].items():
            out[base + sign] = unicodedata.normalize("NFC", own + tone)
    return out


_WAYS: Mapping[str, Callable[[str], str]] = {
    "tcvn3": _of_tcvn3,
    "vni": _of_vni,
    "windows-1258": _of_windows_1258,
}
