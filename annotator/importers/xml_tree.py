"""XML from strangers to a tree: no entities, no external files, and every element knows its line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from annotator.errors import UserError

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARATION = re.compile(r"\A<\?xml[^>]*\?>")
_MOST_ELEMENTS = 3_000_000
_DEEPEST = 200


@dataclass(slots=True)
class Element:
    """An element: its name without namespace, attributes, children, and the text directly in it in pieces.

    ``places`` says for each piece of text how many children stand before it.
    """

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly in it, without that of its children."""
        return "".join(self.texts)

    def mixed(self) -> Iterator[str | Element]:
        """Text and children in the order in which they stand."""
        at = 0
        for text, place in zip(self.texts, self.places, strict=True):
            yield from self.children[at:place]
            at = place
            yield text
        yield from self.children[at:]

    def whole(self) -> str:
        """The text in it and in all that is in it."""
        return "".join(one if isinstance(one, str) else one.whole() for one in self.mixed())

    def all(self, name: str) -> Iterator[Element]:
        """The elements of that name below this one, in order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, name: str) -> Element | None:
        """The first of them."""
        return next(self.all(name), None)

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value, whatever namespace it is in."""
        return self.attributes.get(name, default)


class Handler:
    """What is done with elements and text as they come; ``parser`` knows the line."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.UnparsedEntityDeclHandler = self._refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name and those of attributes have the namespace and ``}`` before them."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Text, maybe not all of it up to the next element."""

    def _refuse(self, *_: object) -> None:
        raise UserError(
            "This XML file is not read",
            "it defines entities of its own (line {line}), which can draw in other files or grow without end",
            "Save it without a DOCTYPE",
            line=self.parser.CurrentLineNumber,
        )


class _Builder(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parts: list[str] = []
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > _MOST_ELEMENTS or len(self.open) > _DEEPEST:
            raise UserError(
                "This XML file cannot be read", "it has too many elements, or nests them too deeply"
            )
        self.settle()
        own = {key.rpartition("}")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition("}")[2], own, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def text(self, data: str) -> None:
        self.parts.append(data)

    def end(self, name: str) -> None:  # noqa: ARG002 - what a handler takes
        self.settle()
        self.open.pop()

    def settle(self) -> None:
        if self.parts and self.open:
            here = self.open[-1]
            here.texts.append("".join(self.parts))
            here.places.append(len(here.children))
        self.parts.clear()


def parse(data: bytes, what: str = "This XML file") -> Element:
    """The root of a document. Raises UserError, with line and column, where it is no sound XML."""
    builder = _Builder()
    parse_into(builder, data, what)
    assert builder.root is not None  # noqa: S101 - a document without an element is no sound XML
    return builder.root


def _by_its_mark(data: bytes) -> bytes:
    """A document in UTF-16 as UTF-8, without the declaration, which may be left from before."""
    if not data.startswith(_MARKS):
        return data
    return _DECLARATION.sub("", data.decode("utf-16", "replace"), count=1).encode("utf-8", "replace")


def parse_into(handler: Handler, data: bytes, what: str = "This XML file") -> None:
    """Let a handler have a document. Raises UserError, with line and column, where it is no sound XML."""
    try:
        handler.parser.Parse(_by_its_mark(data), True)  # noqa: FBT003 - expat takes it by place
    except expat.ExpatError as error:
        raise UserError(
            "{what} is broken",
            "line {line}, column {column}: {cause}",
            "Save it anew with the program that made it",
            what=what,
            line=error.lineno,
            column=error.offset + 1,
            cause=expat.ErrorString(error.code),
        ) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise UserError("{what} cannot be read", "{cause}", what=what, cause=str(error)) from None


def is_sound(data: bytes) -> bool:
    """Whether a document is sound XML without entities of its own."""
    try:
        parse_into(Handler(), data)
    except UserError:
        return False
    return True
