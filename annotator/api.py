"""For scripts: a project read-only, its dialogues, turns and tags, as data frames; and repair of a text.

``import annotator`` brings nothing along; what is used here is loaded when it is first called.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from annotator import repair
from annotator.errors import UserError
from annotator.exchange.content import Scope, Selected
from annotator.exporters.tables import TAG_COLUMNS, Column, Facets, Row, Tables
from annotator.model import Codebook, Dialogue, Tag, Turn
from annotator.store import Project

if TYPE_CHECKING:
    from annotator.reliability import FacetAgreement

FrameKind = Literal["pandas", "polars"]


@dataclass(frozen=True, slots=True)
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


class ReadOnlyProject:
    """A project file that is read and never changed; another program may have it open meanwhile.

    ``where`` is a filter as the window and the command line write it (docs/filters.md); what is read
    then are the turns that fit. It looks at everybody's tags. ``annotator`` (a name or a key, or several)
    narrows both, the tags that are read and those that the filter looks at. Raises UserError for a filter
    that cannot be read, and for a name that nothing and nobody in the project has.
    """

    def __init__(self, path: Path) -> None:
        self._project = Project.open(path, read_only=True)

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
        chooses the library, else pandas is taken where it is installed, else Polars. Raises UserError
        where there is none.
        """
        content = self._selected(where, annotator)
        tables = Tables(content, facets)
        rows = [row for record in content.dialogues() for row in tables.turns(record)]
        return _frame(rows, tables.turn_columns, kind)

    def tags_frame(
        self, where: str = "", *, annotator: str | Iterable[str] = (), kind: FrameKind | None = None
    ) -> Any:
        """A data frame with a row a tag; otherwise as :meth:`turns_frame`."""
        content = self._selected(where, annotator)
        tables = Tables(content)
        rows = [row for record in content.dialogues() for row in tables.tags(record)]
        return _frame(rows, TAG_COLUMNS, kind)

    def _selected(self, where: str, annotator: str | Iterable[str]) -> Selected:
        project = self._project
        names = (annotator,) if isinstance(annotator, str) else annotator
        scope = Scope(
            where=project.search.read_filter(where) if where else None,
            annotators=tuple(key for name in names for key in project.search.annotator_keys(name)),
        )
        return Selected(project, scope, whole=False, empty=True)


def open_project(path: str | Path) -> ReadOnlyProject:
    """Open a project file to read it. Raises UserError where it cannot be opened."""
    return ReadOnlyProject(Path(path))


def repair_text(text: str) -> str:
    """A text without the damage that wrong encodings did to it, as far as it can be undone.

    Warns where a part of the engine cannot be loaded, so that less of it is right.

    >>> repair_text("cafÃ© dÃ©jÃ  vu")
    'café déjà vu'
    """
    repaired = repair.repair(text)
    if repaired.problem:
        warnings.warn(repaired.problem, RuntimeWarning, stacklevel=2)
    return repaired.text


# What a column is made of in either library. Lists are objects to pandas.
_PANDAS = {"text": "string", "whole": "Int64", "real": "Float64", "yes/no": "boolean", "texts": "object"}
_POLARS = {"text": "String", "whole": "Int64", "real": "Float64", "yes/no": "Boolean"}


def _frame(rows: list[Row], columns: Sequence[Column], kind: FrameKind | None) -> Any:
    """Rows as a data frame whose types are those of the columns, whatever the rows hold."""
    for name in ("pandas", "polars") if kind is None else (kind,):
        try:
            library: Any = __import__(name)
        except ImportError:
            continue
        if name == "pandas":
            types = {column.name: _PANDAS[column.kind] for column in columns}
            return library.DataFrame(rows, columns=list(types), dtype="object").astype(types)
        texts = library.List(library.String)
        schema = {
            column.name: texts if column.kind == "texts" else getattr(library, _POLARS[column.kind])
            for column in columns
        }
        return library.DataFrame(rows, schema=schema)
    raise UserError(
        "There is no library for data frames",
        f"{kind or 'neither pandas nor polars'} is {'not ' if kind else ''}installed",
        f"Install one: pip install {kind or 'pandas'}",
    )
