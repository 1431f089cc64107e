"""What two project files say, compared by keys: settings, codebook, dialogues, turns, tags and marks.

Times, numbers of rows and the log are left out: two files that say the same have no differences. A dialogue
is the same in both where its key is, which follows from the bytes it was imported from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.codebooks import differences
from annotator.model import Codebook, DialogueRecord, Facet, Mark, Tag, Turn
from annotator.store import Project

Kind = Literal["project", "annotator", "facet", "label", "dialogue", "turn", "tag", "mark"]
KINDS: tuple[Kind, ...] = ("project", "annotator", "facet", "label", "dialogue", "turn", "tag", "mark")
_CHUNK = 200  # dialogues of each project that are held at once
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class DiffItem:
    """One thing that a project says: what kind of thing, and in which words.

    ``turn`` counts from 1; None for what stands on the dialogue as a whole, or on none.
    """

    kind: Kind
    text: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """One thing that is other in the new project: ``old`` is None where it is new, ``new`` where it is gone.

    ``dialogue`` is the title, ``speaker`` and ``said`` are those of the turn, "" where there is none.
    """

    kind: Kind
    dialogue: str
    turn: int | None
    speaker: str
    said: str
    old: str | None
    new: str | None


@dataclass(slots=True)
class DiffCounts:
    """How many things of each kind were added, removed and changed; ``dialogues`` differ."""

    added: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    removed: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    changed: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    dialogues: int = 0

    def take(self, one: ProjectDifference) -> None:
        """Count one."""
        into = self.added if one.old is None else self.removed if one.new is None else self.changed
        into[one.kind] += 1


def project_differences(old: Project, new: Project) -> Iterator[ProjectDifference]:
    """What the new project says otherwise: the project and its codebook first, then dialogue by dialogue."""
    before, after = _Words(old), _Words(new)
    yield from _compared("", before.project(), after.project())
    yield from _of_codebooks(before.book, after.book)
    mine, theirs = _dialogues(old), _dialogues(new)
    keys = list(dict.fromkeys([*theirs, *mine]))
    for at in range(0, len(keys), _CHUNK):
        chunk = keys[at : at + _CHUNK]
        was, will = _records(old, mine, chunk), _records(new, theirs, chunk)
        for key in chunk:
            one, other = was.get(key), will.get(key)
            title = next(record.dialogue.title for record in (other, one) if record is not None)
            yield from _compared(
                title, before.dialogue(one) if one else {}, after.dialogue(other) if other else {}
            )


def project_lines(project: Project) -> Iterator[str]:
    """What a project says, as lines; the same for projects without differences. For ``git``'s textconv."""
    words = _Words(project)
    yield from (item.text for item in words.project().values())
    yield from (item.text for item in words.codebook().values())
    for record in project.records.many(project.dialogues.ids()):
        yield ""
        for item in words.dialogue(record).values():
            deep = {"dialogue": "", "turn": "  "}.get(item.kind, "  " if item.turn is None else "    ")
            yield f"{deep}{item.text}"


def _dialogues(project: Project) -> dict[str, int]:
    return {one.key: one.id for one in project.dialogues.page(project.dialogues.ids())}


def _records(project: Project, ids: Mapping[str, int], keys: Iterable[str]) -> dict[str, DialogueRecord]:
    wanted = [ids[key] for key in keys if key in ids]
    return {record.dialogue.key: record for record in project.records.many(wanted)}


def _compared(
    dialogue: str, old: Mapping[_Key, DiffItem], new: Mapping[_Key, DiffItem]
) -> Iterator[ProjectDifference]:
    turns = {key[1]: item for items in (old, new) for key, item in items.items() if item.kind == "turn"}
    found = []
    for number, key in enumerate(dict.fromkeys([*new, *old])):
        one, other = old.get(key), new.get(key)
        if one is not None and other is not None and one.text == other.text:
            continue
        item = other or one
        assert item is not None  # noqa: S101 - the key is of one of them
        speaker, _, said = turns[key[1]].text.partition(": ") if item.turn is not None else ("", "", "")
        found.append(
            (item.turn or 0, number, ProjectDifference(item.kind, dialogue, item.turn, speaker, said,
                one.text if one else None, other.text if other else None))
        )  # fmt: skip
    yield from (each for _, _, each in sorted(found, key=lambda row: row[:2]))


def _of_codebooks(old: Codebook, new: Codebook) -> Iterator[ProjectDifference]:
    for one in differences(old, new):
        name = f"{one.kind} {one.key}"
        if one.field:
            was, will = f"{name}, {one.field}: {_plain(one.old)}", f"{name}, {one.field}: {_plain(one.new)}"
            yield ProjectDifference(one.kind, "", None, "", "", was, will)
        else:
            named = f"{name}: {one.name}"
            yield ProjectDifference(one.kind, "", None, "", "", one.old and named, one.new and named)  # type: ignore[arg-type]


def _plain(value: object) -> str:
    """A value of the codebook in one line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else " ".join(str(value).split())


class _Words:
    """What the keys of a project are called, and its things in words, by what they are known by."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.book = project.codebook.read()
        self._facets: dict[str, Facet] = {facet.key: facet for facet in self.book.facets}
        self._labels = dict(project.codebook.gone_labels())
        self._labels |= {label.key: label.name for facet in self.book.facets for label in facet.labels}
        self._people = {one.key: one for one in project.people.all()}

    def project(self) -> dict[_Key, DiffItem]:
        study = self._project.study.read()
        said = {
            "name": self._project.name,
            "languages": " ".join(study.languages),
            "names of no language": ", ".join(study.names),
            "acronyms belong to no language": _plain(study.acronyms_neutral),
            "suggestions": _plain(study.suggestions),
            "instructions": _plain(study.instructions),
        }
        found: dict[_Key, DiffItem] = {
            (name,): DiffItem("project", f"{name}: {text}") for name, text in said.items() if text
        }
        for one in sorted(self._people.values(), key=lambda one: one.key):
            found["annotator", one.key] = DiffItem("annotator", f"annotator: {one.name} ({one.kind})")
        return found

    def codebook(self) -> dict[_Key, DiffItem]:
        found: dict[_Key, DiffItem] = {}
        for facet in self.book.facets:
            kept = f"facet {facet.key}: {facet.name} ({facet.kind}{', retired' if facet.retired else ''})"
            found["facet", facet.key] = DiffItem("facet", kept)
            for label in facet.labels:
                gone = " (retired)" if label.retired else ""
                found["label", label.key] = DiffItem("label", f"  label {label.key}: {label.name}{gone}")
        return found

    def dialogue(self, record: DialogueRecord) -> dict[_Key, DiffItem]:
        targets = {one.key: one.statement for one in record.dialogue.targets}
        found: dict[_Key, DiffItem] = {("title",): DiffItem("dialogue", f"dialogue: {record.dialogue.title}")}
        for text in targets.values():
            found["target", text] = DiffItem("dialogue", f"target: {_plain(text)}")
        for tag in record.tags:
            found[self._known(tag, None, targets)] = DiffItem("tag", self._tag(tag, targets))
        for entry in record.turns:
            turn, number = entry.turn, entry.turn.position + 1
            found["turn", turn.key] = DiffItem("turn", f"{turn.speaker}: {_plain(turn.text)}", number)
            for tag in turn.tags:
                key = self._known(tag, turn, targets)
                found[key] = DiffItem("tag", self._tag(tag, targets), number)
            for mark in entry.marks:
                found["mark", turn.key, mark.kind, mark.annotator] = DiffItem(
                    "mark", self._mark(mark), number
                )
        return found

    def _known(self, tag: Tag, turn: Turn | None, targets: Mapping[str, str]) -> _Key:
        """What makes two tags answers to the same question, so that one stands for the other."""
        label = tag.label if self._facets[tag.facet].kind == "several" or tag.start is not None else ""
        place = (tag.start, tag.end, targets.get(tag.target or "", ""))
        return ("tag", turn and turn.key, tag.annotator, tag.facet, tag.origin, label, *place)

    def _tag(self, tag: Tag, targets: Mapping[str, str]) -> str:
        facet = self._facets[tag.facet]
        parts = [self._labels.get(tag.label, tag.label) if tag.label else _plain(tag.value)]
        if tag.start is not None and tag.end is not None:
            parts.append(f"characters {tag.start + 1} to {tag.end}")
        if tag.target is not None and len(targets) > 1:
            parts.append(f"toward {_plain(targets.get(tag.target, tag.target))}")
        if tag.intensity is not None:
            parts.append(f"intensity {tag.intensity}")
        parts += ["uncertain"] if tag.uncertain else []
        parts += [f"note: {_plain(tag.note)}"] if tag.note else []
        parts += [tag.origin] if tag.origin != "human" else []
        return f"{self._name(tag.annotator)} · {facet.name or facet.key}: {', '.join(parts)}"

    def _mark(self, mark: Mark) -> str:
        return f"{self._name(mark.annotator)} · {mark.kind}"

    def _name(self, key: str) -> str:
        one = self._people.get(key)
        return one.name if one is not None else key
