"""Codebooks as files: the starter codebooks that ship, and JSON in and out.

The JSON mirrors :class:`annotator.model.Codebook` field by field; fields at their default
may be left out. ``resources/codebooks/default.json`` is an example.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from annotator.errors import UserError
from annotator.model import Codebook
from annotator.resources import resource


def load(path: Path) -> Codebook:
    """Read a codebook from a JSON file.

    Raises UserError where the file cannot be read, is not JSON, has other fields than a
    codebook's, or names one key twice.
    """
    try:
        codebook = msgspec.json.decode(path.read_bytes(), type=Codebook)
    except OSError as error:
        raise UserError(f"The codebook {path.name} cannot be read", error.strerror or str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path.name} is not a codebook", str(error), "Compare it with an exported codebook"
        ) from error
    _refuse_doubles(path.name, codebook)
    return codebook


def default() -> Codebook:
    """The codebook of a new project: stance, topic, language and a note."""
    return load(resource("codebooks", "default.json"))


def dumps(codebook: Codebook) -> bytes:
    """The codebook as indented UTF-8 JSON, every field written out."""
    return msgspec.json.format(msgspec.json.encode(codebook), indent=2) + b"\n"


def _refuse_doubles(name: str, codebook: Codebook) -> None:
    seen: set[str] = set()
    labels = (label for facet in codebook.facets for label in facet.labels)
    for key in [*(f"facet {facet.key}" for facet in codebook.facets), *(f"label {x.key}" for x in labels)]:
        if key in seen:
            raise UserError(f"{name} is not a usable codebook", f"the {key} occurs twice")
        seen.add(key)
    for facet in codebook.facets:
        used: set[str] = set()
        for label in facet.labels:
            if label.facet != facet.key:
                raise UserError(
                    f"{name} is not a usable codebook",
                    f"the label {label.key} stands under {facet.key} and says {label.facet}",
                )
            if label.shortcut and label.shortcut in used:
                raise UserError(
                    f"{name} is not a usable codebook",
                    f"two labels of {facet.key} have the key {label.shortcut}",
                )
            used.add(label.shortcut)
