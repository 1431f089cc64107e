"""The JSON of plain turns, byte for byte that of the document's turns, without making one for each.

What many tags have in common (a label by one annotator), and many turns (a language), is encoded once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from annotator.core.plain_records import KEY, PlainTag, PlainTurn
from annotator.exporters import document as d
from annotator.exporters import model_to_document
from annotator.model import TurnLanguage

_encode = msgspec.json.Encoder().encode
_MOST = 5_000  # different ones kept


class PlainJson:
    """Encodes turns; ``place`` sorts their tags."""

    def __init__(self, place: Callable[[PlainTag], Any]) -> None:
        self._place = place
        self._tags: dict[PlainTag, bytes] = {}
        self._languages: dict[TurnLanguage, bytes] = {}

    def turn(self, turn: PlainTurn) -> bytes:
        """The JSON of a turn with its tags."""
        key, position, speaker, text, lead, language, tags = turn
        return b'{"key":%b,"position":%d,"speaker":%b,"text":%b,"tags":[%b]%b%b}' % (
            _encode(key), position, _encode(speaker), _encode(text), self._all(tags),
            b"" if language is None else self._language(language),
            b',"lead":%b' % _encode(lead) if lead else b"",
        )  # fmt: skip

    def _language(self, language: TurnLanguage) -> bytes:
        known = self._languages.get(language)
        return _kept(self._languages, language, _detected(language)) if known is None else known

    def _all(self, tags: Sequence[PlainTag]) -> bytes:
        if len(tags) > 1:
            tags = sorted(tags, key=self._place)
        return b",".join(map(self._tag, tags))

    def _tag(self, tag: PlainTag) -> bytes:
        common = tag[KEY + 1 : -1]
        between = self._tags.get(common)
        if between is None:
            between = _kept(self._tags, common, _between(common))
        return b'{"key":%b%b"at":%b}' % (_encode(tag[KEY]), between, _encode(tag[-1]))


def _kept(known: dict[Any, bytes], key: Any, value: bytes) -> bytes:
    if len(known) >= _MOST:
        known.clear()
    known[key] = value
    return value


_BEFORE, _BEHIND = len(b'{"key":"-"'), len(b'"at":"-"}')


def _between(common: tuple[Any, ...]) -> bytes:
    """What stands between key and time of a tag: all else that there is to it."""
    (facet, label, value, start, end, target, intensity, uncertain, note, origin, score,
     annotator) = common  # fmt: skip
    whole = d.Tag(
        key="-", facet=facet, label=label, value=value, start=start, end=end, target=target,
        intensity=intensity, uncertain=bool(uncertain), note=note, origin=origin, score=score,
        annotator=annotator, at="-",
    )  # fmt: skip
    return _encode(whole)[_BEFORE:-_BEHIND]


def _detected(found: TurnLanguage) -> bytes:
    return b',"detected_language":%b' % _encode(model_to_document.language(found))
