"""Tags in words, for formats that know no codebook: names of labels, people and targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from annotator.model import Annotator, Codebook, DialogueRecord, Tag


class TagNames:
    """What tags are called outside the program.

    ``labels`` names a label by its key, unique within its facet, ``people`` an annotator by
    key: a name that two of them share has the key behind it.
    """

    def __init__(self, codebook: Codebook, annotators: Sequence[Annotator]) -> None:
        self.facets = {facet.key: facet for facet in codebook.facets}
        self.labels: dict[str, str] = {}
        for facet in codebook.facets:
            self.labels |= unique_names((label.key, label.name) for label in facet.labels)
        self.people = unique_names((annotator.key, annotator.name) for annotator in annotators)
        self._places = {facet.key: place for place, facet in enumerate(codebook.facets)}

    def name(self, tag: Tag) -> str:
        """The label's name, of a free-text tag its text."""
        return self.labels.get(tag.label, tag.label) or tag.value

    def qualified(self, tag: Tag) -> str:
        """The label with its facet, for two facets may both have a "none"."""
        return f"{tag.facet}: {self.name(tag)}"

    def ordered(self, tags: Iterable[Tag], *, suggested: bool = False) -> list[Tag]:
        """Tags by facet, place and key; suggestions that nobody has accepted only where asked for."""
        kept = (tag for tag in tags if suggested or tag.origin != "suggested")
        return sorted(kept, key=lambda x: (self._places[x.facet], -1 if x.start is None else x.start, x.key))

    def members(self, tag: Tag, statements: Mapping[str, str]) -> dict[str, object]:
        """Everything about a tag, in words where there are words; what it does not have is left out."""
        found = {
            "facet": tag.facet,
            "label": tag.label,
            "name": self.name(tag),
            "annotator": self.people[tag.annotator],
            "origin": tag.origin,
            "start": tag.start,
            "end": tag.end,
            "target": statements.get(tag.target or ""),
            "intensity": tag.intensity,
            "uncertain": tag.uncertain or None,
            "note": tag.note or None,
            "score": tag.score,
            "at": tag.at,
            "key": tag.key,
        }
        return {name: value for name, value in found.items() if value is not None}


def statements(record: DialogueRecord) -> dict[str, str]:
    """What the stances of a dialogue are toward, by the target's key."""
    return {target.key: target.statement for target in record.dialogue.targets}


def renamed(codebook: Codebook, annotators: Sequence[Annotator]) -> list[str]:
    """Sentences about labels and people that are written with their key, for they share a name."""
    words = TagNames(codebook, annotators)
    labels = [
        (x.key, x.name, words.labels[x.key], facet.key) for facet in codebook.facets for x in facet.labels
    ]
    found = [
        f"the label “{name}” of {facet} is called “{written}”"
        for _, name, written, facet in labels
        if name != written
    ]
    return found + [
        f"the annotator “{one.name}” is called “{words.people[one.key]}”"
        for one in annotators
        if words.people[one.key] != one.name
    ]


def unique_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names by key; one that occurs twice, or is empty, has its key behind it."""
    known = list(pairs)
    times = Counter(name for _, name in known)
    return {key: name if name and times[name] == 1 else f"{name} {key}".lstrip() for key, name in known}
