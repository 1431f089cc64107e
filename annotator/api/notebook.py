"""What a notebook shows of a project and of a dialogue: plain HTML that loads nothing.

Every text is escaped, for what people said may hold any character. Styles stand in the elements
themselves: a notebook drops what stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from annotator.model import Dialogue, Tag, Turn
from annotator.store import Project

_SHOWN = 20  # turns; a notebook is no window
_CHIP = "border:1px solid currentColor;border-radius:0.8em;padding:0 0.5em;margin-right:0.3em;font-size:85%"
_CELL = "text-align:left;vertical-align:top;white-space:pre-wrap"


def project_line(project: Project, kind: str) -> str:
    """A project in a line, as ``repr`` gives it."""
    counts = project.counts()
    figures = f"{counts.dialogues:,} dialogues, {counts.turns:,} turns, {counts.tags:,} tags"
    return f"<{kind} {project.name or project.path.stem!r}: {figures}>"


def project_html(project: Project, first: str | None) -> str:
    """A project's name and figures, and the HTML of its first dialogue, None for no dialogue."""
    counts = project.counts()
    rows = "".join(
        f"<tr><th style='{_CELL}'>{escape(name)}</th><td style='{_CELL}'>{escape(value)}</td></tr>"
        for name, value in (
            ("Project", project.name),
            ("Dialogues", f"{counts.dialogues:,}"),
            ("Turns", f"{counts.turns:,}"),
            ("Tags", f"{counts.tags:,}"),
            ("Annotators", ", ".join(one.name for one in project.people.all())),
        )
    )
    return f"<table>{rows}</table>{first or '<p>There are no dialogues yet.</p>'}"


def dialogue_html(dialogue: Dialogue, turns: Sequence[Turn], tags: Sequence[Tag]) -> str:
    """A dialogue's title, its own tags and its first turns with theirs; suggestions are left out."""
    rows = "".join(
        f"<tr><td style='{_CELL}'>{turn.position + 1}</td><th style='{_CELL}'>{escape(turn.speaker)}</th>"
        f"<td dir='auto' style='{_CELL}'>{escape(turn.text)}</td>"
        f"<td style='{_CELL}'>{_chips(turn.tags)}</td></tr>"
        for turn in turns[:_SHOWN]
    )
    more = len(turns) - _SHOWN
    rest = f"<p>and {more:,} more turns</p>" if more > 0 else ""
    return f"<p><b>{escape(dialogue.title)}</b> {_chips(tags)}</p><table>{rows}</table>{rest}"


def _chips(tags: Iterable[Tag]) -> str:
    given = (tag for tag in tags if tag.origin != "suggested")
    return "".join(f"<span style='{_CHIP}'>{escape(_words(tag))}</span>" for tag in given)


def _words(tag: Tag) -> str:
    return (tag.label or f"{tag.facet}: {tag.value}") + (" ?" if tag.uncertain else "")
