"""A disk that loses power: what was recorded reaches it only as far as it was forced to.

A file's bytes are certain after its fsync, a name (made, renamed, removed) after that of its folder. At the
cut every uncertain write is there, missing, or torn by sectors, independently; of a folder's uncertain
changes a part from the beginning is there, for file systems keep their order.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.trust.shim import CREATE, MARK, SYNC, TRUNCATE, UNLINK, WRITE

SECTOR = 512
_HEAD = struct.Struct("=5q")


@dataclass(frozen=True)
class Call:
    """One recorded call: what, on which name (and which other), where or how long, with what."""

    operation: int
    name: str
    other: str = ""
    place: int = 0
    data: bytes = b""


def recorded(data: bytes) -> Iterator[Call]:
    """The calls of a record, as ``shim.c`` writes them."""
    at = 0
    while at < len(data):
        operation, name, other, place, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        words = []
        for size in (name, other):
            words.append(data[at : at + size].decode("utf-8", "surrogateescape"))
            at += size
        content = data[at : at + length] if operation == WRITE else b""
        at += len(content)
        yield Call(operation, words[0], words[1], place, content)


@dataclass
class _File:
    """The bytes that are certain, and the changes that are not."""

    certain: bytearray = field(default_factory=bytearray)
    pending: list[Call] = field(default_factory=list)


class Disk:
    """Files below a folder: as they certainly are, and what is still on its way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        files = (path for path in folder.rglob("*") if path.is_file())
        self._certain = {str(path): _File(bytearray(path.read_bytes())) for path in files}
        self._now = dict(self._certain)
        self._names: dict[str, list[_Named]] = {}  # changes of names that are not certain, by folder
        self.marks = 0  # how much has been acknowledged

    def take(self, call: Call) -> None:
        """Let a call happen."""
        if call.operation == MARK:
            self.marks = call.place
        elif call.operation == SYNC and call.name in self._now:
            file = self._now[call.name]
            for change in file.pending:
                _apply(file.certain, change)
            file.pending.clear()
        elif call.operation == SYNC:
            for named in self._names.pop(call.name, []):
                named.to(self._certain)
        elif call.operation in (WRITE, TRUNCATE):
            self._now[call.name].pending.append(call)
        else:
            self._change_names(call)

    def _change_names(self, call: Call) -> None:
        if call.operation == CREATE:
            made = [_Named(call.name, _File())]
        elif call.operation == UNLINK:
            made = [_Named(call.name, None)]
        else:
            made = [_Named(call.other, self._now[call.name], gone=call.name)]
        for change in made:
            change.to(self._now)
            self._names.setdefault(str(PurePosixPath(call.name).parent), []).append(change)

    def cut(self, chance: random.Random, target: Path) -> None:
        """Write to another folder what is found on the disk after the power has failed now."""
        names = dict(self._certain)
        for changes in self._names.values():
            for change in changes[: chance.randint(0, len(changes))]:
                change.to(names)
        for name, file in names.items():
            content = bytearray(file.certain)
            for pending in file.pending:
                _tear(content, pending, chance)
            path = target / Path(name).relative_to(self._folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass(frozen=True)
class _Named:
    """A name that comes to mean a file, or none; ``gone`` is the name that the file had before."""

    name: str
    file: _File | None
    gone: str = ""

    def to(self, names: dict[str, _File]) -> None:
        names.pop(self.gone, None)
        if self.file is None:
            names.pop(self.name, None)
        else:
            names[self.name] = self.file


def _apply(content: bytearray, change: Call) -> None:
    end = change.place + len(change.data)
    if change.operation == TRUNCATE:
        del content[change.place :]
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[change.place : end] = change.data


def _tear(content: bytearray, change: Call, chance: random.Random) -> None:
    """Apply a change that was not certain: whole, not at all, or some of its sectors."""
    fate = chance.choice(("whole", "missing", "torn"))
    if fate == "missing":
        return
    if fate == "whole" or change.operation == TRUNCATE:
        _apply(content, change)
        return
    for begin in range(0, len(change.data), SECTOR):
        if chance.random() < 0.5:
            _apply(content, Call(WRITE, "", "", change.place + begin, change.data[begin : begin + SECTOR]))
