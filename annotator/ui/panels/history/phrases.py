"""The store's stable phrases and field names, and what the window says for them."""

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


# Phrases with a number: for one thing, for several.
COUNTED: Mapping[str, tuple[str, str]] = {
    "tag {n} turns": (
        QT_TRANSLATE_NOOP("History", "tag 1 turn"),
        QT_TRANSLATE_NOOP("History", "tag {n} turns"),
    ),
    "untag {n} turns": (
        QT_TRANSLATE_NOOP("History", "take tags off 1 turn"),
        QT_TRANSLATE_NOOP("History", "take tags off {n} turns"),
    ),
    "write on {n} turns": (
        QT_TRANSLATE_NOOP("History", "write on 1 turn"),
        QT_TRANSLATE_NOOP("History", "write on {n} turns"),
    ),
    "change {n} tags": (
        QT_TRANSLATE_NOOP("History", "change 1 tag"),
        QT_TRANSLATE_NOOP("History", "change {n} tags"),
    ),
    "remove {n} tags": (
        QT_TRANSLATE_NOOP("History", "remove 1 tag"),
        QT_TRANSLATE_NOOP("History", "remove {n} tags"),
    ),
    "read in {n} tags": (
        QT_TRANSLATE_NOOP("History", "read in 1 tag"),
        QT_TRANSLATE_NOOP("History", "read in {n} tags"),
    ),
    "merge {n} tags": (
        QT_TRANSLATE_NOOP("History", "merge 1 tag"),
        QT_TRANSLATE_NOOP("History", "merge {n} tags"),
    ),
    "adjudicate {n} tags": (
        QT_TRANSLATE_NOOP("History", "adjudicate 1 tag"),
        QT_TRANSLATE_NOOP("History", "adjudicate {n} tags"),
    ),
    "flag {n} turns": (
        QT_TRANSLATE_NOOP("History", "flag 1 turn"),
        QT_TRANSLATE_NOOP("History", "flag {n} turns"),
    ),
    "unflag {n} turns": (
        QT_TRANSLATE_NOOP("History", "take the flag off 1 turn"),
        QT_TRANSLATE_NOOP("History", "take the flag off {n} turns"),
    ),
    "bookmark {n} turns": (
        QT_TRANSLATE_NOOP("History", "bookmark 1 turn"),
        QT_TRANSLATE_NOOP("History", "bookmark {n} turns"),
    ),
    "remove the bookmark of {n} turns": (
        QT_TRANSLATE_NOOP("History", "remove the bookmark of 1 turn"),
        QT_TRANSLATE_NOOP("History", "remove the bookmarks of {n} turns"),
    ),
    "read in {n} marks": (
        QT_TRANSLATE_NOOP("History", "read in 1 mark"),
        QT_TRANSLATE_NOOP("History", "read in {n} marks"),
    ),
    "import {n} files": (
        QT_TRANSLATE_NOOP("History", "import 1 file"),
        QT_TRANSLATE_NOOP("History", "import {n} files"),
    ),
    "remove {n} dialogues": (
        QT_TRANSLATE_NOOP("History", "remove 1 dialogue"),
        QT_TRANSLATE_NOOP("History", "remove {n} dialogues"),
    ),
    "accept {n} repairs": (
        QT_TRANSLATE_NOOP("History", "accept 1 repair"),
        QT_TRANSLATE_NOOP("History", "accept {n} repairs"),
    ),
    "keep {n} repairs as received": (
        QT_TRANSLATE_NOOP("History", "keep 1 place as received"),
        QT_TRANSLATE_NOOP("History", "keep {n} places as received"),
    ),
    "change {n} repairs": (
        QT_TRANSLATE_NOOP("History", "change 1 repair"),
        QT_TRANSLATE_NOOP("History", "change {n} repairs"),
    ),
    "correct {n} turns": (
        QT_TRANSLATE_NOOP("History", "correct the text of 1 turn"),
        QT_TRANSLATE_NOOP("History", "correct the text of {n} turns"),
    ),
    "reopen {n} repairs": (
        QT_TRANSLATE_NOOP("History", "reopen 1 repair"),
        QT_TRANSLATE_NOOP("History", "reopen {n} repairs"),
    ),
    "repair {n} turns again": (
        QT_TRANSLATE_NOOP("History", "repair 1 turn again"),
        QT_TRANSLATE_NOOP("History", "repair {n} turns again"),
    ),
    "restore {n} dialogues": (
        QT_TRANSLATE_NOOP("History", "bring back 1 dialogue"),
        QT_TRANSLATE_NOOP("History", "bring back {n} dialogues"),
    ),
}

# Phrases without one; what is missing here is shown as the store writes it.
PLAIN: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("History", "tag a span"),
    QT_TRANSLATE_NOOP("History", "tag the dialogue"),
    QT_TRANSLATE_NOOP("History", "untag the dialogue"),
    QT_TRANSLATE_NOOP("History", "create the project"),
    QT_TRANSLATE_NOOP("History", "rename the project"),
    QT_TRANSLATE_NOOP("History", "rename a dialogue"),
    QT_TRANSLATE_NOOP("History", "set a target"),
    QT_TRANSLATE_NOOP("History", "remove a target"),
    QT_TRANSLATE_NOOP("History", "add an annotator"),
    QT_TRANSLATE_NOOP("History", "rename an annotator"),
    QT_TRANSLATE_NOOP("History", "change the codebook"),
    QT_TRANSLATE_NOOP("History", "add a facet"),
    QT_TRANSLATE_NOOP("History", "change a facet"),
    QT_TRANSLATE_NOOP("History", "remove a facet"),
    QT_TRANSLATE_NOOP("History", "add a label"),
    QT_TRANSLATE_NOOP("History", "change a label"),
    QT_TRANSLATE_NOOP("History", "remove a label"),
    QT_TRANSLATE_NOOP("History", "merge two labels"),
    QT_TRANSLATE_NOOP("History", "rename a facet"),
    QT_TRANSLATE_NOOP("History", "rename a label"),
    QT_TRANSLATE_NOOP("History", "retire a facet"),
    QT_TRANSLATE_NOOP("History", "retire a label"),
    QT_TRANSLATE_NOOP("History", "bring back a facet"),
    QT_TRANSLATE_NOOP("History", "move a facet"),
    QT_TRANSLATE_NOOP("History", "move a label"),
    QT_TRANSLATE_NOOP("History", "colour a label"),
    QT_TRANSLATE_NOOP("History", "change the key of a facet"),
    QT_TRANSLATE_NOOP("History", "change the key of a label"),
    QT_TRANSLATE_NOOP("History", "duplicate a facet"),
    QT_TRANSLATE_NOOP("History", "duplicate a label"),
    QT_TRANSLATE_NOOP("History", "import a codebook"),
    QT_TRANSLATE_NOOP("History", "bring back a label"),
    QT_TRANSLATE_NOOP("History", "change the study"),
)

# Phrases with names in them, as patterns; the phrase on the right has a place for each group.
NAMED: tuple[tuple[str, str], ...] = (
    (r"save the view (?P<name>.+)", QT_TRANSLATE_NOOP("History", "save the view “{name}”")),
    (
        r"rename the view (?P<name>.+?) to (?P<new>.+)",
        QT_TRANSLATE_NOOP("History", "rename the view “{name}” to “{new}”"),
    ),
    (r"remove the view (?P<name>.+)", QT_TRANSLATE_NOOP("History", "remove the view “{name}”")),
)

# What stands before the label of the edit that was taken back or brought again.
ROLES: Mapping[str, str] = {
    "undo: ": QT_TRANSLATE_NOOP("History", "undo: {edit}"),
    "redo: ": QT_TRANSLATE_NOOP("History", "redo: {edit}"),
    "revert: ": QT_TRANSLATE_NOOP("History", "revert: {edit}"),
}

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
