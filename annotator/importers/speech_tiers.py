"""Which tiers of an annotation file are speech: chosen by a person, or guessed by names, types and values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Faults, Tier

Kind = Literal["speech", "words", "sounds", "other", "unknown"]

# What a tier's name or type says about it, as words of it; the first that fits counts.
_OTHER = (
    r"gest|gestures?|gestur\w*|gaze\w*|hand|head|eye|eyebrow|brow|face|facial\w*|mouth|postur\w*|body|motion"
    r"|movement|moves?|action|activit\w*|nod|smil\w*|notes?|comment\w*|remark|error|noise|trans|translat\w*|tl"
    r"|ft|gloss\w*|ge|pos|morph\w*|lemma\w*|ref|id|topic|sentiment|emotions?|acts?|da|task|scene|event|music"
    r"|codes?|coding|annotations?|labels?|pauses?|silence|sil|background|quality|pitch|f0|tones?|tobi|breaks?"
    r"|traduc\w*|tradu[zç]\w*|übersetz\w*|vertal\w*|glos[ae]s?|coment[aá]rios?|kommentar\w*|anmerkung\w*"
    r"|silenc\w*|pausen?|gestos?|gesten?|перевод|комментар\w*|翻译|备注"
    r"|boundar\w*|points?|intonation|stress|accents?|beats?|prosod\w*|meta|laugh\w*|breath\w*|overlaps?|stroke|phase"
)
_SOUNDS = (
    r"vowels?|consonants?|phones?|phons?|phonemes?|phonet\w*|phonem\w*|phn|segments?|syl|syll\w*|mau"
    r"|allophones?|seg|cv|kan"
)
_SPEECH = (
    r"utt|utts|utteranc\w*|speech|spch|spoken|talk\w*|transcri\w*|transc|orth\w*|texts?|tx|txt|sentences?"
    r"|phrases?|turns?|ipu|default|v|verbal"
)
_WORDS = (
    r"words?|wrd|ort|lex\w*|tokens?|tok|mots?|palabras?|palavras?|parol[ae]|wörter|wort|worte|woord(?:en)?"
    r"|слов[ао]|词"
)
_NAMED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("other", re.compile(rf"\b(?:{_OTHER})s?\b")),
    ("sounds", re.compile(rf"\b(?:{_SOUNDS})s?\b")),
    ("words", re.compile(rf"\b(?:{_WORDS})s?\b")),
    ("speech", re.compile(rf"\b(?:{_SPEECH})s?\b")),
)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_\d]+")
_SAID = frozenset(("speech", "unknown", "words", "sounds"))
_WORDS_A_TURN = 1.6  # on average, above which annotations are more than single words or codes
_CODES = 12  # different values that a tier of codes has at most
_LETTERS = 3  # values of one letter each, from which they are sounds
_EASTERN = "\u2e80"  # from here on, a character may be a word


@dataclass(frozen=True, slots=True)
class TierCandidate:
    """A tier with what it is called, the type that the file gives it, and its values.

    ``called`` is the name of the tier below it that has its words, where it has none itself. ``speaker`` is
    whom the file says to speak on it.
    """

    name: str
    type: str
    values: Sequence[str]
    choosable: bool = True  # without being asked for: not where it hangs on another one
    called: str = ""
    speaker: str = ""


def chosen(
    candidates: Sequence[TierCandidate], wanted: Sequence[str] | None, faults: Faults
) -> tuple[Tier, ...]:
    """The tiers of a file with whether each is taken; those left out are told, with how much is in them.

    Raises UserError where one that is wanted is not there, or none of them has anything in it.
    """
    names = [one.name for one in candidates]
    for name in wanted or ():
        if name not in names:
            raise UserError(
                "There is no tier “{name}”",
                "the tiers are {names}",
                "Choose some of them",
                name=name,
                names=", ".join(names) or Sentence("none"),
            )
    kinds = _kinds(candidates)
    taken = set(wanted) if wanted is not None else _guessed(candidates, kinds)
    if wanted is None and taken and not any(kinds[name] in _SAID for name in taken):
        shown = ", ".join(one.name for one in candidates if one.name in taken)
        faults.remarks.ask("tiers", count=len(taken), example=shown)
    tiers = tuple(Tier(one.name, kinds[one.name], len(one.values), one.name in taken) for one in candidates)
    for tier, one in zip(tiers, candidates, strict=True):
        if one.choosable and tier.count and not tier.taken:
            faults.remarks.leave_out("tiers", 1, f"{tier.name} ({tier.count:,})")
    return tiers


def _kinds(candidates: Sequence[TierCandidate]) -> dict[str, Kind]:
    """What each tier is; one that says nothing but the names of others tells which of them to look at."""
    names = {one.name for one in candidates}
    kinds = {one.name: kind_of(one) for one in candidates}
    for one in candidates:
        said = {value.strip() for value in one.values} - {""}
        if said and said <= names - {one.name}:
            kinds[one.name] = "other"
    return kinds


def kind_of(one: TierCandidate) -> Kind:
    """What a tier is, by its name, its type and its values."""
    by_name = _kind_by_name(one.called or one.name)
    # The type that ELAN gives what has no other says nothing.
    by_type = "unknown" if one.type.startswith("default") else _kind_by_name(one.type)
    if "words" in {by_name, by_type} and _talks(one.values):  # MOT is the mother of many a child
        by_name, by_type = (kind if kind != "words" else "unknown" for kind in (by_name, by_type))
    if _says_nothing(one, speech="speech" in {by_name, by_type}):
        return "other"
    if by_name in {"sounds", "words"}:
        return by_name
    return _kind_by_type(one, by_name, by_type)


def _says_nothing(one: TierCandidate, *, speech: bool) -> bool:
    """Whether values are empty, numbers and marks, or whose turn it is."""
    if len(set(one.values)) == 1 and one.values[0] and one.values[0] in one.name:
        return True
    letters = any(char.isalpha() for value in one.values for char in value)
    written = any(value.strip() for value in one.values)
    return bool(one.values) and not (letters or (speech and written))


def _kind_by_type(one: TierCandidate, by_name: Kind, by_type: Kind) -> Kind:
    speech = "speech" in {by_name, by_type}
    for found in (by_type, by_name):
        if found in {"sounds", "words"} or (found == "other" and not (speech and _talks(one.values))):
            return found
    if speech:
        return "speech"
    if _letters(one.values):
        return "sounds"
    return "other" if _codes(one.values) else "unknown"


def _kind_by_name(name: str) -> Kind:
    words = _HUMP.sub(" ", name).casefold()
    return next((kind for kind, pattern in _NAMED if pattern.search(words)), "unknown")


def names_a_kind(name: str) -> bool:
    """Whether a name, or a part of one, says what a tier holds, and so not who speaks."""
    return _kind_by_name(name) != "unknown"


def _talks(values: Sequence[str]) -> bool:
    # What stands below a word, as its part of speech, is no further word.
    said = [value.strip().partition("\n")[0] for value in values if any(char.isalpha() for char in value)]
    return bool(said) and sum(len(value.split()) for value in said) / len(said) >= _WORDS_A_TURN


def _letters(values: Sequence[str]) -> bool:
    """Whether every value is a letter, as sounds are written; a sign of an eastern script is a word."""
    said = [value.strip() for value in values if value.strip()]
    return len(said) >= _LETTERS and all(
        len(value) == 1 and value.isalpha() and value < _EASTERN for value in said
    )


def _codes(values: Sequence[str]) -> bool:
    """Whether values are signs for something rather than what was said."""
    different = set(values)
    few = len(values) >= 2 * _CODES and len(different) <= _CODES
    return few and all(len(value.split()) == 1 for value in different)


def _guessed(candidates: Sequence[TierCandidate], kinds: Mapping[str, Kind]) -> set[str]:
    """The tiers of speech; where there are none those of words, then those of sounds, then all."""
    filled = [one for one in candidates if one.values and one.choosable]
    words = [one for one in filled if kinds[one.name] == "words"]
    # Whoever has a tier of speech has others that say something about it, whatever they are called.
    heard = {one.speaker.strip() for one in filled if kinds[one.name] == "speech"} - {""}
    filled = [one for one in filled if kinds[one.name] != "unknown" or one.speaker.strip() not in heard]
    for wanted in ({"speech", "unknown"}, {"words"}, {"sounds"}):
        found = [one for one in filled if kinds[one.name] in wanted]
        # Beside words, a tier of a name that says nothing is speech where it has some in each annotation.
        found = [one for one in found if kinds[one.name] != "unknown" or _above(one, words)]
        if found:
            return {one.name for one in found}
    return {one.name for one in filled}


def _above(one: TierCandidate, words: Sequence[TierCandidate]) -> bool:
    """Whether a tier may hold what tiers of words divide."""
    return not words or _talks(one.values) or any(each.name.startswith(one.name) for each in words)


_BEHIND = re.compile(
    rf"(?P<who>.*\S)\s+[-–—|:]\s+(?:{_WORDS}|{_SOUNDS}|{_SPEECH})\Z", re.IGNORECASE | re.DOTALL
)
_AT = re.compile(r"(?P<what>[^@]+)@(?P<who>[^@\s][^@]*)\Z")


def speaker_of(name: str) -> str:
    """Whose tier one is by its name: ``Anna - words``, as forced alignment names them, is Anna's.

    So is ``tx@Anna``, as linguists name tiers of one kind.
    """
    match = _BEHIND.match(name)
    if match is None and (at := _AT.match(name)) and _kind_by_name(at["what"]) != "unknown":
        match = at
    return match["who"].strip() if match else name


def with_speakers(tiers: Sequence[Tier], speakers: Sequence[str]) -> tuple[Tier, ...]:
    """Tiers with those who speak on them."""
    return tuple(replace(tier, speaker=who) for tier, who in zip(tiers, speakers, strict=True))
