"""Tries every list in ``requirements/`` with several versions of pip, with uv, and every Python that is here.

    ./dev locks [LIST…]

Needs the package index. Each list is resolved and downloaded as an installation would (``--dry-run``),
once as the index is today and once with a newer release of every package beside it. Pythons 3.11 to
3.13 are looked for on the path, below ``~/.pyenv`` and by uv; what is not there is named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.locks.requirement_lists import ALONE, FOLDER, LISTS, NEWER, listed, write_wheel

PYTHONS = ("3.11", "3.12", "3.13")
PIPS = ("pip==23.0", "pip==23.2", "pip==25.0", "pip")
UNABLE = {
    ("pip==23.0", "3.12"),
    ("pip==23.0", "3.13"),
}  # it does not start there: pkgutil.ImpImporter is gone
# How a list is installed that holds archives of sources, and with what it is built.
SOURCES = ("--no-deps", "--no-build-isolation")
BUILDER = next(str(one.requirement) for one in listed("validators") if one.name == "setuptools")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run(*command: str | Path) -> str:
    """Run a command; "" if it went well, else the end of what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stderr or done.stdout or "?").strip()[-2_000:]


def find(version: str) -> Path | None:
    """A Python of that version, if there is one."""
    for place in (
        *Path.home().glob(f".pyenv/versions/{version}.*/bin/python"),
        Path(f"/usr/bin/python{version}"),
    ):
        if place.exists():
            return place
    done = subprocess.run(
        [sys.executable, "-m", "uv", "python", "find", "--no-python-downloads", version],
        capture_output=True,
        text=True,
        check=False,
    )
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def installers(python: Path, version: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The start of an installing command of each tool that runs on that Python, with the tool's name."""
    for pip in PIPS:
        if (pip, version) in UNABLE:
            continue
        made = folder / pip
        trouble = run(python, "-m", "venv", made) or run(
            made / "bin/python", "-m", "pip", "install", "-q", "--upgrade", pip, BUILDER
        )
        if trouble:
            raise SystemExit(f"{pip} could not be had for {python}: {trouble}")
        shown = subprocess.run(
            [str(made / "bin/python"), "-m", "pip", "--version"], capture_output=True, text=True, check=True
        )
        yield " ".join(shown.stdout.split()[:2]), [str(made / "bin/python"), "-m", "pip", "install", "-q"]
    yield (
        "uv",
        [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "-q",
            "--python",
            str(folder / PIPS[-1] / "bin/python"),
        ],
    )


def check(names: list[str]) -> int:
    """Try the lists; the number of attempts that failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        newer = Path(temporary) / "newer"
        newer.mkdir()
        for package in {entry.name for name in names for entry in listed(name)}:
            write_wheel(newer, package, NEWER)
        for version in PYTHONS:
            python = find(version)
            if python is None:
                say(f"Python {version}: not here, not tried")
                continue
            folder = Path(temporary) / version
            for tool, command in installers(python, version, folder):
                for name in names:
                    options = ["--dry-run", "--require-hashes", "-r", str(FOLDER / f"{name}.txt")]
                    options += SOURCES if name in ALONE else ("--only-binary", ":all:")
                    if name in ALONE and "uv" not in command:
                        options.append("--use-pep517")
                    for index, more in (
                        ("today's index", []),
                        ("newer releases", ["--find-links", str(newer)]),
                    ):
                        trouble = run(*command, *options, *more)
                        failed += bool(trouble)
                        say(f"Python {version}, {tool:<10} {name:<11} {index:<15} {trouble or 'ok'}")
    return failed


if __name__ == "__main__":
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    sys.exit(min(check(sys.argv[1:] or list(LISTS)), 1))
