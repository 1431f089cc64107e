"""The note on a decision: lines that say why, what kind of error it was, what the codebook should say.

A line of a kind begins with its name and a colon (``error: context-missed``), whatever the language of the
window, so that notes can be read and counted in every export. Kinds of error that the window offers stand
there as codes; those that somebody thought of stand as written.
"""

from __future__ import annotations

from annotator.core.text_folding import loosely
from annotator.errors import Sentence

REASON, ERROR, WORD = "reason", "error", "codebook"
KINDS = (REASON, ERROR, WORD)
# The kinds of error that the window offers, by their codes.
KINDS_OF_ERROR: dict[str, Sentence] = {
    "slip-of-the-hand": Sentence("slip of the hand"),
    "text-misread": Sentence("text misread"),
    "context-missed": Sentence("context missed"),
    "definition-misunderstood": Sentence("definition misunderstood"),
    "definition-gap": Sentence("definition has a gap"),
    "truly-ambiguous": Sentence("truly ambiguous"),
}
# Their words, as they stand in notes that were written before there were codes.
_CODES = {
    "slip of the hand": "slip-of-the-hand", "手误": "slip-of-the-hand",
    "text misread": "text-misread", "误读文本": "text-misread",
    "context missed": "context-missed", "忽略上下文": "context-missed",
    "definition misunderstood": "definition-misunderstood", "误解定义": "definition-misunderstood",
    "definition has a gap": "definition-gap", "定义有缺口": "definition-gap",
    "truly ambiguous": "truly-ambiguous", "确有歧义": "truly-ambiguous",
}  # fmt: skip


def error_code(text: str) -> str:
    """The code of a kind of error by its words in any language of the window; other words as they are."""
    words = " ".join(text.split())
    folded = loosely(words)
    return _CODES.get(folded, folded if folded in KINDS_OF_ERROR else words)


def error_name(code: str) -> str:
    """What a kind of error is called: a sentence that can be translated, or what somebody wrote."""
    return KINDS_OF_ERROR.get(code, code)


def lines(note: str) -> dict[str, str]:
    """The lines of a decision's note by kind, an error's as its code; what belongs to none is under ""."""
    found: dict[str, str] = {}
    for line in note.splitlines():
        kind, colon, text = line.partition(": ")
        known = kind if colon and kind in KINDS else ""
        text = text if known else line
        text = error_code(text) if known == ERROR else text
        found[known] = f"{found[known]}\n{text}" if known in found else text
    return found


def with_line(note: str, kind: str, text: str) -> str:
    """The note with another line of a kind; an empty text takes the line away."""
    found = lines(note)
    found.pop(kind, None)
    if text.strip():
        found[kind] = error_code(text) if kind == ERROR else " ".join(text.split())
    return "\n".join(f"{key}: {value}" if key else value for key, value in found.items())
