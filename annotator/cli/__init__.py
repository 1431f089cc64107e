"""The command line: ``annotator`` opens the window, ``annotator COMMAND`` does a job without it.

Nothing heavy is imported here, for the window's start goes through this module: a request to
open it is understood without the libraries of the other commands, which are in
:mod:`annotator.cli.commands`.

Exit status: 0 done; 1 could not, with one sentence on stderr; 2 wrong usage; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class OpenRequest(NamedTuple):
    """What the window is to open."""

    paths: tuple[Path, ...] = ()
    picture: Path | None = None
    samples: bool = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, that of the process unless one is given; returns the exit status."""
    if getattr(sys, "frozen", False):
        # A frozen program is its own Python: this is where its worker processes come in.
        import multiprocessing  # noqa: PLC0415 - only there

        multiprocessing.freeze_support()
    arguments = sys.argv[1:] if arguments is None else arguments
    _speak_utf8()
    # With that variable a shell asks what could follow, and wants no window.
    request = None if os.environ.get("_ANNOTATOR_COMPLETE") else open_request(arguments)
    if request is not None:
        from annotator.cli.window import open_window  # noqa: PLC0415 - see above

        return open_window(request)
    from annotator.cli.commands import run  # noqa: PLC0415 - see above

    return run(arguments)


def open_request(arguments: Sequence[str]) -> OpenRequest | None:
    """What to open, None where the arguments mean another command or need explaining."""
    if not arguments:
        return OpenRequest()
    if arguments[0] != "open":
        return None
    paths: list[Path] = []
    picture, samples = None, False
    rest = iter(arguments[1:])
    for word in rest:
        if word == "--samples":
            samples = True
        elif word == "--picture":
            name = next(rest, None)
            if not name:
                return None
            picture = Path(name)
        elif word.startswith("--picture=") and word != "--picture=":
            picture = Path(word.removeprefix("--picture="))
        elif word == "--":
            paths += map(Path, rest)
        elif word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    return OpenRequest(tuple(paths), picture, samples)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page; names that are not text come out escaped."""
    for stream in (sys.stdout, sys.stderr):  # None in a windowed program on Windows
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
