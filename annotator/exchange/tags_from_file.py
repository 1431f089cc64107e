"""Tags from a file into a project: by a person who is named, or as suggestions of a program.

All of them are one edit, so that one undo takes them back.
"""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.exclusive_answers import question_of
from annotator.core.progress import Progress
from annotator.core.turn_keys import place_of_key
from annotator.errors import Cancelled, Sentence, UserError
from annotator.exporters.bad_records import Trouble
from annotator.exporters.csv_writer import BETWEEN
from annotator.exporters.tag_files import FoundTag, read_tags
from annotator.model import Annotator, AnnotatorKind, Changes, Codebook, Facet, Label, Tag, TagOrigin, Target
from annotator.store import Project, later
from annotator.store.value_encoding import folded

_EVERY = 1_000  # tags between two words about how far it is


@dataclass(frozen=True, slots=True)
class TagReport:
    """What became of the tags of a file.

    ``known`` stood there already, ``answered`` would have been a second answer where only one is
    possible. ``troubles`` name what could not be read or has no place in the project, ``new_labels``
    the labels that were added to open facets.
    """

    added: int
    known: int
    answered: int
    annotators: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    new_labels: tuple[str, ...] = ()
    changes: Changes = field(default_factory=Changes)


def import_tags(
    project: Project,
    path: Path,
    *,
    annotator: str = "",
    machine: bool = False,
    new_labels: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TagReport:
    """Read the tags of a file into a project.

    They are those of ``annotator`` (a name), else of whom the file names. With ``machine`` they are
    suggestions of a program of that name, which people may accept, and never anybody's answer;
    what a file itself says to be a prediction is so in any case. With ``new_labels`` a name that an open
    facet does not have becomes a label of it; a facet that is not open never gets one.
    Raises UserError where the file cannot be read, Cancelled where ``cancelled`` says so; the project is
    then as it was.
    """
    reading = _TagPlacing(project, annotator, machine=machine, new_labels=new_labels)
    for number, found in enumerate(read_tags(path)):
        if cancelled():
            raise Cancelled
        if isinstance(found, Trouble):
            reading.troubles.append(found)
        else:
            reading.add(found)
        if number % _EVERY == 0:
            progress(Progress(number, 0))
    return reading.finish()


class _TagPlacing:
    """Finds for each tag its place in the project, and keeps what is to be written."""

    def __init__(self, project: Project, annotator: str, *, machine: bool, new_labels: bool) -> None:
        self._project = project
        self._annotator = annotator
        self._machine = machine
        self._answers = _LabelsOfFile(project.codebook.read(), new_labels=new_labels)
        self._dialogues = {x.key: x for x in project.dialogues.page(project.dialogues.ids())}
        self._turns: dict[str, array[int]] = {}
        edited = set(project.structure.edited())
        self._edited = {key for key, one in self._dialogues.items() if one.id in edited}
        self._people = {(one.name, one.kind): one for one in project.people.all()}
        self._new_people: list[Annotator] = []
        self._taken: dict[tuple[object, ...], str] = {}
        self._looked_at: set[str] = set()
        self._tags: list[Tag] = []
        self._names: dict[str, None] = {}
        self._known = self._answered = 0
        self.troubles: list[Trouble] = []

    def add(self, found: FoundTag) -> None:
        """Take a tag, or note why it has no place. A cell may hold several labels."""
        column = found.facet.startswith("?") and self._answers.kind(found.facet[1:]) == "several"
        try:
            for label in found.label.split(BETWEEN) if column else [found.label]:
                self._add(replace(found, label=label))
        except _NoPlace as error:
            if str(error):
                self.troubles.append(Trouble(found.where, error.args[0]))

    def _add(self, found: FoundTag) -> None:
        suggested = self._machine or found.suggested
        dialogue, turn, text = self._place(found)
        facet, label, value = self._answers.answer(found)
        if (found.start is None) != (found.end is None) or (
            found.start is not None and not 0 <= found.start < (found.end or 0) <= len(text)
        ):
            raise _NoPlace(
                Sentence(
                    "there is no span {start} to {end} in {turn}",
                    start=found.start,
                    end=found.end,
                    turn=found.turn,
                )
            )
        if found.intensity not in (None, 1, 2, 3):
            raise _NoPlace(Sentence("intensity is 1, 2 or 3, not {intensity}", intensity=found.intensity))
        if found.score is not None and not 0 <= found.score <= 1:
            raise _NoPlace(Sentence("a score lies between 0 and 1, not at {score}", score=found.score))
        person = self._person(found, suggested=suggested)
        target = _target(facet, found, self._dialogues[dialogue].targets)
        origin: TagOrigin = "suggested" if suggested else "imported"
        tag = Tag(
            str(uuid.uuid4()), self._dialogues[dialogue].id, turn, facet.key, label, person.key, origin,
            value, found.start, found.end, target, found.intensity, found.uncertain, found.note,
            found.score, found.at,
        )  # fmt: skip
        slot, answer = self._slot(tag), label or value
        if slot in self._taken:
            self._known += self._taken[slot] == answer
            self._answered += self._taken[slot] != answer
            return
        self._taken[slot] = answer
        self._names[person.name] = None
        self._tags.append(tag)

    def _slot(self, tag: Tag) -> tuple[object, ...]:
        """Where an annotator can have one answer only."""
        several = self._answers.kind(tag.facet) == "several"
        return tag.dialogue_id, tag.turn_id, question_of(tag, several=several)

    def _place(self, found: FoundTag) -> tuple[str, int | None, str]:
        """Key of the dialogue, row and text of the turn."""
        place = place_of_key(found.turn) if found.turn else None
        key = place.dialogue if place is not None else found.turn.rpartition(":")[0] or found.dialogue
        if key not in self._dialogues:
            if found.turn:
                raise _NoPlace(Sentence("the project has no turn {turn!r}", turn=found.turn))
            raise _NoPlace(Sentence("the project has no dialogue {dialogue!r}", dialogue=found.dialogue))
        self._look_at(key)
        if not found.turn:
            return key, None, ""
        turn = self._turn_of(key, found.turn)
        if turn is None:
            raise _NoPlace(Sentence("the project has no turn {turn!r}", turn=found.turn))
        text = ""
        if found.start is not None:
            text = self._project.turns.page([turn], refuse_damaged=True)[0].text
        return key, turn, text

    def _turn_of(self, dialogue: str, key: str) -> int | None:
        """The row of the turn with a key, None for none."""
        if dialogue in self._edited:
            return self._project.structure.turn_of_key(key)
        place = place_of_key(key)
        ids = self._turns[dialogue]
        return None if place is None or place.offset or place.number >= len(ids) else ids[place.number]

    def _look_at(self, key: str) -> None:
        """Learn which answers stand in a dialogue already."""
        if key in self._looked_at:
            return
        self._looked_at.add(key)
        dialogue = self._dialogues[key]
        self._turns[key] = self._project.turns.ids(dialogue.id)
        record = self._project.records.one(dialogue.id)
        for tag in (*record.tags, *(tag for item in record.turns for tag in item.turn.tags)):
            self._taken[self._slot(tag)] = tag.label or tag.value

    def _person(self, found: FoundTag, *, suggested: bool) -> Annotator:
        name = self._annotator or found.annotator
        if not name:
            raise UserError(
                "The file does not say who gave its tags",
                "the first is in {where}",
                "Name somebody",
                where=found.where,
            )
        kind: AnnotatorKind = "machine" if suggested else "human"
        if (name, kind) not in self._people:
            made = Annotator(str(uuid.uuid4()), name, kind)
            self._people[name, kind] = made
            self._new_people.append(made)
        return self._people[name, kind]

    def finish(self) -> TagReport:
        """Write everything as one edit."""
        changes = Changes()
        if self._tags:
            used = {tag.annotator for tag in self._tags}
            people = [one for one in self._new_people if one.key in used]
            joining = [later("people", "add", annotator=one) for one in people]
            joining += [
                later("codebook", "add_label", facet=one.facet, name=one.name, key=one.key)
                for one in self._answers.made
            ]
            changes = self._project.together([*joining, later("tags", "take_in", tags=self._tags)])
        return TagReport(
            len(self._tags),
            self._known,
            self._answered,
            tuple(self._names),
            tuple(self.troubles),
            tuple(one.name for one in self._answers.made),
            changes,
        )


def _not_one(facet: Facet | None, label: str, *, several: bool) -> str:
    """Why a label's name names no label, or more than one."""
    if facet is None:
        return Sentence(
            "the codebook has several labels called {label!r}"
            if several
            else "the codebook has no label {label!r}",
            label=label,
        )
    return Sentence(
        "the facet {facet} has several labels called {label!r}"
        if several
        else "the facet {facet} has no label {label!r}",
        facet=facet.key,
        label=label,
    )


class _NoPlace(Exception):  # noqa: N818 - it names what it found
    """Why a tag has no place in the project; empty where that is not worth a word."""


class _LabelsOfFile:
    """The labels of a codebook by what files call them, and those that a file adds to open facets."""

    def __init__(self, codebook: Codebook, *, new_labels: bool = False) -> None:
        self.made: list[Label] = []
        self._new_labels = new_labels
        self._facets = {facet.key: facet for facet in codebook.facets}
        self._labels: dict[str, list[tuple[Facet, str]]] = {}
        for facet in codebook.facets:
            for label in facet.labels:
                for name in {
                    label.key,
                    label.name,
                    f"{facet.key}: {label.name}",
                    f"{label.name} {label.key}",
                }:
                    self._labels.setdefault(folded(name), []).append((facet, label.key))

    def kind(self, facet: str) -> str:
        """What kind of facet it is, "" for none."""
        return self._facets[facet].kind if facet in self._facets else ""

    def answer(self, found: FoundTag) -> tuple[Facet, str, str]:
        """Facet, label key and free text of a tag. Raises _NoPlace."""
        asked = found.facet.removeprefix("?")
        facet = self._facets.get(asked)
        if facet is None and found.facet != asked:
            raise _NoPlace  # a column that is no facet's: of another kind, and no mistake
        if found.facet and facet is None:
            raise _NoPlace(Sentence("the codebook has no facet {asked!r}", asked=asked))
        if facet is not None and facet.kind == "text":
            return facet, "", found.value or found.label
        hits = [
            (of, key)
            for of, key in self._labels.get(folded(found.label or found.value), ())
            if facet is None or of.key == facet.key
        ]
        exact = [hit for hit in hits if hit[1] == found.label]
        hits = exact or hits
        if not hits and facet is not None and self._may_grow(facet, found.label or found.value):
            hits = [(facet, self._make(facet, found.label or found.value))]
        if len(hits) != 1:
            raise _NoPlace(_not_one(facet, found.label or found.value, several=bool(hits)))
        return *hits[0], ""

    def _may_grow(self, facet: Facet, name: str) -> bool:
        return self._new_labels and facet.open and not facet.retired and bool(folded(name))

    def _make(self, facet: Facet, name: str) -> str:
        """A label for a name that an open facet does not have; returns its key."""
        label = Label(str(uuid.uuid4()), facet.key, name.strip())
        self.made.append(label)
        self._labels.setdefault(folded(name), []).append((facet, label.key))
        return label.key


def _target(facet: Facet, found: FoundTag, targets: tuple[Target, ...]) -> str | None:
    """The key of what a tag is toward; without one in the file, the dialogue's first."""
    if not facet.targeted or not targets:
        return None
    if not found.target:
        return targets[0].key
    for target in targets:
        if found.target in (target.key, target.statement):
            return target.key
    raise _NoPlace(Sentence("the dialogue has no target {target!r}", target=found.target))
