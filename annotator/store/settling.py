"""Bringing a turn in line with its repair steps: text, gaps, language, spans, figures.

The text of a turn is what its steps make of what was received. Whoever changes steps lets a
:class:`Settling` remember the turns before and settle them afterwards, in one transaction.
Only the moves of span tags are logged: everything else follows from the steps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import msgspec
import sqlalchemy as sa

from annotator.errors import UserError
from annotator.model import Gap
from annotator.store import tables as t
from annotator.store.database import Database, Row
from annotator.store.entities import SELECT_TAGS, step_row, tag_row
from annotator.store.log import RowChange, Writer
from annotator.store.opened import Finder
from annotator.store.passages import Moves, Replacement, Stretch, back, changed, replaced
from annotator.store.rows import StepRow, TagRow
from annotator.store.undone import steps_before
from annotator.store.values import dumps_or_none, loads, storable
