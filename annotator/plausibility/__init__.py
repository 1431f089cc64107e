"""How plausible a text is in the languages it may be in: what tells a wrong code page from the right one.

Importers weigh with it what a file's bytes may mean, repair what a text was before it was misread.
"""

from __future__ import annotations

from annotator.plausibility.cost import (
    ALL_LOOKS,
    EAST_ASIAN_LOOKS,
    LANGUAGES,
    is_frequent,
    pair_cost,
    text_cost,
    word_cost,
)
from annotator.plausibility.mixed import line_cost

__all__ = [
    "ALL_LOOKS",
    "EAST_ASIAN_LOOKS",
    "LANGUAGES",
    "is_frequent",
    "line_cost",
    "pair_cost",
    "text_cost",
    "word_cost",
]
