"""What one packet brings back: its tags with their places in the project, or why they have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.core.turn_keys import place_of_key
from annotator.model import Annotator, Codebook, Dialogue, Facet, Label, Mark, Tag
from annotator.reliability.annotator_roles import came_along
from annotator.reliability.packet_remarks import PacketNote
from annotator.reliability.project_after_merge import Place, Slot, Standing, answer_of, slot_of, turns_of
from annotator.reliability.turn_matching import ImportedLayout, Lying, Matching
from annotator.store import Project
from annotator.store.moved_tags import further_key


@dataclass(frozen=True, slots=True)
class PacketTrouble:
    """Something of a packet that has no place in the project.

    ``code`` is one of: codebook, dialogue, structure, repair, conflict; ``count`` tags are concerned.
    ``label`` is the key of a label that the codebook lacks, ``facet`` that of its facet.
    """

    code: str
    where: str
    why: PacketNote
    count: int
    facet: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """What a packet would change: tags that are new, known, changed since, and what has no place.

    ``mapped`` are labels that go by another key here, ``added`` those that are new here.
    ``owner`` is whom the packet was made for. ``repaired`` counts tags on turns whose text has been
    repaired otherwise meanwhile; they are taken, spans where the same words still stand once. ``notes`` are
    further things worth knowing.
    """

    path: Path
    annotators: tuple[str, ...]
    new: int
    known: int
    changed: int
    repaired: int
    marks: int
    mapped: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    troubles: tuple[PacketTrouble, ...]
    notes: tuple[PacketNote, ...]
    owner: Annotator


class PacketReader:
    """One packet against the project; what has a place goes into the standing."""

    def __init__(self, standing: Standing, packet: Project) -> None:
        self._to = standing
        self._packet = packet
        self._pages = {one.id: one for one in packet.dialogues.page(packet.dialogues.ids())}
        self._texts, self._sizes = turns_of(packet)
        self._places = {row: place for place, (row, _) in self._texts.items()}
        self._mine, self._theirs = standing.matching, Matching(packet)
        self._troubles: dict[tuple[str, str, PacketNote, str, str], int] = {}
        self._counts = dict.fromkeys(("new", "known", "changed", "repaired", "marks"), 0)
        self._notes: dict[PacketNote, None] = {}
        self._mapped: dict[str, str] = {}
        self._added: list[str] = []
        self._label_keys: dict[tuple[str, str], str | None] = {}
        self._facets = {facet.key: facet for facet in packet.codebook.read().facets}

    def plan(self) -> PacketPlan:
        """Look at everything in the packet."""
        people = {one.key: one for one in self._packet.people.all()}
        shown = came_along(self._packet)
        every = (tag for tag in self._packet.comparison.every_tag() if tag.annotator not in shown)
        tags = sorted(every, key=lambda tag: (tag.at, tag.key))
        active = dict.fromkeys(tag.annotator for tag in tags)
        for key in active:
            self._person(people[key])
        for tag in tags:
            for one in self._moved(tag):
                self._tag(one)
        for dialogue, turn, mark in self._packet.comparison.every_mark():
            self._mark(dialogue, turn, mark, people)
        if not active:
            self._notes[PacketNote("nobody")] = None
        return PacketPlan(
            self._packet.path, tuple(people[key].name for key in active), **self._counts,
            mapped=tuple(self._mapped.items()), added=tuple(self._added),
            troubles=tuple(
                PacketTrouble(code, where, why, count, facet, label)
                for (code, where, why, facet, label), count in self._troubles.items()
            ),
            notes=tuple(self._notes), owner=self._packet.annotator,
        )  # fmt: skip

    def _person(self, person: Annotator) -> None:
        known = self._to.people
        if person.key in known:
            return
        if any(one.name == person.name for one in known.values()):
            self._notes[PacketNote("namesake", name=person.name)] = None
        known[person.key] = person
        self._to.new_people.append(person)

    def _trouble(self, code: str, where: str, why: PacketNote, label: tuple[str, str] = ("", "")) -> None:
        what = (code, where, why, *label)
        self._troubles[what] = self._troubles.get(what, 0) + 1

    def _tag(self, here: Tag) -> None:
        to = self._to
        slot = slot_of(here, to.kind(here.facet))
        standing = to.tags.get(here.key)
        if standing is not None:
            if _same(standing, here):
                self._counts["known"] += 1
            elif here.at > standing.at or self._take(here, standing):
                self._put(here, slot, [here.key], "changed")
            return
        holder = to.slots.get(slot)
        if holder is None:
            self._put(here, slot, [], "new")
        elif answer_of(to.tags[holder]) == answer_of(here):
            self._counts["known"] += 1
        elif self._take(here, to.tags[holder]):
            self._put(here, slot, [holder], "changed")

    def _take(self, here: Tag, standing: Tag) -> bool:
        """Whether the packet's answer takes the place of another one of the same annotator."""
        if self._to.choices.conflicts == "refuse":
            self._trouble(
                "conflict",
                self._where(here),
                PacketNote(
                    "conflict",
                    name=self._to.people[here.annotator].name,
                    theirs=self._said(here),
                    ours=self._said(standing),
                ),
            )
        return self._to.choices.conflicts == "packet"

    def _said(self, tag: Tag) -> str:
        return self._to.book.label(tag.label).name if tag.label else "a text"

    def _put(self, tag: Tag, slot: Slot, gone: Sequence[str], what: str) -> None:
        to = self._to
        for key in gone:
            if key not in to.new_tags:
                to.gone.append(key)
            to.new_tags.pop(key, None)
            to.tags.pop(key, None)
        to.new_tags[tag.key] = to.tags[tag.key] = tag
        to.slots[slot] = tag.key
        self._counts[what] += 1

    def _where(self, here: Tag) -> str:
        title = next(one.title for one in self._to.dialogues.values() if one.id == here.dialogue_id)
        place = next((place for place, (row, _) in self._to.texts.items() if row == here.turn_id), None)
        return f"{title} #{place[1] + 1}" if place else title

    def _moved(self, tag: Tag) -> list[Tag]:
        """The tag with the numbers of the project; nothing where it has no place there, several where a span
        has been divided."""
        page = self._pages[tag.dialogue_id]
        dialogue = self._to.dialogues.get(page.key)
        if dialogue is None:
            self._trouble("dialogue", page.title, PacketNote("no_dialogue"))
            return []
        if not self._comparable(page, dialogue):
            self._trouble("structure", page.title, PacketNote("divided"))
            return []
        facet = self._facets[tag.facet]
        label = self._label(facet, tag.label)
        if label is None:
            return []
        places = self._places_of(tag, page, dialogue)
        target = self._target(tag.target, page.id, dialogue.id) if places else None
        return [
            replace(
                tag, key=key, dialogue_id=dialogue.id, turn_id=turn, label=label, start=start, end=end,
                target=target,
            )
            for key, turn, start, end in places
        ]  # fmt: skip

    def _comparable(self, page: Dialogue, here: Dialogue) -> bool:
        """Whether the turns of a dialogue are the same on both sides, or can be matched by received text."""
        if not (self._mine.edited(here.id) or self._theirs.edited(page.id)):
            return self._to.sizes[page.key] == self._sizes[page.key]
        mine, theirs = self._mine.layout(here.id), self._theirs.layout(page.id)
        if self._theirs.edited(page.id) and not _alike(mine, theirs):
            self._notes[PacketNote("rearranged", dialogue=page.title)] = None
        return (mine.places, mine.end) == (theirs.places, theirs.end)

    def _places_of(
        self, tag: Tag, page: Dialogue, here: Dialogue
    ) -> list[tuple[str, int | None, int | None, int | None]]:
        """Key, turn, start and end of what a tag of the packet becomes."""
        if tag.turn_id is None:
            return [(tag.key, None, tag.start, tag.end)]
        if self._mine.edited(here.id) or self._theirs.edited(page.id):
            return self._matched(tag, page, here)
        place = self._places[tag.turn_id]
        turn, text = self._to.texts[place]
        mine = self._texts[place][1]
        start, end = tag.start, tag.end
        if text != mine:
            span = _found(text, mine, start, end)
            if span is None:
                self._trouble("repair", f"{page.title} #{place[1] + 1}", PacketNote("span"))
                return []
            start, end = span
            self._counts["repaired"] += 1
        return [(tag.key, turn, start, end)]

    def _matched(
        self, tag: Tag, page: Dialogue, here: Dialogue
    ) -> list[tuple[str, int | None, int | None, int | None]]:
        """The same where turns have been split or joined on one of the sides."""
        mine, theirs = self._mine.layout(here.id), self._theirs.layout(page.id)
        one = theirs.by_row[tag.turn_id or 0]
        home = mine.home(one)
        where = f"{page.title} #{one.turn.position + 1}"
        if home is None:
            self._trouble("structure", where, PacketNote("set_aside"))
            return []
        self._tell(one, home, page)
        if tag.start is None or tag.end is None:
            self._counts["repaired"] += (home.start, home.end) == (one.start, one.end) and (
                home.turn.text != one.turn.text
            )
            return [(tag.key, home.turn.id, None, None)]
        spans = mine.spans(one, tag.start, tag.end)
        if not spans:
            found = _found(home.turn.text, one.turn.text, tag.start, tag.end)
            if found is None or found[0] is None:
                self._trouble("structure", where, PacketNote("words"))
                return []
            self._counts["repaired"] += 1
            return [(tag.key, home.turn.id, *found)]
        keys = [tag.key, *(_further(tag.key, each.turn.key) for each, _, _ in spans[1:])]
        return [(key, each.turn.id, start, end) for key, (each, start, end) in zip(keys, spans, strict=True)]

    def _tell(self, one: Lying, home: Lying, page: Dialogue) -> None:
        """Note that a turn with tags is another one here."""
        n = str(one.turn.position + 1)
        if home.start < one.start or (home.start == one.start and home.end > one.end):
            other = str(home.turn.position + 1)
            self._notes[PacketNote("joined", n=n, dialogue=page.title, other=other)] = None
        elif home.end < one.end:
            self._notes[PacketNote("split", n=n, dialogue=page.title)] = None

    def _target(self, key: str | None, packet_dialogue: int, dialogue: int) -> str | None:
        if key is None or (dialogue, key) in self._to.targets:
            return key
        target = next(one for one in self._pages[packet_dialogue].targets if one.key == key)
        self._to.targets.add((dialogue, key))
        self._to.new_targets.append((dialogue, target))
        return key

    def _label(self, facet: Facet, key: str) -> str | None:
        """The label's key in the project; None where it has no place."""
        if (facet.key, key) not in self._label_keys:
            self._label_keys[facet.key, key] = self._placed(facet, key)
        found = self._label_keys[facet.key, key]
        if found is None:
            name = next((one.name for one in facet.labels if one.key == key), key)
            self._trouble("codebook", f"{facet.name}: {name}", self._why_not(facet), (facet.key, key))
        return found

    def _why_not(self, facet: Facet) -> PacketNote:
        here = next((one for one in self._to.book.facets if one.key == facet.key), None)
        if here is None:
            return PacketNote("no_facet")
        if (here.kind, here.scope) != (facet.kind, facet.scope):
            return PacketNote("other_facet")
        return PacketNote("no_label")

    def _placed(self, facet: Facet, key: str) -> str | None:
        here = next((one for one in self._to.book.facets if one.key == facet.key), None)
        if here is None or (here.kind, here.scope) != (facet.kind, facet.scope):
            return None
        if not key:
            return key
        theirs = next(one for one in facet.labels if one.key == key)
        wanted = self._to.choices.labels.get(key, key)
        mine = next((one for one in here.labels if one.key == wanted), None)
        if mine is None:
            mine = next((one for one in here.labels if one.name.casefold() == theirs.name.casefold()), None)
        if mine is None:
            return self._add(here, theirs) if here.open else None
        self._compare(theirs, mine)
        return mine.key

    def _compare(self, theirs: Label, mine: Label) -> None:
        if mine.key != theirs.key:
            self._mapped[theirs.name] = mine.name
        if mine.name != theirs.name and mine.key == theirs.key:
            self._notes[PacketNote("renamed", old=theirs.name, new=mine.name)] = None
        if mine.definition != theirs.definition:
            self._notes[PacketNote("redefined", label=mine.name)] = None
        if mine.retired:
            self._notes[PacketNote("retired", label=mine.name)] = None

    def _add(self, facet: Facet, label: Label) -> str:
        to = self._to
        new = replace(label, facet=facet.key, parent=None, position=len(facet.labels), shortcut="")
        facets = tuple(
            replace(one, labels=(*one.labels, new)) if one.key == facet.key else one for one in to.book.facets
        )
        to.book = Codebook(to.book.name, facets, to.book.version)
        to.book_changed = True
        self._added.append(label.name)
        return new.key

    def _mark(self, dialogue: int, turn: int, mark: Mark, people: Mapping[str, Annotator]) -> None:
        page, place = self._pages[dialogue], self._places[turn]
        here = self._to.dialogues.get(page.key)
        row = None if here is None else self._row_of(page, here, place, turn)
        if here is None or row is None:
            self._trouble("dialogue", page.title, PacketNote("no_turn"))
            return
        if (row, mark.annotator, mark.kind) in self._to.marks:
            return
        self._person(people[mark.annotator])
        self._to.marks.add((row, mark.annotator, mark.kind))
        self._to.new_marks.append((here.id, row, mark))
        self._counts["marks"] += 1

    def _row_of(self, page: Dialogue, here: Dialogue, place: Place, turn: int) -> int | None:
        """The turn of the project that a turn of the packet is, None for none."""
        if not (self._mine.edited(here.id) or self._theirs.edited(page.id)):
            return self._to.texts[place][0] if place in self._to.texts else None
        home = self._mine.layout(here.id).home(self._theirs.layout(page.id).by_row[turn])
        return None if home is None else home.turn.id


def _further(key: str, turn: str) -> str:
    """The key of the part of a divided span that lies in a turn, as the project itself makes it."""
    place = place_of_key(turn)
    return further_key(key, place.number, place.offset) if place else key


def _alike(mine: ImportedLayout, theirs: ImportedLayout) -> bool:
    return [(x.start, x.end) for x in mine.turns] == [(x.start, x.end) for x in theirs.turns]


def _same(one: Tag, two: Tag) -> bool:
    return answer_of(one) == answer_of(two) and (one.start, one.end, one.target) == (
        two.start,
        two.end,
        two.target,
    )


def _found(text: str, mine: str, start: int | None, end: int | None) -> tuple[int | None, int | None] | None:
    """Where the words of a span stand in the changed text, if they stand there once."""
    if start is None or end is None:
        return (None, None)
    words = mine[start:end]
    if text[start:end] == words and text.count(words) == 1:
        return (start, end)
    return (text.index(words), text.index(words) + len(words)) if text.count(words) == 1 else None
