"""Codebooks as files: the starter codebooks that ship, and JSON in and out.

The JSON mirrors :class:`annotator.model.Codebook` field by field; fields at their default
may be left out. ``resources/codebooks/default.json`` is an example. A file that the program
writes says so in ``format`` and ``format_version``, and follows
``resources/schemas/dialogue-annotator-codebook-1.schema.json``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from annotator.codebooks.label_tree import subtree
from annotator.core.resources import resource
from annotator.errors import Sentence, UserError, cause_of
from annotator.model import Codebook, Facet

FORMAT: Final = "dialogue-annotator-codebook"
VERSION: Final = 1
SUFFIX = ".json"
SCHEMA_FILE = f"{FORMAT}-{VERSION}.schema.json"

_EXPORT = "dialogue-annotator"  # the format of a project's export, which has its codebook in it
ENGLISH: Final = "en"  # the language of the starter codebooks themselves
STARTERS = ("default", "dialogue-acts", "agreement")  # names of their files
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class CodebookFile(msgspec.Struct, kw_only=True):
    """The facets and labels of a study, by themselves."""

    format: Literal["dialogue-annotator-codebook"] = FORMAT
    format_version: Annotated[Literal[1], Meta(description="Of this file's form.")] = VERSION
    name: str
    version: Annotated[int, Meta(description="Of the codebook.")] = 1
    facets: tuple[Facet, ...]


class _Outside(msgspec.Struct):
    """What tells the kinds of file apart."""

    format: str = ""
    format_version: int = VERSION
    codebook: msgspec.Raw = msgspec.Raw()


def load(path: Path) -> Codebook:
    """Read a codebook from a JSON file, be it a codebook or the export of a project.

    Raises UserError where the file cannot be read, is not JSON, is of a newer form, or holds
    something that cannot be a codebook.
    """
    return loads(read_file(path), path.name)


def read_file(path: Path) -> bytes:
    """The bytes of a codebook's file. Raises UserError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            "The codebook {file} cannot be read",
            "{cause}",
            file=path.name,
            cause=cause_of(error),
        ) from error


def loads(data: bytes, name: str) -> Codebook:
    """The codebook in JSON; ``name`` is what an error calls it. Raises UserError like :func:`load`."""
    try:
        outside = msgspec.json.decode(data, type=_Outside)
        if outside.format == _EXPORT and bytes(outside.codebook):
            data = bytes(outside.codebook)
        elif outside.format not in {"", FORMAT}:
            raise UserError(
                "{name} is not a codebook", "it says that it is {format}", name=name, format=outside.format
            )
        elif outside.format_version > VERSION:
            raise UserError(
                "{name} cannot be read",
                "a newer version of the program wrote it",
                "Update the program",
                name=name,
            )
        codebook = msgspec.json.decode(data, type=Codebook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError(
            "{name} is not a codebook",
            "{cause}",
            "Compare it with an exported codebook",
            name=name,
            cause=str(error),
        ) from error
    _refuse_doubles(name, codebook)
    _refuse_details(name, codebook)
    return codebook


def default() -> Codebook:
    """The codebook of a new project: stance, topic, language and a note."""
    return starter("default")


def starter(name: str, language: str = ENGLISH) -> Codebook:
    """The starter codebook of that name, one of :data:`STARTERS`.

    Names, questions and definitions are in the language of that code (``zh_CN``, ``zh``) where the
    codebook has been translated into it, else in English. Keys are the same in every language, so that
    projects in different languages can be compared and merged.
    """
    book = load(resource("codebooks", f"{name}.json"))
    words = resource("codebooks", language.partition("_")[0], f"{name}.json")
    return _translated(book, words) if language != ENGLISH and words.is_file() else book


def starters(language: str = ENGLISH) -> tuple[Codebook, ...]:
    """The codebooks a project can begin with, the default one first. For languages see :func:`starter`."""
    return tuple(starter(name, language) for name in STARTERS)


class _FacetWords(msgspec.Struct):
    name: str
    question: str


class _LabelWords(msgspec.Struct):
    name: str
    definition: str


class _Translated(msgspec.Struct):
    """A starter codebook in another language: names, questions and definitions by key."""

    name: str
    facets: dict[str, _FacetWords]
    labels: dict[str, _LabelWords]


def _translated(book: Codebook, file: Path) -> Codebook:
    words = msgspec.json.decode(file.read_bytes(), type=_Translated)
    facets = []
    for facet in book.facets:
        labels = tuple(
            replace(label, name=words.labels[label.key].name, definition=words.labels[label.key].definition)
            for label in facet.labels
        )
        said = words.facets[facet.key]
        facets.append(replace(facet, name=said.name, question=said.question, labels=labels))
    return replace(book, name=words.name, facets=tuple(facets))


def dumps(codebook: Codebook) -> bytes:
    """The codebook as indented UTF-8 JSON, every field written out."""
    file = CodebookFile(name=codebook.name, version=codebook.version, facets=codebook.facets)
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def schema() -> bytes:
    """The JSON Schema (draft 2020-12) of what :func:`dumps` writes, as indented JSON."""
    _, parts = msgspec.json.schema_components((CodebookFile,), ref_template="#/$defs/{name}")
    document: dict[str, Any] = parts.pop("CodebookFile")
    document["required"] = ["format", "format_version", "name", "facets"]
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
        **document,
        "title": f"Codebook of Dialogue Annotator, version {VERSION}",
        "$defs": parts,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


def _refuse_doubles(name: str, codebook: Codebook) -> None:
    seen: set[str] = set()
    labels = (label for facet in codebook.facets for label in facet.labels)
    for key in [*(f"facet {facet.key}" for facet in codebook.facets), *(f"label {x.key}" for x in labels)]:
        if key in seen:
            raise _unusable(name, Sentence("the {key} occurs twice", key=key))
        seen.add(key)
    taken: set[str] = set()
    for facet in codebook.facets:
        used: set[str] = set()
        if facet.shortcut and not facet.retired and facet.shortcut in taken:
            raise _unusable(name, Sentence("two facets have the key {shortcut}", shortcut=facet.shortcut))
        taken |= set() if facet.retired else {facet.shortcut}
        for label in facet.labels:
            if label.facet != facet.key:
                raise _unusable(
                    name,
                    Sentence(
                        "the label {key} stands under {facet} and says {got}",
                        key=label.key,
                        facet=facet.key,
                        got=label.facet,
                    ),
                )
            if label.shortcut and not label.retired and label.shortcut in used:
                raise _unusable(
                    name,
                    Sentence(
                        "two labels of {facet} have the key {shortcut}",
                        facet=facet.key,
                        shortcut=label.shortcut,
                    ),
                )
            used |= set() if label.retired else {label.shortcut}


def _refuse_details(name: str, codebook: Codebook) -> None:
    """Raise UserError for parents that are not there or go in a circle, and for what is no colour."""
    for facet in codebook.facets:
        keys = {label.key for label in facet.labels}
        for label in facet.labels:
            if label.parent is not None and label.parent not in keys:
                raise _unusable(
                    name,
                    Sentence(
                        "the label {key} stands below {parent}, which is not there",
                        key=label.key,
                        parent=label.parent,
                    ),
                )
            if label.parent in subtree(facet.labels, label.key):
                raise _unusable(name, Sentence("the label {key} stands below itself", key=label.key))
            if label.colour and not _COLOUR.fullmatch(label.colour):
                raise _unusable(
                    name, Sentence("the colour of the label {key} is not of the form #rrggbb", key=label.key)
                )


def _unusable(name: str, why: str) -> UserError:
    return UserError("{name} is not a usable codebook", why, name=name)
