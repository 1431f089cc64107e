"""The log of a project as rows for a table: each change of each edit, with its place and in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields

from annotator.core.edit_sentences import sentence
from annotator.errors import Sentence
from annotator.model import Change, Codebook, Edit
from annotator.store import Project

_TURN, _EMPTY = Sentence("turn {n}"), Sentence("(empty)")
_PAGE = 500  # edits read at once
_EVERY = 2**62  # changes of an edit: all of them


@dataclass(frozen=True, slots=True)
class WantedEdits:
    """Which edits; None means no restriction. ``annotator`` and ``facet`` are keys, ``dialogue_id`` is a row;
    ``since`` and ``until`` are times (ISO 8601, UTC), of which the first counts and the other does not."""

    annotator: str | None = None
    dialogue_id: int | None = None
    facet: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class LogRow:
    """One change of one edit. ``old`` and ``new`` are None where there was, or is, nothing: a label that is
    called *none* stands there by its name.

    ``edit`` numbers the edits in the order in which they were made; ``sitting`` is the same for all that were
    made from one opening of the project to its closing; ``turn`` counts from 1. ``taken_back`` says whether
    the edit does not hold any more.
    """

    edit: int
    at: str
    annotator: str
    sitting: str
    did: str
    taken_back: bool
    dialogue: str | None
    turn: int | None
    kind: str
    facet: str | None
    field: str | None
    old: str | None
    new: str | None
    words: str


COLUMNS = tuple(field.name for field in fields(LogRow))


def log_rows(project: Project, wanted: WantedEdits, say: Callable[[str], str] = str) -> Iterator[LogRow]:
    """Every change of the edits that are wanted, the newest edit first, its changes in their order.

    ``say`` gives a template in the language wanted, English without it.
    """
    words = _KeyNames(project, say)
    before = None
    while edits := project.history.edits(_PAGE, before=before, **asdict(wanted)):
        for edit in edits:
            for change in project.history.changes(edit.id, _EVERY):
                yield words.row(edit, change)
        before = edits[-1].id


class _KeyNames:
    """Knows what the keys of the log are called."""

    def __init__(self, project: Project, say: Callable[[str], str]) -> None:
        self._project = project
        self._say = say
        self._book: Codebook = project.codebook.read()
        self._people = {one.key: one.name for one in project.people.all()}
        self._facets = {facet.key: facet.name for facet in self._book.facets}
        self._labels: dict[str, str] = dict(project.codebook.gone_labels())
        self._labels |= {label.key: label.name for facet in self._book.facets for label in facet.labels}
        self._titles: dict[int, str] = {}

    def row(self, edit: Edit, change: Change) -> LogRow:
        """One change as a row."""
        dialogue = self._title(change.dialogue_id)
        turn = None if change.position is None else change.position + 1
        facet = self._facets.get(change.facet, change.facet) or None
        old, new = self._value(change, change.old), self._value(change, change.new)
        what = facet or change.kind
        if change.field not in {"", "label", "value"}:
            what = f"{what} ({change.field})"
        place = [dialogue, None if turn is None else self._say(_TURN).format(n=turn)]
        said = f"{what}: {self._shown(old)} → {self._shown(new)}"
        return LogRow(
            edit.id,
            edit.at,
            self._people.get(edit.annotator, edit.annotator),
            edit.session,
            sentence(edit.summary, self._say),
            edit.reverted_by is not None,
            dialogue,
            turn,
            change.kind,
            facet,
            change.field or None,
            old,
            new,
            " · ".join([part for part in place if part] + [said]),
        )

    def _title(self, dialogue: int | None) -> str | None:
        if dialogue is None:
            return None
        if dialogue not in self._titles:
            page = self._project.dialogues.page([dialogue])
            self._titles[dialogue] = page[0].title if page else ""
        return self._titles[dialogue]

    def _value(self, change: Change, value: object) -> str | None:
        """A value as people know it; of a whole row what counts in it."""
        if isinstance(value, Mapping):
            return self._of_row(change, value)
        if value is None or value == "":
            return None
        if change.field in {"label", "parent"}:
            return self._labels.get(str(value), str(value))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | tuple):
            return " / ".join(map(str, value))
        return str(value)

    def _of_row(self, change: Change, row: Mapping[str, object]) -> str:
        if change.kind == "tag" and row.get("label"):
            parts = [self._labels.get(str(row["label"]), str(row["label"]))]
            if row.get("intensity"):
                parts.append(f"intensity {row['intensity']}")
            return ", ".join([*parts, *(["uncertain"] if row.get("uncertain") else [])])
        for name in ("value", "name", "title", "statement", "after"):
            if row.get(name):
                return str(row[name])
        return "set" if change.kind == "mark" else "there"

    def _shown(self, value: str | None) -> str:
        return self._say(_EMPTY) if value is None else value
