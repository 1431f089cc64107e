"""Whether a built folder is what it should be: its libraries load, and it repairs as the source does.

    python3 packaging/check_folder.py FOLDER PYTHON    # PYTHON: one with the bundled packages, for the source

:mod:`build` runs this over every folder it builds, before anything is made of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import compare_samples
import elf

ROOT = Path(__file__).resolve().parent.parent
# What a desktop with Wayland has, and one with a printer; elsewhere Qt takes its X11 plugin, and prints
# to files.
FROM_THE_SYSTEM = {"libwayland-egl.so.1", "libwayland-cursor.so.0", "libwayland-client.so.0", "libcups.so.2"}
# Loads each library in the way its program would. Names that are wanted when called are left open.
LOAD = """
import ctypes, os, sys
for path in sys.stdin.read().splitlines():
    try:
        ctypes.CDLL(path, mode=os.RTLD_LAZY)
    except OSError as error:
        print(path, error, sep=": ")
"""


def libraries(folder: Path, python: Path) -> list[str]:
    """A line for each library that cannot be loaded or asks for a missing one, and each link to nothing."""
    files = elf.libraries(folder)
    lines = [f"{path}: its segments are not aligned" for path in files if not elf.loadable(path)]
    lines += [
        f"{path} needs {name}, which is nowhere"
        for path, name in elf.missing(folder)
        if name not in FROM_THE_SYSTEM
    ]
    lines += [f"{path} leads to nothing" for path in folder.rglob("*") if not path.exists()]
    without = {path for path, name in elf.missing(folder) if name in FROM_THE_SYSTEM}
    names = "\n".join(str(path) for path in files if ".so" in path.name and path not in without)
    environment = {**os.environ, "LD_LIBRARY_PATH": f"{folder / 'lib'}:{folder / 'lib/PySide6/Qt/lib'}"}
    done = subprocess.run(
        [str(python), "-c", LOAD], input=names, capture_output=True, text=True, env=environment, check=False
    )
    lines += done.stdout.splitlines()
    if done.returncode:
        lines.append(f"loading the libraries ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    if not lines:
        print(f"{len(files)} programs and libraries are whole, can be loaded, and find what they need")
    return lines


def main() -> None:
    folder, python = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).absolute()
    wrong = libraries(folder, python) if sys.platform.startswith("linux") else []
    if wrong:
        sys.exit("FAILED: " + "\n".join(wrong))
    program = folder / ("annotator.exe" if os.name == "nt" else "annotator")
    samples, golden = ROOT / "seeds", ROOT / "tests" / "repair" / "golden"
    with tempfile.TemporaryDirectory() as results:
        os.chdir(ROOT)
        try:
            compare_samples.make([str(python), "-m", "annotator"], samples, Path(results))
            compare_samples.check([str(program)], samples, Path(results), golden)
        except compare_samples.WrongError as error:
            sys.exit(f"FAILED: {error}")


if __name__ == "__main__":
    main()
