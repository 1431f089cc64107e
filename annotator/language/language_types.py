"""The words of the language layer: what may be asked for, and what is found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NeutralKind = Literal[
    "", "space", "punctuation", "symbol", "number", "url", "mail", "code", "kaomoji", "acronym", "name"
]


@dataclass(frozen=True, slots=True)
class LanguageOptions:
    """What a study says about its languages.

    ``languages`` are the declared languages as BCP 47 codes (only the primary subtag is
    looked at). A script that several of them share is told apart by the optional detector;
    a script that none of them uses gets its own usual language (kana is ``ja`` whether
    declared or not), Latin letters get ``en``. ``names`` are proper names that belong to no
    language; they match whole words, without regard to case. ``acronyms_neutral`` makes
    AI, CGI, PhDs2 and the like belong to no language.
    """

    languages: tuple[str, ...] = ("zh", "en")
    names: tuple[str, ...] = ()
    acronyms_neutral: bool = True


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """``text[start:end]`` in one language, or neutral: then ``neutral`` says of which kind.

    ``language`` is a BCP 47 code; of neutral spans ``zxx``, of names and acronyms ``und``.
    """

    start: int
    end: int
    language: str
    neutral: NeutralKind = ""


@dataclass(frozen=True, slots=True)
class LanguageToken:
    """One word, or one neutral item that is not mere spacing or punctuation."""

    start: int
    end: int
    language: str
    neutral: NeutralKind = ""


@dataclass(frozen=True, slots=True)
class Segmenter:
    """Which program cut Chinese text into words; travels with every figure that counts words."""

    name: str
    version: str

    def __str__(self) -> str:
        """``name version``, for tables and files."""
        return f"{self.name} {self.version}".rstrip()
