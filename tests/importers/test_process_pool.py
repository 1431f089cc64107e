"""Work in processes: order, bounds, deaths, and stopping."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator

import pytest

from annotator.errors import Cancelled
from annotator.importers import Crew
from annotator.importers import process_pool as crew_module


def double(task: int) -> tuple[int, int]:
    """The result, and the process that made it; some numbers take their process down."""
    if task == 13:
        os._exit(7)
    if task == 99:
        time.sleep(600)  # longer than a test may take
    return 2 * task, os.getpid()


def crew(size: int = 2, *, stop: object = None) -> Crew[int, tuple[int, int]]:
    return Crew(
        double,
        lost=lambda task: (-task, 0),
        weight=lambda _: 40_000,
        size=size,
        stop=stop or (lambda: False),  # type: ignore[arg-type]
    )


def test_results_come_in_order_from_other_processes() -> None:
    with crew() as team:
        results = list(team.results(iter(range(14, 90))))
    assert [task for task, _ in results] == list(range(14, 90))
    assert [result[0] for _, result in results] == [2 * task for task, _ in results]
    assert os.getpid() not in {result[1] for _, result in results}


def test_processes_are_heard_and_fed_while_the_results_of_one_are_taken() -> None:
    tasks = iter(range(100, 200))
    with crew(1) as team:
        results = team.results(tasks)
        next(results)
        (worker,) = team._workers
        assert worker.pipe.poll(60), "the second batch is done while nobody asks"
        next(results)  # one of the first batch, of seven
        assert {number for number, _ in worker.batch or ()} == set(range(14, 21)), "it has the third"
        assert len(list(results)) == 98


def test_no_task_needs_no_process() -> None:
    with crew() as team:
        assert list(team.results(iter(()))) == []
        assert team._workers == []


def test_a_task_that_kills_its_process_is_lost_alone() -> None:
    with crew() as team:
        results = dict(team.results(iter(range(20))))
    assert results.pop(13) == (-13, 0)
    assert all(result[0] == 2 * task for task, result in results.items())


def test_tasks_are_drawn_only_a_bounded_stretch_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew_module, "_HELD_WEIGHT", 600_000)
    drawn = 0

    def tasks() -> Iterator[int]:
        nonlocal drawn
        for number in itertools.chain(range(1, 13), range(14, 60)):
            drawn = number
            yield number

    with crew() as team:
        for taken, _ in enumerate(team.results(tasks())):
            assert drawn - taken < 32


def test_stopping_does_not_wait_for_the_task() -> None:
    asked = iter([False, False, False])
    with pytest.raises(Cancelled), crew(1, stop=lambda: next(asked, True)) as team:
        list(team.results(iter([99])))
    assert team._workers == []


def test_where_processes_cannot_be_had_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew_module, "_serve", _die_at_once)
    with crew() as team:
        results = list(team.results(iter(range(5))))
    assert [result for _, result in results] == [(2 * n, os.getpid()) for n in range(5)]
    with crew() as team:
        team._alone = True
        team._stop = lambda: True
        with pytest.raises(Cancelled):
            list(team.results(iter([1])))


def _die_at_once(*_: object) -> None:
    os._exit(1)
