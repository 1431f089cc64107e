"""Forked children that say what they have done, and are killed in the middle of it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.trust.scene import uncaught

Say = Callable[[str], None]
_FAILED = "failed: "
_LONGEST = 120.0  # seconds that a child may take, and in which the processes of a killed one must end


@dataclass(frozen=True)
class Ended:
    """What a child said before it ended: its lines, what went wrong in it, how long it took."""

    said: tuple[str, ...]
    failed: str
    seconds: float
    killed: bool
    orphans: bool  # processes it had started live on


def run(work: Callable[[Say], None], kill_after: float | None = None) -> Ended:
    """Do the work in a forked child, and kill it after so many seconds unless it has ended by then.

    Only the child is killed, not what it has started, as the system does when memory is short.
    """
    began = time.monotonic()
    return _end(*_begin(work), began, kill_after)


def together(works: Sequence[Callable[[Say], None]]) -> list[Ended]:
    """Do several works at once, each in a child of its own, and wait for all of them."""
    began = time.monotonic()
    children = [_begin(work) for work in works]
    return [_end(child, read, began, None) for child, read in children]


def _begin(work: Callable[[Say], None]) -> tuple[int, int]:
    """A forked child that does the work, and where it is heard."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(work, write)
    os.close(write)
    return child, read


def _end(child: int, read: int, began: float, kill_after: float | None) -> Ended:
    said, ended = _listen(read, began + (_LONGEST if kill_after is None else kill_after))
    if not ended:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        said += _rest(read)
    os.close(read)
    _, status = os.waitpid(child, 0)
    lines = said.decode().splitlines()
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    failed = next((line.removeprefix(_FAILED) for line in lines if line.startswith(_FAILED)), "")
    if os.WIFSIGNALED(status) and not killed:
        failed = f"ended by signal {os.WTERMSIG(status)}"
    elif killed and kill_after is None:
        failed = f"did not end within {_LONGEST:.0f} s"
    seconds = time.monotonic() - began
    lines = [line for line in lines if not line.startswith(_FAILED)]
    return Ended(tuple(lines), failed, seconds, killed, _group_lives_on(child))


def _work(work: Callable[[Say], None], write: int) -> None:
    status = 0
    try:
        os.setsid()  # so that what it starts can be told from everything else
        work(lambda line: _say(write, line))
    except BaseException as error:  # noqa: BLE001 - it goes to the parent
        status = 70
        with contextlib.suppress(OSError):
            _say(write, _FAILED + uncaught(error).replace("\n", " "))
    finally:
        os._exit(status)


def _say(write: int, line: str) -> None:
    os.write(write, line.encode() + b"\n")


def _listen(read: int, until: float) -> tuple[bytes, bool]:
    """What was said until that moment, and whether the child has ended by then."""
    said = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            some = os.read(read, 65_536)
            if not some:
                return said, True
            said += some
    return said, False


def _rest(read: int) -> bytes:
    """What was said up to the kill. What the child has started may hold the pipe open: it says nothing."""
    said = b""
    while select.select([read], [], [], 0.05)[0] and (some := os.read(read, 65_536)):
        said += some
    return said


def _group_lives_on(group: int) -> bool:
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        time.sleep(0.01)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return True
