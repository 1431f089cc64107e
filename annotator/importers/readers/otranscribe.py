"""Transcripts of oTranscribe (.otr): JSON with the text as HTML, its times inside."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from annotator.errors import UserError
from annotator.importers.reader_result import Readout, Recipe
from annotator.importers.readers.chat_programs import values_of

_BLOCKS = frozenset(("p", "div", "li", "blockquote", "h1", "h2", "h3"))


class _TimedText(HTMLParser):
    """Lines of text; a time stands before its words, as exactly as the file has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_stamp = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "span" and (self.in_stamp or "timestamp" in (given.get("class") or "")):
            self.in_stamp += 1
            stamp = given.get("data-timestamp")
            if stamp:
                self.parts.append(f"{_clock(stamp)} ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.in_stamp:
            self.in_stamp -= 1
        elif tag in _BLOCKS:
            self.new_line()

    def handle_data(self, data: str) -> None:
        if not self.in_stamp:
            behind_time = bool(self.parts) and self.parts[-1].endswith(" ")
            self.parts.append(data.lstrip(" \xa0") if behind_time else data.replace("\xa0", " "))

    def new_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")


def _clock(stamp: str) -> str:
    """Seconds as ``0:00:03.1``."""
    try:
        whole = float(stamp)
    except ValueError:
        return stamp
    minutes, seconds = divmod(max(0.0, whole), 60)
    hours, minutes = divmod(int(minutes), 60)
    rest = f"{seconds:06.3f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02}:{rest}"


def looks_like_otranscribe(data: bytes) -> bool:
    """Whether a file is a transcript of oTranscribe, by its keys."""
    head = data[-2_000:] + data[:20_000]
    return b'"media-time"' in head and b'"text"' in head


def read_otranscribe(name: str, data: bytes, recipe: Recipe) -> Readout:
    """The words as plain text, each time before its words, to be divided by speaker markers."""
    values, _ = values_of(data, recipe)
    value: Any = values[0] if values else None
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise UserError(
            "{name} cannot be read", "it is no transcript of oTranscribe: there is no “text” in it", name=name
        )
    page = _TimedText()
    page.feed(value["text"])
    page.close()
    text = "".join(page.parts).strip("\n")
    if not text.strip():
        raise UserError("{name} cannot be read", "there are no words in it", name=name)
    return Readout(text=text)
