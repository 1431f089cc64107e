"""Errors a person can act on, against everything else, which is a bug.

A :class:`UserError` says what went wrong, why, and what to do; the window shows it in
its message bar and the command line as one sentence on stderr. Any other exception is a
defect of the program and goes to the crash report and the log.
"""

from __future__ import annotations


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
