"""Opens the window for the command line."""

from __future__ import annotations

from annotator.cli.exit_status import ending
from annotator.cli.window_request import OpenRequest
from annotator.core.cycle_pause import no_collection
from annotator.errors import UserError


def open_window(request: OpenRequest) -> int:
    """Open what was asked for and wait until the window is closed; returns the exit status."""
    return ending(lambda: _open(request))


def _open(request: OpenRequest) -> int:
    try:
        with no_collection():  # modules and the classes in them stay: nothing is to be found among them
            from annotator import app  # noqa: PLC0415 - brings Qt along, which may not load
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"PySide6", "shiboken6"}:
            raise
        if isinstance(error, ModuleNotFoundError) and error.name == "PySide6":
            raise UserError(
                "The window cannot be opened",
                "it is not installed",
                'Install it with: pip install "dialogue-annotator[window]"',
            ) from error
        raise UserError(
            "The window cannot be opened",
            "Qt cannot be loaded ({error})",
            "Install the system libraries it names, or use the commands that need no window",
            error=error,
        ) from error
    return app.main(request.paths, picture=request.picture, samples=request.samples)
