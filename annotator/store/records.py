"""Everything the project holds about one dialogue, for exports that lose nothing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from annotator.model import Dialogue, RepairStep, Tag, Turn
from annotator.store import tables as t
from annotator.store.reading import Reading, step_of


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn with the received text before it; ``lead_steps`` are offset into ``lead``."""

    turn: Turn
    lead: str
    lead_steps: tuple[RepairStep, ...]


@dataclass(frozen=True, slots=True)
class DialogueRecord:
    """A dialogue with all of its turns and all tags.

    Leads, received texts and ``tail`` joined give the received text of the dialogue;
    ``number`` counts the dialogues of its source from 0.
    """

    dialogue: Dialogue
    source_sha256: str
    number: int
    turns: tuple[TurnRecord, ...]
    tail: str
    tail_steps: tuple[RepairStep, ...]
    tags: tuple[Tag, ...]  # of the dialogue as a whole


_ABOUT = (
    sa.select(t.source.c.sha256, t.dialogue.c.number, t.dialogue.c.tail, t.dialogue.c.repair_count)
    .join(t.source, t.source.c.id == t.dialogue.c.source)
    .where(t.dialogue.c.id == sa.bindparam("dialogue"), t.dialogue.c.state != "staged")
)
_LEADS = sa.select(t.turn.c.id, t.turn.c.lead).where(t.turn.c.dialogue == sa.bindparam("dialogue"))
_STEPS = (
    sa.select(
        t.step.c.turn, t.step.c.start, t.step.c.end, t.step.c.before, t.step.c.after, t.step.c.kind,
        t.step.c.reason, t.step.c.confidence, t.step.c.alternatives,
    )
    .where(t.step.c.dialogue == sa.bindparam("dialogue"), t.step.c.part != "text")
    .order_by(t.step.c.turn, t.step.c.start, t.step.c.id)
)  # fmt: skip


class Recording(Reading):
    """Dialogues one by one, whole."""

    def export_dialogue(self, dialogue_id: int) -> DialogueRecord:
        """All about one dialogue, with the tags of all annotators. KeyError where there is none."""
        with self._db.snapshot():
            about = self._db.first(_ABOUT, dialogue=dialogue_id)
            if about is None:
                raise KeyError(dialogue_id)
            everybody = [annotator.key for annotator in self.annotators()]
            dialogue = self.dialogue_page([dialogue_id])[0]
            turns = self.turn_page(self.turn_ids(dialogue_id), everybody)
            leads = {row.id: row.lead for row in self._db.all(_LEADS, dialogue=dialogue_id)}
            outside = self._db.all(_STEPS, dialogue=dialogue_id) if about.repair_count else ()
            tags = self.dialogue_tags(dialogue_id, everybody)
        steps: dict[int | None, tuple[RepairStep, ...]] = {}
        for turn, *rest in outside:
            steps[turn] = (*steps.get(turn, ()), step_of(rest))
        return DialogueRecord(
            dialogue,
            about.sha256,
            about.number,
            tuple(TurnRecord(turn, leads[turn.id], steps.get(turn.id, ())) for turn in turns),
            about.tail,
            steps.get(None, ()),
            tuple(tags),
        )
