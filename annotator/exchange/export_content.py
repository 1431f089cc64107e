"""A project as an export sees it: which part of it is wanted, in which words, and what went by."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotator import model
from annotator.core.plain_records import PlainDialogue, PlainTurn
from annotator.errors import Cancelled, Sentence, UserError
from annotator.exporters import Losses, Witness, export_scope
from annotator.exporters.anonymity import Anonymity
from annotator.exporters.bad_records import Trouble, Vetting
from annotator.store import Project, Whose

TextKind = Literal["repaired", "received"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a project is exported.

    ``where`` chooses turns, None all of them; formats that hold whole dialogues take those with
    such a turn. ``text`` is the repaired or the received one. ``annotators`` are keys, none
    for everybody; ``machine`` is off to leave out tags of programs and suggestions. ``dialogues``
    are the keys of those wanted, None for all. ``whose`` are the keys of those whose tags ``where`` looks at
    when it names nobody; none for those whose tags are exported.
    """

    where: model.TurnFilter | None = None
    text: TextKind = "repaired"
    annotators: tuple[str, ...] = ()
    machine: bool = True
    dialogues: frozenset[str] | None = None
    whose: tuple[str, ...] = ()


@dataclass(slots=True)
class ExportedSoFar:
    """What has gone by on its way to the writer."""

    dialogues: int = 0
    turns: int = 0
    tags: int = 0
    altered: int = 0  # texts that the format writes otherwise
    troubles: list[Trouble] = field(default_factory=list)


class Selected:
    """A project, or the part of it that a scope means.

    Other threads may tag meanwhile; each dialogue is as it is when its turn comes. A new label
    or person would be missing from what has been written already: :meth:`is_current` tells.
    With ``vetting`` every dialogue is looked at, and what is bad in it left out. Unless ``empty`` is
    all right, UserError is raised where nothing is meant.
    """

    def __init__(
        self,
        project: Project,
        scope: Scope,
        *,
        whole: bool,
        anonymity: Anonymity | None = None,
        vetting: bool = False,
        empty: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._project = project
        self._scope = scope
        self._empty = empty
        self._anonymity = anonymity
        self._codebook = project.codebook.read()
        self._annotators = project.people.all()
        self._study = project.study.read()
        self._views = project.views.all()
        self._people = _chosen(self._annotators, scope)
        self._everybody = whole or len(self._people) == len(self._annotators)
        self._turns: frozenset[int] | None = None
        self.ids: array[int] = project.dialogues.ids()
        if scope.dialogues is not None:
            pages = project.dialogues.page(self.ids)
            self.ids = array("q", (one.id for one in pages if one.key in scope.dialogues))
        if scope.where is not None and not scope.where.empty:
            self._choose(scope.where, whole=whole, cancelled=cancelled)
        self._files = {source.id: source for source in project.sources.all()}
        self._vetting = Vetting(self._codebook, self._annotators) if vetting else None
        self.key, self.name = project.key, project.name
        if anonymity is not None:
            self.key, self.name = anonymity.project(project.key, project.name)
            made = anonymity.sources(list(self._files.values()))
            self._files = dict(zip(self._files, made, strict=True))
        self.seen = ExportedSoFar()
        self.witness: Witness | None = None
        self.losses = Losses(())
        self.invented = Losses(())
        self.alters: Callable[[str], str] | None = None

    def _choose(self, where: model.TurnFilter, *, whole: bool, cancelled: Callable[[], bool]) -> None:
        narrowed = len(self._people) < len(self._annotators)
        whose: Whose = self._scope.whose or (
            tuple(one.key for one in self._people) if narrowed else "everybody"
        )
        found = list(self._project.search.matching(where, whose=whose, cancelled=cancelled))
        if cancelled():
            raise Cancelled
        if not found and not self._empty:
            raise UserError("There is nothing to export", "no turn fits the filter", "Choose other turns")
        holding = {dialogue for _, dialogue in found}
        self.ids = array("q", (key for key in self.ids if key in holding))
        if not whole:
            self._turns = frozenset(turn for turn, _ in found)

    # --- what writers read ----------------------------------------------------------------

    def study(self) -> model.Study:
        """What was settled when the export began."""
        return self._study if self._anonymity is None else self._anonymity.study(self._study)

    def codebook(self) -> model.Codebook:
        """Facets and labels when the export began."""
        return self._codebook if self._anonymity is None else self._anonymity.codebook(self._codebook)

    def annotators(self) -> Sequence[model.Annotator]:
        """Those whose tags are wanted, as they were when the export began."""
        wanted = self._annotators if self._everybody else self._people
        return wanted if self._anonymity is None else self._anonymity.annotators(wanted)

    def views(self) -> Sequence[model.View]:
        """The named filters when the export began; none in an anonymous one, for they quote what is said."""
        return self._views if self._anonymity is None else ()

    def sources(self) -> Sequence[model.Source]:
        """The files."""
        return list(self._files.values())

    def source_bytes(self, source_id: int) -> bytes:
        """A file as received. Raises UserError where it is to be anonymous, or is not there."""
        if self._anonymity is not None:
            raise UserError("The files as they were received are not anonymous")
        return self._project.sources.data(source_id)

    def dialogues(self) -> Iterator[model.DialogueRecord]:
        """The dialogues that were there when the export began, as far as they are wanted."""
        for record in self._read():
            made = self._made(record)
            self.seen.dialogues += 1
            self.seen.turns += len(made.turns)
            self.seen.tags += len(made.tags) + sum(len(item.turn.tags) for item in made.turns)
            self.losses.add(made)
            self.invented.add(made)
            if self.alters is not None:
                self.seen.altered += sum(self.alters(item.turn.text) != item.turn.text for item in made.turns)
            if self.witness is not None:
                self.witness.add(made)
            yield made

    def plain(self) -> Iterator[PlainDialogue] | None:
        """The same with few objects; None where some of it is left out, altered or counted otherwise."""
        as_it_is = self._turns is None and self._anonymity is None and self._scope.text == "repaired"
        everybodys = len(self._people) == len(self._annotators) and self._scope.machine
        counted = self.losses.of_plain and self.invented.of_plain
        whole = as_it_is and everybodys and self._vetting is None and counted
        return self._plain() if whole else None

    def _plain(self) -> Iterator[PlainDialogue]:
        for made in self._project.records.plain(self.ids):
            self.seen.dialogues += 1
            self.seen.turns += len(made.turns)
            self.seen.tags += made.tag_count
            self.losses.add_plain(made)
            self.invented.add_plain(made)
            if self.alters is not None:
                texts = (x.text if isinstance(x, PlainTurn) else x.turn.text for x in made.turns)
                self.seen.altered += sum(self.alters(text) != text for text in texts)
            if self.witness is not None:
                self.witness.add_plain(made)
            yield made

    def _read(self) -> Iterator[model.DialogueRecord]:
        if self._vetting is None:
            yield from self._project.records.many(self.ids)
            return
        for key in self.ids:
            try:
                records = list(self._project.records.many([key]))
            except Exception as error:  # noqa: BLE001 - whatever is bad about one dialogue, the others go on
                self._vetting.found.append(
                    Trouble(
                        Sentence("dialogue number {key}", key=key),
                        Sentence("it cannot be read ({cause})", cause=str(error)),
                    )
                )
                continue
            if any(record.dialogue.source_id not in self._files for record in records):
                self._vetting.found.append(
                    Trouble(
                        Sentence("dialogue number {key}", key=key),
                        Sentence("its file is not in the project any more"),
                    )
                )
                continue
            yield from map(self._vetting.vetted, records)

    def _made(self, record: model.DialogueRecord) -> model.DialogueRecord:
        if self._turns is not None:
            record = export_scope.with_turns(record, self._turns)
        if len(self._people) < len(self._annotators) or not self._scope.machine:
            people = frozenset(one.key for one in self._people)
            record = export_scope.with_tags(record, people, suggestions=self._scope.machine)
        if self._scope.text == "received":
            record = export_scope.as_received(record)
        if self._anonymity is not None:
            record = self._anonymity.record(record, self._files[record.dialogue.source_id])
        return record

    # --- how it went --------------------------------------------------------------------------

    def troubles(self) -> tuple[Trouble, ...]:
        """What was left out because it is bad."""
        return tuple(self._vetting.found) if self._vetting is not None else ()

    def is_current(self) -> bool:
        """Whether codebook, people and study are still those that were written."""
        now = self._project.codebook.read(), self._project.people.all(), self._project.study.read()
        return (self._codebook, self._annotators, self._study) == now


def _chosen(everybody: Sequence[model.Annotator], scope: Scope) -> tuple[model.Annotator, ...]:
    """The annotators whose tags are wanted. Raises UserError for one that the project does not know."""
    known = {one.key for one in everybody}
    for key in scope.annotators:
        if key not in known:
            raise UserError("An annotator is not in the project", "nobody has the key {key}", key=key)
    return tuple(
        one
        for one in everybody
        if (not scope.annotators or one.key in scope.annotators) and (scope.machine or one.kind == "human")
    )
