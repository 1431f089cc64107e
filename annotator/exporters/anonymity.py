"""A project without names: what exports read when they are to be anonymised.

Speakers, files and dialogues get codes, words of a list placeholders; hashes, from which a file
could be recognised, are made with a secret. Received text and repair steps are left out, because
a damaged name is still a name. What comes out is searched once more, every string of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from annotator.errors import UserError
from annotator.exporters.export_scope import retold
from annotator.exporters.nameless_metadata import NamelessMetadata
from annotator.exporters.pseudonyms import Pseudonyms
from annotator.exporters.shifted_offsets import Moved, ShiftedPiece
from annotator.exporters.wordlist import WordList
from annotator.model import (
    Annotator,
    Codebook,
    DialogueRecord,
    Source,
    Study,
    Tag,
    Target,
    TurnRecord,
)

T = TypeVar("T")

# Members that hold words of the program, hashes, times: no person has written them.
_VOCABULARY = frozenset(
    ("origin", "kind", "scope", "reason", "language", "chain", "engine", "model", "at", "sha256", "annotator")
)
_KEY_DIGITS = 20  # of a source's hash, in the keys of its dialogues


class Anonymity:
    """Makes things nameless. Every method raises UserError where a word of the list stays in its result."""

    def __init__(self, words: WordList, pseudonyms: Pseudonyms) -> None:
        self._words = words
        self._pseudonyms = pseudonyms
        self._metadata = NamelessMetadata(pseudonyms.speakers(), self.text)
        self.replaced = 0  # words so far

    def text(self, text: str) -> str:
        """A text with placeholders."""
        return self._rewritten(text)[0]

    def codebook(self, book: Codebook) -> Codebook:
        """A codebook whose words are not in the list; its keys stay as they are."""
        facets = tuple(
            replace(
                facet,
                name=self.text(facet.name),
                question=self.text(facet.question),
                labels=tuple(
                    replace(
                        label,
                        name=self.text(label.name),
                        definition=self.text(label.definition),
                        examples=self.text(label.examples),
                    )
                    for label in facet.labels
                ),
            )
            for facet in book.facets
        )
        return self._searched(replace(book, name=self.text(book.name), facets=facets), "the codebook")

    def study(self, study: Study) -> Study:
        """What is settled for the study, without its list of names."""
        return self._searched(replace(study, names=()), "the study's settings")

    def annotators(self, people: Sequence[Annotator]) -> tuple[Annotator, ...]:
        """The annotators; their names stay where they are not in the list."""
        return self._searched(
            tuple(replace(one, name=self.text(one.name)) for one in people), "the annotators"
        )

    def sources(self, sources: Sequence[Source]) -> list[Source]:
        """The files by their codes, without size and hash."""
        return [
            replace(
                source,
                name=self._pseudonyms.source(source.name, source.sha256),
                sha256=self._pseudonyms.hashed(source.sha256),
                size=0,
            )
            for source in sources
        ]

    def project(self, key: str, name: str) -> tuple[str, str]:
        """The project's key and name."""
        return self._pseudonyms.identifier(key), self.text(name)

    def record(self, record: DialogueRecord, source: Source) -> DialogueRecord:
        """A dialogue from a file, which is the one that :meth:`sources` gave."""
        key = source.sha256[:_KEY_DIGITS] + (f".{record.number}" if record.number else "")
        old = record.dialogue
        metadata = self._metadata.with_people_of(old.meta)
        dialogue = replace(
            old,
            key=key,
            title=self._pseudonyms.dialogue(old.key, old.title),
            targets=tuple(self._target(target) for target in old.targets),
            meta=metadata.of(old.meta),
            rule="",  # one that was made by hand may name people
            repair_count=0,
            damage_count=0,
        )
        made = replace(
            record,
            dialogue=dialogue,
            turns=tuple(self._turn(item, key, metadata) for item in record.turns),
            tags=tuple(self._tag(tag) for tag in record.tags),
            tail="",
            tail_steps=(),
            places=(),
            remarks=(),
        )
        return self._searched(made, f"dialogue {old.key}")

    def _turn(self, item: TurnRecord, dialogue: str, metadata: NamelessMetadata) -> TurnRecord:
        text, moved = self._rewritten(item.turn.text)
        turn = replace(
            retold(item.turn, text, moved),
            key=f"{dialogue}:{item.turn.position}",
            speaker=self._pseudonyms.speaker(item.turn.speaker),
            meta=metadata.of(item.turn.meta),
        )
        tags = tuple(self._tag(tag) for tag in turn.tags)
        return replace(item, turn=replace(turn, tags=tags), lead="", lead_steps=())

    def _tag(self, tag: Tag) -> Tag:
        target = None if tag.target is None else self._pseudonyms.identifier(tag.target)
        return replace(tag, value=self.text(tag.value), note=self.text(tag.note), target=target)

    def _target(self, target: Target) -> Target:
        return replace(
            target,
            key=self._pseudonyms.identifier(target.key),
            statement=self.text(target.statement),
            options=tuple(map(self.text, target.options)),
        )

    def _rewritten(self, text: str) -> tuple[str, Moved]:
        parts: list[str] = []
        pieces: list[ShiftedPiece] = []
        at = length = 0
        for hit in self._words.hits(text):
            code = self._pseudonyms.word(text[hit.start : hit.end], hit.category)
            parts += (text[at : hit.start], code)
            start = length + hit.start - at
            pieces.append(ShiftedPiece(hit.start, hit.end, start, start + len(code)))
            at, length = hit.end, start + len(code)
        self.replaced += len(pieces)
        return "".join([*parts, text[at:]]), Moved(pieces)

    def _searched(self, thing: T, where: str) -> T:
        for text in strings(thing):
            for hit in self._words.words(text):
                raise UserError(
                    "The export would not be anonymous",
                    "“{word}” of the word list is still in {where}",
                    "Rename what cannot be replaced there, such as the key of a label, or shorten the list",
                    word=text[hit.start : hit.end],
                    where=where,
                )
        return thing


def strings(thing: Any) -> Iterator[str]:
    """Every text in a thing and all its parts, names in metadata too, but for the program's own words."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for field in fields(thing):
            if field.name not in _VOCABULARY:
                yield from strings(getattr(thing, field.name))
    elif isinstance(thing, Mapping):
        for name, value in thing.items():
            yield from strings(name)
            yield from strings(value)
    elif isinstance(thing, Sequence | frozenset):
        for one in thing:
            yield from strings(one)
