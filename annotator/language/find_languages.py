"""What callers ask for: the spans of a text, its words with their languages, the finding for a turn."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from unicodedata import category

from annotator.language.chinese_words import han_words
from annotator.language.han import han_script
from annotator.language.language_pieces import Piece, pieces
from annotator.language.language_types import LanguageOptions, LanguageSpan, LanguageToken, NeutralKind
from annotator.language.matrix_language import matrix_language
from annotator.language.scripts import WORD
from annotator.model import TurnLanguage

_BY_COUNT = operator.itemgetter(1)
DEFAULT = LanguageOptions()
_SYMBOLS = frozenset({"Sm", "Sc", "Sk", "So", "Cn", "Co", "Cs"})


def _gap_kind(gap: str) -> NeutralKind:
    if gap.isspace():
        return "space"
    return "punctuation" if _SYMBOLS.isdisjoint(map(category, gap)) else "symbol"


def spans(text: str, options: LanguageOptions = DEFAULT) -> tuple[LanguageSpan, ...]:
    """The text cut into spans of one language each and neutral ones.

    They are in order, do not overlap, and cover the text. A span of a language takes in the
    spacing and punctuation between its words; symbols, numbers, acronyms, names, addresses
    and code stand apart. Never raises, whatever the text.
    """
    found: list[LanguageSpan] = []
    at = 0
    for start, end, language, neutral, _, _ in pieces(text, options):
        gap = _gap_kind(text[at:start]) if at < start else ""
        last = found[-1] if found else None
        if (
            last is not None
            and last.language == language
            and not (neutral or last.neutral)
            and gap != "symbol"
        ):
            found[-1] = LanguageSpan(last.start, end, language)
        else:
            if gap:
                found.append(LanguageSpan(at, start, "zxx", gap))
            found.append(LanguageSpan(start, end, language, neutral))
        at = end
    if at < len(text):
        found.append(LanguageSpan(at, len(text), "zxx", _gap_kind(text[at:])))
    return tuple(found)


def _is_chinese(piece: Piece) -> bool:
    return piece[4] == "Hani" and piece[2] == "zh"


def tokens(text: str, options: LanguageOptions = DEFAULT) -> tuple[LanguageToken, ...]:
    """The words of a text with their languages, and its neutral items; Chinese is cut by the segmenter.

    Japanese, Thai and other scripts without spaces have one token per run of one script.
    Punctuation and spacing have none.
    """
    found: list[LanguageToken] = []
    all_pieces = pieces(text, options)
    chinese = iter(han_words([text[one[0] : one[1]] for one in all_pieces if _is_chinese(one)]))
    for piece in all_pieces:
        start, end, language, neutral, _, words = piece
        if _is_chinese(piece):
            while start < end:
                after = start + len(next(chinese))
                found.append(LanguageToken(start, after, "zh"))
                start = after
        elif words:
            found.extend(
                LanguageToken(*match.span(), language, neutral) for match in WORD.finditer(text, start, end)
            )
        else:
            found.append(LanguageToken(start, end, language, neutral))
    return tuple(found)


def detect(text: str, options: LanguageOptions = DEFAULT) -> TurnLanguage:
    """The machine's finding for one turn: languages with word counts, primary and matrix language, script.

    ``primary`` is the one language, ``mixed`` for several, ``und`` where there are only names
    and acronyms, ``zxx`` where there is nothing to read. Never raises, whatever the text.
    """
    words: dict[str, list[str]] = {}
    chinese: list[str] = []
    nameable = False
    for start, end, language, neutral, script, latin_words in pieces(text, options):
        if neutral:
            nameable = nameable or language == "und"
            continue
        own = words.get(language)
        if own is None:
            own = words[language] = []
        if latin_words:
            own += latin_words
        elif script == "Hani" and language == "zh":
            chinese.append(text[start:end])
        else:
            own.append(text[start:end])
    if chinese:
        words["zh"] += han_words(chinese)
    if not words:
        return TurnLanguage("und" if nameable else "zxx")
    counts = sorted(
        ((language, len(found)) for language, found in words.items()), key=_BY_COUNT, reverse=True
    )
    return TurnLanguage(
        primary=counts[0][0] if len(counts) == 1 else "mixed",
        matrix=matrix_language(words),
        script=han_script("".join(chinese)) if chinese else None,
        words=tuple(counts),
    )


def detect_many(texts: Iterable[str], options: LanguageOptions = DEFAULT) -> Iterable[TurnLanguage]:
    """:func:`detect` for each text, lazily, so that a caller can stop between two turns."""
    return (detect(text, options) for text in texts)
