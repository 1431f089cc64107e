"""The note on a decision: lines that say why, what kind of error it was, what the codebook should say.

A line of a kind begins with its name and a colon (``error: context missed``), whatever the language of the
window, so that notes can be read and counted in every export.
"""

from __future__ import annotations

REASON, ERROR, WORD = "reason", "error", "codebook"
KINDS = (REASON, ERROR, WORD)


def lines(note: str) -> dict[str, str]:
    """The lines of a decision's note by kind; what belongs to none is under ""."""
    found: dict[str, str] = {}
    for line in note.splitlines():
        kind, colon, text = line.partition(": ")
        known = kind if colon and kind in KINDS else ""
        text = text if known else line
        found[known] = f"{found[known]}\n{text}" if known in found else text
    return found


def with_line(note: str, kind: str, text: str) -> str:
    """The note with another line of a kind; an empty text takes the line away."""
    found = lines(note)
    found.pop(kind, None)
    if text.strip():
        found[kind] = " ".join(text.split())
    return "\n".join(f"{key}: {value}" if key else value for key, value in found.items())
