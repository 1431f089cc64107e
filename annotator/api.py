"""For scripts: a project read-only, its dialogues, turns and tags, as data frames; and repair of a text.

``import annotator`` brings nothing along; what is used here is loaded when it is first called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from annotator import filters, repair
from annotator.errors import UserError
from annotator.exchange.content import Scope, Selected
from annotator.exporters.tables import TAG_COLUMNS, Row, Tables
from annotator.model import Codebook, Dialogue, Tag, Turn
from annotator.store import Project

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

    ``where`` is a filter as the window and the command line write it; what is read then are
    the turns that fit.
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
        return self._project.codebook()

    def dialogues(self, where: str = "") -> Iterator[DialogueWithTurns]:
        """The dialogues in the order of import, one at a time in memory."""
        for record in self._selected(where).dialogues():
            turns = tuple(item.turn for item in record.turns)
            yield DialogueWithTurns(record.dialogue, turns, record.tags)

    def turns(self, where: str = "") -> Iterator[Turn]:
        """The turns of all dialogues."""
        for dialogue in self.dialogues(where):
            yield from dialogue.turns

    def tags(self, where: str = "") -> Iterator[Tag]:
        """Everybody's tags, those of whole dialogues too, suggestions as well (see their ``origin``)."""
        for dialogue in self.dialogues(where):
            yield from dialogue.tags
            for turn in dialogue.turns:
                yield from turn.tags

    def turns_frame(self, where: str = "", *, kind: FrameKind | None = None) -> Any:
        """A data frame with a row a turn; a facet is a column of lists of labels.

        ``kind`` chooses the library, else pandas is taken where it is installed, else Polars. Raises
        UserError where there is none.
        """
        content = self._selected(where)
        tables = Tables(content)
        rows = [row for record in content.dialogues() for row in tables.turns(record)]
        return _frame(rows, [column.name for column in tables.turn_columns], kind)

    def tags_frame(self, where: str = "", *, kind: FrameKind | None = None) -> Any:
        """A data frame with a row a tag; otherwise as :meth:`turns_frame`."""
        content = self._selected(where)
        tables = Tables(content)
        rows = [row for record in content.dialogues() for row in tables.tags(record)]
        return _frame(rows, [column.name for column in TAG_COLUMNS], kind)

    def _selected(self, where: str) -> Selected:
        scope = Scope(where=filters.parse(where) if where else None)
        return Selected(self._project, scope, whole=False, empty=True)


def open_project(path: str | Path) -> ReadOnlyProject:
    """Open a project file to read it. Raises UserError where it cannot be opened."""
    return ReadOnlyProject(Path(path))


def repair_text(text: str) -> str:
    """A text without the damage that wrong encodings did to it, as far as it can be undone.

    >>> repair_text("cafÃ© dÃ©jÃ  vu")
    'café déjà vu'
    """
    return repair.repair(text).text


def _frame(rows: list[Row], columns: list[str], kind: FrameKind | None) -> Any:
    for name in ("pandas", "polars") if kind is None else (kind,):
        try:
            library: Any = __import__(name)
        except ImportError:
            continue
        if name == "pandas":
            return library.DataFrame(rows, columns=columns)
        return library.DataFrame(rows, schema=columns, infer_schema_length=None)
    raise UserError(
        "There is no library for data frames",
        f"{kind or 'neither pandas nor polars'} is {'not ' if kind else ''}installed",
        f"Install one: pip install {kind or 'pandas'}",
    )
