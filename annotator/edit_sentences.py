"""What each edit is in words: the one table from the codes of the log to sentences.

The sentences are English templates. :func:`sentence` fills them in; a window in another language gives it
its own translation of each template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from annotator.model import EditCode, EditRole, EditSummary


class Sentence(NamedTuple):
    """The templates for one thing and for several (the same where nothing is counted)."""

    one: str
    several: str = ""


SENTENCES: Mapping[EditCode, Sentence] = {
    "project.create": Sentence("create the project"),
    "project.rename": Sentence("rename the project"),
    "study.change": Sentence("change the study"),
    "annotator.add": Sentence("add an annotator"),
    "annotator.rename": Sentence("rename an annotator"),
    "files.import": Sentence("import 1 file", "import {n} files"),
    "dialogue.rename": Sentence("rename a dialogue"),
    "dialogues.remove": Sentence("remove 1 dialogue", "remove {n} dialogues"),
    "dialogues.restore": Sentence("bring back 1 dialogue", "bring back {n} dialogues"),
    "turns.speaker": Sentence("change the speaker of 1 turn", "change the speaker of {n} turns"),
    "speaker.rename": Sentence("rename the speaker “{name}” to “{new}”"),
    "speaker.describe": Sentence("describe the speaker “{name}”"),
    "speakers.describe": Sentence("describe 1 speaker", "describe {n} speakers"),
    "attribute.rename": Sentence("rename the attribute “{name}” to “{new}”"),
    "attribute.remove": Sentence("remove the attribute “{name}”"),
    "turn.split": Sentence("split a turn"),
    "turn.join": Sentence("join two turns"),
    "turn.set_aside": Sentence("say that a line is no turn"),
    "turn.restore": Sentence("make a remark a turn again"),
    "dialogue.read_again": Sentence("divide a dialogue into turns anew"),
    "target.set": Sentence("set a target"),
    "target.remove": Sentence("remove a target"),
    "turns.tag": Sentence("tag 1 turn", "tag {n} turns"),
    "turns.untag": Sentence("take tags off 1 turn", "take tags off {n} turns"),
    "turns.write": Sentence("write on 1 turn", "write on {n} turns"),
    "span.tag": Sentence("tag a span", "tag {n} spans"),
    "dialogue.tag": Sentence("tag the dialogue", "tag {n} dialogues"),
    "dialogue.untag": Sentence("untag the dialogue", "untag {n} dialogues"),
    "tags.change": Sentence("change 1 tag", "change {n} tags"),
    "tags.remove": Sentence("remove 1 tag", "remove {n} tags"),
    "tags.read_in": Sentence("read in 1 tag", "read in {n} tags"),
    "tags.merge": Sentence("merge 1 tag", "merge {n} tags"),
    "tags.adjudicate": Sentence("adjudicate 1 tag", "adjudicate {n} tags"),
    "turns.flag": Sentence("flag 1 turn", "flag {n} turns"),
    "turns.unflag": Sentence("take the flag off 1 turn", "take the flag off {n} turns"),
    "turns.bookmark": Sentence("bookmark 1 turn", "bookmark {n} turns"),
    "turns.unbookmark": Sentence("remove the bookmark of 1 turn", "remove the bookmarks of {n} turns"),
    "marks.read_in": Sentence("read in 1 mark", "read in {n} marks"),
    "repairs.accept": Sentence("accept 1 repair", "accept {n} repairs"),
    "repairs.keep": Sentence("keep 1 place as received", "keep {n} places as received"),
    "repairs.change": Sentence("change 1 repair", "change {n} repairs"),
    "repairs.reopen": Sentence("reopen 1 repair", "reopen {n} repairs"),
    "turns.correct": Sentence("correct the text of 1 turn", "correct the text of {n} turns"),
    "turns.repair": Sentence("repair 1 turn again", "repair {n} turns again"),
    "codebook.change": Sentence("change the codebook"),
    "codebook.import": Sentence("import a codebook"),
    "facet.add": Sentence("add a facet"),
    "facet.change": Sentence("change a facet"),
    "facet.remove": Sentence("remove a facet"),
    "facet.rename": Sentence("rename a facet"),
    "facet.retire": Sentence("retire a facet"),
    "facet.bring_back": Sentence("bring back a facet"),
    "facet.move": Sentence("move a facet"),
    "facet.set_key": Sentence("change the key of a facet"),
    "facet.duplicate": Sentence("duplicate a facet"),
    "label.add": Sentence("add a label"),
    "label.change": Sentence("change a label"),
    "label.remove": Sentence("remove a label"),
    "label.rename": Sentence("rename a label"),
    "label.retire": Sentence("retire a label"),
    "label.bring_back": Sentence("bring back a label"),
    "label.move": Sentence("move a label"),
    "label.set_key": Sentence("change the key of a label"),
    "label.duplicate": Sentence("duplicate a label"),
    "label.colour": Sentence("colour a label"),
    "label.merge": Sentence("merge two labels"),
    "view.save": Sentence("save the view “{name}”"),
    "view.rename": Sentence("rename the view “{name}” to “{new}”"),
    "view.remove": Sentence("remove the view “{name}”"),
    "phrase": Sentence("{text}"),
}

# Around the sentence of the edit that was taken back, or brought again.
ROLES: Mapping[EditRole, str] = {
    "do": "{edit}",
    "undo": "undo: {edit}",
    "redo": "redo: {edit}",
    "revert": "revert: {edit}",
}


class _Words(dict[str, object]):
    """What is put in; a name that an entry does not have leaves a gap that is seen."""

    def __missing__(self, _name: str) -> str:
        return "…"


def templates() -> list[str]:
    """Every template, for those who translate them."""
    found = [text for code, row in SENTENCES.items() for text in row if text and code != "phrase"]
    return [*found, *(text for role, text in ROLES.items() if role != "do")]


def sentence(summary: EditSummary, say: Callable[[str], str] = str) -> str:
    """What an edit did, in words; ``say`` gives a template in the language wanted, English without it."""
    row = SENTENCES[summary.code]
    n = summary.arguments.get("n", 1)
    words = _Words(summary.arguments)
    if isinstance(n, int):
        words["n"] = f"{n:,}"
    text = say(row.several if n != 1 and row.several else row.one).format_map(words)
    for role in reversed(summary.roles):
        text = say(ROLES[role]).format(edit=text)
    return text
