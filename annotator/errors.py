"""Errors a person can act on, against everything else, which is a bug.

A :class:`UserError` says what went wrong, why, and what to do; the window shows it in
its message bar and the command line as one sentence on stderr. Any other exception is a
defect of the program and goes to the crash report and the log.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """A sentence for people, or a part of one, in English, that still knows how it was made.

    ``Sentence("{count:,} tags of {name}", count=3, name="Ada")`` is the text "3 tags of Ada". ``template``
    is what translations are looked up by, ``arguments`` is what is put into one; those that are
    sentences themselves are translated, too. Without arguments the template is the text, braces and all.
    """

    __slots__ = ("arguments", "template")

    template: str
    arguments: Mapping[str, object]

    def __new__(cls, template: str, /, **arguments: object) -> Self:  # noqa: D102 - as the class says
        made = super().__new__(cls, filled(template, arguments))
        made.template = template
        made.arguments = arguments
        return made

    def with_text(self, old: str, new: str) -> Sentence:
        """The sentence with another text wherever ``old`` was put into it."""
        return Sentence(
            self.template, **{name: _with(each, old, new) for name, each in self.arguments.items()}
        )


def encodable(value: object) -> str:
    """A sentence as the text that it is; for msgspec, which knows no kinds of text."""
    if isinstance(value, Sentence):
        return str(value)
    raise NotImplementedError(type(value))


def _with(value: object, old: str, new: str) -> object:
    if isinstance(value, Sentence):
        return value.with_text(old, new)
    return value.replace(old, new) if isinstance(value, str) else value


def filled(template: str, arguments: Mapping[str, object]) -> str:
    """A template with its arguments put in; where they do not fit it, as it is."""
    if not arguments:
        return template
    try:
        return template.format_map(arguments)
    except (KeyError, IndexError, ValueError, AttributeError):
        return template


# What systems say of files, as the libraries of most of them put it, so that it can be translated.
SYSTEM_CAUSES = (
    Sentence("no such file or directory"),
    Sentence("permission denied"),
    Sentence("operation not permitted"),
    Sentence("file exists"),
    Sentence("is a directory"),
    Sentence("not a directory"),
    Sentence("no space left on device"),
    Sentence("disk quota exceeded"),
    Sentence("read-only file system"),
    Sentence("file name too long"),
    Sentence("too many open files"),
    Sentence("input/output error"),
    Sentence("no such device or address"),
    Sentence("text file busy"),
)


def cause_of(error: Exception) -> Sentence:
    """What the system says hindered something, as a part of a sentence."""
    return Sentence((getattr(error, "strerror", None) or str(error)).lower())


class UserError(Exception):
    """Something the person at the keyboard can understand and act on.

    Each part is a template, filled in with the arguments: ``UserError("{file} cannot be read",
    "it ends in line {line}", file=path.name, line=7)``. A part that stands already, such as the cause
    that another error gives, is an argument as well (``"{why}"``); a part of a part is a :class:`Sentence`.

    Args:
        what: what did not work, one sentence without a full stop.
        why: the cause as far as it is known, without a full stop; may be empty.
        remedy: what to do now, without a full stop; may be empty.
        arguments: what is put into the three.
    """

    def __init__(self, what: str, why: str = "", remedy: str = "", /, **arguments: object) -> None:
        parts = [
            part if isinstance(part, Sentence) else Sentence(part, **arguments)
            for part in (what, why, remedy)
        ]
        super().__init__(*parts)
        self.what, self.why, self.remedy = parts

    def __str__(self) -> str:
        """One line: ``What: why. What to do.``"""
        first = f"{self.what}: {self.why}" if self.why else self.what
        return ". ".join(part for part in (first, self.remedy) if part) + "."


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """A long job was stopped on request; whatever it had begun has been taken back."""


class Defect(Exception):  # noqa: N818 - what it is
    """A defect of the program whose message quotes nothing that a project or a transcript holds."""


def outline(error: BaseException) -> str:
    """An error for a log or a report: of what kind, through which lines of code, and from what it came.

    Messages are left out, because they may quote a transcript; those of a :class:`Defect` do not.
    """
    lines: list[str] = []
    found: BaseException | None = error
    while found is not None:
        kind = f"{type(found).__module__}.{type(found).__qualname__}"
        lines.append(f"{kind}: {found}" if isinstance(found, Defect) else kind)
        lines += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(found.__traceback__)
        ]
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "\n".join(lines)
