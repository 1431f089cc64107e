"""Cutting a text into pieces of one language and neutral items: the step under everything else here."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from annotator.language import detector, latin, pinyin
from annotator.language.declared_languages import candidates, primary_subtags, usual_language
from annotator.language.han import has_japanese_forms, japanese_runs
from annotator.language.language_types import LanguageOptions, NeutralKind
from annotator.language.masked_parts import Mask, mask
from annotator.language.mixed_sentences import languages_of_words
from annotator.language.scripts import (
    GROUP_HAN,
    GROUP_HANGUL,
    GROUP_KANA,
    GROUP_LATIN,
    GROUP_NUMBER,
    WORD,
    has_loose_signs,
    latin_words,
    other_script,
    scan_pattern,
)
from annotator.language.undeclared_languages import (
    silent_words,
    telling_words,
    undeclared_language,
)

# A run of Han or kana, neighbouring Latin words, a word of another script, or a neutral item:
# (start, end, language, kind of neutral item, script, words). The script is an ISO 15924 code,
# "Pinyin" for pinyin, empty for what is neutral; words are those of Latin pieces, else empty.
# A plain tuple, because a turn in two languages has hundreds and this is the innermost loop.
Piece = tuple[int, int, str, NeutralKind, str, Sequence[str]]


class _Plan(NamedTuple):
    han: str  # language of Han text
    kana_decides: bool
    japanese: bool  # whether it is declared
    pinyin: bool
    candidates: dict[
        str, tuple[str, ...]
    ]  # declared languages of a script, where its usual one is not enough


@lru_cache(maxsize=64)
def _plan(languages: tuple[str, ...]) -> _Plan:
    declared = primary_subtags(languages)
    only_japanese = "ja" in declared and "zh" not in declared
    return _Plan(
        han="ja" if only_japanese else "zh",
        kana_decides=not only_japanese,
        japanese="ja" in declared,
        pinyin="zh" in declared and pinyin.OWN_MACRONS.isdisjoint(declared),
        candidates=candidates(languages),
    )


def pieces(text: str, options: LanguageOptions) -> list[Piece]:
    """The pieces of a text in order; spacing and punctuation lie between them. Linear time, never raises."""
    plan = _plan(options.languages)
    masked, masks = mask(text, options.names)
    found, special, scripts = _scan(masked, plan.han)
    if plan.kana_decides and ("Kana" in scripts or (plan.japanese and has_japanese_forms(masked))):
        found = _with_japanese(masked, found)
    if not scripts.isdisjoint(_ALPHABETS_OF_SYMBOLS):
        found = _with_symbols(found)
    if special:
        found = _with_settled_latin(masked, found, special, options, plan)
    if plan.candidates:
        stretches = _stretches(masked, found, plan.candidates)
        found, mixed = _divided(masked, found, stretches, plan.candidates.get("Latn", ()))
        if mixed:
            stretches = [one for one in _stretches(masked, found, plan.candidates) if one[0] not in mixed]
        found = _told_apart(masked, found, stretches, plan)
    if any(piece[4] == "Latn" for piece in found):
        found = _with_undeclared(masked, found, options.languages)
    for script in scripts & _SHARED:
        found = _with_undeclared_letters(masked, found, script, options.languages)
    if masks:
        found = sorted([*found, *map(_masked, masks)], key=_START)
    return found


def _scan(text: str, han: str) -> tuple[list[Piece], list[int], set[str]]:
    """Pieces by script alone; indices of Latin stretches that need a second look; the rarer scripts met."""
    found: list[Piece] = []
    special: list[int] = []
    scripts: set[str] = set()
    add = found.append
    plain, alone, loose = latin.are_plain, latin.PRONOUN_OR_ARTICLE, has_loose_signs(text)
    for match in scan_pattern().finditer(text):
        group = match.lastindex
        start, end = match.span()
        if group == GROUP_LATIN:
            run = text[start:end]
            words = latin_words(run) if loose else run.replace(",", " ").split()
            if not plain(words) or (run in alone):
                special.append(len(found))
            add((start, end, "en", "", "Latn", words))
        elif group == GROUP_HAN:
            add((start, end, han, "", "Hani", ()))
        elif group == GROUP_NUMBER:
            add((start, end, "zxx", "number", "", ()))
        else:
            script = _FIXED[group] if group in _FIXED else other_script(match.group()[0])
            scripts.add(script)
            add((start, end, usual_language(script), "", script, ()))
    return found, special, scripts


_FIXED = {GROUP_KANA: "Kana", GROUP_HANGUL: "Hang"}
_START = itemgetter(0)


def _masked(one: Mask) -> Piece:
    return one.start, one.end, "und" if one.kind == "name" else "zxx", one.kind, "", ()


# --- single letters of other alphabets ----------------------------------------------------------

_ALPHABETS_OF_SYMBOLS = frozenset({"Grek", "Cyrl"})


def _with_symbols(found: list[Piece]) -> list[Piece]:
    """A letter on its own is a word beside a word of its script, else a symbol (α, π, Д)."""
    alone = [end - start == 1 and script in _ALPHABETS_OF_SYMBOLS for start, end, _, _, script, _ in found]
    done: list[Piece] = []
    for i, piece in enumerate(found):
        script = piece[4]
        neighbours = (j for j in (i - 1, i + 1) if 0 <= j < len(found))
        if alone[i] and all(alone[j] or found[j][4] != script for j in neighbours):
            done.append((piece[0], piece[1], "zxx", "symbol", "", ()))
        else:
            done.append(piece)
    return done


# --- Japanese ------------------------------------------------------------------------------------


def _with_japanese(text: str, found: list[Piece]) -> list[Piece]:
    japanese = japanese_runs(text)

    def is_chinese(index: int) -> bool:
        return 0 <= index < len(found) and found[index][4] == "Hani" and found[index][0] not in japanese

    done: list[Piece] = []
    for i, (start, end, language, neutral, script, words) in enumerate(found):
        if script == "Hani" and start in japanese:
            own = "ja"
        elif text[start:end] == "の" and is_chinese(i - 1) and is_chinese(i + 1):
            own = "zh"  # a fashion of shop signs, not Japanese
        else:
            own = language
        done.append((start, end, own, neutral, script, words))
    return done


# --- Latin ---------------------------------------------------------------------------------------

_SETTLED: dict[str, tuple[str, NeutralKind, str]] = {
    latin.WORD: ("en", "", "Latn"),
    latin.PINYIN: ("zh", "", "Pinyin"),
    latin.CAPITALS: ("und", "acronym", ""),
    latin.SYMBOL: ("zxx", "symbol", ""),
}


def _with_settled_latin(
    text: str, found: list[Piece], special: list[int], options: LanguageOptions, plan: _Plan
) -> list[Piece]:
    """Divide the stretches at ``special`` indices into words, acronyms, pinyin and laughter."""
    done: list[Piece] = []
    at = 0
    among_pinyin = _is_among_pinyin(found, special)

    def settle(words: Sequence[str]) -> list[str]:
        return latin.settle(
            words, acronyms=options.acronyms_neutral, with_pinyin=plan.pinyin, among_pinyin=among_pinyin
        )

    for index in special:
        done += found[at:index]
        at = index + 1
        start, end, _, _, _, words = found[index]
        if len(words) == 1:
            neighbours = found[max(0, index - 1) : index] + found[index + 1 : index + 2]
            among_words = words[0] in latin.PRONOUN_OR_ARTICLE and any(one[4] == "Latn" for one in neighbours)
            settled = [latin.WORD] if among_words else settle(words)
            done.append((start, end, *_SETTLED[settled[0]], words))
            continue
        settled = settle(words)
        if settled.count(settled[0]) == len(settled):
            done.append((start, end, *_SETTLED[settled[0]], words))
            continue
        matches = iter(WORD.finditer(text, start, end))
        for one, group in groupby(settled):
            own = [next(matches) for _ in group]
            first, last = own[0].start(), own[-1].end()
            done.append((first, last, *_SETTLED[one], [match.group() for match in own]))
    return done + found[at:]


def _is_among_pinyin(found: list[Piece], special: list[int]) -> bool:
    """Whether toned words are pinyin here: one is nothing else, or all Latin is toned and among Han."""
    toned = (words for index in special if not "".join(words := found[index][5]).isascii())
    if any(latin.PINYIN in map(latin.look, words) for words in toned):
        return True
    return any(piece[4] == "Hani" for piece in found) and all(
        latin.look(word) == latin.TONED for piece in found if piece[4] == "Latn" for word in piece[5]
    )


# --- languages that share a script ---------------------------------------------------------------

_SENTENCE_ENDS = frozenset(".!?\n;…。！？；")
_ENOUGH = 60  # words that settle the language of a sentence; more would only cost time
_FEW = 4  # with fewer words a sentence leans on its neighbours in the same script


def _divided(
    text: str, found: list[Piece], stretches: list[list[int]], languages: tuple[str, ...]
) -> tuple[list[Piece], frozenset[int]]:
    """Pieces in Latin letters, cut where a sentence changes between declared languages; where these stand."""
    if len(languages) < 2:
        return found, frozenset()
    parts: dict[int, list[Piece]] = {}
    for stretch in stretches:
        words = [word for index in stretch if found[index][4] == "Latn" for word in found[index][5]]
        told = iter(languages_of_words(tuple(words), languages))
        for index in stretch:
            start, end, _, neutral, script, own = found[index]
            runs = [(language, len(list(same))) for language, same in groupby(islice(told, len(own)))]
            if runs:
                matches = WORD.finditer(text, start, end)
                cut = [(language, list(islice(matches, number))) for language, number in runs]
                parts[index] = [
                    (m[0].start(), m[-1].end(), language, neutral, script, [one.group() for one in m])
                    for language, m in cut
                ]
    if not parts:
        return found, frozenset()
    done: list[Piece] = []
    mixed: set[int] = set()
    for index, piece in enumerate(found):
        own_parts = parts.get(index, [piece])
        mixed.update(range(len(done), len(done) + len(own_parts)) if index in parts else ())
        done += own_parts
    return done, frozenset(mixed)


def _told_apart(text: str, found: list[Piece], stretches: list[list[int]], plan: _Plan) -> list[Piece]:
    """Sentences of scripts that several declared languages have, each in one."""
    done = list(found)
    languages = [
        _language(text, found, stretch, plan) if _is_long(found, stretch) else "" for stretch in stretches
    ]
    for i, stretch in enumerate(stretches):
        script = found[stretch[0]][4]
        leaning = languages[i] or next(
            (
                languages[j]
                for j in (i - 1, i + 1)
                if 0 <= j < len(stretches) and languages[j] and found[stretches[j][0]][4] == script
            ),
            "",
        )
        languages[i] = languages[i] or _language(text, found, stretch, plan, leaning)
        for index in stretch:
            start, end, _, neutral, script, words = found[index]
            done[index] = (start, end, languages[i], neutral, script, words)
    return done


def _stretches(text: str, found: list[Piece], scripts: Container[str]) -> list[list[int]]:
    """Indices of neighbouring pieces of one script without a sentence's end between them."""
    stretches: list[list[int]] = []
    for i, piece in enumerate(found):
        if piece[4] not in scripts:
            continue
        if stretches and stretches[-1][-1] == i - 1 and _go_on(text, found[i - 1], piece):
            stretches[-1].append(i)
        else:
            stretches.append([i])
    return stretches


def _with_undeclared(text: str, found: list[Piece], languages: tuple[str, ...]) -> list[Piece]:
    """Sentences in Latin letters that are in none of the declared languages."""
    silent = silent_words(languages)
    loud = [i for i, piece in enumerate(found) if piece[5] and not silent.issuperset(piece[5])]
    telling = telling_words((word for i in loud for word in found[i][5]), languages) if loud else frozenset()
    if not telling:
        return found
    done = list(found)
    said = sum(1 for piece in found if piece[4])
    reached = -1
    for i in loud:
        if i <= reached or found[i][4] != "Latn" or telling.isdisjoint(found[i][5]):
            continue
        stretch = _sentence_around(text, found, i)
        reached = stretch[-1]
        words = [word for index in stretch for word in found[index][5]]

        if _LOUD * sum(map(telling.__contains__, words)) < len(words):
            continue
        alone = len(stretch) == said
        if other := undeclared_language(tuple(words[:_ENOUGH]), languages, alone=alone):
            for index in stretch:
                start, end, _, neutral, _, own = found[index]
                done[index] = (start, end, other, neutral, "Latn", own)
    return done


#: Scripts of several languages, beside the Latin one.
_SHARED = frozenset({"Cyrl", "Arab", "Deva", "Hebr"})


def _with_undeclared_letters(
    text: str, found: list[Piece], script: str, languages: tuple[str, ...]
) -> list[Piece]:
    """Sentences in other letters that are in none of the declared languages, nor in the usual one."""
    done = list(found)
    for stretch in _stretches(text, found, {script}):
        words = tuple(text[found[i][0] : found[i][1]] for i in stretch[:_ENOUGH])
        if other := undeclared_language(words, languages, script):
            for index in stretch:
                start, end, _, neutral, _, own = found[index]
                done[index] = (start, end, other, neutral, script, own)
    return done


def _sentence_around(text: str, found: list[Piece], index: int) -> list[int]:
    """Indices of the pieces in Latin letters in the sentence of one of them; numbers may lie between.

    A single word with a caron looks like pinyin: beside others it is in the language that they are in.
    """
    inside = [index]
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(found):
            script = found[at][4]
            guessed = script == "Pinyin" and len(found[at][5]) <= _GUESTS
            if (script and script != "Latn" and not guessed) or not _goes_on(text, found, at - step, at):
                break
            if script:
                inside.append(at)
            at += step
    return sorted(inside)


#: One of so many words has to speak for another language.
_LOUD = 5
#: So many words that look like pinyin may be words of a language with carons.
_GUESTS = 2


def _goes_on(text: str, found: list[Piece], one: int, other: int) -> bool:
    """Whether no sentence ends between two neighbouring pieces."""
    return _SENTENCE_ENDS.isdisjoint(text[found[min(one, other)][1] : found[max(one, other)][0]])


def _go_on(text: str, last: Piece, piece: Piece) -> bool:
    """Whether a piece belongs to the sentence of the one before it, in the same script."""
    return last[4] == piece[4] and _SENTENCE_ENDS.isdisjoint(text[last[1] : piece[0]])


def _is_long(found: list[Piece], stretch: list[int]) -> bool:
    return sum(len(found[i][5]) or 1 for i in stretch) >= _FEW


def _language(text: str, found: list[Piece], stretch: list[int], plan: _Plan, leaning: str = "") -> str:
    candidates = plan.candidates[found[stretch[0]][4]]
    if len(candidates) == 1:
        return candidates[0]
    words = [word for i in stretch for word in found[i][5] or (text[slice(*found[i][:2])],)]
    return detector.tell(tuple(words[:_ENOUGH]), candidates, leaning)
