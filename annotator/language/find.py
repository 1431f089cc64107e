"""Finding the language of the parts of a text, of its words, and of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from unicodedata import category

from annotator.language import detector, latin, pinyin
from annotator.language.han import han_script, japanese_runs
from annotator.language.masks import Mask, mask
from annotator.language.matrix import matrix_language
from annotator.language.scripts import (
    GROUP_HAN,
    GROUP_HANGUL,
    GROUP_KANA,
    GROUP_LATIN,
    GROUP_NUMBER,
    OTHER_SCRIPTS,
    SCAN,
    other_script,
)
from annotator.language.scripts_of import SCRIPT_OF
from annotator.language.values import LanguageOptions, LanguageSpan, LanguageToken, NeutralKind
from annotator.language.words import han_words
from annotator.model import TurnLanguage

DEFAULT = LanguageOptions()


class Piece(NamedTuple):
    """A word of a spaced script, a run of an unspaced one, or a neutral item."""

    start: int
    end: int
    language: str
    neutral: NeutralKind = ""
    script: str = ""


class _Plan(NamedTuple):
    han: str
    japanese_clauses: bool
    pinyin: bool
    by_script: dict[str, tuple[str, ...]]  # declared languages of a script


@lru_cache(maxsize=64)
def _plan(languages: tuple[str, ...]) -> _Plan:
    declared = tuple(dict.fromkeys(one.replace("_", "-").split("-")[0].lower() for one in languages))
    by_script: dict[str, tuple[str, ...]] = {}
    for one in declared:
        script = SCRIPT_OF.get(one)
        if script:
            by_script[script] = (*by_script.get(script, ()), one)
    only_japanese = "ja" in declared and "zh" not in declared
    return _Plan(
        han="ja" if only_japanese else "zh",
        japanese_clauses=not only_japanese,
        pinyin=not pinyin.OWN_MACRONS.intersection(declared),
        by_script=by_script,
    )


def _usual(script: str) -> str:
    if script == "Latn":
        return "en"
    return OTHER_SCRIPTS[script][0] if script in OTHER_SCRIPTS else "und"


# --- pieces ---------------------------------------------------------------------------------


def pieces(text: str, options: LanguageOptions = DEFAULT) -> list[Piece]:
    """The words, runs and neutral items of a text in order; spacing and punctuation lie between them."""
    plan = _plan(options.languages)
    masked, masks = mask(text, options.names)
    found: list[Piece] = []
    add = found.append
    latin_kind = latin.kind
    special = kana = letters = False
    shared = {script for script, languages in plan.by_script.items() if languages != (_usual(script),)}
    for match in SCAN.finditer(masked):
        group = match.lastindex
        start, end = match.span()
        if group == GROUP_LATIN:
            what = latin_kind(match.group())
            if what is latin.Kind.WORD:
                add(Piece(start, end, "en", "", "Latn"))
            else:
                special = True
                add(Piece(start, end, what.value, "", "Latn"))
        elif group == GROUP_HAN:
            add(Piece(start, end, plan.han, "", "Hani"))
        elif group == GROUP_NUMBER:
            add(Piece(start, end, "zxx", "number"))
        elif group == GROUP_KANA:
            kana = True
            add(Piece(start, end, "ja", "", "Kana"))
        elif group == GROUP_HANGUL:
            add(Piece(start, end, "ko", "", "Hang"))
        else:
            piece = _other(start, end, match.group())
            letters = letters or piece.language == "letter"
            add(piece)
    if kana and plan.japanese_clauses:
        found = _with_japanese(masked, found)
    if letters:
        found = _with_letters(found)
    if special:
        found = _with_specials(masked, found, options, plan)
    if shared:
        found = _told_apart(masked, found, plan, shared)
    if masks:
        found = sorted([*found, *(_neutral(one) for one in masks)])
    return found


def _neutral(one: Mask) -> Piece:
    return Piece(one.start, one.end, "und" if one.kind == "name" else "zxx", one.kind)


def _other(start: int, end: int, run: str) -> Piece:
    script = other_script(run[0])
    if end - start == 1 and script in ("Grek", "Cyrl"):
        # α, π, Δ in a formula; a word of one letter is told by its neighbours below.
        return Piece(start, end, "letter", "", script)
    return Piece(start, end, _usual(script), "", script)


def _with_letters(found: list[Piece]) -> list[Piece]:
    """A letter on its own is a word beside a word of its script, else a symbol."""
    words = {(piece.script, i) for i, piece in enumerate(found) if piece.language != "letter"}
    return [
        piece
        if piece.language != "letter"
        else piece._replace(language=_usual(piece.script))
        if not words.isdisjoint({(piece.script, i - 1), (piece.script, i + 1)})
        else piece._replace(language="zxx", neutral="symbol", script="")
        for i, piece in enumerate(found)
    ]


def _with_japanese(text: str, found: list[Piece]) -> list[Piece]:
    japanese = japanese_runs(text)
    single_no = {
        piece.start
        for before, piece, after in zip(found, found[1:], found[2:], strict=False)
        if text[piece.start : piece.end] == "の"
        and before.script == after.script == "Hani"
        and before.start not in japanese
        and after.start not in japanese
    }
    return [
        piece._replace(language="ja")
        if piece.script == "Hani" and piece.start in japanese
        else piece._replace(language="zh")
        if piece.start in single_no
        else piece
        for piece in found
    ]


def _with_specials(text: str, found: list[Piece], options: LanguageOptions, plan: _Plan) -> list[Piece]:
    done: list[Piece] = []
    for script, group in groupby(found, key=lambda piece: piece.script):
        stretch = list(group)
        if script != "Latn":
            done.extend(stretch)
            continue
        words = [text[piece.start : piece.end] for piece in stretch]
        kinds = [piece.language for piece in stretch]
        if plan.pinyin:
            _mark_pinyin(words, kinds)
        _settle_capitals(words, kinds, options.acronyms_neutral)
        for piece, kind in zip(stretch, kinds, strict=True):
            done.append(_SETTLED.get(kind, _WORD)(piece))
    return done


def _mark_pinyin(words: list[str], kinds: list[str]) -> None:
    """Spread pinyin from words that are nothing else to neighbours that could be, in place."""
    toned = latin.Kind.TONED.value
    if latin.Kind.PINYIN.value not in kinds:
        numbered = [kind == toned and words[i].isascii() for i, kind in enumerate(kinds)]
        if not any(a and b for a, b in zip(numbered, numbered[1:], strict=False)):
            return
        kinds[:] = [
            "pinyin" if is_numbered else kind for is_numbered, kind in zip(numbered, kinds, strict=True)
        ]
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = order.step
        for i in order:
            if kinds[i] == toned and kinds[i - step] == "pinyin":
                kinds[i] = "pinyin"
    for i in range(1, len(kinds) - 1):
        if kinds[i] == "en" and kinds[i - 1] == kinds[i + 1] == "pinyin" and pinyin.could_be(words[i]):
            kinds[i] = "pinyin"


def _settle_capitals(words: list[str], kinds: list[str], neutral: bool) -> None:
    capitals = latin.Kind.CAPITALS.value
    at = 0
    for is_upper, group in groupby(zip(words, kinds, strict=True), key=lambda pair: pair[0].isupper()):
        run = list(group)
        shouting = is_upper and latin.shouted([word for word, _ in run])
        for i in range(at, at + len(run)):
            if kinds[i] == capitals and (shouting or not neutral or _is_pronoun_or_article(words, kinds, i)):
                kinds[i] = "en"
        at += len(run)


def _is_pronoun_or_article(words: list[str], kinds: list[str], i: int) -> bool:
    if words[i] not in ("I", "A", "Ｉ", "Ａ"):
        return False
    return "en" in kinds[max(0, i - 1) : i] or "en" in kinds[i + 1 : i + 2]


def _WORD(piece: Piece) -> Piece:  # noqa: N802 - the default entry of the table below
    return piece._replace(language="en")


_SETTLED = {
    "pinyin": lambda piece: piece._replace(language="zh", script="Pinyin"),
    "capitals": lambda piece: piece._replace(language="und", neutral="acronym", script=""),
    "symbol": lambda piece: piece._replace(language="zxx", neutral="symbol", script=""),
}


# --- languages that share a script -------------------------------------------------------------

_SENTENCE_ENDS = frozenset('.!?\n;:()"“”«»…。！？；：（）')


def _told_apart(text: str, found: list[Piece], plan: _Plan, shared: set[str]) -> list[Piece]:
    done: list[Piece] = []
    stretch: list[Piece] = []

    def close() -> None:
        if stretch:
            words = tuple(text[piece.start : piece.end] for piece in stretch[:_ENOUGH])
            candidates = plan.by_script[stretch[0].script]
            language = candidates[0] if len(candidates) == 1 else detector.tell(words, candidates)
            done.extend(piece._replace(language=language) for piece in stretch)
            stretch.clear()

    for piece in found:
        if stretch and (
            piece.script != stretch[0].script
            or not _SENTENCE_ENDS.isdisjoint(text[stretch[-1].end : piece.start])
        ):
            close()
        if piece.script in shared:
            stretch.append(piece)
        else:
            done.append(piece)
    close()
    return done


_ENOUGH = 60  # words that settle the language of a sentence; more would only cost time


# --- what callers ask for ----------------------------------------------------------------------


def _gap_kind(gap: str) -> NeutralKind:
    if gap.isspace():
        return "space"
    return (
        "symbol"
        if any(category(character)[0] == "S" or category(character) in _ODD for character in gap)
        else "punctuation"
    )


_ODD = frozenset({"So", "Sk", "Cn", "Co", "Cs"})


def spans(text: str, options: LanguageOptions = DEFAULT) -> tuple[LanguageSpan, ...]:
    """The text cut into spans of one language each and neutral ones.

    They are in order, do not overlap, and cover the text. A span of a language takes in the
    spacing and punctuation between its words; symbols, numbers, acronyms, names, addresses
    and code stand apart. Never raises, whatever the text.
    """
    found: list[LanguageSpan] = []
    at = 0
    for piece in pieces(text, options):
        gap = _gap_kind(text[at : piece.start]) if at < piece.start else ""
        last = found[-1] if found else None
        joins = (
            last is not None and not piece.neutral and not last.neutral and last.language == piece.language
        )
        if last is not None and joins and gap != "symbol":
            found[-1] = LanguageSpan(last.start, piece.end, last.language)
        else:
            if gap:
                found.append(LanguageSpan(at, piece.start, "zxx", gap))
            found.append(LanguageSpan(piece.start, piece.end, piece.language, piece.neutral))
        at = piece.end
    if at < len(text):
        found.append(LanguageSpan(at, len(text), "zxx", _gap_kind(text[at:])))
    return tuple(found)


def tokens(text: str, options: LanguageOptions = DEFAULT) -> tuple[LanguageToken, ...]:
    """The words of a text with their languages, and its neutral items; Chinese is cut by the segmenter.

    Japanese, Thai and other scripts without spaces have one token per run of one script.
    """
    found: list[LanguageToken] = []
    all_pieces = pieces(text, options)
    chinese = iter(han_words([text[one.start : one.end] for one in all_pieces if _is_chinese(one)]))
    for piece in all_pieces:
        if not _is_chinese(piece):
            found.append(LanguageToken(piece.start, piece.end, piece.language, piece.neutral))
            continue
        at = piece.start
        while at < piece.end:
            end = at + len(next(chinese))
            found.append(LanguageToken(at, end, "zh"))
            at = end
    return tuple(found)


def _is_chinese(piece: Piece) -> bool:
    return piece.script == "Hani" and piece.language == "zh"


def detect(text: str, options: LanguageOptions = DEFAULT) -> TurnLanguage:
    """The machine's finding for one turn: its languages with word counts, primary and matrix language, script.

    ``primary`` is the one language, ``mixed`` for several, ``und`` where there are only names
    and acronyms, ``zxx`` where there is nothing to read. Never raises, whatever the text.
    """
    words: dict[str, list[str]] = {}
    chinese: list[str] = []
    nameable = False
    for piece in pieces(text, options):
        if piece.neutral:
            nameable = nameable or piece.language == "und"
            continue
        run = text[piece.start : piece.end]
        own = words.setdefault(piece.language, [])
        if piece.script == "Hani" and piece.language == "zh":
            chinese.append(run)
        else:
            own.append(run)
    if chinese:
        words["zh"].extend(han_words(chinese))
    if not words:
        return TurnLanguage("und" if nameable else "zxx")
    counts = Counter({language: len(found) for language, found in words.items()}).most_common()
    return TurnLanguage(
        primary=counts[0][0] if len(counts) == 1 else "mixed",
        matrix=matrix_language(words),
        script=han_script("".join(chinese)) if chinese else None,
        words=tuple(counts),
    )


def detect_many(texts: Iterable[str], options: LanguageOptions = DEFAULT) -> Iterable[TurnLanguage]:
    """:func:`detect` for each text, lazily, so that a caller can stop between two turns."""
    return (detect(text, options) for text in texts)
