"""Parts of a text that are in no language: addresses, code, names of the study, faces.

They are found first and blanked with U+0000, which no script pattern matches, so that
everything after looks at language only.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from annotator.language.language_types import NeutralKind

FILLER = "\0"


class Mask(NamedTuple):
    """``text[start:end]`` is in no language."""

    start: int
    end: int
    kind: NeutralKind


_TLD = "com|org|net|edu|gov|io|cn|tw|hk|jp|ai|dev|app|co|me|tv|info|xyz"
_SUFFIX = (
    "py|js|ts|html?|css|json|xml|csv|txt|md|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|mp[34]|zip|exe|java|cpp|ipynb"
)
_URL_END = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"

# (kind, text that must occur for the pattern to be worth running, pattern). The lengths are
# bounded so that no pattern needs more than linear time.
_FENCED = ("code", "```", re.compile(r"```.*?```", re.DOTALL))
_PATTERNS: tuple[tuple[NeutralKind, str, re.Pattern[str]], ...] = (
    ("code", "`", re.compile(r"`[^`\n]+`")),
    ("code", "</", re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")),
    ("url", "://", re.compile(rf"(?:https?|ftp|file)://{_URL_END}*[A-Za-z0-9/=&#_-]")),
    ("url", "www.", re.compile(rf"www\.{_URL_END}*[A-Za-z0-9/=&#_-]")),
    (
        "mail",
        "@",
        re.compile(
            r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
        ),
    ),
    ("name", "@", re.compile(r"(?<![A-Za-z0-9])@[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_]")),
    ("code", "()", re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_.]{0,80}\(\)")),
    (
        "code",
        "(",
        re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z_]\w{0,40}(?:\.[A-Za-z_]\w{0,40}){1,4}\([^()\n\0]{0,80}\)"),
    ),
    (
        "code",
        "_",
        re.compile(
            r"(?<![A-Za-z0-9_])_{0,2}[A-Za-z0-9]{1,60}(?:_{1,2}[A-Za-z0-9]{1,60}){1,20}_{0,2}(?![A-Za-z0-9_])"
        ),
    ),
    (
        "url",
        ".",
        re.compile(
            rf"(?<![A-Za-z0-9.\-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}(?:{_TLD})(?![A-Za-z0-9])(?:/{_URL_END}*[A-Za-z0-9/])?"
        ),
    ),
    ("code", ".", re.compile(rf"(?<![A-Za-z0-9.\-_])[A-Za-z0-9_-]{{1,63}}\.(?:{_SUFFIX})(?![A-Za-z0-9])")),
)

_DOTTED = re.compile(r"\.[A-Za-z_]")  # cheap, and absent from most turns
_WITH_DOTS = (".", "(")  # the patterns of these want such a dot, too

# --- faces made of characters -------------------------------------------------------------

_FACE = frozenset(
    "ᐛᐕᗨ◕‿ω∀▽△▼Ддಠಥಡಢ╯╰┻┳━°´｀`^＾_・•̀́ᴥ☆★¬﹏≧≦∇⊙◡◠´ヮ皿◞◟˘ε≖⌒ﾟ｡｀；;゜>＜<⁄✿๑و●○°□﹃ᗜ◉ಇ╥~～=－-ㅂㅅㅇㅠㅜ﹀︿￣ˇˊˋ◐◑ツ·T×oO0uU.,'\"*♥♡"
)
_MARKED = frozenset("ᐛᐕᗨ◕‿ω∀▽△▼Дಠಥಡ╯╰┻°´｀`^＾•ᴥ¬﹏≧≦∇⊙◡◠ヮ皿◞◟˘ε≖⌒ﾟ｡゜✿๑●□﹃ᗜ◉╥ㅂㅅㅇㅠ﹀︿￣ˇˊˋ◐ツ_；>＜<♥♡")
_BODY = re.compile(r"[(（ʕ][^()（）ʕʔ\n\0]{1,14}[)）ʔ]")
_ARMS = frozenset("ヽヾﾉノっつづシσ۶و✧︵┻┳━╯╮╭╰ᕕᕗ୧୨ʃ¯\\/_ლ٩ᕙψ凸＼／彡☆★⊂⊃☞╭╮ง")
_HANDS = re.compile(r"([odbmqQOw])\1|db|qp|ヾo")  # o(…)o, d(…)b
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[A-Za-z]{3}|[㐀-鿿]{2}")
_BARE = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    r"[TQOUoquXx;><^=\-–ಠಥ╥°⊙•@$＾￣≧][_﹏ω▽∀‿]{1,4}[TQOUoquXx;><^=\-–ಠಥ╥°⊙•@$＾￣≦]"
    r"|>[._]?<|\\o/|\^\^|[:;=][-']?[)(DPpO3|\[\]/\\*]|[xX][D)P]|<3|</3"
    r")(?![A-Za-z0-9_])"
)
# What all of these have: a search for it costs a tenth of the full pattern. One class stands in front,
# because a search for that passes over all else at once.
_BARE_HINT = re.compile(
    r"[_﹏ω▽∀‿:;=<>^\\xX](?:(?<=[_﹏ω▽∀‿])|(?<=[:;=])[-')(DPpO3|\[\]/\\*]|(?<=[xX])[D)P]|(?<=<)[3/]|(?<=>)[._<]"
    r"|(?<=\^)\^|(?<=\\)o)"
)


def _faces(text: str) -> list[Mask]:
    found = []
    for match in _BODY.finditer(text):
        start, end = match.span()
        inside = text[start + 1 : end - 1].strip()
        if _WORDS.search(inside) or not _MARKED.intersection(inside):
            continue
        if len(_LETTERS.findall(inside)) > 4 or sum(c in _FACE for c in inside) * 2 < len(inside):
            continue
        if _HANDS.fullmatch(text[max(0, start - 1) : start] + text[end : end + 1]):
            found.append(Mask(start - 1, end + 1, "kaomoji"))
            continue
        left, right = max(0, start - 4), min(len(text), end + 6)
        while start > left and text[start - 1] in _ARMS:
            start -= 1
        while end < right and text[end] in _ARMS:
            end += 1
        found.append(Mask(start, end, "kaomoji"))
    return found


# --- names of the study -------------------------------------------------------------------


@lru_cache(maxsize=16)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    spaced = {r"\s+".join(map(re.escape, name.split())) for name in names if name.strip()}
    if not spaced:
        return None
    return re.compile("|".join(sorted(spaced, key=lambda name: (-len(name), name))), re.IGNORECASE)


def _is_spaced_letter(character: str) -> bool:
    # Han, kana and Thai have no word boundaries to respect: a name may stand inside a run.
    return character.isalnum() and character < "\u0e00"


def _names(text: str, names: tuple[str, ...]) -> list[Mask]:
    pattern = _names_pattern(names)
    found: list[Mask] = []
    for match in pattern.finditer(text) if pattern else ():
        start, end = match.span()
        inside_left = start > 0 and _is_spaced_letter(text[start]) and _is_spaced_letter(text[start - 1])
        inside_right = end < len(text) and _is_spaced_letter(text[end - 1]) and _is_spaced_letter(text[end])
        if not (inside_left or inside_right):
            found.append(Mask(start, end, "name"))
    return found


# --- all of them --------------------------------------------------------------------------


def _blank(text: str, masks: list[Mask]) -> str:
    parts, at = [], 0
    for start, end, _ in masks:
        parts.append(text[at:start])
        parts.append(FILLER * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)


def mask(text: str, names: tuple[str, ...] = ()) -> tuple[str, list[Mask]]:
    """Blank what is in no language.

    Returns the text with those parts as U+0000 (same length) and the parts, in order and
    without overlap. Needs time linear in the length of the text.
    """
    masks: list[Mask] = []

    def take(found: list[Mask]) -> None:
        nonlocal text
        if found:
            text = _blank(text, found)
            masks.extend(found)

    kind, trigger, pattern = _FENCED
    if trigger in text:
        take([Mask(*match.span(), kind) for match in pattern.finditer(text)])  # type: ignore[arg-type]
    if "(" in text or "（" in text or "ʕ" in text:
        take(_faces(text))
    if _BARE_HINT.search(text):
        take([Mask(*match.span(), "kaomoji") for match in _BARE.finditer(text)])
    for kind, trigger, pattern in _PATTERNS:
        # One sign is looked for many times as fast as two.
        if trigger[0] not in text or trigger not in text:
            continue
        if trigger not in _WITH_DOTS or _DOTTED.search(text):
            take([Mask(*match.span(), kind) for match in pattern.finditer(text)])
    if names:
        take(_names(text, names))
    masks.sort(key=lambda one: (one.start, -one.end))
    return text, _without_nested(masks)


def _without_nested(masks: list[Mask]) -> list[Mask]:
    # A later pattern can take in what an earlier one blanked (a face in a line of code), never half of it.
    kept: list[Mask] = []
    for one in masks:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
