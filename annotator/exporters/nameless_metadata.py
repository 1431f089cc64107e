"""Metadata without names: of speakers and of whoever they are, of recordings, of tiers called after them.

What a source says about people stays where it says no name: their age, sex, first language and role.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

# What names people, recordings or dialogues: the received form of a name, CHAT's list of participants, files.
_LEFT_OUT = frozenset((
    "speaker", "participants", "media", "media-file", "audio", "audio_filename", "video",
    "title", "transcription-name", "project-name", "pid",
))  # fmt: skip
_NAMES = re.compile(r"name|birth|mail|phone|address", re.IGNORECASE)  # in what is said about a speaker
_WORD = re.compile(r"\w+")
_SHORT = 2  # characters of a name that is a word of many texts, too
_OF_PEOPLE = frozenset(("speakers", "tiers"))  # mappings whose keys are called after speakers


class NamelessMetadata:
    """Puts codes for names into the metadata of turns and dialogues; ``codes`` go from names to codes.

    ``text`` is what is done with every text. Names of one or two letters are looked for in names
    of tiers and in places, where they are no words of a language.
    """

    def __init__(self, codes: Mapping[str, str], text: Callable[[str], str]) -> None:
        self._text = text
        self._codes: ChainMap[str, str] = ChainMap({})
        self._starting: ChainMap[str, tuple[str, ...]] = ChainMap({})  # names by their first words
        for name, code in codes.items():
            self._learn(name, code)

    def with_people_of(self, meta: Mapping[str, object]) -> NamelessMetadata:
        """The same, which knows the names that a dialogue's metadata give to its speakers, too."""
        made = NamelessMetadata({}, self._text)
        made._codes, made._starting = self._codes.new_child(), self._starting.new_child()
        for speaker, about in _speakers(meta):
            code = self.code(speaker)
            for key, value in about.items():
                if code and _NAMES.search(str(key)) and isinstance(value, str) and len(value) > _SHORT:
                    made._learn(value, code)
        return made

    def _learn(self, name: str, code: str) -> None:
        if name not in self._codes and (first := _WORD.search(name)):
            self._codes[name] = code
            names = (*self._starting.get(first[0], ()), name)
            self._starting[first[0]] = tuple(sorted(names, key=len, reverse=True))

    def code(self, name: str) -> str:
        """The code of a name, "" for no name."""
        return self._codes.get(name, "")

    def of(self, meta: Mapping[str, object]) -> dict[str, object]:
        """The metadata of a turn or a dialogue."""
        return {
            self._text(name): self._people(value) if name == "speakers" else self._value(name, value)
            for name, value in meta.items()
            if name.casefold() not in _LEFT_OUT
        }

    def _people(self, about: object) -> object:
        """What is said about speakers, without what names them."""
        if not isinstance(about, Mapping):
            return self._value("speakers", about)
        return {
            self._named(speaker): {
                key: self._value(key, value) for key, value in said.items() if not _NAMES.search(str(key))
            }
            if isinstance(said, Mapping)
            else self._value(speaker, said)
            for speaker, said in about.items()
        }

    def _value(self, name: str, value: Any) -> Any:
        close = name == "place" or name in _OF_PEOPLE
        if isinstance(value, str):
            return self._named(value) if close else self._said(value)
        if isinstance(value, Mapping):
            return {
                (self._named(key) if close else self._text(key)): self._value("", one)
                for key, one in value.items()
                if key.casefold() not in _LEFT_OUT
            }
        if isinstance(value, Sequence):
            return [self._value(name, one) for one in value]
        return value

    def _said(self, text: str) -> str:
        """A text with codes for names that are longer than many words."""
        return self.code(text) or self._replaced(self._text(text), longer=_SHORT)

    def _named(self, text: str) -> str:
        """The name of a tier, or a place in a file, with codes for all names."""
        return self.code(text) or self._replaced(self._text(text), longer=0)

    def _replaced(self, text: str, *, longer: int) -> str:
        parts: list[str] = []
        done = 0
        for start, name in self._found(text, longer):
            if start >= done:
                parts += (text[done:start], self._codes[name])
                done = start + len(name)
        return "".join([*parts, text[done:]])

    def _found(self, text: str, longer: int) -> Iterator[tuple[int, str]]:
        """Where names stand in a text as words of their own, the longest of those that begin alike."""
        for word in _WORD.finditer(text):
            for name in self._starting.get(word[0], ()):
                start = word.start() - name.index(word[0])
                behind = text[start + len(name) : start + len(name) + 1]
                whole = not (name[-1].isalnum() and behind.isalnum())
                if len(name) > longer and start >= 0 and text.startswith(name, start) and whole:
                    yield start, name
                    break


def _speakers(meta: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The speakers whom a dialogue's metadata describe, with what they say."""
    about = meta.get("speakers")
    for speaker, said in about.items() if isinstance(about, Mapping) else ():
        if isinstance(said, Mapping):
            yield str(speaker), said
