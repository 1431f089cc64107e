"""How a line reads that was written in one single-byte page and read under another, and what speaks for it.

Letters come out of every such reading, so plausibility alone tells. A reading must be as plausible as text of
a language of its page usually is, and the line as it stands implausible in every language there are tables
for. Languages without tables (Albanian, Kashubian, Kurdish) look implausible as well, and would be turned
into whatever is near them: so several words, and several letters, must be explained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import ne
from typing import NamedTuple

from annotator.plausibility import LANGUAGES, is_frequent, line_cost, word_cost
from annotator.repair.code_pages import character_table

#: Pages that text was written in, and what it looks like; earlier ones are likelier where nothing else tells.
WRITTEN: Mapping[str, str] = {
    "windows-1252": "western",
    "windows-1251": "cyrillic",
    "windows-1250": "central",
    "windows-1253": "greek",
    "windows-1254": "turkish",
    "windows-1255": "hebrew",
    "windows-1256": "arabic",
    "windows-1257": "baltic",
    "windows-874": "thai",
    "koi8-r": "cyrillic",
    "koi8-u": "cyrillic",
    "cp866": "cyrillic",
    "iso-8859-2": "central",
    "iso-8859-5": "cyrillic",
    "iso-8859-7": "greek",
    "iso-8859-9": "turkish",
    "iso-8859-8": "hebrew",
    "iso-8859-6": "arabic",
    "iso-8859-13": "baltic",
    "mac-roman": "western",
    "cp850": "western",
    "cp437": "western",
    "cp852": "central",
    "mac-cyrillic": "cyrillic",
    "cp737": "greek",
    "cp862": "hebrew",
    "cp775": "baltic",
}
_WESTERN = ("windows-1252", "windows-1250", "windows-1254", "windows-1257")
_CYRILLIC = ("windows-1251", "koi8-r", "cp866", "iso-8859-5", "mac-cyrillic")
#: Pages that text was read under, and those that it may have been written in.
READ: Mapping[str, tuple[str, ...]] = {
    "windows-1252": tuple(WRITTEN),
    "latin-1": tuple(WRITTEN),
    "windows-1250": (
        "windows-1252",
        "cp852",
        "cp850",
        "iso-8859-2",
        *_CYRILLIC,
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-874",
    ),
    "windows-1251": (*_WESTERN, *_CYRILLIC, "windows-1253", "windows-1255", "windows-1256", "cp850"),
    "windows-1253": _WESTERN,
    "windows-1254": (*_CYRILLIC, "windows-1253", "windows-1255", "windows-1256", "windows-1250", "cp850"),
    "windows-1255": _WESTERN,
    "windows-1256": _WESTERN,
    "mac-roman": (*_WESTERN, "windows-1251", "windows-1253"),
    "cp437": (*_WESTERN, "windows-1251", "cp866", "windows-1253"),
    "cp850": (*_WESTERN, "windows-1251", "cp866", "windows-1253"),
    "koi8-r": _CYRILLIC,
    "cp866": _CYRILLIC,
    "iso-8859-2": ("windows-1252", "windows-1250", "cp852", *_CYRILLIC),
    "iso-8859-5": _CYRILLIC,
}
#: How far pages are behind that few texts are written in, in nats.
_RARITY: Mapping[str, float] = {
    "mac-cyrillic": 6.0,
    "iso-8859-5": 2.0,
    "iso-8859-6": 2.0,
    "iso-8859-8": 2.0,
    "iso-8859-13": 2.0,
    "cp437": 2.0,
    "cp737": 4.0,
    "cp775": 4.0,
    "cp862": 4.0,
}
_SCRIPTS = frozenset({"cyrillic", "greek", "hebrew", "arabic", "thai"})

#: What a letter of changed words may cost on average, in nats: of 100 clean lines 95 cost less in their
#: language (Thai is written without spaces), and those of languages without tables more than four.
_MOST, _MOST_THAI = 3.15, 3.9
#: And by how much less than before.
_LESS = 0.9
#: Turkish differs from Western pages in six letters, which Icelandic has too: the words around them tell.
_LESS_TURKISH = 0.3
#: Sums of the same costs in another order differ by less.
_ROUNDING = 1e-6
#: That much less is asked of lines of a text that was read so elsewhere.
_EASED = 0.6
#: Or of a line whose words cost very much less in a Central European language; Baltic ones are what
#: languages without tables (Friulian) are mostly taken for.
_EASED_CENTRAL = 0.1
_LESS_OF: Mapping[str, float] = {"baltic": 1.3}
#: What a line must gain, in nats; and one of a text whose other lines were read so.
_GAIN, GAIN_LIKE = 14.0, 4.0
#: So many words and characters must differ where letters stay letters of the same script; or fewer by which
#: words, and the line, gain more. Languages without tables do not gain so much by chance.
_WORDS, _CHARACTERS = 3, 3
_FEW_CHARACTERS, _MUCH_LESS, _MUCH_LESS_CENTRAL = 2, 1.8, 1.2
_FEW_WORDS, _MUCH_GAIN = 2, 20.0
#: These letters are those of Icelandic and its kin alone, which have tables or other letters beside them.
_NORDIC, _GAIN_NORDIC = frozenset("þðÞÐ"), 25.0
#: Where signs, capitals or letters of another script stood within words, one word so long is enough.
_LONG_MIXED, _GAIN_MIXED = 4, 10.0
#: So many letters of words that every conversation in a language has are enough; fewer where signs stood
#: there, but not where what changes may be left of letters of UTF-8.
_KNOWN, _KNOWN_MIXED, _GAIN_KNOWN = 4, 3, 10.0
_LEADS = frozenset("ÂÃÄÅĂĹ")
#: The same of many lines together. Hungarian is told by two letters alone, Turkish by three; what is written
#: in languages without tables is mostly taken for Baltic.
_TOGETHER_GAIN, _TOGETHER_WORDS, _TOGETHER_LESS = 60.0, 5, 1.1
_TOGETHER_CHARACTERS: Mapping[str, int] = {"central": 2, "baltic": 5}
#: Shorter words are not counted.
_COUNTED = 2
#: What is left of Latin letters of UTF-8 under windows-1253 where their second bytes were lost.
_LEFT_OF_LATIN = frozenset("ΓΔΕ")
#: A new script needs words that are written in it throughout, one so long, and so many letters of it.
_THROUGHOUT, _LONG_WORD, _LETTERS = 0.9, 4, 5
#: So many letters leave no doubt about it, whatever else the line may be.
_LETTERS_AT_ONCE = 8
#: Signs of Windows that stand as controls: no text holds those, so one is enough.
CONTROLS, _GAIN_CONTROLS = ("latin-1", "windows-1252"), 8.0
#: A line whose controls are quotes, dashes and the like of Windows, or its letters, and no rests of UTF-8.
_SIGNS = re.compile(
    "(?:[^\x80-\x9f]|(?<![\xc2-\xdf\xe2])[\x80\x82\x84\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e\x9f])+"
)
_MARKS = "\u0300-\u036f\u05b0-\u05bd\u0e31-\u0e4e\u064b-\u0655"
_WORD = re.compile(f"[^\\W\\d_](?:[^\\W\\d_]|[{_MARKS}])*")
_OF_WORDS = re.compile(f"[^\\W\\d_]|[{_MARKS}]")
_LANGUAGES = tuple(dict.fromkeys(language for of in LANGUAGES.values() for language in of))

#: The same by script (see ``_block``); none for those without tables.
_LANGUAGES_OF: tuple[tuple[str, ...], ...] = (
    tuple(
        dict.fromkeys(
            language
            for looks in ("western", "central", "turkish", "baltic", "vietnamese")
            for language in LANGUAGES[looks]
        )
    ),
    LANGUAGES["greek"],
    LANGUAGES["cyrillic"],
    LANGUAGES["hebrew"],
    LANGUAGES["arabic"],
    LANGUAGES["thai"],
    (),
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairReading:
    """A line read otherwise: what it gains, and what speaks for that."""

    gain: float
    pair: Pair
    text: str
    characters: frozenset[str]  # characters that changed
    words: frozenset[str] = frozenset()  # words that changed
    mixed: bool = False  # signs, capitals or letters of other scripts stood within words
    letters: int = 0  # letters that changed
    longest: int = 0  # letters of the longest word that changed throughout
    less: float = 0.0  # by how much less a letter of these words costs
    known: int = 0  # letters of those that every conversation in a language has

    @property
    def is_script(self) -> bool:
        """Whether the line alone says that nearly all of it is of another script."""
        return WRITTEN[self.pair[1]] in _SCRIPTS and self.believed and self.letters >= _LETTERS_AT_ONCE

    @property
    def believed(self) -> bool:
        """Whether the line alone says that it was misread so."""
        if self.pair == CONTROLS:
            return self.gain >= _GAIN_CONTROLS
        if WRITTEN[self.pair[1]] in _SCRIPTS:
            return self.gain >= _GAIN and self.letters >= _LETTERS and self.longest >= _LONG_WORD
        longest = max(map(len, self.words), default=0)
        if self.mixed and self.gain >= _GAIN_MIXED and (longest >= _LONG_MIXED or self.known >= _KNOWN_MIXED):
            return not self.characters <= _LEFT_OF_LATIN
        return self._of_the_same_script()

    @property
    def says_little(self) -> bool:
        """Whether one letter of one word, which not every conversation has, is all that speaks for it."""
        return len(self.words) == len(self.characters) == 1 and not self.known and self.pair != CONTROLS

    def _of_the_same_script(self) -> bool:
        """Whether so many words gain so much where letters stay letters of the same script."""
        words, characters = len(self.words), len(self.characters)
        looks = WRITTEN[self.pair[1]]
        if self.known >= _KNOWN and self.gain >= _GAIN_KNOWN and not self.characters <= _LEADS:
            return True
        if characters < _FEW_CHARACTERS or words < _FEW_WORDS or self.gain < _GAIN:
            return False
        if looks == "turkish":
            return True
        if words >= _WORDS and self.characters <= _NORDIC and self.gain >= _GAIN_NORDIC:
            return True
        if self.less >= (_MUCH_LESS_CENTRAL if looks == "central" else _MUCH_LESS):
            return words >= _WORDS or self.gain >= _MUCH_GAIN
        return words >= _WORDS and characters >= _CHARACTERS and self.less >= _LESS_OF.get(looks, 0.0)

    @property
    def believed_together(self) -> bool:
        """Whether lines, each of which says little, say together that they were misread so."""
        looks = WRITTEN[self.pair[1]]
        if looks in _SCRIPTS or looks == "turkish":
            return self.believed
        if self.less >= _MUCH_LESS and len(self.words) >= _WORDS:
            return self.believed
        return (
            self.gain >= _TOGETHER_GAIN
            and len(self.words) >= _TOGETHER_WORDS
            and self.less >= _TOGETHER_LESS
            and len(self.characters) >= _TOGETHER_CHARACTERS.get(looks, _CHARACTERS)
        )


@cache
def _table(pair: Pair) -> dict[int, str]:
    """What each character of the page that was read becomes; "\\ufffe" where the other page has none."""
    read, written = (character_table(name) for name in pair)
    out = {}
    for byte, (before, after) in enumerate(zip(read, written, strict=True), 0x80):
        source = before or chr(byte)
        if source != after:
            out[ord(source)] = after if after and not "\x80" <= after <= "\x9f" else "\ufffe"
    return out


@cache
def _repertoire(name: str) -> frozenset[str]:
    return frozenset(char or chr(byte) for byte, char in enumerate(character_table(name), 0x80))


#: A capital outside ASCII behind a small letter, as no writer puts it.
_CAPITAL_WITHIN = re.compile("[a-zß-öø-ÿ][À-ÖØ-ÞŠŸŽ]")
_WRONG_CAPITAL = re.compile(
    "[a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f\u03b1-\u03ce][\u00c0-\u00d6\u00d8-\u00de\u0130\u0386-\u03ab\u0401-\u042f]"
)
#: A sign that no word has within, or a quote that few write.
_NO_LETTER = re.compile(f"(?<=[^\\W\\d_])[^\\w\\s{_MARKS}’‘'·\u2010-\u2015./-](?=[^\\W\\d_])|‚")
#: What stands behind a small letter and may become such a capital.
_BEHIND_SMALL = re.compile("[^\x00-\x7f](?<=[a-z].)")
_NONE: frozenset[str] = frozenset()
_FOREIGN = re.compile("[^\x00-\x7f]")
#: A character without a letter of ASCII beside it: no word is all of another script without one.
_APART = re.compile("(?<![A-Za-z])[^\x00-\x7f](?![A-Za-z])")
_DASHES = frozenset("–—…•")
_SPACED = str.maketrans({dash: f" {dash} " for dash in _DASHES})
#: The same letter three times, as of what was drawn with blocks and lines; no word.
_DRAWN = re.compile(r"(.)\1\1")
#: Signs that no reading brings in: what is drawn, and what mathematics is written with.
_ODD = re.compile("[\u00a4\u00a6\u00ac\u2190-\u25ff]")


def is_odd(word: str) -> bool:
    """Whether a word is implausible in every language."""
    return oddness(word) > _MOST


@lru_cache(maxsize=50_000)
def oddness(word: str) -> float:
    """What a letter of a word costs in the language in which it costs least."""
    return _mean((word,), _languages_of(word))


def are_odd(words: tuple[str, ...]) -> bool:
    """Whether words are implausible together in every language."""
    return _mean(words, _languages_of("".join(words))) > _MOST


def _languages_of(letters: str) -> tuple[str, ...]:
    """The languages that are written in the script of most letters beyond ASCII; no others are likely."""
    blocks = Counter(_block(char) for char in letters if not char.isascii())
    most = max(blocks, key=blocks.__getitem__, default=0)
    return _LANGUAGES_OF[most] or _LANGUAGES


def _mean(words: Sequence[str], languages: tuple[str, ...]) -> float:
    """What a letter of the words costs in the language in which they cost least."""
    letters = sum(map(len, words)) + len(words)
    costs = [_costs(word, languages) for word in words]
    return min(map(sum, zip(*costs, strict=True)) if len(costs) > 1 else costs[0]) / letters


@lru_cache(maxsize=50_000)
def _costs(word: str, languages: tuple[str, ...]) -> tuple[float, ...]:
    """What a word costs in each of the languages."""
    return tuple(word_cost(word, language) for language in languages)


def readings(line: str, pairs: Sequence[Pair] = ()) -> list[PairReading]:
    """The readings of a line under which its words are plausible, the one that gains most first.

    ``pairs`` are those under which other lines of the text were misread: less is asked then.
    """
    foreign = _beyond_ascii(line)
    if not foreign <= _any_repertoire():
        return []
    # What stands apart from them gains nothing, whatever they are.
    tokens = list(dict.fromkeys(token for token in line.split() if not token.isascii()))
    near = " ".join(tokens)
    ways = _ways(tuple(pairs), foreign, _beyond_ascii(near))
    if not ways:
        return []
    scripts = _APART.search(near) is not None
    within = frozenset(_BEHIND_SMALL.findall(near))
    out = []
    for way in ways:
        if (not scripts and way.looks in _SCRIPTS) or not way.capitals.isdisjoint(within):
            continue
        found = _reading(tokens, near, way, like=bool(pairs))
        if found:
            out.append(replace(found, text=line.translate(way.table)))
    return sorted(out, key=lambda each: -each.gain)


def _beyond_ascii(text: str) -> frozenset[str]:
    return frozenset(_FOREIGN.findall(text))


@cache
def _any_repertoire() -> frozenset[str]:
    return frozenset().union(*(_repertoire(name) for name in READ))


class _Way(NamedTuple):
    """A pair of pages, what it makes of characters, and which of those that stand there it changes."""

    pair: Pair
    looks: str  # of the page that was written
    table: Mapping[int, str]
    characters: frozenset[str]
    capitals: frozenset[str]  # of these, those of which it makes capitals


@lru_cache(maxsize=200)
def _ways(pairs: Sequence[Pair], foreign: frozenset[str], near: frozenset[str]) -> tuple[_Way, ...]:
    """The pairs of pages that read characters beyond ASCII otherwise, those that read them alike but once.

    ``foreign`` are those of a line, which the page that was read must have, ``near`` those that stand in
    words. Most lines of a text have the same few, so that this is found out once for all of them. No
    ``pairs`` are all there are.
    """
    there = sorted(near)
    seen = {tuple(there)}
    out = []
    for pair in pairs or _all_pairs():
        if not foreign <= _repertoire(pair[0]):
            continue
        table = _table(pair)
        read = tuple(table.get(ord(char), char) for char in there)
        if read in seen or "\ufffe" in read:
            continue
        seen.add(read)
        changes = [(before, after) for before, after in zip(there, read, strict=True) if before != after]
        after = "".join(after for _, after in changes)
        if pair == CONTROLS or (_OF_WORDS.search(after) and not _ODD.search(after)):
            changed = frozenset(before for before, _ in changes)
            capitals = frozenset(before for before, char in changes if _WRONG_CAPITAL.match(f"a{char}"))
            out.append(_Way(pair, WRITTEN[pair[1]], table, changed, capitals if pair != CONTROLS else _NONE))
    return tuple(out)


@cache
def _all_pairs() -> tuple[Pair, ...]:
    return tuple((read, written) for read, all_of in READ.items() for written in all_of if written != read)


class _Token(NamedTuple):
    """What a reading makes of what stands between blanks: its words with letters that change."""

    words: tuple[str, ...]
    was: tuple[str, ...]
    whole: tuple[int, ...]  # lengths of words that change throughout
    letters: int  # that change


@lru_cache(maxsize=50_000)
def _token(token: str, pair: Pair) -> _Token | None:
    """The same of one token: the few that all texts of a language have are looked at once.

    None where a capital would stand where no writer puts one.
    """
    text = token.translate(_table(pair))
    changed = bytes(map(ne, token, text))
    if any(changed.find(True, *m.span()) >= 0 for m in _WRONG_CAPITAL.finditer(text)):  # noqa: FBT003
        return None
    if any(changed[m.start()] and token[m.start()].isalpha() for m in _NO_LETTER.finditer(text)):
        return None
    spans = [m.span() for m in _WORD.finditer(text) if changed.find(True, *m.span()) >= 0]  # noqa: FBT003
    words = tuple(text[slice(*span)] for span in spans)
    if any(map(_WRONG_CAPITAL.search, words)):
        return None
    return _Token(
        words,
        tuple(token[slice(*span)] for span in spans),
        tuple(end - start for start, end in spans if changed.find(False, start, end) < 0),  # noqa: FBT003
        sum(changed.count(True, *span) for span in spans),
    )


@lru_cache(maxsize=50_000)
def _least(token: str, pair: Pair) -> tuple[float, int] | None:
    """What its words cost, each in the language that likes it most, and how many letters they have."""
    one = _token(token, pair)
    if one is None:
        return None
    languages = LANGUAGES[WRITTEN[pair[1]]]
    cost = sum(min(_costs(word, languages)) for word in one.words)
    return cost, sum(map(len, one.words)) + len(one.words)


def _may_be_plausible(tokens: Sequence[str], pair: Pair, most: float) -> bool:
    """Whether a letter of the changed words may cost no more, whichever language the line is in."""
    cost = letters = 0.0
    for token in tokens:
        least = _least(token, pair)
        if least is None:
            return False
        cost += least[0]
        letters += least[1]
    return cost <= (most + _ROUNDING) * letters


def _reading(tokens: Sequence[str], line: str, way: _Way, *, like: bool) -> PairReading | None:
    """What speaks for a reading; None where it is implausible, or no more plausible than the line.

    ``line`` are the tokens, joined.
    """
    pair, looks, table, characters, _ = way
    if pair == CONTROLS:
        text = line.translate(table)
        gain = line_cost(line) - line_cost(text)
        return PairReading(gain, pair, text, characters) if gain > 0 and _SIGNS.fullmatch(line) else None
    most = (_MOST_THAI if looks == "thai" else _MOST) + _EASED * like
    eased = _EASED_CENTRAL * (looks == "central")
    if not _may_be_plausible(tokens, pair, most + eased):
        return None  # most lines end here
    found = [one for token in tokens if (one := _token(token, pair)) is not None]
    words = [word for one in found for word in one.words]
    whole = [length for one in found for length in one.whole]
    if not words or (looks in _SCRIPTS and (_is_drawn(words) or len(whole) < _THROUGHOUT * len(words))):
        return None
    mean = _mean(words, LANGUAGES[looks])
    if mean > most + eased:
        return None
    was = [word for one in found for word in one.was]
    parted = _parted(was, characters)
    less = _mean(parted, _languages_of("".join(parted))) - mean
    least = (_LESS_TURKISH if looks == "turkish" else _LESS) - _EASED * like
    again = parted is not was and any(map(_says_again, was))
    before = line_cost(line)
    if parted is not was:
        before = min(before, line_cost(line.translate(_SPACED)))
    text = line.translate(table)
    gain = before - line_cost(text) - _RARITY.get(pair[1], 0.0)
    if again or less < (_MUCH_LESS if mean > most else least) or gain <= 0:
        return None
    return PairReading(
        gain,
        pair,
        text,
        characters,
        frozenset(word for word in words if len(word) >= _COUNTED),
        any(_is_mixed(word) for word in was),
        sum(one.letters for one in found),
        max(whole, default=0),
        less,
        _known_letters(words, LANGUAGES[looks]),
    )


def _known_letters(words: Sequence[str], languages: Sequence[str]) -> int:
    """How many letters those of the words have that every conversation in one of the languages has."""
    small = {word.lower() for word in words if len(word) >= _COUNTED}
    return max(sum(len(word) for word in small if is_frequent(word, each)) for each in languages)


def _parted(words: list[str], characters: frozenset[str]) -> list[str]:
    """The words, cut at dashes where those alone would change: some writers put no space beside them."""
    return " ".join(words).translate(_SPACED).split() if characters <= _DASHES else words


def _says_again(word: str) -> bool:
    """Whether the same stands before and behind a dash, as in “ha—ha”."""
    parts = word.lower().translate(_SPACED).split()[::2]
    return len(set(parts)) < len(parts)


def _is_mixed(word: str) -> bool:
    """Whether signs, letters of other scripts, or capitals stand in a word where no writer puts them."""
    return bool(not word.isalpha() or _CAPITAL_WITHIN.search(word) or _scripts(word) > 1)


def _is_drawn(words: Sequence[str]) -> bool:
    """Whether words of another script look like what was drawn: few kinds of letters, in runs."""
    letters = "".join(words).lower()
    few = 4 * len(set(letters)) <= len(letters)
    return few and len(letters) >= _LETTERS and bool(_DRAWN.search(letters))


def _scripts(word: str) -> int:
    """How many of the scripts that single-byte pages hold a word has letters of."""
    return len({_block(char) for char in word})


@lru_cache(maxsize=5_000)
def _block(char: str) -> int:
    code = ord(char)
    return sum(code >= first for first in (0x370, 0x400, 0x530, 0x600, 0xE00, 0x1E00))
