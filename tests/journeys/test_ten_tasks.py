"""The ten commonest tasks of tagging, by the keys that docs/keyboard.md counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.journeys.conftest import Person
from tests.ui.conftest import make_project

PAGE = Path(__file__).parents[2] / "docs" / "keyboard.md"
LINES = tuple(("AB"[number % 2], f"Line {number} of the talk.", "en") for number in range(8))


def tasks() -> dict[str, tuple[str, ...]]:
    """The tasks of the page with the keys that stand beside them."""
    part = PAGE.read_text(encoding="utf-8").partition("## The ten commonest tasks")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| (`[^|]+) \| (\d+) \|$", part, re.MULTILINE)
    found = {task.strip(): tuple(re.findall(r"`([^`]+)`", keys)) for task, keys, _ in rows}
    assert [len(keys) for keys in found.values()] == [int(count) for *_, count in rows]
    return found


def test_each_of_the_ten_takes_the_keys_that_are_written(person: Person, tmp_path: Path) -> None:
    path = make_project(tmp_path / "study.dap", (("Talk", LINES),))
    assert person.window.files.open_project(path)
    person.wait(person.window.turns.hasFocus)
    workspace = person.window.workspace

    def tag(row: int, facet: str = "stance") -> str:
        return person.labels(facet)[row]

    first = workspace.cursor.turn_ids[0]
    done: dict[str, Callable[[], bool]] = {
        "tag a turn and go to the next one": lambda: tag(0) == "stance.favor" and person.row() == 1,
        "say that one is not sure of it": lambda: person.turns()[0].tags[0].uncertain,
        "say that it is strong": lambda: person.turns()[0].tags[0].intensity is not None,
        "take the last step back": lambda: person.turns()[0].tags[0].intensity is None,
        "repeat the label on the next turn": lambda: tag(1) == "stance.favor",
        "repeat it for the rest of a speaker's turns": lambda: tag(7) == "stance.favor" and tag(6) == "",
        "go to the next turn without an answer": lambda: tag(person.row()) == "",
        "flag a turn": lambda: any("flag" in turn.marks for turn in person.turns()),
        "confirm all languages that were detected": lambda: all(person.labels("language")),
        "make the first turn current again": lambda: workspace.cursor.turn_id == first,
    }
    written = tasks()
    assert list(written) == list(done)
    for task, holds in done.items():
        person.press(*written[task])
        person.wait(holds)
