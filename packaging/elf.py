"""Reads of Linux libraries what packaging has to know: whether they can be loaded, and what they need.

Tools that rewrite libraries may leave files that look whole and cannot be loaded: ``strip`` moves what
``patchelf`` (of auditwheel, which makes wheels) had put in its place. Only the standard library is needed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_LOAD, _DYNAMIC = 1, 2
_NEEDED, _STRINGS = 1, 5  # of the dynamic section


@dataclass(frozen=True)
class Segment:
    """A part of the file as it is mapped into memory; all numbers are bytes."""

    kind: int
    offset: int
    address: int
    size: int
    alignment: int


def is_library(path: Path) -> bool:
    """Whether a file is a 64-bit ELF file, program or library; links are not."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(5) == b"\x7fELF\x02"


def libraries(folder: Path) -> list[Path]:
    """All programs and libraries below a folder, in order of name."""
    return sorted(path for path in folder.rglob("*") if is_library(path))


def segments(data: bytes) -> list[Segment]:
    (begin,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    found = []
    for at in range(begin, begin + size * count, size):
        kind, _, offset, address, _, length, _, alignment = struct.unpack_from("<IIQQQQQQ", data, at)
        found.append(Segment(kind, offset, address, length, alignment))
    return found


def loadable(path: Path) -> bool:
    """Whether every segment lies where the loader wants it: at its address, modulo its alignment."""
    data = path.read_bytes()
    return all(
        part.alignment > 0
        and (part.address - part.offset) % part.alignment == 0
        and part.offset + part.size <= len(data)
        for part in segments(data)
        if part.kind == _LOAD
    )


def needed(path: Path) -> list[str]:
    """The names of the libraries that one asks for when it is loaded."""
    data = path.read_bytes()
    parts = segments(data)
    dynamic = next((part for part in parts if part.kind == _DYNAMIC), None)
    if dynamic is None:
        return []
    entries = list(struct.iter_unpack("<QQ", data[dynamic.offset : dynamic.offset + dynamic.size // 16 * 16]))
    strings = next((value for tag, value in entries if tag == _STRINGS), None)
    if strings is None:
        return []
    base = _in_file(parts, strings)
    return [
        data[base + value : data.index(b"\0", base + value)].decode()
        for tag, value in entries
        if tag == _NEEDED
    ]


def _in_file(parts: Iterable[Segment], address: int) -> int:
    for part in parts:
        if part.kind == _LOAD and part.address <= address < part.address + part.size:
            return address - part.address + part.offset
    raise ValueError(f"no segment holds the address {address:#x}")


def reachable(roots: Iterable[Path], known: dict[str, Path]) -> set[str]:
    """The names among ``known`` that the roots need, directly or through each other."""
    found: set[str] = set()
    waiting = [name for root in roots for name in needed(root)]
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += needed(known[name])
    return found


def missing(folder: Path) -> Iterator[tuple[Path, str]]:
    """What libraries of a folder ask for and neither the folder nor this system has."""
    files = libraries(folder)
    here = {path.name for path in files} | {path.name for path in folder.rglob("*.so*")}
    system = _system()
    for path in files:
        for name in needed(path):
            if name not in here and name not in system:
                yield path, name


def _system() -> set[str]:
    places = ("/lib", "/usr/lib", "/lib64", "/usr/lib64")
    return {
        path.name for place in places for path in (*Path(place).glob("*.so*"), *Path(place).glob("*/*.so*"))
    }
