"""Work spread over processes: in order, a bounded stretch ahead, stopped at once when asked.

``concurrent.futures`` can neither stop a call that has begun nor go on after a process died;
a transcript must be able to take its process down without taking the import with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Generic, TypeVar

from annotator.errors import Cancelled

T = TypeVar("T")
R = TypeVar("R")

_CONTEXT = multiprocessing.get_context("spawn")  # the caller may have a window and threads
_THREADS = "OPENBLAS_NUM_THREADS"  # processes side by side need no threads that wait for each other
_STARTING = threading.Lock()  # two threads that start processes would put back what the other one put there
_GLANCE = 0.1  # seconds between two looks at whether to stop
_BATCH_WEIGHT = 256_000
_BATCH_TASKS = 32
_HELD_WEIGHT = 32_000_000  # tasks that are out or whose results wait for an earlier one
_HELD_TASKS = 1_000


@dataclass(slots=True)
class _PoolWorker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    batch: list[tuple[int, T]] | None = None


class Crew(Generic[T, R]):
    """Processes that all do the same work; a context manager, whose end ends them.

    Args:
        work: what is done, a function of a module; it must not raise.
        lost: the result of a task at which its process died.
        weight: how much memory a task takes, in bytes.
        size: the number of processes, at least 1.
        stop: asked ten times a second whether everything should end.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        *,
        lost: Callable[[T], R],
        weight: Callable[[T], int],
        size: int,
        stop: Callable[[], bool],
    ) -> None:
        self._work = work
        self._lost = lost
        self._weight = weight
        self._size = size
        self._stop = stop
        self._workers: list[_PoolWorker[T]] = []
        self._done: dict[int, R] = {}
        self._alone = False  # processes cannot be had: everything is done here
        self._again: deque[list[tuple[int, T]]] = deque()  # single tasks of batches that were lost

    def __enter__(self) -> Crew[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def results(self, tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Every task with its result, in order. Raises Cancelled when ``stop`` says so."""
        batches = self._batches(tasks)
        held: deque[tuple[int, T]] = deque()
        weight = 0
        more = True
        while more or held:
            while more and weight < _HELD_WEIGHT and len(held) < _HELD_TASKS and self._free():
                batch = next(batches, [])
                more = bool(batch)
                if batch:
                    held.extend(batch)
                    weight += sum(self._weight(task) for _, task in batch)
                    self._give(batch)
            if held and held[0][0] in self._done:
                number, task = held.popleft()
                weight -= self._weight(task)
                yield task, self._done.pop(number)
                self._listen(0.0)  # whoever has ended its batch would wait until all of this one is taken
            elif held:
                self._listen(_GLANCE)

    def _batches(self, tasks: Iterable[T]) -> Iterator[list[tuple[int, T]]]:
        batch: list[tuple[int, T]] = []
        weight = 0
        for item in enumerate(tasks):
            batch.append(item)
            weight += self._weight(item[1])
            if weight >= _BATCH_WEIGHT or len(batch) >= _BATCH_TASKS:
                yield batch
                batch, weight = [], 0
        if batch:
            yield batch

    def _free(self) -> bool:
        """Whether a process is free, or may be started, and no lost task waits for it."""
        return not self._again and sum(worker.batch is not None for worker in self._workers) < self._size

    def _give(self, batch: list[tuple[int, T]]) -> None:
        if self._alone:
            self._do_here(batch)
            return
        worker = next((one for one in self._workers if one.batch is None), None)
        if worker is None:
            worker = _started(self._work)
            self._workers.append(worker)
        worker.batch = batch
        with suppress(OSError):  # it died; listening finds out
            worker.pipe.send([task for _, task in batch])

    def _listen(self, seconds: float) -> None:
        """Wait so long at most for results, and take care of processes that died."""
        if self._stop():
            raise Cancelled
        busy = [worker for worker in self._workers if worker.batch is not None]
        if self._again and not busy:
            self._give(self._again.popleft())  # one at a time: the next one may be the culprit
            return
        heard = wait([worker.pipe for worker in busy], timeout=seconds)
        for worker in busy:
            if worker.pipe in heard:
                self._hear(worker)

    def _hear(self, worker: _PoolWorker[T]) -> None:
        batch = worker.batch or []
        try:
            results = worker.pipe.recv()
        except (EOFError, OSError):
            self._workers.remove(worker)
            _end(worker)
            if worker.ready:
                self._retry(batch)
            else:  # it did not get as far as any task
                self._alone = True
                self._do_here(batch)
            return
        if results is None:
            worker.ready = True
        else:
            worker.batch = None
            self._done.update((number, result) for (number, _), result in zip(batch, results, strict=True))

    def _do_here(self, batch: list[tuple[int, T]]) -> None:
        for number, task in batch:
            if self._stop():
                raise Cancelled
            self._done[number] = self._work(task)

    def _retry(self, batch: list[tuple[int, T]]) -> None:
        if len(batch) == 1:
            number, task = batch[0]
            self._done[number] = self._lost(task)
        else:
            self._again.extend([item] for item in batch)


def _started(work: Callable[[T], R]) -> _PoolWorker[T]:
    here, there = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(there, work), daemon=True)
    with _plain_start(work.__module__):
        process.start()
    there.close()  # so that this end closes when the process dies
    return _PoolWorker(process, here)


@contextmanager
def _plain_start(needed: str) -> Iterator[None]:
    """Let a process begin with the module it needs alone, and with one thread for numpy.

    It would run the caller's script once more, which few scripts are ready for, and all of its imports.
    """
    with _STARTING:
        script, threads = sys.modules["__main__"], os.environ.get(_THREADS)
        if needed != "__main__":
            sys.modules["__main__"] = ModuleType("__main__")
        os.environ[_THREADS] = threads or "1"
        try:
            yield
        finally:
            sys.modules["__main__"] = script
            if threads is None:
                del os.environ[_THREADS]


def _serve(pipe: Connection, work: Callable[[T], R]) -> None:
    """The life of a process: a sign that it lives, then batches in and results out until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked for the work
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            pipe.send([work(task) for task in pipe.recv()])


def _end(worker: _PoolWorker[T]) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join()
    worker.process.close()
