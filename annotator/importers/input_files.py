"""Files and folders a person points at, to the files that are to be read."""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.core.paths import is_folder
from annotator.errors import UserError, cause_of
from annotator.importers import archives
from annotator.importers.encodings import decode
from annotator.importers.formats import (
    ARCHIVE,
    PAGES,
    SUFFIXES,
    TEXT,
    XML,
    format_of_members,
    marked_up_with_reader,
)
from annotator.importers.readers.convokit import BESIDE, UTTERANCES, corpus_in
from annotator.importers.readers.nite import WORDS, is_part_of_corpus, nite_in
from annotator.importers.readers.slack import slack_in

# What is taken from folders; a file named by itself is read whatever it is called.
TRANSCRIPTS = SUFFIXES
LARGEST = 512 * 1024 * 1024  # bytes of one file
_GLANCE = 200_000  # bytes of a file with markup that say what it is
_GLANCED_AT = frozenset((XML, *PAGES))
_HIDDEN = (".", "__MACOSX")


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """A file to import. ``name`` is what the project will call it: its place below what was dropped.

    ``member`` is its path in the archive at ``path``. A folder that is a corpus counts as one file.
    """

    path: Path
    name: str
    size: int  # bytes; 0 where it could not be asked
    member: str = ""

    @property
    def place(self) -> Path:
        """What tells this file from all others: its path, with that in the archive behind it."""
        return self.path / self.member.lstrip("/\\") if self.member else self.path


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is not taken: no transcript by its ending, or a link out of the folder."""

    path: Path


def walk(paths: Iterable[Path], *, plain: bool = False) -> Iterator[FileOnDisk | Skipped]:
    """The files at these places: files as they come, folders in order of name, each file once.

    ``plain``: only plain text is taken from folders, and archives are not looked into.

    Hidden files and folders inside a folder are passed over without a word, and links to folders
    are not followed, so that no loop is endless. A place that does not exist, and a folder that
    cannot be opened, is returned as a file; reading it says what is wrong.
    """
    seen: set[tuple[Path, str, str]] = set()
    folders: dict[Path, Path] = {}
    for path in paths:
        for item in _folder(path, plain=plain) if is_folder(path) else _file(path, path.name, plain=plain):
            # What a folder's walk passed over may still be named by itself.
            if isinstance(item, Skipped):
                yield item
            elif (known := _place(item, folders)) not in seen:
                seen.add(known)
                yield item


def _place(item: FileOnDisk, folders: dict[Path, Path]) -> tuple[Path, str, str]:
    """What tells a file from all others, by whatever name; ``folders`` are real ones by those looked for."""
    path = item.path
    if path.name in {"", ".."} or _is_link(path):
        path = _real(path)
        return path.parent, path.name, item.member
    if path.parent not in folders:
        folders[path.parent] = _real(path.parent)
    return folders[path.parent], path.name, item.member


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # no such name can be; reading it says so
        return False


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return path.absolute()


def _file(path: Path, name: str, *, plain: bool) -> Iterator[FileOnDisk | Skipped]:
    """A file, or the files in it where it is an archive of some."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    if path.suffix.lower() == ARCHIVE and size and not plain:
        try:
            with archives.opened(path, path.name) as archive:
                members = archive.infolist()
        except UserError:
            members = []  # reading it says what is wrong
        if members and format_of_members(one.filename for one in members) is None:
            yield from _members(path, name, members)
            return
    yield FileOnDisk(path, name, size)


def _members(path: Path, name: str, members: Iterable[ZipInfo]) -> Iterator[FileOnDisk | Skipped]:
    for one in sorted(members, key=lambda one: one.filename):
        parts = PurePosixPath(one.filename).parts
        if one.is_dir() or not parts or any(part.startswith(_HIDDEN) and part != ".." for part in parts):
            continue
        suffix = PurePosixPath(one.filename).suffix.lower()
        if suffix in TRANSCRIPTS and suffix != ARCHIVE and (suffix not in _GLANCED_AT or _known(path, one)):
            yield FileOnDisk(path, f"{name}/{_shown(one)}", one.file_size, one.filename)
        else:
            yield Skipped(path / one.filename)


def _known(path: Path, member: ZipInfo | None = None) -> bool:
    """Whether an XML file or a page that lies in a folder or archive is a transcript, by its beginning."""
    try:
        if member is None:
            head = read_file(path, _GLANCE)
        else:
            with archives.opened(path, path.name) as archive, archive.open(member) as file:
                head = file.read(_GLANCE)
    except (UserError, OSError, ValueError, RuntimeError, NotImplementedError, BadZipFile, zlib.error):
        return True  # reading it says what is wrong
    return marked_up_with_reader(head)


def _shown(member: ZipInfo) -> str:
    """A member's name as a person knows it: older archives do not say in which encoding it is."""
    if member.filename.isascii() or member.flag_bits & 0x800:
        return member.filename
    try:
        return decode(member.filename.encode("cp437")).text
    except (UnicodeError, UserError):
        return member.filename


def _as_one(folder: Path, files: Iterable[str]) -> list[str]:
    """The files of a folder that is read as one: a corpus, or an export of Slack; else none."""
    files = list(files)
    if corpus_in(files) == "":
        return [name for name in (UTTERANCES, *BESIDE) if (folder / name).is_file()]
    if slack_in(files) == "":
        days = (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/*.json")))
        return [*(name for name in files if name.endswith(".json")), *days]
    return _corpus_of_nite(folder, files)


def _corpus_of_nite(folder: Path, files: Iterable[str]) -> list[str]:
    """The layers of a NITE corpus in a folder that has its words, or a folder of them."""
    here = [name for name in files if is_part_of_corpus(name)]
    if nite_in(here):
        return here
    below = next((folder / name for name in WORDS if (folder / name).is_dir()), None)
    if below is None or not nite_in(path.name for path in below.glob("*.xml")):
        return []
    layers = (path.relative_to(folder).as_posix() for path in sorted(folder.glob("*/*.xml")))
    return [*here, *(name for name in layers if is_part_of_corpus(name))]


def _folder(top: Path, *, plain: bool) -> Iterator[FileOnDisk | Skipped]:
    inside = _real(top)
    taken = frozenset(TEXT.suffixes) if plain else TRANSCRIPTS
    shut: list[str] = []

    def note(error: OSError) -> None:
        shut.append(error.filename)

    for folder, below, files in os.walk(top, onerror=note):
        here = Path(folder)
        if not plain and (together := _as_one(here, files)):
            below.clear()
            name = here.name if here == top else here.relative_to(top).as_posix()
            yield FileOnDisk(here, name, sum(_size(here / file) for file in together))
            continue
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith("."):
                continue
            out = path.is_symlink() and not _real(path).is_relative_to(inside)
            suffix = path.suffix.lower()
            if suffix in taken and not out and (suffix not in _GLANCED_AT or _known(path)):
                yield from _file(path, path.relative_to(top).as_posix(), plain=plain)
            else:
                yield Skipped(path)
    for unread in shut:
        yield FileOnDisk(Path(unread), Path(unread).name, 0)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class FileReader:
    """Reads files in turn; a context manager, because it keeps an archive open between its members."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._archive: ZipFile | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def read(self, file: FileOnDisk) -> bytes:
        """A file's bytes; of a corpus in a folder, an archive of its files. Raises UserError."""
        if file.member:
            return archives.read_member(self._opened(file.path), file.member, file.path.name)
        if is_folder(file.path):
            inside = sorted(one.name for one in file.path.iterdir()) if os.access(file.path, os.R_OK) else []
            if together := _as_one(file.path, inside):
                return archives.packed((name, read_file(file.path / name)) for name in together)
        data = read_file(file.path)
        if file.path.suffix.lower() == ARCHIVE:
            with archives.opened(data, file.path.name) as archive:
                if not archive.namelist():
                    raise UserError(
                        "{file} cannot be read", "there is nothing in this archive", file=file.path.name
                    )
        return data

    def _opened(self, path: Path) -> ZipFile:
        if self._archive is None or self._path != path:
            self._close()
            self._archive = archives.opened(path, path.name)
            self._path = path
        return self._archive

    def _close(self) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None


def read_file(path: Path, limit: int | None = None) -> bytes:
    """A file's bytes, or its first ``limit`` ones.

    Raises UserError where it is missing, no plain file, unreadable, or larger than half a gigabyte.
    """
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            os.scandir(path).close()  # says so where it may not be opened
            raise UserError("{file} cannot be read", "it is a folder", file=path.name)
        if not stat.S_ISREG(about.st_mode):  # reading from a pipe or a device may never end
            raise UserError("{file} cannot be read", "it is not a file", file=path.name)
        if limit is None and about.st_size > LARGEST:
            raise UserError(
                "{file} cannot be read",
                "it is larger than {megabytes} MB",
                "Divide it into files of one dialogue each",
                file=path.name,
                megabytes=LARGEST // 1024 // 1024,
            )
        with path.open("rb") as file:
            return file.read() if limit is None else file.read(limit)
    except FileNotFoundError as error:
        raise UserError(
            "{file} cannot be read", "it is not there", "Check the name and the place", file=path.name
        ) from error
    except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
        raise UserError("{file} cannot be read", cause_of(error), file=path.name) from error
