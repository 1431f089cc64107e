"""The JSON Schema of the program's own format, generated from the structures that define it.

``python -m annotator.exporters.json_schema`` writes it to ``resources/schemas/``; a test keeps the
two the same.
"""

from __future__ import annotations

import msgspec

from annotator.core.resources import resource
from annotator.exporters import document as d

FILE = f"{d.FORMAT}-{d.VERSION}.schema.json"
_REFERENCE = "#/$defs/{name}"


def schema() -> bytes:
    """The schema as indented JSON, draft 2020-12."""
    _, parts = msgspec.json.schema_components((d.Document,), ref_template=_REFERENCE)
    document = parts.pop("Document")
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": d.SCHEMA_ID,
        **document,
        "title": f"Export of Dialogue Annotator, version {d.VERSION}",
        "$comment": "Members at their default are left out. Offsets count code points. "
        "Whatever adds, removes or changes a member outside meta is a new version.",
        "$defs": parts,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def write() -> None:
    """Bring the published file up to date."""
    resource("schemas", FILE).write_bytes(schema())


if __name__ == "__main__":  # pragma: no cover
    write()
