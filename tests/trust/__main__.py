"""The command: ``python -m tests.trust [KIND…] [--quick] [--seed N] [--count N] [--seconds N]``.

Each kind runs in a process of its own, so that one that dies is a find and not the end. The exit status is 0
where nothing was found, 1 where something was, 2 where a kind is not known.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.trust import shim
from tests.trust.kinds import KINDS, Kind, kind_of
from tests.trust.scene import CANARY
from tests.trust.task import SO_FAR, Find, Outcome, Task

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST = 4 * 3600  # seconds of a kind in a full run; then it is ended, and that is a find
QUICK_LONGEST = 600
_ROOM = 1 << 30  # bytes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the kinds that were asked for, or all, and say what came out."""
    given = _parsed(arguments)
    if given.one:
        return _run_here(given)
    kinds = [kind for kind in KINDS if not given.kinds or kind.key in given.kinds]
    print(f"seed {given.seed}{', quick' if given.quick else ''}", flush=True)
    finds = 0
    for kind in kinds:
        outcome = _run_apart(kind, given)
        finds += len(outcome.finds)
        print(told(kind, outcome), flush=True)
    print(f"{finds} finds" if finds else "nothing found")
    return 1 if finds else 0


def told(kind: Kind, outcome: Outcome) -> str:
    """What came of a kind, in words: a line, and one more for each find."""
    counts = ", ".join(f"{count:,} {name}" for name, count in sorted(outcome.tried.items()))
    skipped = f"  SKIPPED: {outcome.skipped}" if outcome.skipped else ""
    times = f"{outcome.seconds:7.1f} s ({outcome.processor:.1f} s of work)"
    lines = [f"{kind.key:<13} {times}  {len(outcome.finds):>3} finds  {counts}{skipped}"]
    for find in outcome.finds:
        lines.append(f"  FIND {find.what}: {find.seen}")
        if find.again:
            lines.append(f"       again: {find.again}")
    return "\n".join(lines)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev trust", description="Try what must never go wrong.")
    keys = [kind.key for kind in KINDS]
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(keys))
    parser.add_argument("--quick", action="store_true", help="a few of each, in minutes")
    parser.add_argument("--seed", type=int, default=1, help="another seed tries other things")
    parser.add_argument("--count", type=int, help="how often, instead of what the table says")
    parser.add_argument("--seconds", type=float, help="end each kind after so long, whatever it has reached")
    parser.add_argument("--one", metavar="FILE", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    unknown = [key for key in given.kinds if key not in keys]
    if unknown:
        parser.error(f"there is no kind {unknown[0]}; there are {', '.join(keys)}")
    return given


def _run_apart(kind: Kind, given: argparse.Namespace) -> Outcome:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"trust-{kind.key}-", dir=_scratch()) as folder:
        said = Path(folder, "outcome.json")
        module = "tests.trust.marked" if kind.marked else "tests.trust"
        command = [sys.executable, "-m", module, kind.key, "--seed", str(given.seed)]
        command += ["--count", str(given.count or (kind.quick if given.quick else kind.full))]
        command += ["--one", str(said)]
        if given.seconds:
            command += ["--seconds", str(given.seconds)]
        try:
            environment = _environment(Path(folder), kind)
        except shim.NoShim as error:
            return Outcome(skipped=str(error))
        limit = QUICK_LONGEST if given.quick else LONGEST
        return _ended(command, environment, said, limit, began)


def _scratch() -> str | None:
    """A folder in memory where there is room for it: what is tried needs no real disk, which is slow."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < _ROOM:
        return None
    return str(memory)


def _ended(
    command: list[str], environment: dict[str, str], said: Path, limit: float, began: float
) -> Outcome:
    again = " ".join(command[1:-2])
    before = _processor()
    try:
        status = subprocess.run(command, cwd=ROOT, env=environment, timeout=limit, check=False).returncode
    except subprocess.TimeoutExpired:
        status = None
    spent, processor = time.monotonic() - began, _processor() - before
    if status == 0 and said.exists():
        outcome = msgspec.json.decode(said.read_bytes(), type=Outcome)
        outcome.seconds, outcome.processor = spent, processor
        return outcome
    seen = f"did not end within {limit} s" if status is None else f"ended with status {status}"
    # What it had found before is worth more than that it did not end.
    so_far = said.with_name("work") / SO_FAR
    outcome = msgspec.json.decode(so_far.read_bytes(), type=Outcome) if so_far.exists() else Outcome()
    outcome.finds.append(Find("the whole kind", seen, again))
    outcome.seconds, outcome.processor = spent, processor
    return outcome


def _processor() -> float:
    """The seconds of work of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _environment(folder: Path, kind: Kind) -> dict[str, str]:
    """That of the kind's process: no screen, and nothing of the person who runs it."""
    home = folder / "home"
    home.mkdir()
    own = {
        "ANNOTATOR_HOME": str(home),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "TMPDIR": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONPATH": str(ROOT),
    }
    environment = os.environ | own
    environment.pop("XDG_RUNTIME_DIR", None)
    if kind.shim:
        environment["LD_PRELOAD"] = str(shim.built())
    return environment


def _run_here(given: argparse.Namespace) -> int:
    folder = given.one.parent / "work"
    folder.mkdir()
    task = Task(given.count, given.seed, folder, given.seconds)
    log = given.one.parent / "annotator.log"
    logging.basicConfig(filename=log, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    kind_of(given.kinds[0]).run(task)
    for quoting in quotes(given.one.parent, but=folder):
        task.found("what is left behind", f"{quoting} quotes a transcript", f"seed {given.seed}")
    given.one.write_bytes(msgspec.json.encode(task.outcome()))
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def quotes(folder: Path, but: Path) -> list[str]:
    """The files in a folder that hold words of a transcript, such as logs; those below ``but`` may."""
    files = (path for path in folder.rglob("*") if path.is_file() and but not in path.parents)
    return sorted(path.name for path in files if CANARY.encode() in path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
