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

from annotator.cli.window_request import open_request


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


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page; names that are not text come out escaped."""
    for stream in (sys.stdout, sys.stderr):  # None in a windowed program on Windows
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
