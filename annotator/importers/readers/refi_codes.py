"""The codes of a REFI-QDA project as a codebook: one facet for spans, with the codes as its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.importers.xml_tree import Element
from annotator.model import Codebook, Facet, Label

FACET = "codes"  # key of the facet; labels are called by the GUIDs of the codes
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the one above it, "" for none."""

    guid: str
    name: str
    parent: str
    colour: str
    text: str
    notes: tuple[str, ...]
    facet: str = FACET


def codes_of(root: Element) -> list[Code]:
    """All codes of a document, each behind the one above it."""
    holder = root.first("Codes")
    return list(_below(holder, "")) if holder is not None else []


def _below(element: Element, parent: str) -> Iterator[Code]:
    for child in element.children:
        if child.name == "Code" and child.get("guid"):
            guid = child.get("guid").casefold()
            said = next((each for each in child.children if each.name == "Description"), None)
            colour = child.get("color")
            notes = tuple(
                each.get("targetGUID").casefold() for each in child.children if each.name == "NoteRef"
            )
            text = said.whole().strip() if said is not None else ""
            called = " ".join(child.get("name").split()) or "?"
            yield Code(guid, called, parent, colour if _COLOUR.fullmatch(colour) else "", text, notes)
            yield from _below(child, guid)


def codebook_of(name: str, codes: Sequence[Code], notes: Mapping[str, str]) -> Codebook | None:
    """A codebook of one facet that takes several labels of a span; None where there are no codes."""
    if not codes:
        return None
    labels: dict[str, Label] = {}
    for code in codes:
        text = "\n".join(part for part in (code.text, *(notes.get(note, "") for note in code.notes)) if part)
        if code.guid not in labels:
            labels[code.guid] = Label(
                code.guid, FACET, code.name, definition=text, colour=code.colour,
                parent=code.parent or None, position=len(labels),
            )  # fmt: skip
    facet = Facet(FACET, "Codes", "several", "span", labels=tuple(labels.values()))
    return Codebook(name, (facet,))
