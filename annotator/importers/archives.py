"""Zip archives from strangers: what is them, read into memory within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from annotator.errors import Sentence, UserError

MOST_MEMBERS = 100_000
LARGEST_MEMBER = 512 * 1024 * 1024  # bytes, unpacked
_LARGEST_WHOLE = 4 * 1024 * 1024 * 1024  # bytes of all members, as the archive claims
# Text packs to a fiftieth at best, unless it is one line again and again.
_MOST_SHRUNK = 1_000
_SMALL = 1_000_000  # bytes below which it does not matter
_CHUNK = 1_000_000


def opened(file: Path | bytes | IO[bytes], name: str) -> zipfile.ZipFile:
    """An archive, looked over. Raises UserError where it is damaged or made to fill memory."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(file) if isinstance(file, bytes) else file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UserError(
            "{name} cannot be read",
            "it is damaged: there is no intact archive in it ({cause})",
            "Save, pack or download it again, or take an older copy",
            name=name,
            cause=_plain(error),
        ) from None
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or whole > _LARGEST_WHOLE:
        raise UserError(
            "{name} is not read",
            "it holds {files:,} files of {megabytes:,} MB in all",
            "Unpack it and import parts of it",
            name=name,
            files=len(members),
            megabytes=whole // 1000000,
        )
    return archive


def unsafe(member: str) -> str | None:
    """Why a member's path is not to be trusted; None where it stays inside."""
    windows = PureWindowsPath(member)
    if member.startswith(("/", "\\")) or windows.drive or windows.root:
        return "its path is not inside the archive"
    if ".." in PurePosixPath(member).parts or ".." in windows.parts:
        return "its path leads out of the archive"
    return None


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """One member, unpacked in memory. Raises UserError where it is unsafe, damaged, locked or a bomb."""
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise UserError("{name} is not complete", "it has no {member}", name=name, member=member) from None
    what = Sentence("{member} in {name} is not read", member=member, name=name)
    if (why := unsafe(member)) is not None:
        raise UserError(what, why)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UserError(what, "it is a link to another place")
    if info.flag_bits & 1:
        raise UserError(what, "it is locked by a password", "Unpack it first")
    largest = min(LARGEST_MEMBER, max(_SMALL, info.compress_size * _MOST_SHRUNK))
    if info.file_size > largest:
        raise UserError(
            "{what}",
            "{packed:,} bytes would unpack to {unpacked:,}",
            packed=info.compress_size,
            unpacked=info.file_size,
            what=what,
        )
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as file:
            while part := file.read(_CHUNK):
                size += len(part)
                if size > largest:  # whatever it claims
                    raise UserError(
                        "{what}",
                        "{packed:,} bytes unpack to more than {largest:,}",
                        packed=info.compress_size,
                        largest=largest,
                        what=what,
                    )
                parts.append(part)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, zlib.error) as error:
        raise UserError(
            "{what}",
            "it is damaged ({cause})",
            "Save, pack or download it again, or take an older copy",
            cause=_plain(error),
            what=what,
        ) from None
    return b"".join(parts)


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as one archive that is the same bytes wherever and whenever it is made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), data)
    return whole.getvalue()


def _plain(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
