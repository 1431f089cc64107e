"""Random changes of structure, tags, texts and speakers, taken back and made again: each state comes back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotator.errors import UserError
from annotator.model import Changes, Gap, PreparedDialogue, PreparedTurn, RepairStep, TurnLanguage
from annotator.store import Project
from annotator.store.dialogue_reading import NewTurn
from tests.store.building import ADA, DAMAGED, TARGET, new_project, source_of

PLACE = st.integers(0, 40)
TURNS = (
    PreparedTurn("A", "[A]: ", "Hello  there, you.", "Hello  there, you.", gaps=(Gap(5, 7, "double space"),)),
    replace(DAMAGED, lead="\n[B]: "),
    PreparedTurn(
        "A", "\n[A]: ", "xxÃ¶yy zÃ¶Ã¤z end", "xxöyy zöäz end",
        steps=(
            RepairStep(2, 4, "Ã¶", "ö", "encoding", "utf-8 read as latin-1", 1.0),
            RepairStep(8, 12, "Ã¶Ã¤", "öä", "encoding", "utf-8 read as latin-1", 1.0, (("öä", 1.0),)),
        ),
        meta={"start": 1.5, "end": 2.5},
    ),
    PreparedTurn("", "\n", "(laughter)", "(laughter)"),
    PreparedTurn(
        "B", "\n[B]: ", "ab cd", "a\u200db c\u200dd",
        steps=tuple(RepairStep(at, at, "", "\u200d", "joiner", "cut", 0.9) for at in (1, 4)),
    ),
)  # fmt: skip
LABELS = ("stance.favor", "stance.against", "topic.art")


def find(text: str) -> tuple[tuple[Gap, ...], TurnLanguage | None]:
    """The gaps and the language of a text, as somebody might find them."""
    at = text.find("  ")
    gaps = (Gap(at, at + 2, "double space"),) if at >= 0 else ()
    return gaps, TurnLanguage("en", None, None, (("en", len(text.split())),)) if len(text) % 2 else None


def picture(project: Project) -> Any:
    """All there is, without row numbers of steps and the times of tags."""
    record = project.records.one(1)
    turns = [
        (
            each.lead, each.lead_steps, each.marks, replace(each.turn, tags=()),
            [replace(tag, at="") for tag in each.turn.tags],
        )
        for each in record.turns
    ]  # fmt: skip
    offers = [(offer.id, offer.turn_id) for offer in project.suggestions.offers()]
    return record.dialogue, turns, record.tail, record.tail_steps, project.structure.remarks(1), offers


class Correcting(RuleBasedStateMachine):
    finder: Callable[[str], Any] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())

    @initialize()
    def begin(self) -> None:
        turns: tuple[PreparedTurn, ...] = TURNS
        if self.finder is not None:  # as at an import
            found = [self.finder(turn.text) for turn in TURNS]
            turns = tuple(
                replace(turn, gaps=gaps, language=language)
                for turn, (gaps, language) in zip(TURNS, found, strict=True)
            )
        dialogue = PreparedDialogue("talk", turns, "\n", target=TARGET, rule="brackets")
        self.project = new_project(self.folder / "s.dap", [source_of("talk.txt", (dialogue,))])
        self.project.suggestions.record_offer(4, "topic", [("topic.art", 0.5)])
        self.project.finder = self.finder
        self.received = self._received()
        self.states = [picture(self.project)]
        self.now = 0
        self.redoable = 0

    def _received(self) -> str:
        record = self.project.records.one(1)
        return "".join(part for x in record.turns for part in (x.lead, x.turn.received)) + record.tail

    def do(self, edit: Callable[[], Changes]) -> None:
        try:
            changes = edit()
        except UserError:
            assert picture(self.project) == self.states[self.now], "a refused edit changes nothing"
            return
        if changes.edit is not None:
            del self.states[self.now + 1 :]
            self.states.append(picture(self.project))
            self.now += 1
            self.redoable = 0

    def turn(self, number: int) -> int:
        ids = self.project.turns.ids(1)
        return ids[number % len(ids)]

    def text(self, turn: int) -> str:
        return self.project.turns.page([turn])[0].text

    # --- structure ----------------------------------------------------------------------------

    @rule(number=PLACE, at=PLACE, marker=st.integers(0, 3), speaker=st.sampled_from([None, "C"]))
    def split(self, number: int, at: int, marker: int, speaker: str | None) -> None:
        turn = self.turn(number)
        length = len(self.text(turn))
        at = at % (length + 1)
        marker = min(marker, length - at)
        self.do(lambda: self.project.structure.split(turn, at, speaker=speaker, marker=marker))

    @rule(number=PLACE, drop=st.booleans())
    def join(self, number: int, drop: bool) -> None:
        turn = self.turn(number)
        self.do(lambda: self.project.structure.join(turn, drop=drop))

    @rule(number=PLACE, drop=st.booleans())
    def set_aside(self, number: int, drop: bool) -> None:
        turn = self.turn(number)
        self.do(lambda: self.project.structure.set_aside(turn, drop=drop))

    @rule(number=PLACE)
    def restore(self, number: int) -> None:
        if remarks := self.project.structure.remarks(1):
            self.do(lambda: self.project.structure.restore(remarks[number % len(remarks)].id))

    @rule(places=st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True), drop=st.booleans())
    def read_again(self, places: list[int], drop: bool) -> None:
        size = len(self.project.structure.text_to_read(1))
        ends = [min(place, size) for place in sorted(places)]
        turns = [
            NewTurn(start, end, f"S{number}", {})
            for number, (start, end) in enumerate(zip(ends[::2], ends[1::2], strict=False))
            if start < end
        ]
        if turns:
            self.do(lambda: self.project.structure.read_again(1, turns, "other", drop=drop))

    # --- what hangs on it ---------------------------------------------------------------------

    @rule(numbers=st.lists(PLACE, min_size=1, max_size=3), label=st.sampled_from(LABELS))
    def tag(self, numbers: list[int], label: str) -> None:
        turns = list({self.turn(number): None for number in numbers})
        self.do(lambda: self.project.tags.add(turns, label))

    @rule(number=PLACE, start=PLACE, length=st.integers(1, 12))
    def span(self, number: int, start: int, length: int) -> None:
        turn = self.turn(number)
        size = len(self.text(turn))
        if size:
            start %= size
            end = min(size, start + length)
            self.do(lambda: self.project.tags.add_span(turn, start, end, "passage.joke"))

    @rule(number=PLACE, on=st.booleans())
    def mark(self, number: int, on: bool) -> None:
        turn = self.turn(number)
        self.do(lambda: self.project.marks.set([turn], "flag", on=on))

    @rule(number=PLACE, at=PLACE, length=st.integers(0, 3), text=st.sampled_from(["", "q", "two words"]))
    def correct(self, number: int, at: int, length: int, text: str) -> None:
        turn = self.turn(number)
        size = len(self.text(turn))
        at %= size + 1
        self.do(lambda: self.project.repairs.correct(turn, text, at, min(size, at + length)))

    @rule(number=PLACE, verb=st.sampled_from(["accept", "keep_received", "reopen"]))
    def decide(self, number: int, verb: str) -> None:
        steps = [doubt.id for doubt in self.project.doubts.page(2.0, 1_000, which="all")]
        if steps:
            self.do(lambda: getattr(self.project.repairs, verb)([steps[number % len(steps)]]))

    @rule(number=PLACE, name=st.sampled_from(["A", "B", "Zoe"]), whole=st.booleans())
    def speaker(self, number: int, name: str, whole: bool) -> None:
        turn = self.turn(number)
        old = self.project.turns.page([turn])[0].speaker
        if whole:
            self.do(lambda: self.project.speakers.rename(old, name))
        else:
            self.do(lambda: self.project.speakers.change([turn], name))

    # --- and back -----------------------------------------------------------------------------

    @rule()
    def undo(self) -> None:
        if self.now:
            assert self.project.history.undo() is not None
            self.now -= 1
            self.redoable += 1
            assert picture(self.project) == self.states[self.now]

    @rule()
    def redo(self) -> None:
        if self.redoable:
            assert self.project.history.redo() is not None
            self.now += 1
            self.redoable -= 1
            assert picture(self.project) == self.states[self.now]

    @rule(number=st.integers(0, 20))
    def revert(self, number: int) -> None:
        edits = [edit for edit in self.project.history.edits(50) if edit.session][:-1]
        if edits:
            self.do(lambda: self.project.history.revert(edits[number % len(edits)].id))

    @rule()
    def reopen(self) -> None:
        self.project.close()
        self.project = Project.open(self.folder / "s.dap", annotator=ADA)
        self.project.finder = self.finder
        self.project.index.update()
        self.redoable = 0

    @invariant()
    def sound(self) -> None:
        assert self.project.check(lambda data, encoding: data.decode(encoding)) == []
        assert self._received() == self.received
        ids = [turn.key for turn in self.project.turns.page(self.project.turns.ids(1))]
        assert len(set(ids)) == len(ids)

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.project.close()
        shutil.rmtree(self.folder)


class CorrectingWithAFinder(Correcting):
    finder = staticmethod(find)


TestCorrecting = Correcting.TestCase
TestCorrectingWithAFinder = CorrectingWithAFinder.TestCase
TestCorrecting.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestCorrectingWithAFinder.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)


def test_a_span_comes_back_behind_a_set_aside_that_was_taken_back() -> None:
    person = Correcting()
    try:
        person.begin()
        person.span(number=2, start=0, length=1)
        person.set_aside(number=4, drop=False)
        person.revert(number=1)  # the span goes
        assert person.project.turns.page([3])[0].tags == ()
        person.set_aside(number=2, drop=False)
        person.undo()
        person.undo()  # which compares the whole dialogue with what it was
        assert [tag.label for tag in person.project.turns.page([3])[0].tags] == ["passage.joke"]
        person.sound()
    finally:
        person.teardown()
