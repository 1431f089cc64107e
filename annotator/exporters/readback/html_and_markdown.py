"""The copies to read: HTML and Markdown."""

from __future__ import annotations

import re
from collections.abc import Generator
from html.parser import HTMLParser
from typing import Any, BinaryIO

from annotator.exporters.html_writer import said
from annotator.exporters.markdown_writer import BREAKS
from annotator.exporters.project_protocol import Content
from annotator.exporters.readback.reading_helpers import text_of
from annotator.exporters.tag_texts import TagNames, statements
from annotator.exporters.xml_text import clean
from annotator.model import DialogueRecord

_PIECE = 1 << 16  # characters of a page that are read at once


class HtmlPage:
    """An HTML page: what a browser shows of turns and tags."""

    def __init__(self, content: Content) -> None:
        self._words = TagNames(content.codebook(), content.annotators())
        self._several = len(content.annotators()) > 1

    def expected(self, record: DialogueRecord) -> Any:
        """Chips of the dialogue, then each turn's speaker and text, then its chips."""
        known = statements(record)
        shown = [self._chips(record.tags, known)]
        for item in record.turns:
            shown += ([clean(item.turn.speaker)], [clean(item.turn.text)], self._chips(item.turn.tags, known))
        return shown

    def _chips(self, tags: Any, known: dict[str, str]) -> list[str]:
        return [
            clean(said(self._words, tag, known, with_annotator=self._several))
            for tag in self._words.ordered(tags)
        ]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the page."""
        reader = _Reader()
        with text_of(file) as text:
            while piece := text.read(_PIECE):
                reader.feed(piece)
                yield from reader.finished()
        reader.close()
        yield from reader.finished()
        if reader.dialogue is not None:
            yield reader.dialogue


class _Reader(HTMLParser):
    """Collects dialogues: a heading begins the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.dialogue: list[list[str]] | None = None
        self._done: list[list[list[str]]] = []
        self._inside = ""
        self._text = ""

    def finished(self) -> list[list[list[str]]]:
        """The dialogues that are complete, once."""
        done, self._done = self._done, []
        return done

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = dict(attrs).get("class")
        if tag == "h2":
            if self.dialogue is not None:
                self._done.append(self.dialogue)
            self.dialogue = [[]]
        elif kind == "turn" and self.dialogue is not None:
            self.dialogue += ([""], [""], [])
        elif kind in ("speaker", "text", "tag"):
            self._inside, self._text = kind, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            return
        inside, self._inside = self._inside, ""
        if self.dialogue is not None and inside == "tag":
            self.dialogue[-1].append(self._text)
        elif self.dialogue is not None and inside:
            self.dialogue[-3 if inside == "speaker" else -2] = [self._text]

    def handle_data(self, data: str) -> None:
        self._text += data


_TURN = re.compile(r"(?:\*\*((?:\\.|[^\\*])*)\*\*|·) ?(.*)")
_ESCAPED = re.compile(r"\\(.)")


class MarkdownPage:
    """A Markdown text: turns, and whether anything is said about them."""

    def __init__(self, content: Content) -> None:
        self._words = TagNames(content.codebook(), content.annotators())

    def expected(self, record: DialogueRecord) -> Any:
        """Whether the dialogue has tags; of each turn the speaker, the text and whether it has tags."""
        return [
            bool(self._words.ordered(record.tags)),
            [
                (_plain(x.turn.speaker), _plain(x.turn.text), bool(self._words.ordered(x.turn.tags)))
                for x in record.turns
            ],
        ]

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same from the lines."""
        dialogue: list[Any] | None = None
        for line in (raw.decode().removesuffix("\n") for raw in file):
            if line.startswith("## "):
                if dialogue is not None:
                    yield dialogue
                dialogue, skip = [False, []], True
            elif dialogue is None or not line:
                continue
            elif line.startswith("> "):
                if dialogue[1]:
                    dialogue[1][-1] = (*dialogue[1][-1][:2], True)
                else:
                    dialogue[0] = True
            elif skip:
                skip = False  # the line about the file
            elif turn := _TURN.fullmatch(line):
                dialogue[1].append((_unescaped(turn[1] or ""), _unescaped(turn[2]), False))
        if dialogue is not None:
            yield dialogue


def _plain(text: str) -> str:
    """A text without what Markdown does not keep: white space at the ends of lines, kinds of line breaks."""
    return "\n".join(line.strip() for line in BREAKS.split(clean(text)))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text.replace("<br>", "\n"))
