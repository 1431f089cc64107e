"""The English phrases by which files of version 1 say what an edit did, to codes and arguments.

It belongs to the step from version 1 to version 2 of the format, so it never changes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

import msgspec

from annotator.model import EditCode, EditSummary

# "{n}" is a number, and the noun behind it may stand for one or for several.
_COUNTED: Mapping[str, EditCode] = {
    "tag {n} turn": "turns.tag",
    "untag {n} turn": "turns.untag",
    "write on {n} turn": "turns.write",
    "change {n} tag": "tags.change",
    "remove {n} tag": "tags.remove",
    "read in {n} tag": "tags.read_in",
    "merge {n} tag": "tags.merge",
    "adjudicate {n} tag": "tags.adjudicate",
    "flag {n} turn": "turns.flag",
    "unflag {n} turn": "turns.unflag",
    "bookmark {n} turn": "turns.bookmark",
    "remove the bookmark of {n} turn": "turns.unbookmark",
    "read in {n} mark": "marks.read_in",
    "import {n} file": "files.import",
    "remove {n} dialogue": "dialogues.remove",
    "restore {n} dialogue": "dialogues.restore",
    "accept {n} repair": "repairs.accept",
    "keep {n} repair as received": "repairs.keep",
    "change {n} repair": "repairs.change",
    "correct {n} turn": "turns.correct",
    "reopen {n} repair": "repairs.reopen",
    "repair {n} turn again": "turns.repair",
}
_PLAIN: Mapping[str, EditCode] = {
    "tag a span": "span.tag",
    "tag the dialogue": "dialogue.tag",
    "untag the dialogue": "dialogue.untag",
    "create the project": "project.create",
    "rename the project": "project.rename",
    "rename a dialogue": "dialogue.rename",
    "set a target": "target.set",
    "remove a target": "target.remove",
    "add an annotator": "annotator.add",
    "rename an annotator": "annotator.rename",
    "change the codebook": "codebook.change",
    "import a codebook": "codebook.import",
    "change the study": "study.change",
    "merge two labels": "label.merge",
    "colour a label": "label.colour",
    "add a facet": "facet.add",
    "change a facet": "facet.change",
    "remove a facet": "facet.remove",
    "rename a facet": "facet.rename",
    "retire a facet": "facet.retire",
    "bring back a facet": "facet.bring_back",
    "move a facet": "facet.move",
    "change the key of a facet": "facet.set_key",
    "duplicate a facet": "facet.duplicate",
    "add a label": "label.add",
    "change a label": "label.change",
    "remove a label": "label.remove",
    "rename a label": "label.rename",
    "retire a label": "label.retire",
    "bring back a label": "label.bring_back",
    "move a label": "label.move",
    "change the key of a label": "label.set_key",
    "duplicate a label": "label.duplicate",
}
_NAMED: tuple[tuple[re.Pattern[str], EditCode], ...] = (
    (re.compile(r"save the view (?P<name>.+)", re.DOTALL), "view.save"),
    (re.compile(r"rename the view (?P<name>.+?) to (?P<new>.+)", re.DOTALL), "view.rename"),
    (re.compile(r"remove the view (?P<name>.+)", re.DOTALL), "view.remove"),
)
_NUMBER = re.compile(r"([0-9]+) (turn|tag|mark|file|dialogue|repair)s?\b")
_ROLE = re.compile(r"(undo|redo|revert): ")


def convert_phrases(connection: sqlite3.Connection) -> None:
    """Put a code and arguments in the place of each edit's phrase, which is in the column of codes."""
    for number, phrase in connection.execute("SELECT id, code FROM edit").fetchall():
        found = summary_of(phrase)
        arguments: dict[str, object] = dict(found.arguments)
        if found.roles[1:]:
            arguments["of"] = found.roles[1:]
        text = msgspec.json.encode(arguments).decode() if arguments else None
        connection.execute("UPDATE edit SET code = ?, arguments = ? WHERE id = ?", (found.code, text, number))


def summary_of(phrase: str) -> EditSummary:
    """What a phrase says; one that is not known stays as the text of the code ``phrase``."""
    role = _ROLE.match(phrase)
    if role:
        inner = summary_of(phrase[role.end() :])
        taken_back: Mapping[str, EditSummary] = {
            name: EditSummary(inner.code, inner.arguments, (name, *inner.roles))
            for name in ("undo", "redo", "revert")
        }
        return taken_back[role[1]]
    if phrase in _PLAIN:
        return EditSummary(_PLAIN[phrase])
    for pattern, code in _NAMED:
        named = pattern.fullmatch(phrase)
        if named:
            return EditSummary(code, named.groupdict())
    number = _NUMBER.search(phrase)
    if number:
        counted = f"{phrase[: number.start()]}{{n}} {number[2]}{phrase[number.end() :]}"
        if counted in _COUNTED:
            return EditSummary(_COUNTED[counted], {"n": int(number[1])})
    return EditSummary("phrase", {"text": phrase})
