"""Tags that imported files bring along, into a project: their codebook, who gave them, and where."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from annotator import codebooks
from annotator.model import Annotator, Changes, Codebook, PreparedDialogue, PreparedSource, PreparedTag, Tag

if TYPE_CHECKING:
    from annotator.store import Project

NOBODY = "imported"  # whose tags they are where a file does not say it
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)")


def bring_in(project: Project, sources: Sequence[PreparedSource]) -> Changes:
    """Put the tags of some files that have just been imported into the project, as one edit.

    The files' codebooks are taken into the project's: codes by their keys, or by their names. Tags of
    whole dialogues stand beside those of spans, on the dialogue.
    """
    wanted = [source for source in sources if source.codebook is not None]
    if not wanted:
        return Changes()
    present = project.codebook.read()
    codebook = present
    for source in wanted:
        assert source.codebook is not None  # noqa: S101 - sorted out above
        codebook = codebooks.merged(codebook, source.codebook).codebook
    bringing = _Bringing(project, codebook)
    for source in wanted:
        bringing.take(source)
    steps: list[Callable[[Project], Changes]] = []
    if codebook != present:
        steps.append(partial(_set_codebook, codebook=codebook))
    steps += [partial(_add_annotator, annotator=one) for one in bringing.new_people]
    if bringing.tags:
        steps.append(partial(_import_tags, tags=bringing.tags))
    return project.together(steps) if steps else Changes()


def _set_codebook(project: Project, codebook: Codebook) -> Changes:
    return project.codebook.replace(codebook)


def _add_annotator(project: Project, annotator: Annotator) -> Changes:
    return project.people.add(annotator)


def _import_tags(project: Project, tags: Sequence[Tag]) -> Changes:
    return project.tags.take_in(tags)


class _Bringing:
    """Finds for each tag its turn, label and annotator."""

    def __init__(self, project: Project, codebook: Codebook) -> None:
        self._project = project
        self._labels = {
            (facet.key, label.key): label.key for facet in codebook.facets for label in facet.labels
        }
        self._names = {
            (facet.key, label.name.casefold()): label.key
            for facet in codebook.facets
            for label in facet.labels
        }
        self._dialogues = {one.key: one.id for one in project.dialogues.page(project.dialogues.ids())}
        self._people = {one.name: one for one in project.people.all() if one.kind == "human"}
        self._taken: set[tuple[object, ...]] = set()
        self.new_people: list[Annotator] = []
        self.tags: list[Tag] = []

    def take(self, source: PreparedSource) -> None:
        """The tags of a file."""
        assert source.codebook is not None  # noqa: S101 - only such files are taken
        called = {label.key: label.name for facet in source.codebook.facets for label in facet.labels}
        for place, dialogue in enumerate(source.dialogues):
            number = place if dialogue.number is None else dialogue.number
            key = source.sha256[:20] + (f".{number}" if number else "")
            if key in self._dialogues:
                self._dialogue(self._dialogues[key], dialogue, called)

    def _dialogue(self, id_: int, dialogue: PreparedDialogue, called: dict[str, str]) -> None:
        turns = self._project.turns.ids(id_)
        for tag in dialogue.tags:
            self._add(id_, None, tag, called)
        for turn, prepared in zip(turns, dialogue.turns, strict=True):
            for tag in prepared.tags:
                self._add(id_, turn, tag, called)

    def _add(self, dialogue: int, turn: int | None, tag: PreparedTag, called: dict[str, str]) -> None:
        label = self._labels.get((tag.facet, tag.label))
        label = label or self._names.get((tag.facet, called.get(tag.label, "").casefold()))
        place = (turn, dialogue, tag.facet, label, tag.annotator, tag.start, tag.end)
        if label is None or place in self._taken:
            return
        self._taken.add(place)
        who = self._person(tag.annotator).key
        self.tags.append(
            Tag(
                str(uuid.uuid4()), dialogue, turn, tag.facet, label, who, "imported", "", tag.start, tag.end,
                note=tag.note, at=_time(tag.at),
            )
        )  # fmt: skip

    def _person(self, name: str) -> Annotator:
        name = name or NOBODY
        if name not in self._people:
            made = Annotator(str(uuid.uuid4()), name)
            self._people[name] = made
            self.new_people.append(made)
        return self._people[name]


def _time(text: str) -> str:
    """A time as the project writes it; the present one for what is none."""
    match = _TIME.match(text)
    return f"{match[1]}T{match[2]}Z" if match else f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
