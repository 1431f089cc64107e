"""What one edit changed, line by line, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from annotator.model import Change, Codebook, Dialogue, Edit, Turn
from annotator.ui.panels.history.change_texts import (
    Place,
    change_words,
    edit_words,
    place_words,
    subject_words,
    with_turn,
)
from annotator.ui.texts.counted_texts import turns_words
from annotator.ui.texts.label_names import toward
from annotator.ui.workspace.workspace_state import WorkspaceState

SHOWN = 100  # changes of one edit that are put in words
_SAY_MOST = {"", "label", "value", "after"}  # fields


class EditDetails:
    """The changes of one edit with the turns and dialogues they concern."""

    def __init__(self, workspace: WorkspaceState, edit: Edit, limit: int | None = None) -> None:
        self._workspace = workspace
        self._edit = edit
        project = workspace.project
        self.changes: Sequence[Change] = (
            project.history.changes(edit.id, limit or SHOWN) if project is not None else ()
        )
        self.rest = max(0, edit.change_count - len(self.changes))
        self._turns = self._read_turns(turn for turn in map(turn_of, self.changes) if turn is not None)
        self._dialogues = self._read_dialogues()
        self._names = {one.key: one.title for one in self._dialogues.values()}
        for one in self._dialogues.values():
            self._names.update((target.key, target.statement) for target in one.targets)
            self._names.update((f"{one.id}/{target.key}", target.statement) for target in one.targets)
        if project is not None and any(change.field == "annotator" for change in self.changes):
            self._names.update((one.key, one.name) for one in project.people.all())
        if project is not None and not _labels_of(self.changes) <= _labels_in(workspace.codebook):
            self._names.update(project.codebook.gone_labels())

    @property
    def turns(self) -> frozenset[int]:
        """The turns, by id, that the changes concern and that are there."""
        return frozenset(self._turns)

    def lines(self) -> list[str]:
        """The changes in words."""
        codebook = self._workspace.codebook
        return [change_words(change, codebook, self._place(change)) for change in self.changes]

    def subjects(self) -> list[str]:
        """What the changes are about: ``Stance of turn 2``."""
        codebook = self._workspace.codebook
        return [subject_words(change, codebook, self._place(change)) for change in self.changes]

    def sentence(self) -> str:
        """The edit in a line: ``turn 2 · Stance: (empty) → against``, or of many things what was done."""
        codebook, summary = self._workspace.codebook, self._edit.summary
        turns = {turn_of(change) for change in self.changes}
        alone = len(turns) == 1 and (None not in turns or len(self.changes) == 1)
        if self.changes and alone and not self.rest:
            # Who gives another label may change how strong it is, too; the label comes first.
            main = min(self.changes, key=lambda change: change.field not in _SAY_MOST)
            if (
                main.kind == "step" and main.field not in _SAY_MOST
            ):  # a repair was accepted: who and when it was
                return with_turn(edit_words(summary), self._place(main))
            return place_words(main, codebook, self._place(main))
        label = summary.arguments.get("label")
        if summary.code == "turns.tag" and label and not summary.roles:
            given = {one.key: (facet.name, one.name) for facet in codebook.facets for one in facet.labels}
            if label in given:
                turns_said = turns_words(int(str(summary.arguments.get("n", 0))))
                return f"{turns_said} · {' → '.join(given[str(label)])}"
        return edit_words(summary)

    def title(self) -> str:
        """The title of the one dialogue that the changes are about; "" for none, or several."""
        titles = {one.id: one.title for one in self._dialogues.values()}
        project = self._workspace.project
        if len(titles) != 1 or project is None:
            return ""
        # Of a large edit only the first changes have been read.
        whole = not self.rest or project.history.within_one_dialogue(self._edit.id)
        return next(iter(titles.values())) if whole else ""

    def first_turn(self) -> Turn | None:
        """The first turn that the edit concerns and that is there, None where none is."""
        return next((self._turns[t] for t in map(turn_of, self.changes) if t in self._turns), None)

    def first_dialogue(self) -> int | None:
        """The first dialogue that the edit concerns, None where none is there."""
        turn = self.first_turn()
        if turn is not None:
            return turn.dialogue_id
        ids = (dialogue_of(change) for change in self.changes)
        return next((number for number in ids if number in self._dialogues), None)

    def _place(self, change: Change) -> Place:
        turn = self._turns.get(turn_of(change) or -1)
        dialogue = self._dialogues.get(turn.dialogue_id if turn is not None else dialogue_of(change) or -1)
        tag = next((tag for tag in turn.tags if tag.key == change.key), None) if turn is not None else None
        row = change.new if isinstance(change.new, Mapping) else change.old
        key = row.get("target") if isinstance(row, Mapping) else tag.target if tag is not None else None
        targets = dialogue.targets if dialogue is not None else ()
        return Place(
            turn_number=turn.position + 1 if turn is not None else None,
            dialogue=dialogue.title if dialogue is not None else "",
            facet=tag.facet if tag is not None else "",
            names=self._names,
            target=toward(key if isinstance(key, str) else None, targets),
        )

    def _read_turns(self, ids: Iterable[int]) -> dict[int, Turn]:
        project = self._workspace.project
        wanted = list(dict.fromkeys(ids))
        if project is None or not wanted:
            return {}
        everybody = [one.key for one in project.people.all()]
        return {turn.id: turn for turn in project.turns.page(wanted, everybody)}

    def _read_dialogues(self) -> dict[int, Dialogue]:
        project = self._workspace.project
        ids = {turn.dialogue_id for turn in self._turns.values()}
        ids.update(number for change in self.changes if (number := dialogue_of(change)) is not None)
        known = set(self._workspace.cursor.dialogue_ids)
        ids &= known
        if project is None or not ids:
            return {}
        return {one.id: one for one in project.dialogues.page(sorted(ids))}


def _labels_of(changes: Iterable[Change]) -> set[object]:
    """The keys of the labels that changes are about."""
    found: set[object] = set()
    for change in changes:
        if change.kind == "label":
            found.add(change.key)
        if change.field in {"label", "parent"}:
            found |= {change.old, change.new}
        for row in (change.old, change.new):
            if isinstance(row, Mapping):
                found |= {row.get("label"), row.get("parent")}
    return found - {None, ""}


def _labels_in(codebook: Codebook) -> set[object]:
    return {label.key for facet in codebook.facets for label in facet.labels}


def turn_of(change: Change) -> int | None:
    """The turn that a change concerns, None where it concerns none."""
    return change.turn_id if change.turn_id is not None else _number(change, "turn")


def dialogue_of(change: Change) -> int | None:
    """The dialogue that a change names, None where it names none; a target's key begins with it."""
    if change.kind == "target" and change.key.partition("/")[0].isdecimal():
        return int(change.key.partition("/")[0])
    return _number(change, "dialogue")


def _number(change: Change, field: str) -> int | None:
    for row in (change.new, change.old):
        if isinstance(row, Mapping) and isinstance(row.get(field), int):
            return int(row[field])
    return None
