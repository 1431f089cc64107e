"""What each edit is in words: the one table from the codes of the log to sentences.

The sentences are English templates. :func:`sentence` fills them in; a window in another language gives it
its own translation of each template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from annotator.model import EditCode, EditRole, EditSummary


class Forms(NamedTuple):
    """The templates for one thing and for several (the same where nothing is counted)."""

    one: str
    several: str = ""


SENTENCES: Mapping[EditCode, Forms] = {
    "project.create": Forms("creating the project"),
    "project.recover": Forms("recovering the project"),
    "project.rename": Forms("renaming the project"),
    "study.change": Forms("changing the study settings"),
    "annotator.add": Forms("adding an annotator"),
    "annotator.rename": Forms("renaming an annotator"),
    "files.import": Forms("importing 1 file", "importing {n} files"),
    "dialogue.rename": Forms("renaming a dialogue"),
    "dialogues.remove": Forms("removing 1 dialogue", "removing {n} dialogues"),
    "dialogues.restore": Forms("restoring 1 dialogue", "restoring {n} dialogues"),
    "turns.speaker": Forms("changing the speaker of 1 turn", "changing the speaker of {n} turns"),
    "speaker.rename": Forms("renaming the speaker “{name}” to “{new}”"),
    "speaker.describe": Forms("describing the speaker “{name}”"),
    "speakers.describe": Forms("describing 1 speaker", "describing {n} speakers"),
    "attribute.rename": Forms("renaming the attribute “{name}” to “{new}”"),
    "attribute.remove": Forms("removing the attribute “{name}”"),
    "turn.split": Forms("splitting a turn"),
    "turn.join": Forms("joining two turns"),
    "turn.set_aside": Forms("marking a line as no turn"),
    "turn.restore": Forms("making a remark a turn again"),
    "dialogue.read_again": Forms("splitting a dialogue into turns again"),
    "target.set": Forms("setting a target"),
    "target.remove": Forms("removing a target"),
    "turns.tag": Forms("tagging 1 turn", "tagging {n} turns"),
    "turns.untag": Forms("untagging 1 turn", "untagging {n} turns"),
    "turns.write": Forms("writing on 1 turn", "writing on {n} turns"),
    "span.tag": Forms("tagging a span", "tagging {n} spans"),
    "span.move": Forms("resizing a span"),
    "dialogue.tag": Forms("tagging the dialogue", "tagging {n} dialogues"),
    "dialogue.untag": Forms("untagging the dialogue", "untagging {n} dialogues"),
    "tags.change": Forms("changing 1 tag", "changing {n} tags"),
    "tags.remove": Forms("removing 1 tag", "removing {n} tags"),
    "tags.read_in": Forms("importing 1 tag", "importing {n} tags"),
    "tags.merge": Forms("merging 1 tag", "merging {n} tags"),
    "tags.adjudicate": Forms("adjudicating 1 tag", "adjudicating {n} tags"),
    "turns.flag": Forms("flagging 1 turn", "flagging {n} turns"),
    "turns.unflag": Forms("unflagging 1 turn", "unflagging {n} turns"),
    "turns.bookmark": Forms("bookmarking 1 turn", "bookmarking {n} turns"),
    "turns.unbookmark": Forms("removing the bookmark of 1 turn", "removing the bookmarks of {n} turns"),
    "marks.read_in": Forms("importing 1 mark", "importing {n} marks"),
    "repairs.accept": Forms("accepting 1 repair", "accepting {n} repairs"),
    "repairs.keep": Forms("keeping 1 place as received", "keeping {n} places as received"),
    "repairs.change": Forms("changing 1 repair", "changing {n} repairs"),
    "repairs.reopen": Forms("reopening 1 repair", "reopening {n} repairs"),
    "turns.correct": Forms("correcting the text of 1 turn", "correcting the text of {n} turns"),
    "turns.repair": Forms("repairing 1 turn again", "repairing {n} turns again"),
    "codebook.change": Forms("changing the codebook"),
    "codebook.import": Forms("importing a codebook"),
    "facet.add": Forms("adding a facet"),
    "facet.change": Forms("changing a facet"),
    "facet.remove": Forms("removing a facet"),
    "facet.rename": Forms("renaming a facet"),
    "facet.retire": Forms("retiring a facet"),
    "facet.bring_back": Forms("restoring a facet"),
    "facet.move": Forms("moving a facet"),
    "facet.set_key": Forms("changing the key of a facet"),
    "facet.duplicate": Forms("duplicating a facet"),
    "label.add": Forms("adding a label"),
    "label.change": Forms("changing a label"),
    "label.remove": Forms("removing a label"),
    "label.rename": Forms("renaming a label"),
    "label.retire": Forms("retiring a label"),
    "label.bring_back": Forms("restoring a label"),
    "label.move": Forms("moving a label"),
    "label.set_key": Forms("changing the key of a label"),
    "label.duplicate": Forms("duplicating a label"),
    "label.colour": Forms("changing the colour of a label"),
    "label.merge": Forms("merging two labels"),
    "view.save": Forms("saving the view “{name}”"),
    "view.rename": Forms("renaming the view “{name}” to “{new}”"),
    "view.remove": Forms("removing the view “{name}”"),
    "phrase": Forms("{text}"),
}

# Around the sentence of the edit that was taken back, or brought again.
ROLES: Mapping[EditRole, str] = {
    "do": "{edit}",
    "undo": "undo: {edit}",
    "redo": "redo: {edit}",
    "revert": "revert: {edit}",
}


class _Arguments(dict[str, object]):
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
    words = _Arguments(summary.arguments)
    if isinstance(n, int):
        words["n"] = f"{n:,}"
    text = say(row.several if n != 1 and row.several else row.one).format_map(words)
    for role in reversed(summary.roles):
        text = say(ROLES[role]).format(edit=text)
    return text
