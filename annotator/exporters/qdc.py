"""Codebooks as REFI-QDA ``.qdc``, the XML that programs for qualitative analysis exchange.

A facet is a code that cannot be given (``isCodable="false"``) with its question as description,
its labels are the codes below it, and what is retired is a member of the set ``Retired``. The
format knows neither kinds nor keys; :func:`losses` says what of a codebook it cannot hold. On the way
back, codes that a known codebook has (their GUIDs follow from its keys) keep what the file does
not say; other codes at the top become facets of several labels.
"""

from __future__ import annotations

import re
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from annotator.codebooks import new_key, ordered
from annotator.errors import Sentence, UserError
from annotator.exporters.json_writer import PROGRAM
from annotator.exporters.xml_text import clean
from annotator.model import Codebook, Facet, Label

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_OWN = uuid.UUID("6f2c1a52-5d0f-5f0e-9d53-0b8a4b8f4a11")  # GUIDs of things whose key is no UUID
_EXAMPLES = "\n\nExamples: "
_RETIRED = "Retired"
_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_MOST_BYTES = 64 << 20
_DEEPEST = 200  # codes below codes

# --- out --------------------------------------------------------------------------------------


def write(codebook: Codebook) -> bytes:
    """The codebook as a ``.qdc`` file. Raises UserError for one without facets, which the format forbids."""
    if not codebook.facets:
        raise UserError("The codebook cannot be written as .qdc", "it has no facets", "Add one first")
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": PROGRAM})
    codes = ET.SubElement(root, "Codes")
    retired = []
    for facet in sorted(codebook.facets, key=lambda facet: facet.position):
        at = {facet.key: _code(codes, guid("facet", facet.key), facet.name, facet.question, codable=False)}
        retired += [guid("facet", facet.key)] if facet.retired else []
        for label in ordered(facet.labels):
            above = at[label.parent if label.parent in at else facet.key]
            text = label.definition + (_EXAMPLES + label.examples if label.examples else "")
            own = guid("label", label.key)
            at[label.key] = _code(above, own, label.name, text, codable=True, colour=label.colour)
            retired += [own] if label.retired else []
    if retired:
        sets = ET.SubElement(root, "Sets")
        members = ET.SubElement(sets, "Set", {"guid": guid("set", _RETIRED), "name": _RETIRED})
        for member in retired:
            ET.SubElement(members, "MemberCode", {"guid": member})
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def guid(kind: str, key: str) -> str:
    """The GUID of a facet or label: its key where that is a UUID, else one that follows from it."""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return str(uuid.uuid5(_OWN, f"{kind}:{key}"))


def _code(
    parent: ET.Element, own: str, name: str, text: str, *, codable: bool, colour: str = ""
) -> ET.Element:
    values = {"guid": own, "name": clean(name), "isCodable": "true" if codable else "false"}
    if _COLOUR.fullmatch(colour):
        values["color"] = colour
    made = ET.SubElement(parent, "Code", values)
    if text:
        ET.SubElement(made, "Description").text = clean(text)
    return made


def losses(codebook: Codebook) -> tuple[str, ...]:
    """What of this codebook a ``.qdc`` file cannot hold, in words."""
    facets = codebook.facets
    labels = [label for facet in facets for label in facet.labels]
    found = (
        ("keys to press", any(x.shortcut for x in facets) or any(x.shortcut for x in labels)),
        ("whether a facet takes one label, several, an order or free text", bool(facets)),
        ("whether a facet is about turns, spans or dialogues", any(x.scope != "turn" for x in facets)),
        ("which facets name a target", any(x.targeted for x in facets)),
        ("which facets have an intensity", any(x.intensity for x in facets)),
        ("which facets take new labels while tagging", any(x.open for x in facets)),
        ("which facets a machine prefills", any(x.detected for x in facets)),
        ("name and version of the codebook", True),
    )
    return tuple(words for words, lost in found if lost)


# --- in ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Code:
    """A code of the file with those below it."""

    guid: str
    name: str
    codable: bool
    colour: str
    text: str = ""
    below: list[_Code] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Read:
    """A codebook from a ``.qdc`` file, and what had to be decided about it, in words."""

    codebook: Codebook
    notes: tuple[str, ...] = ()


def read(data: bytes, name: str, known: Iterable[Codebook] = ()) -> Read:
    """The codebook in a ``.qdc`` file; ``name`` is what errors and a facet of loose codes are called.

    ``known`` are codebooks whose facets and labels keep their keys, and what the file cannot say.
    Raises UserError for anything but a codebook, and for one that declares entities.
    """
    parsed = _parsed(data, name)
    facets = _Facets(name, tuple(known), parsed.retired)
    for code in parsed.codes:
        facets.take(code)
    return Read(Codebook(_stem(name), facets.made()), (*parsed.notes, *facets.notes()))


class _Facets:
    """Makes facets of the codes at the top."""

    def __init__(self, name: str, known: tuple[Codebook, ...], retired: set[str]) -> None:
        self._name = _stem(name)
        self._retired = retired
        self._facets = {guid("facet", x.key): x for book in reversed(known) for x in book.facets}
        self._labels = {
            guid("label", label.key): label
            for book in reversed(known)
            for facet in book.facets
            for label in facet.labels
        }
        self._taken = {facet.key for facet in self._facets.values()}
        self._keys: set[str] = set()
        self._made: list[Facet] = []
        self._loose: list[_Code] = []
        self._categories = 0
        self._fresh = 0

    def take(self, code: _Code) -> None:
        """Make a facet of a code and those below it; a code alone waits for others like it."""
        if code.guid not in self._facets and code.codable and not code.below:
            self._loose.append(code)
            return
        if code.codable:  # it can be given itself, so it is a label of its own facet as well
            self._add(_Code("", code.name, False, "", ""), [code])  # noqa: FBT003 - a field's place
        else:
            self._add(code, code.below)

    def made(self) -> tuple[Facet, ...]:
        """All facets in the order of the file."""
        if self._loose:
            self._add(_Code("", self._name, False, ""), self._loose)  # noqa: FBT003 - a field's place
            self._loose = []
        return tuple(self._made)

    def notes(self) -> Iterator[str]:
        """What was decided."""
        if self._fresh:
            yield "facets that this project does not know take several labels of a turn"
        if self._categories:
            yield "categories below a facet became labels that can be given"

    def _add(self, code: _Code, codes: list[_Code]) -> None:
        old = self._facets.pop(code.guid, None)
        if old is None:
            self._fresh += 1
            key = new_key(code.name, self._taken)
            self._taken.add(key)
            old = Facet(key, code.name, "several")
        labels: list[Label] = []
        waiting: list[tuple[_Code, str | None]] = [(one, None) for one in reversed(codes)]
        while waiting:
            one, parent = waiting.pop()
            label = self._label(one, old.key, parent, len(labels))
            labels.append(label)
            self._categories += not one.codable
            waiting += [(below, label.key) for below in reversed(one.below)]
        facet = replace(
            old, name=code.name, question=code.text or old.question, position=len(self._made),
            retired=code.guid in self._retired, labels=tuple(labels),
        )  # fmt: skip
        self._made.append(facet)

    def _label(self, code: _Code, facet: str, parent: str | None, position: int) -> Label:
        old = self._labels.get(code.guid)
        if old is None or old.facet != facet or old.key in self._keys:
            own = code.guid if code.guid and code.guid not in self._keys else str(uuid.uuid4())
            old = Label(own, facet, code.name)
        self._keys.add(old.key)
        definition, _, examples = code.text.partition(_EXAMPLES)
        return replace(
            old, name=code.name, definition=definition, examples=examples, colour=code.colour,
            parent=parent, position=position, retired=code.guid in self._retired,
        )  # fmt: skip


@dataclass(slots=True)
class _Parsed:
    codes: list[_Code] = field(default_factory=list)
    retired: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


class _Parser:
    """Reads the elements as they come; a document type, and so any entity of its own, is refused."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._path: list[str] = []
        self._open: list[_Code] = []
        self._text: list[str] = []
        self._retiring = False
        self._colours = 0
        self.found = _Parsed()

    def parse(self, data: bytes) -> _Parsed:
        """The codes of the file. Raises UserError where it is none."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        try:
            parser.Parse(data, True)  # noqa: FBT003 - that is the end
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise _unfit(self._name, str(error)) from error
        if self._colours:
            self.found.notes.append("colours that are not of the form #rrggbb were left out")
        return self.found

    def _doctype(self, *_: object) -> None:
        raise _unfit(self._name, "it declares a document type, which a codebook has no use for")

    def _start(self, name: str, values: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if not self._path and tag != "CodeBook":
            raise _unfit(self._name, Sentence("it is a document of the kind {tag}", tag=tag))
        self._path.append(tag)
        if len(self._path) > _DEEPEST:
            raise _unfit(self._name, Sentence("its codes stand more than {deepest} deep", deepest=_DEEPEST))
        if tag == "Code":
            code = _Code(
                _plain_guid(values.get("guid", "")), " ".join(values.get("name", "").split()) or "?",
                values.get("isCodable", "true").strip() in {"true", "1"}, self._colour(values),
            )  # fmt: skip
            (self._open[-1].below if self._open else self.found.codes).append(code)
            self._open.append(code)
        elif tag == "Set":
            self._retiring = values.get("name") == _RETIRED
        elif tag == "MemberCode" and self._retiring:
            self.found.retired.add(_plain_guid(values.get("guid", "")))
        elif tag == "Description":
            self._text.clear()

    def _end(self, _name: str) -> None:
        tag = self._path.pop()
        if tag == "Code":
            self._open.pop()
        elif tag == "Description" and self._open:
            self._open[-1].text = "".join(self._text).strip()

    def _colour(self, values: dict[str, str]) -> str:
        colour = values.get("color", "").strip()
        if colour and not _COLOUR.fullmatch(colour):
            self._colours += 1
            return ""
        return colour if len(colour) != 4 else "#" + "".join(2 * digit for digit in colour[1:])


def _parsed(data: bytes, name: str) -> _Parsed:
    if len(data) > _MOST_BYTES:
        raise _unfit(name, "it is too large")
    found = _Parser(name).parse(data)
    if not found.codes:
        raise _unfit(name, "it has no codes")
    return found


def _plain_guid(text: str) -> str:
    """The GUID in lower case without braces, "" for what is none."""
    try:
        return str(uuid.UUID(text.strip()))
    except ValueError:
        return ""


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _unfit(name: str, why: str) -> UserError:
    return UserError(
        "{name} is not a REFI-QDA codebook",
        why,
        "Export it again from the other program",
        name=name,
    )
