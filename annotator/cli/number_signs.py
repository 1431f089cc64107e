"""How numbers and dates are written for people, as their locale has them; data is the same everywhere.

A small table after the CLDR, because the C library knows only the locales that were generated on a machine,
and setting one would change how all of the process reads and writes numbers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple


class NumberSigns(NamedTuple):
    """What stands between groups of three digits, and before decimals."""

    group: str = ","
    decimal: str = "."

    def written(self, formatted: str) -> str:
        """A number that Python has formatted (``1,234.5``), with these signs."""
        return formatted.translate({ord(","): self.group, ord("."): self.decimal})


_ENGLISH = NumberSigns()
_DOTS = NumberSigns(".", ",")
_SPACES = NumberSigns("\u00a0", ",")  # that does not break a line
_NARROW = NumberSigns("\u202f", ",")
_APOSTROPHES = NumberSigns("’", ".")
# By language, and where a country writes otherwise than most that speak it, by both. Others write as English
# does, Chinese, Japanese and Korean among them; for the locale C that is what is read everywhere.
_SIGNS: Mapping[str, NumberSigns] = {
    place: signs
    for places, signs in (
        ("ca da de el es gl hr id is it nl pt ro sl sr tr vi", _DOTS),
        ("bg cs et fi hu lt lv nb nn no pl ru sk sv uk de_AT fr_CA pt_PT", _SPACES),
        ("fr", _NARROW),
        ("de_CH de_LI it_CH", _APOSTROPHES),
        ("es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US", _ENGLISH),
    )
    for place in places.split()
}
# How a day is written, by language. Others in the order that nobody reads otherwise.
_DAYS: Mapping[str, str] = {"zh": "{0.year}年{0.month}月{0.day}日"}
_OF_ANY_LANGUAGE = "{0:%Y-%m-%d}"


def number_signs(environment: Mapping[str, str] = os.environ) -> NumberSigns:
    """The signs that ``LC_ALL``, ``LC_NUMERIC`` or ``LANG`` asks for, whichever is set first."""
    language, place = _locale(environment, "LC_NUMERIC")
    return _SIGNS.get(place, _SIGNS.get(language, _ENGLISH))


def day_form(environment: Mapping[str, str] = os.environ) -> str:
    """How ``LC_ALL``, ``LC_TIME`` or ``LANG`` has days written: a template that a date is put into."""
    language, _ = _locale(environment, "LC_TIME")
    return _DAYS.get(language, _OF_ANY_LANGUAGE)


def _locale(environment: Mapping[str, str], category: str) -> tuple[str, str]:
    """The language, and the language with its country, that count for a category."""
    said = next((value for name in ("LC_ALL", category, "LANG") if (value := environment.get(name))), "")
    place = re.split(r"[.@:]", said.replace("-", "_"))[0]
    language, _, country = place.partition("_")
    return language.casefold(), f"{language.casefold()}_{country.upper()}"
