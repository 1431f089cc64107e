"""The JSON Schemas of the program's own formats, generated from the structures that define them.

``python -m annotator.exporters.json_schema`` writes them to ``resources/schemas/``; a test keeps
both the same.
"""

from __future__ import annotations

import msgspec

from annotator.core.resources import resource
from annotator.exporters import document as d
from annotator.exporters import soft_labels as soft

FILE = f"{d.FORMAT}-{d.VERSION}.schema.json"
SOFT_LABELS_FILE = f"{soft.FORMAT}-{soft.VERSION}.schema.json"
_REFERENCE = "#/$defs/{name}"


def schema() -> bytes:
    """The schema of exports as indented JSON, draft 2020-12."""
    return _schema(
        d.Document,
        d.SCHEMA_ID,
        f"Export of Dialogue Annotator, version {d.VERSION}",
        "Members at their default are left out. Offsets count code points. "
        "Whatever adds, removes or changes a member outside meta is a new version.",
    )


def soft_labels_schema() -> bytes:
    """The schema of soft labels; a line of JSON Lines is one of its units."""
    return _schema(
        soft.SoftLabels,
        soft.SCHEMA_ID,
        f"Soft labels of Dialogue Annotator, version {soft.VERSION}",
        "Whatever adds, removes or changes a member is a new version.",
    )


def _schema(kind: type[msgspec.Struct], identity: str, title: str, comment: str) -> bytes:
    _, parts = msgspec.json.schema_components((kind,), ref_template=_REFERENCE)
    document = parts.pop(kind.__name__)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identity,
        **document,
        "title": title,
        "$comment": comment,
        "$defs": parts,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


SCHEMAS = {FILE: schema, SOFT_LABELS_FILE: soft_labels_schema}


def write() -> None:
    """Bring the published files up to date."""
    for file, made in SCHEMAS.items():
        resource("schemas", file).write_bytes(made())


if __name__ == "__main__":  # pragma: no cover
    write()
