"""The commands that README and docs tell people to type, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
_COMMENT = re.compile(r"\s{2,}#.*|\s+# .*")
_INLINE = re.compile(r"`((?:annotator|\./dev) [^`]*)`")
_STARTS = re.compile(
    r"(\$ )?(annotator(?= )|\./dev|python3?|\.venv/bin/[\w-]+|sudo packaging|packaging/|git) ?"
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and the page that has it."""

    line: str
    page: str


def commands() -> list[Command]:
    """Every command of every page, each once."""
    return list(dict.fromkeys(one for page in PAGES for one in _of(page)))


def _of(page: Path) -> Iterator[Command]:
    fenced = ""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("```"):
            fenced = "" if fenced else line.removeprefix("```") or "shell"
        elif fenced in {"shell", "sh", "console"} or (not fenced and line.startswith("    ")):
            found = _COMMENT.sub("", line).strip()
            if _STARTS.match(found):
                yield Command(found.removeprefix("$ "), page.name)
        elif not fenced:
            for found in _INLINE.findall(line):
                yield Command(found.replace("\\|", "|"), page.name)
