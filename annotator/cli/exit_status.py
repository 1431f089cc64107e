"""How a command ends: its exit status, and at most one sentence about why."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from annotator.errors import Cancelled, UserError, cause_of, outline

DONE, FAILED, INTERRUPTED, PIPE_CLOSED = 0, 1, 130, 141


def ending(job: Callable[[], int], failed: int = FAILED) -> int:
    """Run a job; an error a person can act on becomes a sentence, any other one goes to the log.

    ``failed`` is how it ends then, for a job whose own 1 says something else.
    """
    try:
        return job()
    except UserError as error:
        from annotator.ui.texts import error_texts  # noqa: PLC0415 - the window starts through this module

        say(error_texts.one_line(error))
    except (Cancelled, KeyboardInterrupt):
        from annotator.cli.output_language import tr  # noqa: PLC0415 - as above

        say(tr("Interrupted; nothing has been left half done."))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it ends.
        _drop_output()
        return PIPE_CLOSED
    except OSError as error:
        if error.filename is None:
            _defect(error)
            return failed
        # The system says of a file that something cannot be done with it, which is no defect of the program.
        name = Path(os.fsdecode(error.filename)).name
        from annotator.cli.output_language import tr  # noqa: PLC0415 - as above

        say(
            tr(
                "{name} cannot be used: {cause}. Check the name, the folder and the disk.",
                name=name,
                cause=cause_of(error),
            )
        )
    except Exception as error:  # noqa: BLE001 - the last place where a defect can be caught
        _defect(error)
    return failed


def _defect(error: Exception) -> None:
    from annotator.cli.output_language import tr  # noqa: PLC0415 - as above

    place = write_log(error)
    say(
        tr(
            "Something unexpected went wrong ({kind}); the details are in {place}.",
            kind=type(error).__name__,
            place=place,
        )
    )


def say(sentence: str) -> None:
    """One line on stderr."""
    if sys.stderr is not None:  # as in a windowed program on Windows
        sys.stderr.write(" ".join(sentence.split()) + "\n")


def _drop_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def write_log(error: Exception) -> Path:
    """Add to the log of the program, or to one in the temporary folder where there is none."""
    import tempfile  # noqa: PLC0415 - hardly ever needed, and the window waits for what stands above
    from datetime import UTC, datetime  # noqa: PLC0415

    entry = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} ERROR annotator.cli\n{outline(error)}\n\n"
    try:
        from annotator.ui.settings.user_folders import log_file  # noqa: PLC0415 - brings Qt along

        path = log_file()
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(entry)
    except (ImportError, OSError):
        path = Path(tempfile.gettempdir(), "dialogue-annotator.log")
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(entry)
    return path
