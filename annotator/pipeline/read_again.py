"""Reading a dialogue of a project again by another rule: what would change is shown first, then taken over.

    plan = read_by(project, dialogue, rule)   the turns it would have; nothing is written
    take_over(project, plan)                  one edit, which undo takes back

What was received and repaired stays as it is, only where turns begin and who speaks is found anew. Tags
stay where their text is; those that would have no place are counted, and go only where that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from annotator import importers
from annotator.errors import Cancelled, UserError
from annotator.importers import MarkerRule
from annotator.model import Changes, Dialogue, LeftOut, Question
from annotator.pipeline.language_findings import follow_study
from annotator.store import NewTurn, Project, Reading

_OWN = "custom "  # how a dialogue names such a rule, before its pattern


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """What reading a dialogue again would make, and what the rule leaves open or out.

    ``rule`` is the one that was taken, as the dialogue will name it.
    """

    dialogue: int
    rule: str
    turns: tuple[NewTurn, ...]
    reading: Reading
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def can_be_read_again(dialogue: Dialogue) -> bool:
    """Whether a rule of speaker markers divides the dialogue, and not the format of its file."""
    return bool(dialogue.rule)


def rule_named(name: str) -> MarkerRule | None:
    """The rule that a dialogue names, None where there is none such."""
    try:
        return importers.read_rule(name.removeprefix(_OWN))
    except UserError:
        return None


def answers_of(dialogue: Dialogue) -> dict[str, str]:
    """What somebody answered when the file of a dialogue was imported, by question."""
    kept = dialogue.meta.get("answers")
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, Mapping) else {}


def read_by(
    project: Project,
    dialogue_id: int,
    rule: MarkerRule | None,
    answers: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ReadingPlan:
    """What a dialogue would be by a rule, or (None) by the one that fits best; nothing is written.

    ``answers`` go from the keys of questions to those of their answers; None are those of the import. Raises
    UserError where the format of its file says where turns begin, where the rule finds no turn, or where
    something repaired would be divided; Cancelled where ``cancelled`` says so; KeyError for no dialogue.
    """
    dialogue = _dialogue(project, dialogue_id)
    if not can_be_read_again(dialogue):
        raise UserError(
            "{title} cannot be read by another rule",
            "the format of its file says where turns begin",
            "Import the file again with other columns or tiers, or correct single turns",
            title=dialogue.title,
        )
    given = answers_of(dialogue) if answers is None else dict(answers)
    text = project.structure.text_to_read(dialogue_id)
    _stop_if(cancelled)
    divided = importers.divide(text, rule, given)
    _stop_if(cancelled)
    turns = tuple(
        NewTurn(piece.start, piece.end, piece.speaker, dict(piece.meta))
        for piece in divided.segmentation.pieces
    )
    found = divided.rule
    name = found.key if found.key != "custom" else f"{_OWN}{found.pattern.pattern}"
    return ReadingPlan(
        dialogue_id,
        name,
        turns,
        project.structure.look_at_reading(dialogue_id, turns),
        importers.open_questions(divided.questions, given),
        divided.left_out,
    )


def take_over(project: Project, plan: ReadingPlan, *, drop: bool = False) -> Changes:
    """Lay the dialogue out as a plan says, as one edit.

    Raises UserError where tags would have no place, unless ``drop`` lets them go.
    """
    if project.finder is None:
        follow_study(project)
    return project.structure.read_again(plan.dialogue, plan.turns, plan.rule, drop=drop)


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled


def _dialogue(project: Project, dialogue_id: int) -> Dialogue:
    found = project.dialogues.page([dialogue_id])
    if not found:
        raise KeyError(dialogue_id)
    return found[0]
