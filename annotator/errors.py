"""Errors a person can act on, against everything else, which is a bug.

A :class:`UserError` says what went wrong, why, and what to do; the window shows it in
its message bar and the command line as one sentence on stderr. Any other exception is a
defect of the program and goes to the crash report and the log.
"""

from __future__ import annotations

import traceback


class UserError(Exception):
    """Something the person at the keyboard can understand and act on.

    Args:
        what: what did not work, one sentence without a full stop.
        why: the cause as far as it is known, without a full stop; may be empty.
        remedy: what to do now, without a full stop; may be empty.
    """

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy

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
