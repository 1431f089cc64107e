"""A project read by a script: dialogues, turns, tags, data frames, agreement, exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from annotator.api import notebook
from annotator.api.data_frames import FrameKind, frame
from annotator.exchange import Anonymised, ExportReport, TextKind, export_project, key_beside
from annotator.exchange.export_content import Scope, Selected
from annotator.exporters.tables import TAG_COLUMNS, Facets, Tables
from annotator.model import Codebook, Dialogue, Tag, Turn
from annotator.store import Project

if TYPE_CHECKING:
    from annotator.pictures import By, Data, Drawn
    from annotator.reliability import FacetAgreement


@dataclass(frozen=True, slots=True, repr=False)
class DialogueWithTurns:
    """A dialogue, its turns with the tags of everybody, and the tags of the dialogue as a whole."""

    dialogue: Dialogue
    turns: tuple[Turn, ...]
    tags: tuple[Tag, ...]

    @property
    def key(self) -> str:
        """The dialogue's key."""
        return self.dialogue.key

    @property
    def title(self) -> str:
        """The dialogue's title."""
        return self.dialogue.title

    def __repr__(self) -> str:
        tags = len(self.tags) + sum(len(turn.tags) for turn in self.turns)
        return f"<DialogueWithTurns {self.title!r}: {len(self.turns):,} turns, {tags:,} tags>"

    def _repr_html_(self) -> str:
        """For notebooks: the turns, speaker by speaker, with the names of their labels as chips."""
        return notebook.dialogue_html(self.dialogue, self.turns, self.tags)


class ReadOnlyProject:
    """A project file that is read and never changed; another program may have it open meanwhile.

    ``where`` is a filter as the window and the command line write it (docs/filters.md); what is read
    then are the turns that fit. It looks at everybody's tags. ``annotator`` (a name or a key, or several)
    narrows both, the tags that are read and those that the filter looks at. Raises UserError for a filter
    that cannot be read, and for a name that nothing and nobody in the project has.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def __repr__(self) -> str:
        return notebook.project_line(self._project, type(self).__name__)

    def _repr_html_(self) -> str:
        """For notebooks: what is in the project, and its first dialogue."""
        first = next(self.dialogues(), None)
        return notebook.project_html(self._project, None if first is None else first._repr_html_())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; doing it twice does no harm."""
        self._project.close()

    @property
    def name(self) -> str:
        """The project's name."""
        return self._project.name

    @property
    def codebook(self) -> Codebook:
        """Facets and labels."""
        return self._project.codebook.read()

    def agreement(self, *facets: str) -> tuple[FacetAgreement, ...]:
        """How far annotators agree on facets (keys), on all that two of them answered where none is named.

        Raises UserError where there is nothing to compare.
        """
        from annotator.reliability import compare  # noqa: PLC0415 - brings numpy along

        return compare([self._project], facets)

    def dialogues(
        self, where: str = "", *, annotator: str | Iterable[str] = ()
    ) -> Iterator[DialogueWithTurns]:
        """The dialogues in the order of import, one at a time in memory."""
        for record in self._selected(where, annotator).dialogues():
            turns = tuple(item.turn for item in record.turns)
            yield DialogueWithTurns(record.dialogue, turns, record.tags)

    def turns(self, where: str = "", *, annotator: str | Iterable[str] = ()) -> Iterator[Turn]:
        """The turns of all dialogues."""
        for dialogue in self.dialogues(where, annotator=annotator):
            yield from dialogue.turns

    def tags(self, where: str = "", *, annotator: str | Iterable[str] = ()) -> Iterator[Tag]:
        """Everybody's tags, those of whole dialogues too, suggestions as well (see their ``origin``)."""
        for dialogue in self.dialogues(where, annotator=annotator):
            yield from dialogue.tags
            for turn in dialogue.turns:
                yield from turn.tags

    def turns_frame(
        self,
        where: str = "",
        *,
        annotator: str | Iterable[str] = (),
        facets: Facets = "merged",
        kind: FrameKind | None = None,
    ) -> Any:
        """A data frame with a row a turn, its columns and their types always the same for a codebook.

        They are those of the Parquet exports: a facet is a column of lists, the names that anybody
        answered with. With ``facets`` "by annotator" there follows a column for each facet and annotator,
        such as ``stance (Ada)``, as Parquet has them where there are several annotators. ``kind``
        chooses the library, else pandas is taken where it is installed, else Polars. "arrow" gives a table of
        pyarrow, "datasets" a data set of Hugging Face. Raises UserError where the library is not installed.
        """
        content = self._selected(where, annotator)
        tables = Tables(content, facets)
        rows = [row for record in content.dialogues() for row in tables.turns(record)]
        return frame(rows, tables.turn_columns, kind)

    def tags_frame(
        self, where: str = "", *, annotator: str | Iterable[str] = (), kind: FrameKind | None = None
    ) -> Any:
        """A data frame with a row a tag; otherwise as :meth:`turns_frame`.

        Facet, label, annotator and origin are categories: those of the codebook and the project, whether
        a tag has them or not.
        """
        content = self._selected(where, annotator)
        tables = Tables(content)
        rows = [row for record in content.dialogues() for row in tables.tags(record)]
        return frame(rows, TAG_COLUMNS, kind, self._categories())

    def _categories(self) -> dict[str, list[str]]:
        facets = self.codebook.facets
        people = self._project.people.all()
        return {
            "facet": [facet.key for facet in facets],
            "label": ["", *(label.key for facet in facets for label in facet.labels)],
            "annotator": list(dict.fromkeys(one.name for one in people)),
            "origin": ["human", "imported", "suggested"],
        }

    def export(
        self,
        path: str | Path,
        *,
        format: str | None = None,  # noqa: A002 - what it is called everywhere
        where: str = "",
        annotator: str | Iterable[str] = (),
        text: TextKind = "repaired",
        machine: bool = True,
        anonymise: bool = False,
    ) -> ExportReport:
        """Write the project, or the turns that fit a filter, to a file that is then read back and compared.

        ``format`` is a key of ``annotator formats``, else the file's ending tells it. ``machine`` keeps the
        tags of programs, suggestions too. ``anonymise`` writes codes for speakers, files and dialogues; the
        key to them lies beside the project. The report says what the format could not hold, with counts.
        Raises UserError where it cannot be done; an older file is then as it was.
        """
        scope = replace(self._scope(where, annotator), text=text, machine=machine)
        hidden = Anonymised(key_beside(self._project.path)) if anonymise else None
        return export_project(self._project, Path(path), format=format, scope=scope, anonymised=hidden)

    def plot(
        self,
        name: str,
        *,
        dialogue: str = "",
        facet: str = "",
        annotator: str | Iterable[str] = (),
        by: By = "speaker",
        style: Literal["print", "light", "dark"] = "print",
        size: tuple[float, float] | None = None,
    ) -> Drawn:
        """A picture: its ``figure`` (of matplotlib), its ``data`` and its ``caption``.

        ``name`` is one of ``annotator plot --list``. ``dialogue`` is a title, a key or a number from 1, of
        the pictures of one dialogue; ``size`` is in inches. Raises UserError where matplotlib is not
        installed, and as :meth:`plot_data` does.
        """
        from annotator import pictures  # noqa: PLC0415 - brings numpy along

        data = self.plot_data(name, dialogue=dialogue, facet=facet, annotator=annotator, by=by)
        return pictures.draw(name, data, pictures.STYLES[style], size)

    def plot_data(
        self,
        name: str,
        *,
        dialogue: str = "",
        facet: str = "",
        annotator: str | Iterable[str] = (),
        by: By = "speaker",
    ) -> Data:
        """The table that a picture is drawn from, without drawing it: ``columns`` and ``rows``.

        Needs no matplotlib; ``pandas.DataFrame(data.rows, columns=data.columns)`` is its data frame. Raises
        UserError for a name, dialogue, facet or annotator that is not there, and where nothing is to be seen.
        """
        from annotator import pictures  # noqa: PLC0415 - as above

        project = self._project
        names = (annotator,) if isinstance(annotator, str) else annotator
        asked = pictures.Asked(
            dialogue=pictures.find_dialogue(project, dialogue),
            facet=facet,
            annotators=tuple(key for one in names for key in project.search.annotator_keys(one)),
            by=by,
        )
        return pictures.gather(project, name, asked)

    def _selected(self, where: str, annotator: str | Iterable[str]) -> Selected:
        return Selected(self._project, self._scope(where, annotator), whole=False, empty=True)

    def _scope(self, where: str, annotator: str | Iterable[str]) -> Scope:
        project = self._project
        names = (annotator,) if isinstance(annotator, str) else annotator
        return Scope(
            where=project.search.read_filter(where) if where else None,
            annotators=tuple(key for name in names for key in project.search.annotator_keys(name)),
        )


def open_project(path: str | Path) -> ReadOnlyProject:
    """Open a project file to read it. Raises UserError where it cannot be opened."""
    return ReadOnlyProject(Project.open(Path(path), read_only=True))
