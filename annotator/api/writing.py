"""A project written by a script: imports, tags, undo; each step is on disk when its call returns."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator import codebooks, importers
from annotator.api.reading import ReadOnlyProject
from annotator.errors import UserError
from annotator.exchange import TagReport, import_tags
from annotator.model import Annotator, Codebook, Dialogue, Tag, Turn
from annotator.pipeline.import_files import import_paths
from annotator.pipeline.import_job import ImportChoice, ImportReport
from annotator.pipeline.language_findings import follow_study
from annotator.pipeline.read_again import read_by, take_over
from annotator.store import Project, later
from annotator.store.turn_structure import Structure

_NAMESPACE = uuid.UUID("0d7a8f1e-7a4f-4b33-8f0e-6c9f3d6f2a11")


class EditableProject(ReadOnlyProject):
    """A project file that a script changes, as an annotator it names; everything goes to the log.

    Each call that changes something is one edit, which :meth:`undo` takes back, also in the window. Only one
    program can have a project open in this way.
    """

    def import_files(
        self,
        *paths: str | Path,
        encoding: str | None = None,
        rule: str | None = None,
        format: str | None = None,  # noqa: A002 - what it is called everywhere
        columns: Mapping[str, str] | None = None,
        tiers: Iterable[str] | None = None,
        answers: Mapping[str, str] | None = None,
        strict: bool = False,
        jobs: int | None = None,
    ) -> ImportReport:
        """Read transcripts, files, folders or zip archives of them, into the project.

        What is left None is found for each file. ``rule`` is the name of a rule of speaker markers or a
        regular expression, ``format`` a key of docs/import-formats.md, ``columns`` goes from roles (text,
        speaker, dialogue …) to columns, ``answers`` from questions to answers as after ``--answer``. With
        ``strict`` a file with an open question fails. ``jobs``: processes, 0 for none, None by size.

        Files that could not be read are in the report's ``failed``, with the error; the others are in the
        project. Raises UserError where a rule, a format or an answer is none.
        """
        choice = ImportChoice(
            encoding,
            importers.read_rule(rule) if rule is not None else None,
            importers.format_of_key(format).key if format is not None else None,
            columns,
            answers=dict(importers.read_answer(f"{key}={value}") for key, value in (answers or {}).items()),
            strict=strict,
            tiers=None if tiers is None else tuple(tiers),
        )
        return import_paths(self._project, [Path(path) for path in paths], default=choice, workers=jobs)

    def tag(
        self,
        turns: Turn | Iterable[Turn],
        label: str,
        *,
        intensity: int | None = None,
        uncertain: bool | None = None,
        note: str | None = None,
        target: str | None = None,
        span: tuple[int, int] | None = None,
    ) -> None:
        """Give turns a label, as one edit; where a turn can have one answer it takes the place of this one's.

        ``label`` is a key (``stance.favor``) or a name that only one label has. ``intensity`` is 1 to 3,
        ``span`` half open in code points of the text of one turn, ``target`` the key of a dialogue's target,
        by default its first. Raises UserError for a label that is not there or an answer that cannot be.
        """
        ids = _ids(turns)
        key = self._label(label)
        given = {"intensity": intensity, "target": target, "uncertain": uncertain}
        edits = []
        if span is None:
            edits.append(later("tags", "add", turn_ids=ids, label=key, **given))
        elif len(ids) == 1:
            edits.append(
                later("tags", "add_span", turn_id=ids[0], start=span[0], end=span[1], label=key, **given)
            )
        else:
            raise UserError("A span is of one turn", "{ids} were given", "Tag them one by one", ids=len(ids))
        if note is not None:
            facet = next(
                facet.key for facet in self.codebook.facets for one in facet.labels if one.key == key
            )
            edits.append(later("tags", "set_fields", turn_ids=ids, facet=facet, label=key, note=note))
        try:
            self._project.together(edits)
        except (ValueError, KeyError) as error:
            raise UserError("The turns cannot be tagged so", str(error)) from error

    def tag_dialogue(
        self,
        dialogue: Dialogue,
        label: str,
        *,
        intensity: int | None = None,
        uncertain: bool | None = None,
        target: str | None = None,
    ) -> None:
        """Give a dialogue as a whole a label; otherwise as :meth:`tag`."""
        self._project.tags.add_to_dialogue(
            dialogue.id, self._label(label), intensity=intensity, uncertain=uncertain, target=target
        )

    def write(self, turns: Turn | Iterable[Turn], facet: str, text: str) -> None:
        """Answer a facet of free text on turns; the empty text takes the answer away."""
        if self._kind(facet) != "text":
            raise UserError("The facet {facet} takes no free text", "", "Use one of its labels", facet=facet)
        self._project.tags.write(_ids(turns), facet, text)

    def clear(self, turns: Turn | Iterable[Turn], facet: str) -> None:
        """Take this annotator's answers to a facet away from turns."""
        self._kind(facet)
        self._project.tags.clear(_ids(turns), facet)

    def remove(self, tags: Iterable[Tag]) -> None:
        """Take tags away, whoever gave them."""
        self._project.tags.remove([tag.key for tag in tags])

    def import_tags(
        self, path: str | Path, *, annotator: str = "", predictions: bool = False, new_labels: bool = False
    ) -> TagReport:
        """Read tags from JSON, doccano, Label Studio or CSV, as one edit; what has no place is in the report.

        They are those of ``annotator``, else of whom the file names; with ``predictions`` they are
        suggestions. With ``new_labels`` unknown names become labels of open facets.
        """
        return import_tags(
            self._project, Path(path), annotator=annotator, machine=predictions, new_labels=new_labels
        )

    def change_speaker(self, turns: Turn | Iterable[Turn], name: str) -> None:
        """Let somebody else have said these turns; "" for nobody."""
        self._project.speakers.change(_ids(turns), name)

    def rename_speaker(self, old: str, new: str, *, dialogue: Dialogue | None = None) -> None:
        """Give all turns of a name another one, in one dialogue or in all; two of one name become one.

        Raises UserError where nobody is called ``old``.
        """
        self._project.speakers.rename(old, new, None if dialogue is None else [dialogue.id])

    def split_turn(self, turn: Turn, at: int, *, speaker: str | None = None, marker: int = 0) -> None:
        """Let a new turn begin at a code point of a turn's text, by default of the same speaker.

        So many characters of a ``marker`` behind the place are part of neither. Raises UserError where
        one of the two would be empty.
        """
        self._structure().split(turn.id, at, speaker=speaker, marker=marker)

    def join_turns(self, turn: Turn, *, drop: bool = False) -> None:
        """Make one turn of a turn and the next one. Raises UserError where tags would go, unless ``drop``."""
        self._structure().join(turn.id, drop=drop)

    def take_out(self, turn: Turn, *, drop: bool = False) -> None:
        """Say that a turn is none: a remark. Raises UserError where it has tags, unless ``drop``."""
        self._structure().set_aside(turn.id, drop=drop)

    def read_again(
        self,
        dialogue: Dialogue,
        rule: str | None = None,
        *,
        answers: Mapping[str, str] | None = None,
        drop: bool = False,
    ) -> int:
        """Divide a dialogue into turns by another rule, or (None) by the best one; how many there are then.

        ``rule`` is the name of a rule of speaker markers or a regular expression. Raises UserError where
        there is no such rule, where the format of the file says where turns begin, and where tags would
        go, unless ``drop``.
        """
        found = importers.read_rule(rule) if rule is not None else None
        plan = read_by(self._project, dialogue.id, found, answers)
        take_over(self._project, plan, drop=drop)
        return len(plan.reading.turns)

    def _structure(self) -> Structure:
        """Corrects where turns begin; languages of new texts are found by the settings of the study."""
        follow_study(self._project)
        return self._project.structure

    def undo(self) -> bool:
        """Take back this annotator's last edit; False where there is none."""
        return self._project.history.undo() is not None

    def redo(self) -> bool:
        """Bring back what was last undone; False where there is nothing."""
        return self._project.history.redo() is not None

    def _label(self, name: str) -> str:
        """The key of a label by key or name. Raises UserError for none and for several."""
        labels = [label for facet in self.codebook.facets for label in facet.labels]
        found = [label.key for label in labels if label.key == name] or [
            label.key for label in labels if label.name.casefold() == name.casefold()
        ]
        if not found:
            raise UserError(
                "The codebook has no label called {name}", "", "Look at its labels in `codebook`", name=name
            )
        if len(found) > 1:
            raise UserError(
                "Several labels are called {name}",
                "{names}",
                "Name one by its key",
                name=name,
                names=", ".join(found),
            )
        return found[0]

    def _kind(self, facet: str) -> str:
        facets = {one.key: one.kind for one in self.codebook.facets}
        if facet not in facets:
            raise UserError(
                "There is no facet {facet}",
                "known are {names}",
                "Choose one of them",
                facet=facet,
                names=", ".join(facets),
            )
        return facets[facet]


def create_project(
    path: str | Path, *, annotator: str, name: str = "", codebook: Codebook | str = "default"
) -> EditableProject:
    """Make a new project file; ``codebook`` is one or the name of a starter codebook.

    Raises UserError where something of that name exists or there is no such codebook.
    """
    if isinstance(codebook, str) and codebook not in codebooks.STARTERS:
        raise UserError(
            "There is no starter codebook {codebook}",
            "known are {names}",
            "Choose one of them",
            codebook=codebook,
            names=", ".join(codebooks.STARTERS),
        )
    book = codebooks.starter(codebook) if isinstance(codebook, str) else codebook
    path = Path(path)
    made = Project.create(path, codebook=book, annotator=_person(annotator), name=name or path.stem)
    return EditableProject(made)


def edit_project(path: str | Path, *, annotator: str) -> EditableProject:
    """Open a project file to change it as somebody: the annotator of that name, new where there is none.

    Raises UserError where it cannot be opened, or another program is writing it.
    """
    path = Path(path)
    with Project.open(path, read_only=True) as project:
        known = {one.name: one for one in project.people.all() if one.kind == "human"}
    return EditableProject(Project.open(path, annotator=known.get(annotator) or _person(annotator)))


def _person(name: str) -> Annotator:
    """An annotator by name, with the same key in each project that a script of this name writes."""
    if not name.strip():
        raise UserError("An annotator needs a name", "", "Say whose the tags are")
    return Annotator(str(uuid.uuid5(_NAMESPACE, name)), name)


def _ids(turns: Turn | Iterable[Turn]) -> list[int]:
    return [turns.id] if isinstance(turns, Turn) else [turn.id for turn in turns]
