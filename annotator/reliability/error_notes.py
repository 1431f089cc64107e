"""The kinds of error that adjudicators noted on their decisions, each with who was decided against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from annotator.core.decision_notes import ERROR, REASON, lines
from annotator.core.roles import keys_in_role
from annotator.model import Annotator, Facet, Tag
from annotator.reliability.annotator_roles import deciders_of
from annotator.store import Project

_Unit = tuple[int, int | None, str, str | None]  # dialogue, turn, facet, target


@dataclass(frozen=True, slots=True)
class ErrorNote:
    """A kind of error noted on a decision. ``turn`` counts from 1, None for the dialogue as a whole.

    ``decided`` names the labels decided for, ``otherwise`` those who had said something else and what, in the
    order of the project's annotators.
    """

    facet: str
    facet_name: str
    error: str
    reason: str
    decided: str
    otherwise: tuple[tuple[str, str], ...]
    dialogue: str
    title: str
    turn: int | None
    turn_key: str
    target: str
    adjudicator: str


def error_notes(projects: Sequence[Project], facets: Sequence[str] = ()) -> tuple[ErrorNote, ...]:
    """Those of some projects, each once, in the order of facets, dialogues and turns; of all facets (keys)
    where none is named."""
    found: dict[tuple[object, ...], ErrorNote] = {}
    for project in projects:
        for note in _notes_of(project, facets):
            where = (note.facet, note.turn_key or note.dialogue, note.target, note.adjudicator)
            found.setdefault(where, note)
    return tuple(found.values())


def _notes_of(project: Project, facets: Sequence[str]) -> Iterator[ErrorNote]:
    people = project.people.all()
    judges = keys_in_role(project.key, people, "adjudicator") & {one.key for one in people}
    noted = [
        tag
        for tag in (project.comparison.noted(judges) if judges else ())
        if tag.start is None and ERROR in lines(tag.note) and (not facets or tag.facet in facets)
    ]
    if noted:
        yield from _Noted(project, people, noted).notes()


class _Noted:
    """Decisions with a kind of error, and what everybody said there."""

    def __init__(self, project: Project, people: Sequence[Annotator], noted: Sequence[Tag]) -> None:
        self._facets = {facet.key: facet for facet in project.codebook.read().facets}
        self._people = {one.key: one.name for one in people}
        self._apart = deciders_of(project)
        self._dialogues = {one.id: one for one in project.dialogues.page({tag.dialogue_id for tag in noted})}
        rows = sorted({tag.turn_id for tag in noted if tag.turn_id is not None})
        page = project.turns.page(rows, list(self._people), refuse_damaged=True)
        self._turns = {one.id: one for one in page}
        # Of several labels decided for each has the note.
        self._decided = {(_unit(tag), tag.annotator): tag for tag in reversed(noted)}
        tags = [tag for turn in page for tag in turn.tags]
        for facet in {tag.facet for tag in noted if tag.turn_id is None}:
            tags += (tag for tag in project.comparison.every_tag(facet) if tag.turn_id is None)
        self._said: defaultdict[_Unit, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        wanted = {unit for unit, _ in self._decided}
        for tag in tags:
            if _unit(tag) in wanted and tag.start is None and tag.origin != "suggested":
                self._said[_unit(tag)][tag.annotator].add(tag.label)

    def notes(self) -> Iterator[ErrorNote]:
        """Each note, in the order of facets, dialogues and turns."""
        order = {key: place for place, key in enumerate(self._facets)}

        def place(tag: Tag) -> tuple[int, int, int]:
            position = -1 if tag.turn_id is None else self._turns[tag.turn_id].position
            return order[tag.facet], tag.dialogue_id, position

        for tag in sorted(self._decided.values(), key=place):
            yield self._note(tag)

    def _note(self, tag: Tag) -> ErrorNote:
        facet, page = self._facets[tag.facet], self._dialogues[tag.dialogue_id]
        turn = None if tag.turn_id is None else self._turns[tag.turn_id]
        said = {key: _names(labels, facet) for key, labels in self._said[_unit(tag)].items()}
        about = lines(tag.note)
        return ErrorNote(
            facet=facet.key,
            facet_name=facet.name,
            error=about[ERROR],
            reason=about.get(REASON, ""),
            decided=said[tag.annotator],
            otherwise=tuple(
                (name, said[key])
                for key, name in self._people.items()
                if key in said and key not in self._apart and said[key] != said[tag.annotator]
            ),
            dialogue=page.key,
            title=page.title,
            turn=None if turn is None else turn.position + 1,
            turn_key="" if turn is None else turn.key,
            target=next((one.statement for one in page.targets if one.key == tag.target), ""),
            adjudicator=self._people[tag.annotator],
        )


def _unit(tag: Tag) -> _Unit:
    return (tag.dialogue_id, tag.turn_id, tag.facet, tag.target)


def _names(labels: Container[str], facet: Facet) -> str:
    """What some labels are called, in the order of the codebook."""
    return ", ".join(label.name for label in facet.labels if label.key in labels)
