"""XML in no format that has a reader: refused by its name, because read as lines its signs would be words."""

from __future__ import annotations

import re
from typing import NoReturn

from annotator.errors import UserError
from annotator.importers.readout import Recipe

_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>)", re.DOTALL)
_ROOT = re.compile(rb"\s*<(?P<name>[A-Za-z_][\w.:-]*)(?P<rest>[^<>]*)>?")
_HTML = frozenset((b"html", b"body", b"head", b"div", b"p", b"span", b"table", b"br", b"b", b"i", b"svg"))
# What the root of files is called that people meet, and what these files are.
_KNOWN = {
    "annotation_document": "an ELAN document", "project": "a project of some program", "kml": "a map",
    "typesystemdescription": "a UIMA type system, which holds no text", "praat": "a Praat object",
    "codebook": "a codebook; import it in the codebook editor", "rss": "a news feed", "svg": "a picture",
    "segmented-transcription": "an EXMARaLDA segmented transcription; export a basic transcription (.exb)",
    "coma": "an EXMARaLDA corpus file, which holds no text", "document": "some program's document",
}  # fmt: skip


def root_of(data: bytes) -> tuple[str, bool]:
    """The name of an XML document's first element, and whether it is surely XML; "" where it is none."""
    head = data[:20_000]
    if b"\0" in head:
        head = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not head.lstrip().startswith(b"<"):
        return "", False
    sure = head.lstrip().startswith(b"<?xml")
    at = 0
    while match := _PROLOG.match(head, at):
        sure = sure or match[0].lstrip().startswith(b"<!DOCTYPE")
        at = match.end()
    found = _ROOT.match(head, at)
    if found is None:
        return "", sure
    name = found["name"]
    if name.lower() in _HTML and not (sure and name.lower() == b"svg"):
        return "", False
    sure = sure or b"xmlns" in found["rest"] or b"</" + name + b">" in data[-200:].replace(b"\0", b"")
    return name.rpartition(b":")[2].decode("ascii", "replace"), sure


def refuse_xml(name: str, data: bytes, recipe: Recipe) -> NoReturn:  # noqa: ARG001 - all readers take the same
    """Say what a file is instead of reading it."""
    root, _ = root_of(data)
    what = _KNOWN.get(root.casefold(), "")
    raise UserError(
        f"{name} is XML in a format that is not known here",
        f"its first element is <{root}>" + (f": {what}" if what else "") if root else "it has no element",
        "Export it as plain text, CSV, TEI, ELAN or another format that can be read",
    )
