"""A project as it will stand after a merge, kept in memory while packets are looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from annotator.core.exclusive_answers import question_of
from annotator.model import Annotator, Mark, Tag, Target
from annotator.reliability.turn_matching import Matching
from annotator.store import Project, later

Slot = tuple[object, ...]
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the coordinator decides.

    ``labels`` maps keys of labels in packets to keys here. ``conflicts`` says whose answer counts
    where the same annotator answered otherwise here: nobody's ("refuse"), the project's or the packet's.
    ``leave`` takes what has a place and leaves the rest in the packets.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    conflicts: str = "refuse"
    leave: bool = False


NOTHING_DECIDED = Choices()
_AT_A_TIME = 2_000  # tags; after each lot it is said how far the merge is


class Standing:
    """The project as it would be after the packets looked at so far.

    What is new or goes is kept apart as well, for the edit that makes it so.
    """

    def __init__(self, project: Project, choices: Choices) -> None:
        self.choices = choices
        self.project = project
        self.book = project.codebook.read()
        self.people = {one.key: one for one in project.people.all()}
        self.dialogues = {one.key: one for one in project.dialogues.page(project.dialogues.ids())}
        self.texts, self.sizes = turns_of(project)
        self.matching = Matching(project)
        self.tags = {tag.key: tag for tag in project.comparison.every_tag()}
        self.slots = {slot_of(tag, self.kind(tag.facet)): tag.key for tag in self.tags.values()}
        self.marks = {(turn, mark.annotator, mark.kind) for _, turn, mark in project.comparison.every_mark()}
        self.new_people: list[Annotator] = []
        self.new_targets: list[tuple[int, Target]] = []
        self.targets = {(one.id, target.key) for one in self.dialogues.values() for target in one.targets}
        self.new_tags: dict[str, Tag] = {}
        self.gone: list[str] = []
        self.new_marks: list[tuple[int, int, Mark]] = []
        self.book_changed = False

    def edits(self) -> tuple[Callable[[Project], object], ...]:
        """What is to be done, in order."""
        found: list[Callable[[Project], object]] = []
        if self.book_changed:
            found.append(later("codebook", "replace", codebook=self.book))
        found += [later("people", "add", annotator=one) for one in self.new_people]
        found += [
            later("dialogues", "set_target", dialogue_id=dialogue, target=target)
            for dialogue, target in self.new_targets
        ]
        if self.gone:
            found.append(later("tags", "remove", keys=self.gone))
        if self.new_marks:
            found.append(later("marks", "take_in", marks=self.new_marks))
        tags = list(self.new_tags.values())
        found += [
            later("tags", "take_in", tags=tags[at : at + _AT_A_TIME], code="tags.merge")
            for at in range(0, len(tags), _AT_A_TIME)
        ]
        return tuple(found)

    def kind(self, facet: str) -> str:
        """The kind of a facet."""
        return next((one.kind for one in self.book.facets if one.key == facet), "single")


def turns_of(project: Project) -> tuple[dict[Place, tuple[int, str]], dict[str, int]]:
    """Row and text of each turn by dialogue and position, and how many turns each dialogue has."""
    keys = project.comparison.keys().dialogues
    texts = {
        (keys[dialogue], position): (row, text)
        for row, dialogue, position, text in project.comparison.every_text()
    }
    sizes = dict.fromkeys(keys.values(), 0)
    for key, _ in texts:
        sizes[key] += 1
    return texts, sizes


def slot_of(tag: Tag, kind: str) -> Slot:
    """Where an annotator can have one answer only."""
    question = question_of(tag, several=kind == "several")
    return tag.dialogue_id, tag.turn_id, question, tag.origin == "suggested"


def answer_of(tag: Tag) -> tuple[object, ...]:
    """What a tag says, wherever it stands."""
    return (tag.label, tag.value, tag.intensity, tag.uncertain, tag.note)
