"""Chats that Telegram exports as HTML, ``messages.html``; and what tells pages from texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from annotator.importers.encodings import decode_by_lines
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.readers.chat_log import finished

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
# How a piece of a page begins.
_PIECE = re.compile(
    rb"<(?:p|div|span|cite|time|table|tr|td|ul|ol|li|dl|dt|dd|h[1-6]|section|article|main|header|b|i|u|em|strong"
    rb"|font|center|blockquote|pre|a|title|style|script|link|meta|br|hr|img|figure)(?:\s[^<>]*)?/?>"
)
_SIGNS = (b'class="history"', b'class="message default', b'class="page_wrap')


def is_telegram_page(data: bytes) -> bool:
    """Whether a page is of such an export."""
    head = data[:20_000]
    return b"from_name" in data[:200_000] and any(sign in head for sign in _SIGNS)


def is_page(data: bytes) -> bool:
    """Whether a file is HTML."""
    head = data[:2_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head[:500]:
        return True
    piece = _PIECE.match(head)
    return piece is not None and (
        b"</" in head or piece[0].startswith((b"<meta", b"<link", b"<style", b"<script"))
    )


@dataclass(slots=True)
class _Message:
    place: str
    meta: Meta
    speaker: str = ""
    parts: list[str] = field(default_factory=list)
    has_text: bool = False


class _Page(HTMLParser):
    """Collects messages; ``open`` holds the classes of the elements that are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[_Message] = []
        self.service = 0
        self.title: list[str] = []
        self.open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        classes = frozenset(given.get("class", "").split())
        if tag == "br" and self._inside("text") and self.found:
            self.found[-1].parts.append("\n")
        if tag in _VOID:
            return
        if "message" in classes:
            self._begin(classes, given.get("id", ""))
        here = self.found[-1] if self.found else None
        if here is not None and "date" in classes and given.get("title"):
            here.meta.setdefault("time", given["title"])
        answered = given.get("href", "").rpartition("#go_to_message")
        if here is not None and answered[1] and self._inside("reply_to"):
            here.meta["reply_to"] = answered[2]
        if here is not None and "text" in classes:
            here.has_text = True
        self.open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(one == tag for one, _ in self.open):
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._inside("page_header"):
            self.title.append(data)
        if not self.found or self._inside("service"):
            return
        here = self.found[-1]
        if self._inside("from_name") and not self._inside("forwarded") and not here.has_text:
            here.speaker += data
        elif self._inside("text"):
            here.parts.append(data)
        elif self._inside("media_wrap") and data.strip():
            here.meta["media"] = " ".join([str(here.meta.get("media", "")), data.strip()]).strip()

    def _inside(self, name: str) -> bool:
        return any(name in classes for _, classes in self.open)

    def _begin(self, classes: frozenset[str], mark: str) -> None:
        if "service" in classes:
            self.service += 1
            return
        number = mark.removeprefix("message")
        meta: Meta = {"id": number} if number else {}
        self.found.append(_Message(f"line {self.getpos()[0]}", meta))


def read_telegram_page(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """Messages with id, time and reply; a message without a name is by whoever sent the one before."""
    decoded = decode_by_lines(data, recipe.encoding)
    page = _Page()
    page.feed(decoded.text)
    page.close()
    faults = Faults()
    faults.remarks.leave_out("system", page.service)
    turns: list[ReadTurn] = []
    for one in page.found:
        speaker = " ".join(one.speaker.split()) or (turns[-1].speaker if turns else "")
        lines = "".join(one.parts).strip().split("\n")
        turns.append(ReadTurn(speaker, "\n".join(line.strip() for line in lines), one.place, one.meta))
    title = " ".join("".join(page.title).split())
    return finished((ReadDialogue(tuple(turns), title),) if turns else (), faults, decoded, "Telegram")
