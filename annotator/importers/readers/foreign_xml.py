"""XML in no format that has a reader: refused by its name, because read as lines its signs would be words."""

from __future__ import annotations

import re
from typing import NoReturn

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Recipe

_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>)", re.DOTALL)
_ROOT = re.compile(rb"\s*<(?P<name>[A-Za-z_][\w.:-]*)(?P<rest>[^<>]*)>?")
_HTML = frozenset((b"html", b"body", b"head", b"div", b"p", b"span", b"table", b"br", b"b", b"i", b"svg"))
# What the root of files is called that people meet, and what these files are.
_KNOWN = {
    "annotation_document": Sentence("an ELAN document"),
    "project": Sentence("a project of some program"),
    "kml": Sentence("a map"),
    "typesystemdescription": Sentence("a UIMA type system, which holds no text"),
    "praat": Sentence("a Praat object"),
    "codebook": Sentence("a codebook; import it in the codebook editor"),
    "rss": Sentence("a news feed"),
    "svg": Sentence("a picture"),
    "segmented-transcription": Sentence(
        "an EXMARaLDA segmented transcription; export a basic transcription (.exb)"
    ),
    "coma": Sentence("an EXMARaLDA corpus file, which holds no text"),
    "document": Sentence("some program's document"),
}


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
    if root == "Project" and b"urn:QDA-XML" in data[:20_000]:
        raise UserError(
            "{name} cannot be read",
            "it is the table of contents of a REFI-QDA project, without the texts",
            "Take the .qdpx, which holds both",
            name=name,
        )
    if root.casefold() == "root" and b"nite.sourceforge.net" in data[:20_000]:
        raise UserError(
            "{name} is one layer of a NITE corpus",
            "its words, segments and dialogue acts lie in a file each, by speaker",
            "Import the folder or archive that has them all, words/ beside segments/ and dialogueActs/",
            name=name,
        )
    raise UserError(
        "{name} is XML in a format that is not known here",
        _first_element(root),
        "Export it as plain text, CSV, TEI, ELAN or another format that can be read",
        name=name,
    )


def _first_element(root: str) -> str:
    """What a document begins with, and what that is where it is known."""
    what = _KNOWN.get(root.casefold(), "")
    if what:
        return Sentence("its first element is <{root}>: {what}", root=root, what=what)
    return Sentence("its first element is <{root}>", root=root) if root else "it has no element"
