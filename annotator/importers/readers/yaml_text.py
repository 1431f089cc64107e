"""YAML: a whole file of it is refused by name; what stands before a Markdown text is no part of a turn."""

from __future__ import annotations

import re
from typing import NoReturn

from annotator.errors import UserError
from annotator.importers.reader_result import Recipe

_FRONT = re.compile(r"\A\ufeff?\s*---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_PAIR = re.compile(r"[ \t]*(?:- )*[\"']?[A-Za-z_][\w .-]{0,40}[\"']?:(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t]*- \S")
_DIRECTIVE = re.compile(r"\ufeff?(?:%YAML|---)(?:[ \t]|$)", re.MULTILINE)


def front_matter(text: str) -> int:
    """Where the YAML ends that stands before a text between lines of dashes; 0 where there is none."""
    match = _FRONT.match(text)
    if match is None:
        return 0
    lines = [line for line in match[0].split("\n")[1:-1] if line.strip() and not line.startswith("---")]
    pairs = sum(
        1 for line in lines if _PAIR.match(line) or _ITEM.match(line) or line.startswith((" ", "\t", "#"))
    )
    return match.end() if lines and pairs * 5 >= len(lines) * 4 else 0


def looks_like_yaml(head: str) -> bool:
    """Whether a text is a document of YAML from its beginning, with nothing behind it."""
    if not _DIRECTIVE.match(head):
        return False
    if front_matter(head):
        return not head[front_matter(head) :].strip()
    lines = [line for line in head.split("\n")[1:] if line.strip() and not line.startswith("---")]
    pairs = sum(1 for line in lines if _PAIR.match(line) or _ITEM.match(line) or line.startswith((" ", "#")))
    return bool(lines) and pairs * 10 >= len(lines) * 9


def refuse_yaml(name: str, data: bytes, recipe: Recipe) -> NoReturn:  # noqa: ARG001 - all readers take the same
    """Say what a file is instead of taking its keys for speakers."""
    raise UserError(
        "{name} is YAML",
        "it holds data under names, and which of them are turns cannot be known",
        "Save it as JSON, and import that",
        name=name,
    )
