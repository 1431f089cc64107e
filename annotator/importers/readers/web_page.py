"""Web pages that hold a transcript: by the elements that name who speaks, or by names before colons.

What else stands on a page cannot be told from a transcript for sure: pages of which much is left out or that
are read by names are asked about, and those in which hardly anybody is named are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html.parser import HTMLParser

from annotator.errors import UserError
from annotator.importers.encodings import decode_by_lines
from annotator.importers.markers import guess_rule, markers
from annotator.importers.person_names import is_nick, looks_like_name
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.xml_tree import Element
from annotator.model import Decoded

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_PASSED = frozenset(
    ("script", "style", "noscript", "template", "nav", "footer", "button", "select", "svg", "head", "iframe",
     "form", "audio", "video")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small",
     "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "label", "big", "ins", "del")
)  # fmt: skip
_CLOSED_BY_ITS_LIKE = frozenset(("p", "li", "dt", "dd", "tr", "td", "th", "option"))
_DEEPEST = 150
_NAMING = frozenset(("speaker", "author", "username", "sender", "interlocutor"))
_TIMING = frozenset(("time", "timestamp", "timecode", "date", "clock"))
_LEAST, _LEAST_LINES = 2, 4  # turns by elements, and by names before colons
_AMID, _MUCH = 0.02, 0.2  # share of names within sentences, and of lines that are left out
_GOES_ON = ",;.)’”"
_NAMED = 0.1  # share of the lines of a page that begin with names
_BY_NAMES = frozenset(("names", "letter", "brackets", "round", "court", "numbered", "name-time", "time-name"))
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_SECONDS = re.compile(r"\d{1,6}(?:\.\d{1,6})?\Z")


class _WebPage(HTMLParser):
    """The tree of a page, whose elements may not be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {}, 1)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _CLOSED_BY_ITS_LIKE and self.open[-1].name == tag:
            self.open.pop()
        element = Element(tag, {key: value or "" for key, value in attrs}, self.getpos()[0])
        self.open[-1].children.append(element)
        if tag not in _VOID and len(self.open) < _DEEPEST:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(
            Element(tag, {key: value or "" for key, value in attrs}, self.getpos()[0])
        )

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == tag:
                del self.open[depth:]
                break

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        here.texts.append(data)
        here.places.append(len(here.children))


def read_web_page(name: str, data: bytes, recipe: Recipe) -> Readout:
    """The turns of a page by its elements; else its lines, where names stand before colons."""
    decoded = decode_by_lines(data, recipe.encoding)
    page = _WebPage()
    page.feed(decoded.text)
    page.close()
    faults = Faults()
    if turns := _by_elements(page.root, faults):
        made = (ReadDialogue(tuple(turns), _title(page.root)),)
        questions = tuple(faults.remarks.questions)
        return Readout(made, decoded=decoded, questions=questions, left_out=faults.remarks.left_out)
    return _by_names(name, list(_lines_of([page.root])), decoded, faults)


def _by_names(name: str, lines: Sequence[str], decoded: Decoded, faults: Faults) -> Readout:
    text = "\n".join(lines)
    by = guess_rule(text)
    found = markers(text, by) if by.key in _BY_NAMES else []
    names = Counter(one.speaker for one in found)
    if len(found) < max(_LEAST_LINES, _NAMED * len(lines)) or len(names) < 2 or max(names.values()) < 2:
        raise UserError(
            "{name} is a web page (HTML)",
            "which parts of a page are words of turns cannot be known",
            "Save the words as plain text, or export the chat as JSON or text",
            name=name,
        )
    faults.remarks.ask("web-page", count=len(lines), example=lines[-1])
    questions = tuple(faults.remarks.questions)
    return Readout(text=text, decoded=decoded, questions=questions, left_out=faults.remarks.left_out)


# --- by elements ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tree:
    """What is known of elements by their ids: looked up, where a search for each name would be quadratic."""

    parents: dict[int, Element] = field(default_factory=dict)
    counted: dict[int, int] = field(default_factory=dict)  # names in each element, itself included
    parts: dict[int, tuple[list[str | Element], dict[int, int]]] = field(default_factory=dict)

    def behind(self, element: Element, child: Element) -> Iterator[str | Element]:
        """What stands in an element behind one of its children."""
        if id(element) not in self.parts:
            parts = list(element.mixed())
            self.parts[id(element)] = parts, {id(part): at for at, part in enumerate(parts)}
        parts, places = self.parts[id(element)]
        return (parts[at] for at in range(places[id(child)] + 1, len(parts)))


def _by_elements(root: Element, faults: Faults) -> list[ReadTurn]:
    """The turns of a page in which elements of a class name speakers; none where too few do."""
    tree = _Tree()
    naming = list(_naming(root, tree.parents))
    names = [" ".join(_lines_of([one])).removesuffix(":").strip() for one in naming]
    shaped = sum(looks_like_name(name) or is_nick(name) for name in names)
    if len(naming) < _LEAST or 2 * shaped <= len(naming) or len(set(names)) == len(names):
        return []
    within = {id(one) for one in naming}
    _count(root, within, tree.counted)
    turns = []
    taken: set[int] = set()
    for one, name in zip(naming, names, strict=True):
        item = _item(one, tree)
        following = _following(item, one, within, tree)
        taken |= {id(item)} if tree.counted[id(item)] == 1 else {id(one), *map(id, following)}
        lines = list(_lines_of(following))
        turns.append(ReadTurn(name, "\n".join(lines), f"line {one.line}", _times(item, following)))
    amid = sum(not turn.text or turn.text[0] in _GOES_ON for turn in turns)
    if amid > _AMID * len(turns):  # people whom a text speaks of
        return []
    said = [line for turn in turns for line in turn.text.split("\n")]
    known = frozenset(said)
    lost = [line for line in _lines_of([root], taken) if line not in known]
    faults.remarks.leave_out("nobody", len(lost))
    if len(lost) > _MUCH * (len(lost) + len(said)):
        faults.remarks.ask("web-page", count=len(said), example=lost[0])
    return turns


def _naming(element: Element, parents: dict[int, Element]) -> Iterator[Element]:
    """The innermost elements that are of such a class, and the parents of all."""
    for child in element.children:
        if child.name in _PASSED:
            continue
        parents[id(child)] = element
        inner = list(_naming(child, parents))
        if not inner and (_is_of(child, _NAMING) or _is_cited(child)) and _words(child).strip():
            yield child
        yield from inner


def _is_cited(element: Element) -> bool:
    """Whether a name stands there as pages of podcasts have it: ``<cite>Ilse:</cite>``."""
    return element.name == "cite" and element.whole().rstrip().endswith(":")


def _is_of(element: Element, classes: frozenset[str]) -> bool:
    """Whether one of an element's classes ends with such a word: ``speaker``, ``chatlog__author``."""
    return any(re.split(r"[-_]+", one)[-1].lower() in classes for one in _classes(element))


def _classes(element: Element) -> list[str]:
    return [
        one.removesuffix("-name").removesuffix("_name").removesuffix("Name")
        for one in element.get("class").split()
    ]


def _count(element: Element, within: set[int], counted: dict[int, int]) -> int:
    """How many names there are in each element."""
    number = sum(_count(child, within, counted) for child in element.children) + (id(element) in within)
    counted[id(element)] = number
    return number


def _item(one: Element, tree: _Tree) -> Element:
    """The element in which a name and its words stand: the least that has more words, and no other name."""
    item = tree.parents[id(one)]
    name = list(_lines_of([one]))
    while id(item) in tree.parents and tree.counted[id(item)] == 1 and list(_lines_of([item])) == name:
        item = tree.parents[id(item)]
    return item


def _following(item: Element, one: Element, names: AbstractSet[int], tree: _Tree) -> list[str | Element]:
    """What stands in an element behind a name, up to the next of the names."""
    found: list[str | Element] = []

    def goes_on(parts: Iterable[str | Element]) -> bool:
        for part in parts:
            if isinstance(part, str) or not tree.counted[id(part)]:
                found.append(part)
            elif id(part) in names or not goes_on(part.mixed()):
                return False
        return True

    at = one
    while at is not item:
        above = tree.parents[id(at)]
        if not goes_on(tree.behind(above, at)):
            break
        at = above
    return found


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _all(child)


def _times(item: Element, following: Sequence[str | Element]) -> Meta:
    """Seconds that an element has as attributes, or the time that stands beside a name."""
    meta: Meta = {}
    for role in ("start", "end"):
        value = item.get(f"data-{role}")
        if _SECONDS.match(value):
            meta[role] = float(value)
    if not meta:
        times = (
            each.whole().strip()
            for one in following
            if isinstance(one, Element)
            for each in _all(one)
            if _is_time(each)
        )
        if time := next((time for time in times if any(map(str.isdigit, time))), ""):
            meta["time"] = time
    return meta


def _is_time(element: Element) -> bool:
    return element.name == "time" or _is_of(element, _TIMING)


# --- words ------------------------------------------------------------------------------------


def _title(root: Element) -> str:
    found = root.first("title")
    return " ".join(found.whole().split()) if found is not None else ""


def _lines_of(parts: Sequence[str | Element], without: AbstractSet[int] = frozenset()) -> Iterator[str]:
    """The lines of some words and elements, without those that hold nothing, and without some elements."""
    for line in "".join(_words(part, without) for part in parts).split("\0"):
        if kept := _BLANKS.sub(" ", line).strip():
            yield kept


def _words(part: str | Element, without: AbstractSet[int] = frozenset()) -> str:
    """The words in an element, ``\\0`` where a line ends; without times and signs that play a recording."""
    if isinstance(part, str):
        return part
    if part.name in _PASSED or _is_time(part) or id(part) in without:
        return " "
    if part.name in {"br", "hr"}:
        return "\0"
    words = "".join(_words(one, without) for one in part.mixed())
    if part.name == "a" and not any(map(str.isalnum, words)):
        return " "
    return words if part.name in _INLINE else f"\0{words}\0"
