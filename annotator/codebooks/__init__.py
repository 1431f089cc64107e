"""Codebooks outside a project: the starter codebooks that ship, codebooks as files, two made one.

- :mod:`~annotator.codebooks.files` - JSON in and out, the starter codebooks
- :mod:`~annotator.codebooks.merging` - one codebook taken into another, and what that changes
- :mod:`~annotator.codebooks.label_tree` - labels below labels, and their order
- :mod:`~annotator.codebooks.taken_keys` - which keys are taken, and by whom
"""

from annotator.codebooks.files import (
    FORMAT,
    STARTERS,
    SUFFIX,
    default,
    dumps,
    load,
    loads,
    schema,
    starter,
    starters,
)
from annotator.codebooks.label_tree import depth, moved, new_key, ordered, subtree
from annotator.codebooks.merging import FieldDifference, Merge, differences, merged, only
from annotator.codebooks.taken_keys import holder_of

__all__ = [
    "FORMAT",
    "STARTERS",
    "SUFFIX",
    "FieldDifference",
    "Merge",
    "default",
    "depth",
    "differences",
    "dumps",
    "holder_of",
    "load",
    "loads",
    "merged",
    "moved",
    "new_key",
    "only",
    "ordered",
    "schema",
    "starter",
    "starters",
    "subtree",
]
