"""REFI-QDA projects (.qdpx): texts divided into turns, codes, and what people coded, as tags on spans."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from zipfile import ZipFile

from annotator.errors import Sentence, UserError
from annotator.importers.archives import opened, read_member
from annotator.importers.encodings import decode
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTag, ReadTurn, Recipe
from annotator.importers.readers.refi_codes import codebook_of, codes_of
from annotator.importers.readers.refi_places import Coded, Counting, counting
from annotator.importers.text_to_turns import divide
from annotator.importers.time_values import seconds
from annotator.importers.xml_tree import Element, parse

_WHAT = Sentence("This REFI-QDA project")
_INSIDE = ("internal://", "relative://")
_SOURCES = frozenset(("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"))
_SELECTIONS = frozenset(("PlainTextSelection", "TranscriptSelection"))


@dataclass(frozen=True, slots=True)
class _RefiText:
    """A text of a source, as it is counted in, with what is coded in it."""

    element: Element
    raw: str
    title: str


@dataclass(slots=True)
class _Project:
    """What the document says once for all texts."""

    archive: ZipFile
    name: str
    members: Mapping[str, str]  # file names without case, to those in the archive
    users: Mapping[str, str]
    notes: Mapping[str, str]
    facets: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


def project_in(names: Sequence[str]) -> str | None:
    """The document of a project among the files of an archive; None where there is none."""
    return next((name for name in sorted(names) if name.casefold().endswith(".qde")), None)


def read_refi(name: str, data: bytes, recipe: Recipe) -> Readout:
    """A dialogue for each text source and each transcript of a recording."""
    archive = opened(data, name)
    document = project_in(archive.namelist())
    if document is None:
        raise UserError(
            "{name} cannot be read", "it is no REFI-QDA project: there is no project.qde in it", name=name
        )
    root = parse(read_member(archive, document, name), _WHAT)
    if root.name != "Project":
        raise UserError(
            "{name} cannot be read",
            "it is XML, but no REFI-QDA project (<{root}>)",
            name=name,
            root=root.name,
        )
    codes = codes_of(root)
    members = {PurePosixPath(member).name.casefold(): member for member in archive.namelist()}
    project = _Project(
        archive, name, members, _names(root, "User"), {}, {code.guid: code.facet for code in codes}
    )
    project.notes = _notes(root, project)
    project.variables = _names(root, "Variable")
    texts = list(_texts(root, project))
    if not texts:
        raise UserError(
            "There are no texts in {name}", "the project has no text sources that can be read", name=name
        )
    how = counting([Coded(each.raw, _places(each)) for each in texts])
    cases = _cases(root)
    _tell_rest(root, texts, project)
    dialogues = [one for each in texts if (one := _dialogue(each, project, how, cases, recipe)) is not None]
    if not dialogues:
        raise UserError("There are no turns in {name}", "all texts of the project are empty", name=name)
    codebook = codebook_of(root.get("name") or name, codes, project.notes)
    return Readout(tuple(dialogues), **project.faults.told(), codebook=codebook)


def _names(root: Element, kind: str) -> dict[str, str]:
    return {each.get("guid").casefold(): each.get("name") or each.get("id") for each in root.all(kind)}


# --- texts ------------------------------------------------------------------------------------


def _texts(root: Element, project: _Project) -> Iterator[_RefiText]:
    """The texts of all sources in their order; sources without one are counted."""
    for holder in root.all("Sources"):
        for source in holder.children:
            if source.name not in _SOURCES:
                continue
            title = source.get("name") or source.get("guid")
            found = [source] if source.name == "TextSource" else []
            found += [each for kind in ("Transcript", "Representation") for each in source.all(kind)]
            taken = 0
            for number, element in enumerate(found):
                raw = _raw(element, project)
                if raw is not None:
                    taken += 1
                    own = element.get("name") if number or element is not source else ""
                    yield _RefiText(element, raw, f"{title}: {own}" if own and own != title else title)
            if not taken:
                project.faults.remarks.leave_out("sources", 1, title)


def _raw(element: Element, project: _Project) -> str | None:
    """A text as it is in the project, line breaks and all; None where it is not there."""
    inside = next((child for child in element.children if child.name == "PlainTextContent"), None)
    if inside is not None:
        return inside.whole()
    path = element.get("plainTextPath")
    if not path:
        return None
    for before in _INSIDE:
        path = path.removeprefix(before)
    member = project.members.get(PurePosixPath(path.replace("\\", "/")).name.casefold())
    if member is None:
        project.faults.add(element.get("name"), Sentence("its text {path} is not in the project", path=path))
        return None
    data = read_member(project.archive, member, project.name)
    if not data:
        return ""
    try:
        return data.decode("utf-8")  # a mark at the beginning stays: some programs count it
    except UnicodeDecodeError:
        encoding = decode(data).encoding
        return data.decode(encoding, errors="replace")


def _notes(root: Element, project: _Project) -> dict[str, str]:
    """The words of memos by their GUID."""
    notes: dict[str, str] = {}
    for holder in root.all("Notes"):
        for note in holder.children:
            text = (_raw(note, project) or "").lstrip("\ufeff").replace("\r\n", "\n").strip()
            said = _description(note)
            notes[note.get("guid").casefold()] = "\n".join(part for part in (said, text) if part)
    return notes


def _description(element: Element) -> str:
    found = next((child for child in element.children if child.name == "Description"), None)
    return found.whole().strip() if found is not None else ""


def _memo(element: Element, notes: Mapping[str, str]) -> str:
    """What people wrote about a thing: its description and the memos it refers to."""
    parts = [_description(element)]
    parts += [
        notes.get(child.get("targetGUID").casefold(), "")
        for child in element.children
        if child.name == "NoteRef"
    ]
    return "\n".join(part for part in parts if part)


def _cases(root: Element) -> dict[str, list[dict[str, object]]]:
    """The cases of each source by its GUID: their names and variables."""
    variables = _names(root, "Variable")
    found: dict[str, list[dict[str, object]]] = {}
    for case in root.all("Case"):
        about: dict[str, object] = {"name": case.get("name")}
        if values := _values(case, variables):
            about["variables"] = values
        for each in (one for one in case.children if one.name in {"SourceRef", "SelectionRef"}):
            listed = found.setdefault(each.get("targetGUID").casefold(), [])
            if about not in listed:
                listed.append(about)
    return found


def _values(element: Element, variables: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for value in (child for child in element.children if child.name == "VariableValue"):
        of = next((each for each in value.children if each.name == "VariableRef"), None)
        said = next((each.text for each in value.children if each.name.endswith("Value")), "")
        if of is not None and said.strip():
            values[variables.get(of.get("targetGUID").casefold(), of.get("targetGUID"))] = said.strip()
    return values


# --- from a text to turns ---------------------------------------------------------------------


def _selections(text: _RefiText) -> list[Element]:
    return [child for child in text.element.children if child.name in _SELECTIONS]


def _places(text: _RefiText) -> list[tuple[int, int, str]]:
    """What is selected in a text: from, to, and what the file says stands there."""
    found = []
    for each in _selections(text):
        try:
            places = (int(each.get("startPosition")), int(each.get("endPosition")))
        except ValueError:
            continue
        found.append((*places, each.get("name")))
    return found


def _dialogue(
    text: _RefiText,
    project: _Project,
    how: Counting,
    cases: Mapping[str, list[dict[str, object]]],
    recipe: Recipe,
) -> ReadDialogue | None:
    plain = how.text(text.raw)
    if not plain.strip():
        return None
    divided = divide(plain, None, recipe.answers)
    project.faults.remarks.questions += divided.questions
    for one in divided.left_out:
        project.faults.remarks.leave_out(one.code, one.count, *one.names)
    times = _times(text, how)
    turns = [
        ReadTurn(piece.speaker, plain[piece.start : piece.end], f"{text.title}, character {piece.start}",
                 {**piece.meta, **_meta(times, piece.start, piece.end)})
        for piece in divided.segmentation.pieces
    ]  # fmt: skip
    borders = [(piece.start, piece.end) for piece in divided.segmentation.pieces]
    tags: list[list[ReadTag]] = [[] for _ in turns]
    hanging = _Hanging(text, project, how, borders)
    for selection in _selections(text):
        hanging.hang(selection, tags)
    whole = tuple(_coded(text.element, project))
    meta = _about(text, project, cases)
    said = tuple(
        replace(turn, tags=tuple(own), meta={**turn.meta, **hanging.about(start)})
        for turn, own, (start, _) in zip(turns, tags, borders, strict=True)
    )
    return ReadDialogue(said, text.title, text.element.get("guid"), meta, whole)


def _about(text: _RefiText, project: _Project, cases: Mapping[str, list[dict[str, object]]]) -> Meta:
    meta: Meta = {"id": text.element.get("guid")}
    fields: dict[str, object] = {}
    if memo := _memo(text.element, project.notes):
        fields["memo"] = memo
    keys = [text.element.get("guid"), *(each.get("guid") for each in _selections(text))]
    found = [case for key in keys for case in cases.get(key.casefold(), ())]
    if found:
        fields["cases"] = [case for at, case in enumerate(found) if case not in found[:at]]
    if values := _values(text.element, project.variables):
        fields["variables"] = values
    if fields:
        meta["fields"] = fields
    return meta


def _tell_rest(root: Element, texts: Sequence[_RefiText], project: _Project) -> None:
    """Count what no text leads to: codings of sound and pictures, cases, memos, and sets of a project."""
    remarks = project.faults.remarks
    read = {id(coding) for text in texts for each in _codings(text) for coding in each.all("Coding")}
    sources = [source for holder in root.all("Sources") for source in holder.children]
    given = [coding for source in sources for coding in source.all("Coding")]
    remarks.leave_out("tags", sum(id(coding) not in read for coding in given))
    reached = {text.element.get("guid").casefold() for text in texts}
    reached |= {each.get("guid").casefold() for text in texts for each in _selections(text)}
    for case in root.all("Case"):
        held = {each.get("targetGUID").casefold() for each in case.children}
        remarks.leave_out("parts", int(not held & reached), case.get("name"))
    noted = {
        each.get("targetGUID").casefold()
        for holder in (*root.all("CodeBook"), *(text.element for text in texts))
        for each in holder.all("NoteRef")
    }
    remarks.leave_out(
        "comments", sum(1 for guid, text in project.notes.items() if text and guid not in noted)
    )
    for kind in ("Graph", "Set", "Link"):
        count = sum(1 for _ in root.all(kind))
        remarks.leave_out("parts", count, *([f"<{kind}> {count}"] if count else []))


def _codings(text: _RefiText) -> list[Element]:
    """What of a text may be coded: its selections, and all of it by codings right below it."""
    own = Element("", {}, 0, [child for child in text.element.children if child.name == "Coding"])
    return [own, *_selections(text)]


def _times(text: _RefiText, how: Counting) -> list[tuple[int, float]]:
    """The points of a transcript whose time is known: character, second."""
    points = []
    for each in text.element.all("SyncPoint"):
        at = seconds(each.get("timeStamp"), "ms")
        if each.get("position").isdigit() and at is not None:
            points.append((how.point(text.raw, int(each.get("position"))), at))
    return sorted(points)


def _meta(times: Sequence[tuple[int, float]], start: int, end: int) -> Meta:
    inside = [at for place, at in times if start <= place < end]
    return {"start": inside[0]} if inside else {}


@dataclass(frozen=True, slots=True)
class _Hanging:
    """Puts what is coded in a text on the turns whose borders, in code points, are given."""

    text: _RefiText
    project: _Project
    how: Counting
    borders: Sequence[tuple[int, int]]
    memos: dict[int, list[list[object]]] = field(default_factory=dict)  # by where a turn begins

    def hang(self, selection: Element, tags: Sequence[list[ReadTag]]) -> None:
        """The tags of a selection, cut at the borders of turns."""
        given = list(_coded(selection, self.project))
        memo = "" if given else _memo(selection, self.project.notes)
        if not given and not memo:
            return
        try:
            start = self.how.point(self.text.raw, int(selection.get("startPosition")))
            end = self.how.point(self.text.raw, int(selection.get("endPosition")))
        except ValueError:
            self.project.faults.add(
                self.text.title, Sentence("selection {id} has no place", id=selection.get("guid"))
            )
            return
        placed = 0
        near = max(0, bisect.bisect_right(self.borders, (start, start)) - 1)
        for at in range(near, len(self.borders)):  # without a copy of all borders behind it
            own, (first, last) = tags[at], self.borders[at]
            if first >= end:
                break
            low, high = max(start, first), min(end, last)
            if low < high and memo and not placed:
                self.memos.setdefault(first, []).append([low - first, high - first, memo])
                placed += 1
            elif low < high and not memo:
                own.extend(replace(tag, start=low - first, end=high - first) for tag in given)
                placed += 1
        if not placed:
            self.project.faults.remarks.leave_out("tags", len(given) or 1)
        elif placed > 1:
            self.project.faults.remarks.leave_out("borders", 1)

    def about(self, start: int) -> Meta:
        """What people wrote beside the turn that begins there, without a code: from, to, words."""
        return {"fields": {"memos": self.memos[start]}} if start in self.memos else {}


def _coded(element: Element, project: _Project) -> Iterator[ReadTag]:
    """The codes that people gave to a selection or a source."""
    memo = _memo(element, project.notes)
    for coding in (child for child in element.children if child.name == "Coding"):
        reference = coding.first("CodeRef")
        code = reference.get("targetGUID").casefold() if reference is not None else ""
        if code not in project.facets:
            project.faults.add(
                element.get("name"),
                Sentence("a code ({code}) is not in the codebook", code=code or Sentence("none")),
            )
            continue
        note = "\n".join(part for part in (memo, _memo(coding, project.notes)) if part)
        user = coding.get("creatingUser") or element.get("creatingUser")
        at = coding.get("creationDateTime") or element.get("creationDateTime")
        yield ReadTag(project.facets[code], code, project.users.get(user.casefold(), ""), note, at)
