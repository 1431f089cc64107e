"""A reading copy as one HTML page: nothing is loaded, nothing runs, light and dark as the reader has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import BinaryIO

from annotator.exporters.json_writer import watched
from annotator.exporters.label_colours import colours
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.xml_text import clean
from annotator.model import DialogueRecord, Tag

# Text keeps the page's own colour, so that it can be read whatever colour a label has.
_STYLE = """
:root { color-scheme: light dark; --line: #d0d4da; --soft: #5b6470; }
@media (prefers-color-scheme: dark) { :root { --line: #3a4048; --soft: #a5adb8; } }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.turn { margin: 1rem 0; }
.speaker, .about { color: var(--soft); font-size: .85em; margin: 0; }
.text { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.tag { display: inline-block; border: 1px solid var(--line); border-left: .4em solid var(--tag, var(--line));
  border-radius: .3em; padding: 0 .4em; margin: .15em .3em .15em 0; font-size: .8em; }
mark { color: inherit; background: none; border-bottom: .15em solid var(--tag); }
@media print { .turn { break-inside: avoid; } }
"""
# Whatever a transcript has in it, a browser is told to load and run nothing.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write all dialogues as one page. Raises Cancelled where the options say so."""
    page = _PageParts(content)
    out.write(page.head(content.name).encode())
    dialogues = watched(content, options)
    out.writelines("\n".join(page.dialogue(record)).encode() + b"\n" for record in dialogues)
    out.write(b"</body>\n</html>\n")


class _PageParts:
    """Makes the parts of the page."""

    def __init__(self, content: Content) -> None:
        self._codebook = content.codebook()
        self._words = TagNames(self._codebook, content.annotators())
        self._colours = colours(self._codebook)
        self._sources = {source.id: source.name for source in content.sources()}
        self._several = len(content.annotators()) > 1

    def head(self, name: str) -> str:
        """Everything before the first dialogue, with a legend of the labels."""
        title = _text(name or "Dialogues")
        legend = [
            f'<p class="about">{_text(facet.name or facet.key)}</p>\n<p>'
            + "".join(self._chip(_text(self._words.labels[x.key]), x.key) for x in facet.labels)
            + "</p>"
            for facet in self._codebook.facets
            if facet.labels
        ]
        return "\n".join(
            [
                "<!DOCTYPE html>",
                '<html lang="und">',
                '<head>\n<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>",
                f"<body>\n<h1>{title}</h1>",
                *legend,
                "",
            ]
        )

    def dialogue(self, record: DialogueRecord) -> Iterator[str]:
        """The lines of a dialogue."""
        dialogue = record.dialogue
        known = statements(record)
        source = self._sources[dialogue.source_id]
        yield f"<h2>{_text(dialogue.title or source)}</h2>"
        yield f'<p class="about">{_text(source)} · {_text(dialogue.key)}</p>'
        for target in dialogue.targets:
            yield f'<p class="about">Target: {_text(target.statement)}</p>'
        yield from self._chips(self._words.ordered(record.tags), known)
        for item in record.turns:
            tags = self._words.ordered(item.turn.tags)
            yield '<div class="turn">'
            if item.turn.speaker:
                yield f'<p class="speaker">{_text(item.turn.speaker)}</p>'
            yield f'<p class="text" dir="auto">{self._marked(item.turn.text, tags)}</p>'
            yield from self._chips(tags, known)
            yield "</div>"

    def _chips(self, tags: Sequence[Tag], known: Mapping[str, str]) -> Iterator[str]:
        if tags:
            yield (
                "<p>" + "".join(self._chip(_text(self._said(tag, known)), tag.label) for tag in tags) + "</p>"
            )

    def _chip(self, text: str, label: str) -> str:
        colour = self._colours.get(label)
        style = f' style="--tag: {colour}"' if colour else ""
        return f'<span class="tag"{style}>{text}</span>'

    def _said(self, tag: Tag, known: Mapping[str, str]) -> str:
        return said(self._words, tag, known, with_annotator=self._several)

    def _marked(self, text: str, tags: Sequence[Tag]) -> str:
        """The text with its spans marked; where they overlap, the one that begins last shows."""
        spans = [(tag.start, tag.end, tag) for tag in tags if tag.start is not None and tag.end is not None]
        edges = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
        parts = []
        for start, end in pairwise(edges):
            over = [tag for first, last, tag in spans if first <= start and end <= last]
            piece = _text(text[start:end])
            if over:
                names = _text("; ".join(self._words.qualified(tag) for tag in over))
                colour = self._colours.get(over[-1].label, "currentcolor")
                piece = f'<mark style="--tag: {colour}" title="{names}">{piece}</mark>'
            parts.append(piece)
        return "".join(parts)


def said(words: TagNames, tag: Tag, known: Mapping[str, str], *, with_annotator: bool) -> str:
    """A tag as one reads it: facet, answer, and in brackets what it carries."""
    details = (
        known.get(tag.target or "", ""),
        f"intensity {tag.intensity}" if tag.intensity is not None else "",
        "uncertain" if tag.uncertain else "",
        tag.note,
        words.people[tag.annotator] if with_annotator else "",
    )
    carried = " · ".join(detail for detail in details if detail)
    facet = words.facets[tag.facet]
    answer = f"{facet.name or facet.key}: {words.name(tag)}"
    return f"{answer} ({carried})" if carried else answer


def _text(text: str) -> str:
    return escape(clean(text))
