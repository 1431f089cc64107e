"""Resolves what the project runs, is tested, built and checked with, and writes it down.

    .venv/bin/python packaging/lock.py [ARGS…]      # as ./dev lock; ARGS go to uv, --upgrade for one

Writes ``requirements/*.txt``, each with versions, hashes and extras for Python 3.11 and newer on every
system, and the build backend's pins in ``pyproject.toml``. Without ``--upgrade`` what a list holds
already stays where it still fits.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = {
    "run": ("--extra", "window", "pyproject.toml"),
    "dev": ("--extra", "window", "--extra", "dev", "pyproject.toml"),
    "bundle": ("--extra", "window", "--extra", "bundle", "pyproject.toml"),
    "validators": ("requirements/validators.in",),
    # Its package asks for engines of machine learning; the loader needs none of them.
    "convokit": ("--no-deps", "requirements/convokit.in"),
}
# A package that asks for coverage[toml] is not answered by coverage: some versions of pip then look for
# the newest release, which has no hash. So extras stay in the list.
OPTIONS = ("--quiet", "--universal", "--python-version", "3.11", "--no-strip-extras", "--no-header")


def compiled(*arguments: str, given: str | None = None) -> str:
    """What uv resolves, as text."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *arguments]
    return subprocess.run(
        command, cwd=ROOT, input=given, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def backend() -> list[str]:
    """The build backend and all that it needs, at the versions that ``requirements/bundle.txt`` has."""
    found = compiled("--no-annotate", "--constraints", "requirements/bundle.txt", "-", given="hatchling")
    return re.findall(r"^[\w.-]+==\S+", found, re.MULTILINE)


def main(arguments: list[str]) -> None:
    """Write every list."""
    for name, sources in LISTS.items():
        print("requirements/" + name + ".txt")
        compiled("--generate-hashes", *arguments, *sources, "--output-file", f"requirements/{name}.txt")
    file = ROOT / "pyproject.toml"
    pins = "".join(f'  "{pin}",\n' for pin in backend())
    text, found = re.subn(
        r"^requires = \[[^\]]*\]",
        lambda _: f"requires = [\n{pins}]",
        file.read_text(encoding="utf-8"),
        count=1,
        flags=re.MULTILINE,
    )
    assert found, "pyproject.toml says nowhere what builds it"
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
