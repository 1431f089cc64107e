"""What two project files say, compared by keys: settings, codebook, dialogues, turns, tags and marks.

Times, numbers of rows and the log are left out: two files that say the same have no differences. A dialogue
is the same in both where its key is, which follows from the bytes it was imported from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from annotator.codebooks import differences
from annotator.errors import Sentence
from annotator.model import Codebook, DialogueRecord, Facet, Mark, Tag, Turn
from annotator.store import Project

Kind = Literal["project", "annotator", "facet", "label", "dialogue", "turn", "tag", "mark"]
KINDS: tuple[Kind, ...] = ("project", "annotator", "facet", "label", "dialogue", "turn", "tag", "mark")
_CHUNK = 200  # dialogues of each project that are held at once
_Key = tuple[object, ...]

_NAMES = {
    "annotator": Sentence("annotator"),
    "facet": Sentence("facet"),
    "label": Sentence("label"),
    "dialogue": Sentence("dialogue"),
    "target": Sentence("target"),
}
_FIELDS = {
    "name": Sentence("name"),
    "kind": Sentence("kind"),
    "scope": Sentence("scope"),
    "question": Sentence("question"),
    "definition": Sentence("definition"),
    "examples": Sentence("examples"),
    "colour": Sentence("colour"),
    "shortcut": Sentence("shortcut"),
    "parent": Sentence("parent"),
    "position": Sentence("position"),
    "targeted": Sentence("targeted"),
    "intensity": Sentence("intensity"),
    "open": Sentence("open"),
    "detected": Sentence("detected"),
    "retired": Sentence("retired"),
}
_VALUES = {
    "human": Sentence("human"),
    "machine": Sentence("machine"),
    "single": Sentence("single"),
    "several": Sentence("several"),
    "ordinal": Sentence("ordinal"),
    "text": Sentence("text"),
    "flag": Sentence("flag"),
    "bookmark": Sentence("bookmark"),
    "suggested": Sentence("suggested"),
    "imported": Sentence("imported"),
}
_YES, _NO, _RETIRED = Sentence("yes"), Sentence("no"), Sentence("retired")


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


def project_differences(
    old: Project, new: Project, say: Callable[[str], str] = str
) -> Iterator[ProjectDifference]:
    """What the new project says otherwise: the project and its codebook first, then dialogue by dialogue.

    ``say`` puts sentences into the language of whoever reads them.
    """
    before, after = _Words(old, say), _Words(new, say)
    yield from _compared("", before.project(), after.project())
    yield from _of_codebooks(before.book, after.book, say)
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
    words = _Words(project, str)
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


def _of_codebooks(old: Codebook, new: Codebook, say: Callable[[str], str]) -> Iterator[ProjectDifference]:
    for one in differences(old, new):
        name = f"{say(_NAMES[one.kind])} {one.key}"
        if one.field:
            field = say(_FIELDS.get(one.field, one.field))
            was, will = (f"{name}, {field}: {_value(value, say)}" for value in (one.old, one.new))
            yield ProjectDifference(one.kind, "", None, "", "", was, will)
        else:
            named = f"{name}: {one.name}"
            yield ProjectDifference(one.kind, "", None, "", "", one.old and named, one.new and named)  # type: ignore[arg-type]


def _value(value: object, say: Callable[[str], str]) -> str:
    """A value of the codebook or the study in one line; yes and no in the reader's language."""
    return say(_YES if value else _NO) if isinstance(value, bool) else _plain(value)


def _plain(text: object) -> str:
    """A text in one line."""
    return "" if text is None else " ".join(str(text).split())


class _Words:
    """What the keys of a project are called, and its things in words, by what they are known by."""

    def __init__(self, project: Project, say: Callable[[str], str]) -> None:
        self._project = project
        self._say = say
        self.book = project.codebook.read()
        self._facets: dict[str, Facet] = {facet.key: facet for facet in self.book.facets}
        self._labels = dict(project.codebook.gone_labels())
        self._labels |= {label.key: label.name for facet in self.book.facets for label in facet.labels}
        self._people = {one.key: one for one in project.people.all()}

    def project(self) -> dict[_Key, DiffItem]:
        study = self._project.study.read()
        said = {
            Sentence("name"): self._project.name,
            Sentence("languages"): " ".join(study.languages),
            Sentence("names of no language"): ", ".join(study.names),
            Sentence("acronyms belong to no language"): _value(study.acronyms_neutral, self._say),
            Sentence("suggestions"): _value(study.suggestions, self._say),
            Sentence("instructions"): _plain(study.instructions),
        }
        found: dict[_Key, DiffItem] = {
            (name,): DiffItem("project", f"{self._say(name)}: {text}") for name, text in said.items() if text
        }
        for one in sorted(self._people.values(), key=lambda one: one.key):
            kind = self._say(_VALUES.get(one.kind, one.kind))
            text = f"{self._say(_NAMES['annotator'])}: {one.name} ({kind})"
            found["annotator", one.key] = DiffItem("annotator", text)
        return found

    def codebook(self) -> dict[_Key, DiffItem]:
        found: dict[_Key, DiffItem] = {}
        for facet in self.book.facets:
            kind = self._say(_VALUES.get(facet.kind, facet.kind))
            kind += f", {self._say(_RETIRED)}" if facet.retired else ""
            kept = f"{self._say(_NAMES['facet'])} {facet.key}: {facet.name} ({kind})"
            found["facet", facet.key] = DiffItem("facet", kept)
            for label in facet.labels:
                gone = f" ({self._say(_RETIRED)})" if label.retired else ""
                text = f"  {self._say(_NAMES['label'])} {label.key}: {label.name}{gone}"
                found["label", label.key] = DiffItem("label", text)
        return found

    def dialogue(self, record: DialogueRecord) -> dict[_Key, DiffItem]:
        targets = {one.key: one.statement for one in record.dialogue.targets}
        title = f"{self._say(_NAMES['dialogue'])}: {record.dialogue.title}"
        found: dict[_Key, DiffItem] = {("title",): DiffItem("dialogue", title)}
        for text in targets.values():
            found["target", text] = DiffItem("dialogue", f"{self._say(_NAMES['target'])}: {_plain(text)}")
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
            parts.append(Sentence("characters {first} to {last}", first=tag.start + 1, last=tag.end))
        if tag.target is not None and len(targets) > 1:
            target = _plain(targets.get(tag.target, tag.target))
            parts.append(Sentence("toward {target}", target=target))
        if tag.intensity is not None:
            parts.append(Sentence("intensity {n}", n=tag.intensity))
        parts += [Sentence("uncertain")] if tag.uncertain else []
        parts += [Sentence("note: {text}", text=_plain(tag.note))] if tag.note else []
        parts += [_VALUES.get(tag.origin, tag.origin)] if tag.origin != "human" else []
        answer, *others = parts  # the answer is of the study, and stays as it is
        said = ", ".join([answer, *map(self._say, others)])
        return f"{self._name(tag.annotator)} · {facet.name or facet.key}: {said}"

    def _mark(self, mark: Mark) -> str:
        return f"{self._name(mark.annotator)} · {self._say(_VALUES.get(mark.kind, mark.kind))}"

    def _name(self, key: str) -> str:
        one = self._people.get(key)
        return one.name if one is not None else key
