"""The rows that lie in the pages of an SQLite file, read without SQLite, which stops at the first bad page.

The format is that of https://www.sqlite.org/fileformat2.html. Nothing here trusts the file: what contradicts
itself is left out and counted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

_LEAF_TABLE, _INTERIOR_TABLE, _LEAF_INDEX, _INTERIOR_INDEX = 13, 5, 10, 2
_POINTER = 4
_USUAL_SIZE = 4096
_FREELIST_AT = 32
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}  # of values by serial type


class Text(bytes):
    """A text as it stands in the file; it need not be UTF-8."""


Value: TypeAlias = int | float | bytes | Text | None


class StoredRow(NamedTuple):
    """A row as it stands: ``number`` is None where the table has no row numbers."""

    number: int | None
    values: tuple[Value, ...]


class BadPageError(Exception):
    """A page or a cell contradicts itself."""


class Pages:
    """The pages of a file. ``data`` is the whole of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        said = int.from_bytes(data[16:18], "big")
        said = 65_536 if said == 1 else said
        self.size = said if 512 <= said <= 65_536 and said & (said - 1) == 0 else _USUAL_SIZE
        self._usable = self.size
        self.count = -(-len(data) // self.size)
        self.bad: set[int] = set()  # pages in which something could not be read

    def page(self, number: int) -> bytes:
        """The bytes of a page. Raises BadPageError where the file does not reach so far."""
        if not 1 <= number <= self.count:
            raise BadPageError
        return self._data[(number - 1) * self.size : number * self.size].ljust(self.size, b"\0")

    def kind(self, number: int) -> int:
        """The byte that says what a page is."""
        return self.page(number)[100 if number == 1 else 0]

    def tree(self, root: int) -> tuple[list[int], bool]:
        """The pages of the tree that begins at ``root``, and whether all of it could be reached."""
        found: list[int] = []
        seen: set[int] = set()
        waiting, whole = [root], True
        while waiting:
            number = waiting.pop()
            if number in seen:
                whole = False
                continue
            seen.add(number)
            try:
                waiting += reversed(self._children(number))
            except BadPageError:
                whole = False
                self.bad.add(number)
                continue
            found.append(number)
        return found, whole

    def _children(self, number: int) -> list[int]:
        kind = self.kind(number)
        if kind in {_LEAF_TABLE, _LEAF_INDEX}:
            return []
        if kind not in {_INTERIOR_TABLE, _INTERIOR_INDEX}:
            raise BadPageError
        page = self.page(number)
        start = 100 if number == 1 else 0
        children = [int.from_bytes(page[at : at + 4], "big") for at in self._cells(page, start, 12)]
        return [*children, int.from_bytes(page[start + 8 : start + 12], "big")]

    def _cells(self, page: bytes, start: int, header: int) -> list[int]:
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        end = start + header + 2 * count
        if end > self.size:
            raise BadPageError
        places = struct.unpack(f">{count}H", page[start + header : end])
        if any(not end <= place < self.size for place in places):
            raise BadPageError
        return list(places)

    def free(self) -> set[int]:
        """The pages that are in no use, as far as their list can be followed."""
        free: set[int] = set()
        trunk = int.from_bytes(self._data[_FREELIST_AT : _FREELIST_AT + 4], "big")
        while 1 < trunk <= self.count and trunk not in free:
            free.add(trunk)
            page = self.page(trunk)
            leaves = min(int.from_bytes(page[4:8], "big"), self.size // 4 - 2)
            free.update(struct.unpack(f">{leaves}I", page[8 : 8 + 4 * leaves]))
            trunk = int.from_bytes(page[:4], "big")
        return free

    def rows(self, number: int) -> Iterator[StoredRow | None]:
        """The rows in a page, None for each that cannot be read; none where it is no page with rows."""
        try:
            page, kind = self.page(number), self.kind(number)
            start = 100 if number == 1 else 0
            header = {_LEAF_TABLE: 8, _LEAF_INDEX: 8, _INTERIOR_INDEX: 12}.get(kind)
            cells = [] if header is None else self._cells(page, start, header)
        except BadPageError:
            self.bad.add(number)
            return
        for at in cells:
            try:
                yield self._row(page, at, kind)
            except (BadPageError, IndexError, struct.error):
                self.bad.add(number)
                yield None

    def _row(self, page: bytes, at: int, kind: int) -> StoredRow:
        number = None
        if kind == _INTERIOR_INDEX:
            at += _POINTER
        length, at = _varint(page, at)
        if kind == _LEAF_TABLE:
            number, at = _varint(page, at)
            number -= (number >> 63) << 64
        return StoredRow(number, _record(self._payload(page, at, length, table=kind == _LEAF_TABLE)))

    def _payload(self, page: bytes, at: int, length: int, *, table: bool) -> bytes:
        usable = self._usable
        most = usable - 35 if table else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return _exactly(page[at : at + length], length)
        least = (usable - 12) * 32 // 255 - 23
        local = least + (length - least) % (usable - 4)
        local = local if local <= most else least
        parts, left = [_exactly(page[at : at + local], local)], length - local
        follow = int.from_bytes(_exactly(page[at + local : at + local + 4], 4), "big")
        if left > len(self._data):
            raise BadPageError
        while left > 0:
            further = self.page(follow)
            parts.append(further[4 : 4 + min(left, usable - 4)])
            left -= usable - 4
            follow = int.from_bytes(further[:4], "big")
        return b"".join(parts)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise BadPageError
    return data


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _record(data: bytes) -> tuple[Value, ...]:
    """The values of a record. Raises BadPageError, or IndexError, where its sizes do not fit it."""
    header, at = _varint(data, 0)
    kinds = []
    while at < header:
        kind, at = _varint(data, at)
        kinds.append(kind)
    sizes = [_SIZES[kind] if kind < 10 else (kind - 12) // 2 for kind in kinds]
    if at != header or any(kind in {10, 11} for kind in kinds) or header + sum(sizes) != len(data):
        raise BadPageError
    values: list[Value] = []
    for kind, size in zip(kinds, sizes, strict=True):
        values.append(_value(kind, data[at : at + size]))
        at += size
    return tuple(values)


def _value(kind: int, raw: bytes) -> Value:
    if kind == 0:
        return None
    if kind == 7:
        return float(struct.unpack(">d", raw)[0])
    if kind in {8, 9}:
        return kind - 8
    if kind < 7:
        return int.from_bytes(raw, "big", signed=True)
    return Text(raw) if kind % 2 else raw
