"""The real window, without a screen, action after action: memory stays, the log equals the state."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.store import Project
from tests.trust import window
from tests.trust.scene import problems
from tests.trust.task import Task

if TYPE_CHECKING:
    from annotator.ui.window.main_window import MainWindow

GROWTH = 1.05  # of the memory after the warm-up
_WARM = 1 / 3  # of the actions, or of the time
_PAGE = os.sysconf("SC_PAGE_SIZE")
#: What a person does, by how often: labels, moves, undo, facets, other dialogues, panels shown and hidden.
KEYS = (
    *("1", "2", "3") * 6, "Up", "Down", "Up", "Down", "Shift+Down", "Home", "End", "G", "Shift+G", "Q", "U",
    "-", "=", "S", "T", "L", "C", "Backspace", "X", ".", "[", "]", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+Z",
    "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "F5", "Esc", "F8", "F8", "F9", "F9", "Ctrl+H", "Ctrl+H",
)  # fmt: skip


def run(task: Task) -> None:
    """Press so many keys in a window, and look at its memory, its log and what it shows."""
    path = window.project(task.fresh("soak"))
    window.application()
    made = window.opened(path)
    window.wait(made, made.turns.hasFocus)
    chance = task.random("soak")
    warm = 0
    for number in range(task.count):
        _act(made, chance)
        task.tried["actions"] += 1
        for crash in window.crashes():
            task.found("soak", crash, f"seed {task.seed}, action {number}")
        if not warm and task.done(number) >= _WARM:
            warm = _memory()
        if task.late:
            task.skipped.append("time was over")
            break
    window.wait(made)
    grown = _memory() / warm if warm else 1.0
    task.tried["growth of the memory in tenths of a percent"] = max(0, round(1000 * (grown - 1)))
    task.tried["MB at the end"] = round(_memory() / 1e6)
    if grown > GROWTH:
        task.found("soak", f"memory grew by {100 * (grown - 1):.1f} % after the warm-up", f"seed {task.seed}")
    _compare(task, made, path)
    made.close()
    window.wait(made)


def _act(made: MainWindow, chance: random.Random) -> None:
    if made.focusWidget() is None or not made.isActiveWindow():
        made.activateWindow()
        made.turns.setFocus()
    window.press(chance.choice(KEYS))
    if chance.random() < 0.05:
        made.turns.setFocus()
    window.wait(made)


def _memory() -> int:
    """What this process holds in memory, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _compare(task: Task, made: MainWindow, path: Path) -> None:
    held = made.workspace.project
    if held is None:
        task.found("soak", "the window has lost its project", f"seed {task.seed}")
        return
    shown = window.labels(held)
    for line in problems(held):  # the log gives the state, among others
        task.found("soak", line, f"seed {task.seed}")
    with Project.open(path, read_only=True) as other:
        task.tried["edits in the log"] = len(other.history.edits(10**9))
        if window.labels(other) != shown:
            task.found("soak", "the window shows something else than the file holds", f"seed {task.seed}")
