"""What to say when the last turn of a dialogue has been answered: what is still open, and the ways there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.model import Facet
    from annotator.ui.tagging.facet_answers import Answers

translate = QCoreApplication.translate
_MOST = 2_000  # turns whose findings are counted while the window waits


def say_end(workspace: Answers, facet: Facet) -> None:
    """Say how far the dialogue is after the last turn that lacked a facet, with a button for each way on:
    to the turns before that lack it, to the next facet that turns lack, to the next dialogue."""
    project, dialogue = workspace.project, workspace.dialogue_id
    if project is None or dialogue is None or workspace.filter is not None:
        return
    total = len(project.turns.ids(dialogue))
    left = total - project.progress.of_dialogues([dialogue], facet.key).get(dialogue, 0)
    if left:
        _say_left(workspace, facet, facet, left)
        return
    for other in _asked(workspace):
        lacking = total - project.progress.of_dialogues([dialogue], other.key).get(dialogue, 0)
        if lacking:
            _say_left(workspace, facet, other, lacking)
            return
    text = translate("Tagging", "Every turn of this dialogue has a tag of every facet.")
    workspace.say(Message("info", text, actions=_next_dialogue(workspace)))


def _asked(workspace: Answers) -> list[Facet]:
    """The facets with one answer a turn; those of several labels are done when the person says so."""
    return [
        facet
        for facet in workspace.codebook.facets
        if facet.scope == "turn" and facet.kind == "single" and not facet.retired
    ]


def _say_left(workspace: Answers, done: Facet, wanted: Facet, left: int) -> None:
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
    actions = [MessageAction(translate("Tagging", "Go there"), lambda: _go(workspace, wanted))]
    found = _found(workspace, wanted)
    if found:
        actions.append(
            MessageAction(
                counted(
                    found,
                    QT_TRANSLATE_NOOP("Counted", "Accept the one detected"),
                    QT_TRANSLATE_NOOP("Counted", "Accept all {n} detected"),
                ),
                lambda: _accept(workspace, wanted),
            )
        )
    workspace.say(Message("info", text, detail, (*actions, *_next_dialogue(workspace))))


def _found(workspace: Answers, facet: Facet) -> int:
    """In how many turns of the dialogue without an answer the machine has found one."""
    project = workspace.project
    if project is None or not facet.detected or len(workspace.turn_ids) > _MOST:
        return 0
    return sum(
        machine_label(turn, workspace.codebook, facet.key) is not None
        for turn in project.turns.page(workspace.turn_ids)
        if not workspace.own_tags(turn, facet.key)
    )


def _go(workspace: Answers, facet: Facet) -> None:
    """To the first turn of the dialogue that lacks a facet."""
    project, dialogue = workspace.project, workspace.dialogue_id
    if project is None or dialogue is None or not len(workspace.turn_ids):
        return
    workspace.set_facet(facet.key)
    first = workspace.turn_ids[0]
    page = project.turns.page([first])
    lacks = bool(page) and not workspace.own_tags(page[0], facet.key)
    wanted = first if lacks else project.progress.next_untagged(first, facet.key, dialogue)
    if wanted is not None:
        workspace.select_turn(wanted)


def _accept(workspace: Answers, facet: Facet) -> None:
    from annotator.ui.tagging.tag_commands import TagLoop  # noqa: PLC0415 - the loop imports the workspace's verbs

    workspace.set_facet(facet.key)
    TagLoop(workspace).confirm_all()


def _next_dialogue(workspace: Answers) -> tuple[MessageAction, ...]:
    """The way to the next dialogue, where there is one."""
    ids = workspace.dialogue_ids
    if not len(ids) or workspace.dialogue_id == ids[-1]:
        return ()
    return (MessageAction(translate("Tagging", "Next dialogue"), lambda: workspace.step_dialogue(1)),)
