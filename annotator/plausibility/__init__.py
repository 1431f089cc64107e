"""How plausible a text is in the languages it may be in: what tells a wrong code page from the right one.

Importers weigh with it what a file's bytes may mean, repair what a text was before it was misread.
"""

from __future__ import annotations

from annotator.plausibility.mixed_scripts import line_cost
from annotator.plausibility.page_cost import (
    ALL_LOOKS,
    EAST_ASIAN_LOOKS,
    LANGUAGES,
    STRANGER,
    is_frequent,
    pair_cost,
    text_cost,
    word_cost,
)

__all__ = [
    "ALL_LOOKS",
    "EAST_ASIAN_LOOKS",
    "LANGUAGES",
    "STRANGER",
    "is_frequent",
    "line_cost",
    "pair_cost",
    "text_cost",
    "word_cost",
]
