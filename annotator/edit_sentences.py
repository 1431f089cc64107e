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
    "project.create": Sentence("creating the project"),
    "project.rename": Sentence("renaming the project"),
    "study.change": Sentence("changing the study settings"),
    "annotator.add": Sentence("adding an annotator"),
    "annotator.rename": Sentence("renaming an annotator"),
    "files.import": Sentence("importing 1 file", "importing {n} files"),
    "dialogue.rename": Sentence("renaming a dialogue"),
    "dialogues.remove": Sentence("removing 1 dialogue", "removing {n} dialogues"),
    "dialogues.restore": Sentence("restoring 1 dialogue", "restoring {n} dialogues"),
    "turns.speaker": Sentence("changing the speaker of 1 turn", "changing the speaker of {n} turns"),
    "speaker.rename": Sentence("renaming the speaker “{name}” to “{new}”"),
    "speaker.describe": Sentence("describing the speaker “{name}”"),
    "speakers.describe": Sentence("describing 1 speaker", "describing {n} speakers"),
    "attribute.rename": Sentence("renaming the attribute “{name}” to “{new}”"),
    "attribute.remove": Sentence("removing the attribute “{name}”"),
    "turn.split": Sentence("splitting a turn"),
    "turn.join": Sentence("joining two turns"),
    "turn.set_aside": Sentence("marking a line as no turn"),
    "turn.restore": Sentence("making a remark a turn again"),
    "dialogue.read_again": Sentence("splitting a dialogue into turns again"),
    "target.set": Sentence("setting a target"),
    "target.remove": Sentence("removing a target"),
    "turns.tag": Sentence("tagging 1 turn", "tagging {n} turns"),
    "turns.untag": Sentence("untagging 1 turn", "untagging {n} turns"),
    "turns.write": Sentence("writing on 1 turn", "writing on {n} turns"),
    "span.tag": Sentence("tagging a span", "tagging {n} spans"),
    "dialogue.tag": Sentence("tagging the dialogue", "tagging {n} dialogues"),
    "dialogue.untag": Sentence("untagging the dialogue", "untagging {n} dialogues"),
    "tags.change": Sentence("changing 1 tag", "changing {n} tags"),
    "tags.remove": Sentence("removing 1 tag", "removing {n} tags"),
    "tags.read_in": Sentence("importing 1 tag", "importing {n} tags"),
    "tags.merge": Sentence("merging 1 tag", "merging {n} tags"),
    "tags.adjudicate": Sentence("adjudicating 1 tag", "adjudicating {n} tags"),
    "turns.flag": Sentence("flagging 1 turn", "flagging {n} turns"),
    "turns.unflag": Sentence("unflagging 1 turn", "unflagging {n} turns"),
    "turns.bookmark": Sentence("bookmarking 1 turn", "bookmarking {n} turns"),
    "turns.unbookmark": Sentence("removing the bookmark of 1 turn", "removing the bookmarks of {n} turns"),
    "marks.read_in": Sentence("importing 1 mark", "importing {n} marks"),
    "repairs.accept": Sentence("accepting 1 repair", "accepting {n} repairs"),
    "repairs.keep": Sentence("keeping 1 place as received", "keeping {n} places as received"),
    "repairs.change": Sentence("changing 1 repair", "changing {n} repairs"),
    "repairs.reopen": Sentence("reopening 1 repair", "reopening {n} repairs"),
    "turns.correct": Sentence("correcting the text of 1 turn", "correcting the text of {n} turns"),
    "turns.repair": Sentence("repairing 1 turn again", "repairing {n} turns again"),
    "codebook.change": Sentence("changing the codebook"),
    "codebook.import": Sentence("importing a codebook"),
    "facet.add": Sentence("adding a facet"),
    "facet.change": Sentence("changing a facet"),
    "facet.remove": Sentence("removing a facet"),
    "facet.rename": Sentence("renaming a facet"),
    "facet.retire": Sentence("retiring a facet"),
    "facet.bring_back": Sentence("restoring a facet"),
    "facet.move": Sentence("moving a facet"),
    "facet.set_key": Sentence("changing the key of a facet"),
    "facet.duplicate": Sentence("duplicating a facet"),
    "label.add": Sentence("adding a label"),
    "label.change": Sentence("changing a label"),
    "label.remove": Sentence("removing a label"),
    "label.rename": Sentence("renaming a label"),
    "label.retire": Sentence("retiring a label"),
    "label.bring_back": Sentence("restoring a label"),
    "label.move": Sentence("moving a label"),
    "label.set_key": Sentence("changing the key of a label"),
    "label.duplicate": Sentence("duplicating a label"),
    "label.colour": Sentence("changing the colour of a label"),
    "label.merge": Sentence("merging two labels"),
    "view.save": Sentence("saving the view “{name}”"),
    "view.rename": Sentence("renaming the view “{name}” to “{new}”"),
    "view.remove": Sentence("removing the view “{name}”"),
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
