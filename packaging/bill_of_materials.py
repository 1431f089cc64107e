"""Writes what is bundled: a CycloneDX bill of materials, and the licence texts of all of it.

    python packaging/bill_of_materials.py TARGET

Run it with the Python whose packages are bundled. In a built folder the bill and the licences land
in ``lib/licences``, where the program's About page finds them; in any other folder the bill alone is
written there. What is not a Python package (the interpreter, Qt's and the system's libraries, fonts,
the language model) comes from ``resources/licences.json``, from :data:`OTHERS` and from the libraries found
in the built folder.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

ROOT = Path(__file__).resolve().parent.parent
# Packages that build the bundle and stay out of it.
TOOLS = {
    "pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "packaging", "build",
    "pyproject-hooks",
    "hatchling", "pathspec", "pluggy", "trove-classifiers", "pefile", "pywin32-ctypes", "macholib",
    "dialogue-annotator",
}  # fmt: skip


@dataclass(frozen=True)
class Other:
    """A bundled thing that is no Python package."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()
    kind: str = "library"


# What the program ships that has a licence of its own. Every declaration is compared with this table.
SHIPPED = json.loads((ROOT / "resources" / "licences.json").read_bytes())


def files_of(patterns: list[str]) -> tuple[Path, ...]:
    """The files of the repository that some patterns of the table mean, in order of name."""
    return tuple(sorted(path for pattern in patterns for path in ROOT.glob(pattern)))


def expression() -> str:
    """The licences of everything that is shipped, as one SPDX expression; the program's own comes first."""
    parts = sorted(part["licence"] for part in SHIPPED["parts"])
    return " AND ".join(dict.fromkeys([SHIPPED["program"]["licence"], *parts]))


OTHERS = (
    Other("Python", platform.python_version(), "PSF-2.0", (Path(sys.base_prefix) / "LICENSE.txt",)),
    Other("SQLite", sqlite3.sqlite_version, "blessing"),
    *(
        Other(part["name"], part["version"], part["licence"], files_of(part["texts"]), "data")
        for part in SHIPPED["parts"]
    ),
)


def version() -> str:
    text = (ROOT / "annotator" / "core" / "version.py").read_text(encoding="utf-8")
    return re.findall(r'VERSION = "([^"]+)"', text)[0]


def licence_of(package: metadata.Distribution) -> str:
    """The licence as an SPDX expression where the package gives one, else in its own words."""
    about = package.metadata
    found = about.get("License-Expression")
    if found:
        return str(found)
    classes = [
        line.rsplit(" :: ", 1)[-1]
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::")
    ]
    short = str(about.get("License") or "").split("\n")[0][:60]
    return short or ", ".join(classes) or "see the package"


def texts_of(package: metadata.Distribution) -> list[Path]:
    """The licence files that a package brings."""
    named = re.compile(r"(^|/)(licen[cs]es?|copying|notice|authors)[^/]*$|/licenses/", re.IGNORECASE)
    files = [Path(str(package.locate_file(file))) for file in package.files or () if named.search(str(file))]
    return [file for file in files if file.is_file() and file.suffix not in {".py", ".pyc"}]


def packages() -> list[metadata.Distribution]:
    """The bundled Python packages, in order of name."""
    found = {str(package.metadata["Name"]).lower(): package for package in metadata.distributions()}
    return [package for name, package in sorted(found.items()) if name not in TOOLS]


def system_libraries(folder: Path) -> list[tuple[str, str, str]]:
    """Debian's libraries in the folder: file, package, version; nothing on other systems."""
    if not Path("/usr/bin/dpkg").exists():
        return []
    rows = []
    for file in sorted((folder / "lib").glob("lib*.so*")):
        places = [Path("/usr/lib/x86_64-linux-gnu") / file.name, Path("/lib/x86_64-linux-gnu") / file.name]
        real = [str(place.resolve()) for place in places if place.exists()] + [str(place) for place in places]
        for path in real:
            asked = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                name = asked.stdout.split(":")[0]
                shown = subprocess.run(
                    ["dpkg-query", "-W", "-f", "${Version}", name],
                    capture_output=True,
                    text=True,
                    check=False,
                )
                rows.append((file.name, name, shown.stdout))
                break
    return rows


def licences(licence: str) -> list[dict[str, object]]:
    """A licence in CycloneDX's form: an identifier of SPDX, an expression of them, or words."""
    name = r"[A-Za-z0-9.+-]+"
    if re.fullmatch(rf"{name}( (AND|OR|WITH) {name})+", licence):
        return [{"expression": licence}]
    spdx = re.fullmatch(name, licence) and ("-" in licence or licence in {"MIT", "0BSD", "blessing", "Zlib"})
    return [{"license": {"id" if spdx else "name": licence}}]


def component(
    name: str, number: str, licence: str, *, kind: str = "library", purl: str = ""
) -> dict[str, object]:
    row: dict[str, object] = {"type": kind, "name": name, "version": number, "licenses": licences(licence)}
    if purl:
        row["purl"] = purl
    return row


def bill(folder: Path) -> dict[str, object]:
    """The bill of materials in CycloneDX 1.6's JSON form."""
    rows = [
        component(
            str(package.metadata["Name"]),
            package.version,
            licence_of(package),
            purl=f"pkg:pypi/{str(package.metadata['Name']).lower()}@{package.version}",
        )
        for package in packages()
    ]
    rows += [component(other.name, other.version, other.licence, kind=other.kind) for other in OTHERS]
    seen = set()
    for _, name, number in system_libraries(folder):
        if name not in seen:
            seen.add(name)
            rows.append(
                component(
                    name,
                    number,
                    f"see /usr/share/doc/{name}/copyright",
                    purl=f"pkg:deb/debian/{name}@{number}",
                )
            )
    number = version()
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, digest)}",
        "version": 1,
        "metadata": {"component": component("dialogue-annotator", number, expression(), kind="application")},
        "components": rows,
    }


def write_licences(folder: Path, bundle: Path) -> None:
    """One folder of licence texts for each thing that is bundled, and a list of all."""
    lines = ["What this program is built from, and under which licences", "=" * 57, ""]
    for package in packages():
        name = str(package.metadata["Name"])
        lines.append(f"{name} {package.version}: {licence_of(package)}")
        for text in texts_of(package):
            place = folder / name
            place.mkdir(parents=True, exist_ok=True)
            (place / text.name).write_bytes(text.read_bytes())
    for other in OTHERS:
        lines.append(f"{other.name} {other.version}: {other.licence}")
        for text in other.texts:
            if text.is_file():
                place = folder / re.sub(r"[^\w.-]+", "-", other.name)
                place.mkdir(parents=True, exist_ok=True)
                (place / text.name).write_bytes(text.read_bytes())
    for file, name, number in system_libraries(bundle):
        lines.append(f"{file} (Debian package {name} {number})")
        text = Path("/usr/share/doc") / name / "copyright"
        if text.is_file():
            place = folder / f"debian-{name}"
            place.mkdir(parents=True, exist_ok=True)
            (place / "copyright").write_bytes(text.read_bytes())
    lines += [
        "",
        "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They lie as plain",
        "shared libraries in lib/PySide6 and may be replaced by another build of the same version. Their",
        "source is at https://download.qt.io/official_releases/ and https://code.qt.io/pyside/pyside-setup.git.",
    ]
    for licence in ("LGPL-3", "GPL-3"):
        text = Path("/usr/share/common-licenses") / licence
        if text.is_file():
            (folder / f"{licence}.txt").write_bytes(text.read_bytes())
    (folder / "LICENCES.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    place = target / "lib" / "licences" if (target / "lib").is_dir() else target
    place.mkdir(parents=True, exist_ok=True)
    text = json.dumps(bill(target), indent=1, ensure_ascii=False) + "\n"
    (place / f"dialogue-annotator-{version()}.cdx.json").write_text(text, encoding="utf-8")
    if place is not target:
        write_licences(place, target)


if __name__ == "__main__":
    main()
