"""Runs a command several times while other processes keep the processors busy, and says how each run ended.

    .venv/bin/python tests/beside_busy.py ./dev test                  # three runs beside four busy processes
    .venv/bin/python tests/beside_busy.py --runs 1 --busy 8 ./dev test

A test that judges by the clock, waits for seconds instead of for a condition, or can stand still is found so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import subprocess
import sys
import time


def _spin() -> None:
    while True:
        pass


def main() -> int:
    """Run the command; 0 when each run ended with 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3, help="how often (3)")
    parser.add_argument("--busy", type=int, default=4, help="how many busy processes beside it (4)")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    wanted = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    busy = [context.Process(target=_spin, daemon=True) for _ in range(wanted.busy)]
    for process in busy:
        process.start()
    ended = []
    try:
        for run in range(1, wanted.runs + 1):
            began = time.monotonic()
            ended.append(subprocess.run(wanted.command, check=False).returncode)
            sys.stdout.write(
                f"{dt.datetime.now():%Y-%m-%d %H:%M} run {run} of {wanted.runs}: exit {ended[-1]}, "
                f"{(time.monotonic() - began) / 60:.1f} min, load {os.getloadavg()[1]:.1f} "
                f"on {os.cpu_count()} cores, {sum(one.is_alive() for one in busy)} busy processes beside\n"
            )
            sys.stdout.flush()
    finally:
        for process in busy:
            process.kill()
    return int(any(ended) or not ended)


if __name__ == "__main__":
    sys.exit(main())
