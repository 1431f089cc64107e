"""The lists in ``requirements/`` as data, and a made-up package index to install them from."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "requirements"
LISTS = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
ALONE = frozenset({"convokit"})  # lists that are installed with --no-deps
NEWER = "99999"  # a release of everything that came out after the lists were made


@dataclass(frozen=True)
class Pinned:
    """One entry of a list: what is asked for, and the SHA-256 of every file that may answer."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as indexes compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The version, "" where the entry does not name exactly one."""
        pins = list(self.requirement.specifier)
        exact = len(pins) == 1 and pins[0].operator == "==" and "*" not in pins[0].version
        return pins[0].version if exact else ""

    def applies(self, environment: Mapping[str, str]) -> bool:
        """Whether it is installed on such a system."""
        marker = self.requirement.marker
        return marker is None or marker.evaluate(dict(environment))


def read(text: str) -> list[Pinned]:
    """The entries of a list. Raises InvalidRequirement for a line that is none."""
    lines = re.sub(r"\\\n", " ", text).splitlines()
    entries = []
    for line in lines:
        asked, *hashes = re.split(r"\s--hash=sha256:", line.split(" #")[0].strip())
        if asked and not asked.startswith("#"):
            entries.append(Pinned(Requirement(asked), tuple(one.strip() for one in hashes)))
    return entries


def listed(name: str) -> list[Pinned]:
    """The entries of one of :data:`LISTS`."""
    return read((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def systems() -> list[dict[str, str]]:
    """Every system that the lists are for, as the environment of markers."""
    here = {key: str(value) for key, value in default_environment().items()}
    kinds = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
    return [
        {
            **here,
            "python_version": f"3.{minor}",
            "python_full_version": f"3.{minor}.9",
            "sys_platform": platform,
            "platform_system": system,
            "os_name": os_name,
        }
        for minor in (11, 12, 13)
        for platform, system, os_name in kinds
    ]


def asks(entry: Pinned) -> list[Requirement]:
    """What a package asks for, as far as it is installed here in that version; markers not yet applied."""
    try:
        found = importlib.metadata.distribution(entry.name)
    except importlib.metadata.PackageNotFoundError:
        return []
    return [Requirement(one) for one in found.requires or ()] if found.version == entry.version else []


def wanted(entry: Pinned, environment: Mapping[str, str]) -> list[Requirement]:
    """What a package asks for on such a system, with the extras of its entry."""
    extras = {"", *entry.requirement.extras}
    return [
        one
        for one in asks(entry)
        if one.marker is None or any(one.marker.evaluate({**environment, "extra": extra}) for extra in extras)
    ]


# --- a made-up index ------------------------------------------------------------------------


def write_wheel(folder: Path, name: str, version: str, requires: Iterable[Requirement] = ()) -> str:
    """Write a wheel that holds nothing but its metadata; give back its SHA-256."""
    requires = list(requires)
    extras = sorted({extra for one in requires for extra in re.findall(r"extra == \"([^\"]+)\"", str(one))})
    plain = name.replace("-", "_")
    info = f"{plain}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Provides-Extra: {extra}" for extra in extras]
    lines += [f"Requires-Dist: {one}" for one in requires]
    files = {
        f"{info}/METADATA": "\n".join(lines) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        record += f"{path},sha256={digest},{len(text.encode())}\n"
    wheel = folder / f"{plain}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{info}/RECORD": record + f"{info}/RECORD,,\n"}.items():
            archive.writestr(path, text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def write_index(folder: Path, entries: Iterable[Pinned]) -> str:
    """Write wheels that ask for what the real ones ask for, and a newer release of every package.

    Returns the list that pins them: the entries as they are, each with the hash of its wheel.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = ""
    for entry in entries:
        digest = write_wheel(folder, entry.name, entry.version, asks(entry))
        lines += f"{entry.requirement} --hash=sha256:{digest}\n"
        write_wheel(folder, entry.name, NEWER)
    return lines
