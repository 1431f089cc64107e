"""Edits of a project one after the other, the same for the same seed, and the states they lead through."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.store import Project
from tests.store.building import ADA
from tests.trust.children import Say
from tests.trust.scene import CANARY, state

Step = Callable[[Project], object]
_STANCES = ("stance.favor", "stance.against")


def _tag(chance: random.Random) -> Step:
    turns, label = chance.sample(range(1, 9), chance.randint(1, 4)), chance.choice(_STANCES)
    return lambda project: project.tags.add(turns, label)


def _topic(chance: random.Random) -> Step:
    turn = chance.randint(1, 8)
    return lambda project: project.tags.add([turn], "topic.art")


def _clear(chance: random.Random) -> Step:
    turn = chance.randint(1, 8)
    return lambda project: project.tags.clear([turn], "stance")


def _note(chance: random.Random) -> Step:
    note = f"{CANARY} {chance.random()}"
    return lambda project: project.tags.set_fields([1, 2, 3], "stance", note=note)


def _rename(chance: random.Random) -> Step:
    title = f"{CANARY} {chance.random()}"
    return lambda project: project.dialogues.rename(1, title)


def _undo(_chance: random.Random) -> Step:
    return lambda project: project.history.undo()


def _redo(_chance: random.Random) -> Step:
    return lambda project: project.history.redo()


TAGGING = (_tag, _tag, _topic, _clear, _note, _rename)
UNDOING = (_tag, _undo, _undo, _redo, _topic)


def steps(
    chance: random.Random, kinds: tuple[Callable[[random.Random], Step], ...], count: int
) -> list[Step]:
    """So many edits, chosen by chance."""
    return [chance.choice(kinds)(chance) for _ in range(count)]


def states(path: Path, done: list[Step]) -> Iterator[str]:
    """The states of a project before the edits, and after each."""
    with Project.open(path, annotator=ADA) as project:
        yield state(project)
        for step in done:
            step(project)
            yield state(project)


def play(path: Path, done: list[Step], say: Say) -> None:
    """Make the edits, and say after each that it is done."""
    with Project.open(path, annotator=ADA) as project:
        for number, step in enumerate(done, 1):
            step(project)
            say(f"done {number}")
