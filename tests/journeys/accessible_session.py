"""A desktop of its own for one program: a screen nobody sees, a message bus, the accessibility bus.

Run under ``dbus-run-session``: ``accessible_session.py PYTHON PROJECT OUT`` starts the program on a
project and, with the Python given, the screen reader's script, and ends with that one's exit code.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_PATIENCE = 270  # seconds for all of it


def main(python: str, project: str, out: str) -> int:
    """Start everything, wait for the reader, end everything."""
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as numbers:
        display = numbers.readline().strip()
    surroundings = os.environ | {
        "DISPLAY": f":{display}",
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    program = subprocess.Popen([sys.executable, "-m", "annotator", "open", project], env=surroundings)
    try:
        reader = Path(__file__).with_name("screen_reader.py")
        done = subprocess.run([python, str(reader), out], env=surroundings, timeout=_PATIENCE, check=False)
        return done.returncode
    finally:
        for process in (program, screen):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
