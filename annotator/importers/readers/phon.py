"""Sessions of Phon: records with their orthography as words, IPA and other tiers beside it."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.errors import UserError
from annotator.importers.joined_words import join_words
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn, Recipe
from annotator.importers.time_values import Unit, seconds
from annotator.importers.xml_tree import Element, parse

SIGNS = (b"phon.ling.mun.ca/ns", b"phon.ca/ns")  # of the namespaces, in the first element
_FORMS = {"model": "IPA Target", "actual": "IPA Actual"}
_ABOUT = ("role", "sex", "age", "birthday", "language", "group", "education", "SES")
_GROUPS = frozenset(("g", "pg", "tg", "bg"))


def read_phon(name: str, data: bytes, recipe: Recipe) -> Readout:  # noqa: ARG001 - all readers take the same
    """A record is a turn, by the name of its participant; syllables and alignments are left out."""
    root = parse(data, "This session of Phon")
    faults = Faults()
    people = {each.get("id"): each for each in root.all("participant")}
    turns = []
    for record in root.all("u"):
        written = record.first("orthography")
        text = join_words(_words(written, faults)) if written is not None else ""
        if text:
            who = _who(people, record.get("speaker"))
            turns.append(ReadTurn(who, text, f"line {record.line}", _meta(record)))
        else:
            faults.remarks.leave_out("silent")
    between = sum(1 for each in root.all("transcript") for child in each.children if child.name == "comment")
    faults.remarks.leave_out("comments", between)
    if not turns:
        raise UserError(
            "There are no turns in this session of Phon", "no record has words in its orthography"
        )
    faults.remarks.leave_out("unsaid", sum(not turn.speaker for turn in turns))
    return Readout((ReadDialogue(tuple(turns), meta=_about(root, people)),), **faults.told())


def _words(element: Element, faults: Faults) -> Iterator[str]:
    """The words and signs of an orthography; comments and events in it are counted."""
    for child in element.children:
        if child.name in _GROUPS:
            yield from _words(child, faults)
        elif child.name in {"w", "p"}:
            yield child.whole().strip()
        elif child.name == "com":
            faults.remarks.leave_out("comments")
        elif child.name == "e":
            faults.remarks.leave_out("asides", 1, *(() if _told(faults) else ("<e>",)))


def _told(faults: Faults) -> bool:
    return any(one.code == "asides" for one in faults.remarks.left_out)


def _who(people: dict[str, Element], key: str) -> str:
    """A participant by name, else by role, else by the id that records give."""
    person = people.get(key)
    return (_said(person, "name") or _said(person, "role") or key) if person is not None else key


def _said(element: Element, name: str) -> str:
    child = next((each for each in element.children if each.name == name), None)
    return child.whole().strip() if child is not None else ""


def _meta(record: Element) -> Meta:
    meta: Meta = {"id": record.get("id")} if record.get("id") else {}
    segment = next((each for each in record.children if each.name == "segment"), None)
    if segment is not None:
        unit: Unit = "s" if segment.get("unitType") == "s" else "ms"
        begin, lasts = (seconds(segment.get(key), unit) for key in ("startTime", "duration"))
        if begin is not None and lasts is not None and (begin or lasts):
            meta |= {"start": begin, "end": round(begin + lasts, 6)}
    tiers = {name: text for name, text in _tiers(record) if text}
    return {**meta, "tiers": tiers} if tiers else meta


def _tiers(record: Element) -> Iterator[tuple[str, str]]:
    """What is said of the words of a record, under the name of each tier."""
    for child in record.children:
        if child.name in {"ipaTier", "blindTranscription"}:
            called = _FORMS.get(child.get("form"), child.get("form"))
            by = child.get("user")
            yield f"{called} ({by})" if by else called, _grouped(child)
        elif child.name == "groupTier":
            yield child.get("tierName"), _grouped(child)
        elif child.name in {"flatTier", "notes"}:
            yield child.get("tierName") or "Notes", child.whole().strip()


def _grouped(tier: Element) -> str:
    """The words of a tier, with a bar between groups, as Phon divides what belongs together."""
    groups = [
        " ".join(each.whole().strip() for each in group.children if each.name == "w")
        for group in tier.children
        if group.name in _GROUPS
    ]
    return " | ".join(groups) if any(groups) else ""


def _about(root: Element, people: dict[str, Element]) -> Meta:
    about: Meta = {}
    header = root.first("header")
    if header is not None:
        said = {key: text for key in ("date", "language") if (text := _said(header, key))}
        if said:
            about["headers"] = said
        if media := _said(header, "media"):
            about["media"] = [media]
    described = {
        _who(people, key): {name: text for name in _ABOUT if (text := _said(person, name))}
        for key, person in people.items()
    }
    if any(described.values()):
        about["speakers"] = {who: told for who, told in described.items() if told}
    return about
