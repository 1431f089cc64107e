"""What commands say to people, in the language of the terminal; what they print for machines stays English.

The language is that of the help (``annotator.cli.help_language``); where it is not translated, English.
Numbers and days are written as the locale has them (``annotator.cli.number_signs``), and moments are those of
this machine's clock, without a zone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime

from annotator.cli.help_language import language
from annotator.cli.number_signs import NumberSigns, day_form, number_signs
from annotator.core.resources import resource
from annotator.errors import Sentence
from annotator.ui.texts import error_texts


def speak(environment: Mapping[str, str] = os.environ) -> None:
    """Say everything in the language that the terminal asks for, from now on."""
    code = language(environment)
    table = resource("translations", f"errors_{code}.json") if code else None
    signs = number_signs(environment)
    error_texts.use(
        table if table is not None and table.is_file() else None,
        None if signs == NumberSigns() else signs.written,
    )


def tr(template: str, /, **arguments: object) -> str:
    """A line for people: the template in their language, with the arguments put in."""
    return error_texts.in_words(Sentence(template, **arguments))


def spoken(text: str) -> str:
    """A text that other layers made, in the language of the terminal where it can be."""
    return error_texts.in_words(text)


# What is counted: the forms for one and for several.
_COUNTED = {
    "annotator": (Sentence("{n} annotator"), Sentence("{n:,} annotators")),
    "answer": (Sentence("{n} answer"), Sentence("{n:,} answers")),
    "change": (Sentence("{n} change"), Sentence("{n:,} changes")),
    "damaged place": (Sentence("{n} damaged place"), Sentence("{n:,} damaged places")),
    "dialogue": (Sentence("{n} dialogue"), Sentence("{n:,} dialogues")),
    "facet": (Sentence("{n} facet"), Sentence("{n:,} facets")),
    "file": (Sentence("{n} file"), Sentence("{n:,} files")),
    "label": (Sentence("{n} label"), Sentence("{n:,} labels")),
    "new mark": (Sentence("{n} new mark"), Sentence("{n:,} new marks")),
    "new tag": (Sentence("{n} new tag"), Sentence("{n:,} new tags")),
    "packet": (Sentence("{n} packet"), Sentence("{n:,} packets")),
    "problem": (Sentence("{n} problem"), Sentence("{n:,} problems")),
    "record": (Sentence("{n} record"), Sentence("{n:,} records")),
    "repair": (Sentence("{n} repair"), Sentence("{n:,} repairs")),
    "row": (Sentence("{n} row"), Sentence("{n:,} rows")),
    "speaker": (Sentence("{n} speaker"), Sentence("{n:,} speakers")),
    "tag": (Sentence("{n} tag"), Sentence("{n:,} tags")),
    "turn": (Sentence("{n} turn"), Sentence("{n:,} turns")),
    "value": (Sentence("{n} value"), Sentence("{n:,} values")),
    "word": (Sentence("{n} word"), Sentence("{n:,} words")),
}


def counted(number: int, noun: str) -> str:
    """``1 turn``, ``2 turns``, in the language of the terminal."""
    one, several = _COUNTED.get(noun, ("{n} " + noun, "{n:,} " + noun + "s"))
    return tr(str(one if number == 1 else several), n=number)


def number(value: float, form: str = ",") -> str:
    """A number for people, in one of Python's forms (``,``, ``.3f``), with the signs of their locale."""
    return error_texts.written(value, form)


def from_to(low: float, high: float) -> str:
    """An interval, such as ``[0.512, 0.734]``, or ``[0,512; 0,734]`` where decimals stand behind a comma."""
    first, last = number(low, ".3f"), number(high, ".3f")
    return f"[{first}{'; ' if ',' in first else ', '}{last}]"


def moment(at: str, environment: Mapping[str, str] = os.environ) -> str:
    """A moment of the log (ISO 8601, UTC) on this machine's clock, such as ``2026-03-02 10:30``."""
    try:
        then = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    return f"{day_form(environment).format(then)} {then:%H:%M}"


def listed(parts: Iterable[str], *, wide: bool = False) -> str:
    """Several things behind each other; ``wide`` where commas may stand in them."""
    return error_texts.listed(parts, wide=wide)
