"""The tables of the current schema as SQLAlchemy knows them, for building statements.

The truth about columns and constraints is :mod:`annotator.store.schema`; a test holds the
two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

metadata = sa.MetaData()

_TYPES = {"int": sa.Integer, "text": sa.Text, "real": sa.Float, "blob": sa.LargeBinary}


def _table(name: str, /, **columns: str) -> sa.Table:
    """A table from ``type name`` words; the first column, or those marked ``key``, is the primary key."""
    return sa.Table(name, metadata, *(sa.Column(column, _TYPES[kind]()) for column, kind in columns.items()))


project = _table(
    "project", id="int", key="text", name="text", created_at="text", program="text",
    codebook_name="text", codebook_version="int", languages="text", names="text", acronyms_neutral="int",
    suggestions="int", undetected_from="int", instructions="text", packet_of="text",
)  # fmt: skip
annotator = _table("annotator", id="int", key="text", name="text", kind="text")
source = _table(
    "source", id="int", sha256="text", name="text", size="int", encoding="text", encoding_origin="text",
    encoding_confidence="real", newline="text", bom="int", undecodable="int", imported_at="text",
    staged="int",
)  # fmt: skip
source_data = _table("source_data", source="int", codec="text", data="blob")
dialogue = _table(
    "dialogue", id="int", key="text", source="int", number="int", title="text", state="text",
    turn_count="int", repair_count="int", damage_count="int", gap_count="int", tail="text", rule="text",
    chain="text", engine="text", model="text", meta="text", places="text",
)  # fmt: skip
turn = _table(
    "turn", id="int", dialogue="int", position="int", speaker="text", lead="text", received="text",
    text="text", gaps="text", language="text", matrix="text", script="text", words="text", meta="text",
    number="int", offset="int",
)  # fmt: skip
remark = _table(
    "remark", id="int", dialogue="int", start="int", end="int", speaker="text", meta="text",
)  # fmt: skip
speaker = _table("speaker", id="int", dialogue="int", name="text", attribute="text", value="text")
step = _table(
    "step", id="int", dialogue="int", turn="int", part="text", start="int", end="int", before="text",
    after="text", kind="text", reason="text", confidence="real", alternatives="text",
    annotator="text", at="text", proposal="text",
)  # fmt: skip
target = _table(
    "target", id="int", dialogue="int", key="text", position="int", kind="text", statement="text",
    options="text", draft="int",
)  # fmt: skip
facet = _table(
    "facet", id="int", key="text", name="text", kind="text", scope="text", question="text", shortcut="text",
    position="int", targeted="int", intensity="int", open="int", detected="int", retired="int",
)  # fmt: skip
label = _table(
    "label", id="int", key="text", facet="text", name="text", definition="text", examples="text",
    colour="text", shortcut="text", parent="text", position="int", retired="int",
)  # fmt: skip
tag = _table(
    "tag", id="int", key="text", dialogue="int", turn="int", facet="int", label="int", annotator="int",
    origin="text", value="text", start="int", end="int", target="int", intensity="int", uncertain="int",
    note="text", score="real", at="text",
)  # fmt: skip
mark = _table("mark", id="int", dialogue="int", turn="int", kind="text", annotator="int", at="text")
tally = _table("tally", facet="int", label="int", tags="int")
offer = _table(
    "offer", id="int", at="text", annotator="int", turn="int", facet="text", labels="text", taken="text",
)  # fmt: skip
text_mark = _table("text_mark", id="int", indexed_to="int")
turn_word = _table("turn_word", word="text")
view = _table("view", id="int", key="text", name="text", filter="text")
edit = _table(
    "edit", id="int", at="text", annotator="int", session="text", code="text", role="text",
    reverts="int", changes="int", arguments="text",
)  # fmt: skip
change = _table(
    "change", edit="int", seq="int", kind="text", key="text", field="text", old="text", new="text",
    turn="int",
)  # fmt: skip

# In the order of RepairStep.
STEP_COLUMNS = (
    step.c.start, step.c.end, step.c.before, step.c.after, step.c.kind, step.c.reason,
    step.c.confidence, step.c.alternatives, step.c.annotator, step.c.at, step.c.proposal,
)  # fmt: skip
# The same in every project that holds the same tags.
TAG_ORDER = (
    facet.c.position, facet.c.key, tag.c.start, tag.c.end, label.c.position, label.c.key,
    annotator.c.key, tag.c.key,
)  # fmt: skip

# Written out: an index on part of a table is only used where the condition is no parameter.
IS_STAGED = source.c.staged == sa.literal_column("1")


def among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """``column`` is one of the values in the parameter ``name``, which :func:`many` makes.

    One parameter for any number of values: the statement stays the same and is prepared once.
    """
    values = sa.func.json_each(sa.bindparam(name, type_=sa.Text())).table_valued("value")
    return column.in_(sa.select(values.c.value))


def many(values: Iterable[int] | Iterable[str]) -> str:
    """The parameter for :func:`among`."""
    return msgspec.json.encode(list(values)).decode()
