"""What commands write: progress for people who watch, one JSON object for machines, lines for both."""

from __future__ import annotations

import contextlib
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from annotator.cli.help_language import cells
from annotator.cli.output_language import counted, listed, spoken
from annotator.core.progress import Progress
from annotator.errors import Sentence, UserError, cause_of, encodable
from annotator.ui.texts import error_texts

Report = Callable[[Progress], None]
_CHUNK = 1 << 20  # bytes written to a pipe at once
# Also where the shell has sent it to a file: opened by its name, that would be written from its beginning.
_STDOUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


class _Manner:
    """How this run of a command speaks: set from its options, before its job begins."""

    quiet = False


def be_quiet(*, quiet: bool) -> None:
    """Say nothing of what was done, and draw no progress, from now on; or do so again."""
    _Manner.quiet = quiet


def say_done(text: str, *, err: bool = False) -> None:
    """A line about what was done, which ``--quiet`` leaves out; with ``err`` it goes to stderr."""
    if not _Manner.quiet:
        click.echo(text, err=err)


def print_json(value: object, *, err: bool = False) -> None:
    """Print one indented JSON value; with ``err`` to stderr, where standard output holds the data."""
    encoded = msgspec.json.encode(value, enc_hook=encodable)
    click.echo(msgspec.json.format(encoded, indent=2).decode(), err=err)


def write_bytes(data: bytes) -> None:
    """Write to standard output, all of it: unbuffered (PYTHONUNBUFFERED) it may take less at a time."""
    out = sys.stdout.buffer
    rest = memoryview(data)
    while rest:
        rest = rest[out.write(rest) :]
    out.flush()


def is_stream(path: Path) -> bool:
    """Whether a path means a pipe or a device to write into: ``-``, ``/dev/stdout``, a shell's ``>(…)``."""
    if str(path) in _STDOUT:
        return True
    try:
        kind = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(kind) or stat.S_ISCHR(kind)


def pour(file: Path, into: Path) -> None:
    """Write a file's bytes into a pipe or device; ``-`` and ``/dev/stdout`` are standard output."""
    with file.open("rb") as data:
        if str(into) in _STDOUT:
            while chunk := data.read(_CHUNK):
                write_bytes(chunk)
            return
        try:
            with into.open("wb") as out:
                shutil.copyfileobj(data, out, _CHUNK)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UserError("{file} cannot be written", cause_of(error), "Name a file", file=into) from error


def printable(name: str | Path) -> str:
    """A file's name as text; bytes of it that are no UTF-8 become U+FFFD."""
    return str(name).encode(errors="surrogateescape").decode(errors="replace")


def print_table(rows: list[tuple[str, object]]) -> None:
    """Print names and values in two columns."""
    width = max((cells(name) for name, _ in rows), default=0)
    for name, value in rows:
        click.echo(f"{aligned(name, width)}  {value}")


def aligned(text: str, width: int) -> str:
    """A text with spaces behind it up to so many columns."""
    return text + " " * (width - cells(text))


def raise_first(failed: Sequence[tuple[str, UserError]], done: str) -> None:
    """Raise for files that something could not be done to: what hindered the first, and how many."""
    if not failed:
        return
    name, error = failed[0]
    one, several, noun = _FAILED[done]
    if len(failed) > 1:
        raise UserError(
            str(several),
            "the first is {name} ({why})",
            number=counted(len(failed), noun),
            name=printable(name),
            why=error_texts.reason(error),
        )
    if name in error.what:
        raise error
    what, why = spoken(error.what), spoken(error.why)
    why = listed([what[0].lower() + what[1:], why] if why else [what[0].lower() + what[1:]], wide=True)
    raise UserError(str(one), "{why}", error.remedy, name=printable(name), why=why)


# What was to be done: what is said where one failed, where several did, and what those are called.
_FAILED = {
    "imported": (
        Sentence("{name} could not be imported"),
        Sentence("{number} could not be imported"),
        "file",
    ),
    "repaired": (
        Sentence("{name} could not be repaired"),
        Sentence("{number} could not be repaired"),
        "file",
    ),
    "read again": (
        Sentence("{name} could not be read again"),
        Sentence("{number} could not be read again"),
        "dialogue",
    ),
}


@contextlib.contextmanager
def progress(title: str) -> Iterator[Report]:
    """A progress bar on stderr where that is a terminal, nothing where it is not."""
    if _Manner.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    # Importing rich takes a while, which a script need not wait for.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, detail="")

        def report(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total, detail=now.detail)

        yield report
