"""Random edits, undo, redo, revert and reopening against a model that is a few dictionaries."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.model import Annotator
from annotator.store import Project
from tests.store.building import ADA, BEN, new_project, prepared

TURNS = st.lists(st.integers(1, 4), min_size=1, max_size=4)
SINGLE = {"stance": ("stance.favor", "stance.against"), "language": ("language.zh", "language.en")}
TOPICS = ("topic.art", "topic.music", "topic.old")

# One tag is (annotator, turn, facet, label); its fields are a dictionary. A model edit is the
# list of (row, fields before or None, fields after or None).
Fields = dict[str, Any]
Place = tuple[str, int, str, str]
Row = tuple[Place, Fields | None, Fields | None]


@dataclass
class Step:
    """What an edit did in the model: by tag, its fields before and after."""

    rows: list[tuple[int, Fields | None, Fields | None]]


@dataclass
class Model:
    """Tags by a number that never comes twice, what each annotator can undo, and what this sitting redoes."""

    tags: dict[int, Fields] = field(default_factory=dict)
    edits: list[Step] = field(default_factory=list)
    undos: dict[str, list[int]] = field(default_factory=lambda: {ADA.key: [], BEN.key: []})
    who: str = ADA.key
    redo: list[int] = field(default_factory=list)
    born: int = 0

    @property
    def undo(self) -> list[int]:
        return self.undos[self.who]

    def find(self, **wanted: object) -> list[int]:
        return [n for n, tag in self.tags.items() if all(tag[key] == value for key, value in wanted.items())]

    def do(self, rows: list[tuple[int, Fields | None, Fields | None]]) -> None:
        rows = [row for row in rows if row[1] != row[2]]
        if rows:
            self._apply(rows)
            self.undo.append(len(self.edits) - 1)
            self.redo.clear()

    def _apply(self, rows: list[tuple[int, Fields | None, Fields | None]]) -> None:
        for number, _, after in rows:
            if after is None:
                del self.tags[number]
            else:
                self.tags[number] = dict(after)
        self.edits.append(Step(rows))

    def inverse(self, edit: int) -> tuple[list[tuple[int, Fields | None, Fields | None]], int]:
        """What of an edit can be taken back, and how many rows cannot.

        Of a changed row only the fields count that the edit changed.
        """
        rows: list[tuple[int, Fields | None, Fields | None]] = []
        skipped = 0
        for number, before, after in reversed(self.edits[edit].rows):
            now = self.tags.get(number)
            if before is not None and after is not None:
                changed = {key for key in after if before[key] != after[key]}
                fits = now is not None and all(now[key] == after[key] for key in changed)
                back = None if now is None else now | {key: before[key] for key in changed}
            else:
                fits = now == after and (before is None or not self._taken(before))
                back = before
            if fits:
                rows.append((number, now, back))
            else:
                skipped += 1
        return rows, skipped

    def _taken(self, tag: Fields) -> bool:
        same = {key: tag[key] for key in ("annotator", "turn", "facet")}
        if tag["facet"] == "topic":
            same["label"] = tag["label"]
        return bool(self.find(**same))

    def back(self, stack: list[int], other: list[int]) -> int:
        edit = stack.pop()
        rows, skipped = self.inverse(edit)
        self._apply(rows)
        other.append(len(self.edits) - 1)
        return skipped


class Editing(RuleBasedStateMachine):
    people: tuple[Annotator, ...] = (ADA, BEN)

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.model = Model()
        self.ids: list[int] = []  # the store's edit of each of the model's
        self.who: Annotator = ADA

    @initialize()
    def begin(self) -> None:
        self.project = new_project(self.folder / "m.dap", [prepared(0, turns=4)])
        # What lies below everything: Ada imported the dialogue.
        self.beginnings = {ADA.key: self.project.history.next_undo()}
        self.reopen(ADA)

    def teardown(self) -> None:
        self.project.close()
        shutil.rmtree(self.folder)

    def _noted(self, edit: int | None, count: int) -> None:
        if len(self.model.edits) > count:
            assert edit is not None
            self.ids.append(edit)
        else:
            assert edit is None

    @rule(
        turns=TURNS,
        facet=st.sampled_from(list(SINGLE)),
        which=st.integers(0, 1),
        uncertain=st.none() | st.booleans(),
    )
    def give(self, turns: list[int], facet: str, which: int, uncertain: bool | None) -> None:
        label = SINGLE[facet][which]
        count = len(self.model.edits)
        rows: list[tuple[int, Fields | None, Fields | None]] = []
        for turn in dict.fromkeys(turns):
            for number in self.model.find(annotator=self.who.key, turn=turn, facet=facet):
                before = self.model.tags[number]
                stays = before["label"] == label and uncertain is None
                after = before | {
                    "label": label,
                    "uncertain": before["uncertain"] if stays else bool(uncertain),
                }
                rows.append((number, dict(before), after))
                break
            else:
                rows.append(self._new(turn, facet, label, uncertain=bool(uncertain)))
        self.model.do(rows)
        self._noted(self.project.tags.add(turns, label, uncertain=uncertain).edit, count)

    def _new(
        self, turn: int, facet: str, label: str, *, uncertain: bool, who: str = ""
    ) -> tuple[int, None, Fields]:
        self.model.born += 1
        return self.model.born, None, {
            "annotator": who or self.who.key, "turn": turn, "facet": facet, "label": label,
            "uncertain": uncertain, "note": "",
        }  # fmt: skip

    @rule(turns=TURNS, label=st.sampled_from(TOPICS))
    def add(self, turns: list[int], label: str) -> None:
        count = len(self.model.edits)
        here = {"annotator": self.who.key, "facet": "topic", "label": label}
        self.model.do(
            [
                self._new(turn, "topic", label, uncertain=False)
                for turn in dict.fromkeys(turns)
                if not self.model.find(turn=turn, **here)
            ]
        )
        self._noted(self.project.tags.add(turns, label).edit, count)

    @rule(turns=TURNS, facet=st.sampled_from([*SINGLE, "topic"]))
    def clear(self, turns: list[int], facet: str) -> None:
        count = len(self.model.edits)
        numbers = [
            n
            for turn in dict.fromkeys(turns)
            for n in self.model.find(annotator=self.who.key, turn=turn, facet=facet)
        ]
        self.model.do([(n, dict(self.model.tags[n]), None) for n in numbers])
        self._noted(self.project.tags.clear(turns, facet).edit, count)

    @rule(turns=TURNS, facet=st.sampled_from([*SINGLE, "topic"]), note=st.sampled_from(["", "a", "b"]))
    def remark(self, turns: list[int], facet: str, note: str) -> None:
        count = len(self.model.edits)
        numbers = [
            n
            for turn in dict.fromkeys(turns)
            for n in self.model.find(annotator=self.who.key, turn=turn, facet=facet)
        ]
        self.model.do([(n, dict(self.model.tags[n]), self.model.tags[n] | {"note": note}) for n in numbers])
        self._noted(self.project.tags.set_fields(turns, facet, note=note).edit, count)

    @rule()
    def undo(self) -> None:
        if self.model.undo:
            self._walk(self.project.history.undo, self.model.undo, self.model.redo)
        else:
            assert self.project.history.undo(0) is None, "the import stays"

    @rule()
    def redo(self) -> None:
        self._walk(self.project.history.redo, self.model.redo, self.model.undo)

    def _walk(self, step: Any, stack: list[int], other: list[int]) -> None:
        if not stack:
            assert step() is None
            return
        skipped = self.model.back(stack, other)
        changes = step()
        assert changes.skipped == skipped
        self.ids.append(changes.edit)

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def revert(self, data: st.DataObject) -> None:
        edit = data.draw(st.integers(0, len(self.ids) - 1))
        rows, skipped = self.model.inverse(edit)
        count = len(self.model.edits)
        self.model.do(rows)
        changes = self.project.history.revert(self.ids[edit])
        assert changes.skipped == skipped
        self._noted(changes.edit, count)

    @rule(who=st.sampled_from([ADA, BEN]))
    def reopen(self, who: Annotator) -> None:
        self.project.close()
        self.project = Project.open(self.folder / "m.dap", annotator=who)
        self.who = who
        self.model.who = who.key
        self.model.redo.clear()

    @invariant()
    def same(self) -> None:
        everybody = [one.key for one in self.people]
        found = sorted(
            (tag.annotator, tag.turn_id, tag.facet, tag.label, tag.uncertain, tag.note)
            for turn in self.project.turns.page(range(1, 5), everybody)
            for tag in turn.tags
        )
        keys = ("annotator", "turn", "facet", "label", "uncertain", "note")
        assert found == sorted(tuple(tag[key] for key in keys) for tag in self.model.tags.values())
        wanted = self.ids[self.model.undo[-1]] if self.model.undo else self.beginnings.get(self.who.key)
        assert self.project.history.next_undo() == wanted
        assert bool(self.project.history.can_redo) == bool(self.model.redo)

    @rule()
    def check(self) -> None:
        assert self.project.check() == []


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
