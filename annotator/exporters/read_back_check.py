"""Whether a file that was just written says what the project says: it is read back and compared.

While dialogues are written, a :class:`Witness` keeps a short hash of what the format must hold of
each; when the file is complete, its reader gives the same in its own words. Memory grows
by some bytes a dialogue.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Generator, Iterator
from typing import Any, BinaryIO, Protocol

import msgspec

from annotator.core.plain_records import PlainDialogue
from annotator.errors import Cancelled
from annotator.model import DialogueRecord

_pack = msgspec.msgpack.Encoder().encode


class Check(Protocol):
    """How one format is compared with a project."""

    def expected(self, record: DialogueRecord) -> Any:
        """What the file must hold of a dialogue, as plain data; None where it holds nothing of it."""

    def found(self, file: BinaryIO) -> Generator[Any, None, None]:
        """The same of every dialogue in a file, in its order.

        Reads the file to its end. May raise anything where it is not such a file.
        """


class Differs(Exception):  # noqa: N818 - it names what it found
    """A file is not what was to be written; ``place`` says where, in words."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class Witness:
    """Remembers what has been given to the writer, and compares a file with it."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self._seen: list[tuple[str, bytes]] = []

    def add(self, record: DialogueRecord) -> None:
        """Remember a dialogue that is about to be written."""
        facts = self._check.expected(record)
        if facts is not None:
            self._seen.append((record.dialogue.key, _hash(facts)))

    def add_plain(self, dialogue: PlainDialogue) -> None:
        """Remember one that is about to be written as it is."""
        check: Any = self._check  # of a format that writes such dialogues
        facts = check.expected_plain(dialogue)
        if facts is not None:
            self._seen.append((dialogue.record.dialogue.key, _hash(facts)))

    def compare(
        self,
        file: BinaryIO,
        progress: Callable[[int], object] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Read the file from its beginning.

        ``progress`` is called with 1 for each dialogue. Raises Differs where it holds something
        else than was remembered, Cancelled where ``cancelled`` says so.
        """
        file.seek(0)
        place = "its beginning"
        with contextlib.closing(self._check.found(file)) as found:  # a reader lets go of the file at once
            for key, seen in self._seen:
                if cancelled():
                    raise Cancelled
                if _next(found, place) != seen:
                    raise Differs(f"dialogue {key}")
                place = f"dialogue {key}"
                progress(1)
            if _next(found, place) is not None:
                raise Differs(f"after {place}")


def _next(found: Iterator[Any], place: str) -> bytes | None:
    """The hash of what a reader finds next, None where there is nothing more."""
    try:
        for facts in found:
            return _hash(facts)
    except Exception as error:  # whatever a reader stumbles over, the file is not what it is to be
        raise Differs(f"after {place}") from error
    return None


def _hash(facts: Any) -> bytes:
    return hashlib.blake2b(_pack(facts), digest_size=12).digest()
