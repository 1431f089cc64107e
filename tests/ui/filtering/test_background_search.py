"""When a search beside the window hands over what it has found, and whom it waits for."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from annotator.model import TurnFilter
from annotator.store import Project
from annotator.ui.background.background_thread import Handle
from annotator.ui.filtering import background_search
from annotator.ui.filtering.background_search import FIRST, BackgroundSearch, FoundTurns
from tests.ui.conftest import ME

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def at_once() -> Handle:
    """A handle that hands over on the spot."""
    return Handle(lambda to, *values: to(*values))


def handed_over(monkeypatch: pytest.MonkeyPatch, moments: list[float]) -> list[tuple[int, bool]]:
    """How many turns are handed over, and whether that is all, where each is found at a moment (seconds)."""
    clock = 0.0
    monkeypatch.setattr(background_search, "time", SimpleNamespace(monotonic=lambda: clock))

    def rows() -> Iterator[tuple[int, int]]:
        nonlocal clock
        for turn, clock in enumerate(moments):  # noqa: B007 - read by the clock
            yield turn, 1

    search = BackgroundSearch()
    heard: list[FoundTurns] = []
    search.found.connect(heard.append)
    search._look(at_once(), lambda cancelled: rows())
    assert all(list(found.turns) == list(range(len(found.turns))) for found in heard)
    return [(len(found.turns), found.whole) for found in heard]


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param([], [(0, True)], id="nothing"),
        pytest.param([0.01] * 20, [(20, True)], id="few at once"),
        pytest.param([0.01] * 250, [(FIRST, False), (250, True)], id="a page at once"),
        pytest.param([5.0, 5.1, 9.0], [(1, False), (3, False), (3, True)], id="the first one after a while"),
        pytest.param(
            [0.01] * 100 + [0.3] * 100 + [0.9] * 300,
            [(100, False), (250, False), (500, True)],
            id="more and more",
        ),
        pytest.param([0.01] * 100 + [9.0] * 50, [(100, False), (150, True)], id="not for a few more"),
    ],
)
def test_what_has_been_found_is_handed_over_as_it_comes(
    qapp: object, monkeypatch: pytest.MonkeyPatch, moments: list[float], expected: list[tuple[int, bool]]
) -> None:
    assert handed_over(monkeypatch, moments) == expected


def test_a_first_hit_does_not_wait_for_another(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 0.0
    monkeypatch.setattr(background_search, "time", SimpleNamespace(monotonic=lambda: clock))
    search = BackgroundSearch()
    heard: list[tuple[int, bool]] = []
    search.found.connect(lambda found: heard.append((len(found.turns), found.whole)))

    def rows(cancelled: Callable[[], bool]) -> Iterator[tuple[int, int]]:
        nonlocal clock
        assert not cancelled()
        yield 7, 1
        for clock in (0.05, 0.2, 0.9, 5.0):  # noqa: B007 - read by the clock
            assert not cancelled()
        assert heard == [(1, False)]

    search._look(at_once(), rows)
    assert heard == [(1, False), (1, True)]


def test_a_stopped_search_says_nothing_more(qapp: object) -> None:
    search, handle = BackgroundSearch(), at_once()
    heard: list[FoundTurns] = []
    search.found.connect(heard.append)
    handle.stop()
    search._look(handle, lambda cancelled: iter([(1, 1)]))
    assert heard == []


def test_who_types_on_does_not_wait_for_the_search_before(qtbot: QtBot, project_file: Path) -> None:
    search, let_go = BackgroundSearch(), threading.Event()
    heard: list[FoundTurns] = []
    search.found.connect(heard.append)
    search._thread.start(lambda _: let_go.wait(20), lambda _: None)
    with Project.open(project_file, annotator=ME) as project:
        search.start(project, TurnFilter("think"))
        assert heard == []
        let_go.set()
        qtbot.waitUntil(lambda: bool(heard) and heard[-1].whole)
        assert heard[-1] == FoundTurns(array("q", [2]), whole=True)
        search.stop()
    assert not search.running


def test_conditions_alone_are_asked_for_twice_at_most(
    qtbot: QtBot, project_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background_search, "FIRST", 2)
    search = BackgroundSearch()
    heard: list[tuple[int, bool]] = []
    search.found.connect(lambda found: heard.append((len(found.turns), found.whole)))
    with Project.open(project_file, read_only=True) as project:
        for name, expected in (("A", [(2, False), (4, True)]), ("nobody", [(0, True)])):
            heard.clear()
            search.start(project, TurnFilter(speakers=(name,)))
            qtbot.waitUntil(lambda: bool(heard) and heard[-1][1])
            search.stop()
            assert heard == expected
