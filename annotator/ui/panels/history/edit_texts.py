"""The names of kinds and fields of the log, and what the window says for them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

CONTEXT = "History"


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate(CONTEXT, text)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Marks a text for the translation tools; Qt's own function has no usable type."""
    return text


FIELDS: Mapping[str, str] = {
    "acronyms_neutral": QT_TRANSLATE_NOOP("History", "acronyms belong to no language"),
    "after": QT_TRANSLATE_NOOP("History", "text"),
    "annotator": QT_TRANSLATE_NOOP("History", "decided by"),
    "at": QT_TRANSLATE_NOOP("History", "when"),
    "chain": QT_TRANSLATE_NOOP("History", "code pages"),
    "codebook_name": QT_TRANSLATE_NOOP("History", "name of the codebook"),
    "codebook_version": QT_TRANSLATE_NOOP("History", "version of the codebook"),
    "colour": QT_TRANSLATE_NOOP("History", "colour"),
    "definition": QT_TRANSLATE_NOOP("History", "definition"),
    "detected": QT_TRANSLATE_NOOP("History", "prefilled by the machine"),
    "draft": QT_TRANSLATE_NOOP("History", "draft"),
    "end": QT_TRANSLATE_NOOP("History", "end of the span"),
    "engine": QT_TRANSLATE_NOOP("History", "repair engine"),
    "examples": QT_TRANSLATE_NOOP("History", "examples"),
    "instructions": QT_TRANSLATE_NOOP("History", "instructions for annotators"),
    "intensity": QT_TRANSLATE_NOOP("History", "intensity"),
    "kind": QT_TRANSLATE_NOOP("History", "kind"),
    "label": QT_TRANSLATE_NOOP("History", "label"),
    "languages": QT_TRANSLATE_NOOP("History", "languages"),
    "model": QT_TRANSLATE_NOOP("History", "language model"),
    "name": QT_TRANSLATE_NOOP("History", "name"),
    "names": QT_TRANSLATE_NOOP("History", "names of no language"),
    "note": QT_TRANSLATE_NOOP("History", "note"),
    "open": QT_TRANSLATE_NOOP("History", "labels may be added while tagging"),
    "options": QT_TRANSLATE_NOOP("History", "options"),
    "origin": QT_TRANSLATE_NOOP("History", "origin"),
    "parent": QT_TRANSLATE_NOOP("History", "parent"),
    "position": QT_TRANSLATE_NOOP("History", "order"),
    "proposal": QT_TRANSLATE_NOOP("History", "proposal of the engine"),
    "question": QT_TRANSLATE_NOOP("History", "question"),
    "removed": QT_TRANSLATE_NOOP("History", "removed"),
    "retired": QT_TRANSLATE_NOOP("History", "retired"),
    "scope": QT_TRANSLATE_NOOP("History", "what it is about"),
    "shortcut": QT_TRANSLATE_NOOP("History", "key"),
    "speaker": QT_TRANSLATE_NOOP("History", "speaker"),
    "start": QT_TRANSLATE_NOOP("History", "beginning of the span"),
    "filter": QT_TRANSLATE_NOOP("History", "filter"),
    "statement": QT_TRANSLATE_NOOP("History", "statement"),
    "suggestions": QT_TRANSLATE_NOOP("History", "suggestions"),
    "target": QT_TRANSLATE_NOOP("History", "target"),
    "targeted": QT_TRANSLATE_NOOP("History", "tags name a target"),
    "title": QT_TRANSLATE_NOOP("History", "title"),
    "uncertain": QT_TRANSLATE_NOOP("History", "uncertain"),
    "value": QT_TRANSLATE_NOOP("History", "text"),
}

KINDS: Mapping[str, str] = {
    "annotator": QT_TRANSLATE_NOOP("History", "annotator"),
    "dialogue": QT_TRANSLATE_NOOP("History", "dialogue"),
    "facet": QT_TRANSLATE_NOOP("History", "facet"),
    "label": QT_TRANSLATE_NOOP("History", "label"),
    "mark": QT_TRANSLATE_NOOP("History", "mark"),
    "project": QT_TRANSLATE_NOOP("History", "project"),
    "step": QT_TRANSLATE_NOOP("History", "repair step"),
    "tag": QT_TRANSLATE_NOOP("History", "tag"),
    "target": QT_TRANSLATE_NOOP("History", "target"),
    "turn": QT_TRANSLATE_NOOP("History", "turn"),
    "view": QT_TRANSLATE_NOOP("History", "view"),
}

# What the codebook's window calls the kinds and scopes of facets, in its context.
FACETS: Mapping[tuple[str, object], str] = {
    ("kind", "single"): QT_TRANSLATE_NOOP("Codebook", "one label"),
    ("kind", "several"): QT_TRANSLATE_NOOP("Codebook", "several labels"),
    ("kind", "ordinal"): QT_TRANSLATE_NOOP("Codebook", "one label of an ordered scale"),
    ("kind", "text"): QT_TRANSLATE_NOOP("Codebook", "free text"),
    ("scope", "turn"): QT_TRANSLATE_NOOP("Codebook", "each turn"),
    ("scope", "span"): QT_TRANSLATE_NOOP("Codebook", "words inside a turn"),
    ("scope", "dialogue"): QT_TRANSLATE_NOOP("Codebook", "the whole dialogue"),
}

MARKS: Mapping[str, str] = {
    "flag": QT_TRANSLATE_NOOP("History", "Flag"),
    "bookmark": QT_TRANSLATE_NOOP("History", "Bookmark"),
}

INTENSITIES: Mapping[int, str] = {
    1: QT_TRANSLATE_NOOP("History", "weak"),
    2: QT_TRANSLATE_NOOP("History", "moderate"),
    3: QT_TRANSLATE_NOOP("History", "strong"),
}
