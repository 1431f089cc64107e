"""What to say when the last turn of a dialogue has been answered: what is still open, and the ways there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.model import Facet
    from annotator.ui.tagging.facet_answers import TagVerbs
    from annotator.ui.tagging.tag_commands import TagLoop

translate = QCoreApplication.translate
_MOST = 2_000  # turns whose findings are counted while the window waits


class EndOfDialogue:
    """Says what is still open when the last turn of a dialogue has been answered."""

    def __init__(self, tagging: TagVerbs, tag_loop: TagLoop) -> None:
        self._workspace = tagging.workspace
        self._tagging = tagging
        self._tag_loop = tag_loop

    def say(self, facet: Facet) -> None:
        """Say how far the dialogue is after the last turn that lacked a facet, with a button for each way on:
        to the turns before that lack it, to the next facet that turns lack, to the next dialogue."""
        project, dialogue = self._workspace.project, self._workspace.cursor.dialogue_id
        if project is None or dialogue is None or self._workspace.cursor.filter is not None:
            return
        total = len(project.turns.ids(dialogue))
        left = total - project.progress.of_dialogues([dialogue], facet.key).get(dialogue, 0)
        if left:
            self._say_left(facet, facet, left)
            return
        for other in self._asked():
            lacking = total - project.progress.of_dialogues([dialogue], other.key).get(dialogue, 0)
            if lacking:
                self._say_left(facet, other, lacking)
                return
        text = translate("Tagging", "Every turn of this dialogue has a tag of every facet.")
        self._workspace.say(Message("info", text, actions=self._next_dialogue()))

    def _asked(self) -> list[Facet]:
        """The facets with one answer a turn; those of several labels are done when the person says so."""
        return [
            facet
            for facet in self._workspace.codebook.facets
            if facet.scope == "turn" and facet.kind == "single" and not facet.retired
        ]

    def _say_left(self, done: Facet, wanted: Facet, left: int) -> None:
        """Say that so many turns lack a facet, the one just answered or another."""
        text = counted(
            left,
            QT_TRANSLATE_NOOP("Counted", "One turn of this dialogue still lacks {facet}."),
            QT_TRANSLATE_NOOP("Counted", "{n} turns of this dialogue still lack {facet}."),
            facet=wanted.name,
        )
        detail = ""
        if done is not wanted:
            detail = translate("Tagging", "{facet} is done here.").format(facet=done.name)
        actions = [MessageAction(translate("Tagging", "Go there"), lambda: self._go(wanted))]
        found = self._found(wanted)
        if found:
            actions.append(
                MessageAction(
                    counted(
                        found,
                        QT_TRANSLATE_NOOP("Counted", "Accept the one detected"),
                        QT_TRANSLATE_NOOP("Counted", "Accept all {n} detected"),
                    ),
                    lambda: self._accept(wanted),
                )
            )
        self._workspace.say(Message("info", text, detail, (*actions, *self._next_dialogue())))

    def _found(self, facet: Facet) -> int:
        """In how many turns of the dialogue without an answer the machine has found one."""
        project = self._workspace.project
        if project is None or not facet.detected or len(self._workspace.cursor.turn_ids) > _MOST:
            return 0
        return sum(
            machine_label(turn, self._workspace.codebook, facet.key) is not None
            for turn in project.turns.page(self._workspace.cursor.turn_ids)
            if not self._tagging.own_tags(turn, facet.key)
        )

    def _go(self, facet: Facet) -> None:
        """To the first turn of the dialogue that lacks a facet."""
        project, dialogue = self._workspace.project, self._workspace.cursor.dialogue_id
        if project is None or dialogue is None or not len(self._workspace.cursor.turn_ids):
            return
        self._workspace.set_facet(facet.key)
        first = self._workspace.cursor.turn_ids[0]
        page = project.turns.page([first])
        lacks = bool(page) and not self._tagging.own_tags(page[0], facet.key)
        wanted = first if lacks else project.progress.next_untagged(first, facet.key, dialogue)
        if wanted is not None:
            self._workspace.cursor.select_turn(wanted)

    def _accept(self, facet: Facet) -> None:
        self._workspace.set_facet(facet.key)
        self._tag_loop.confirm_all()

    def _next_dialogue(self) -> tuple[MessageAction, ...]:
        """The way to the next dialogue, where there is one."""
        ids = self._workspace.cursor.dialogue_ids
        if not len(ids) or self._workspace.cursor.dialogue_id == ids[-1]:
            return ()
        return (
            MessageAction(
                translate("Tagging", "Next dialogue"), lambda: self._tagging.moving.step_dialogue(1)
            ),
        )
