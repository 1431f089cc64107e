"""Stamps one version number into everything that carries it.

    python3 packaging/release.py 0.2.0            # stamp, commit, tag
    python3 packaging/release.py --check          # does everything agree now?

The number lives in ``annotator/core/version.py``; the changelog, the software-centre entry, the citation
file, the man page and the Flatpak manifest repeat it. What a person still has to do is in docs/releasing.md.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NUMBER = r"\d+\.\d+\.\d+"


@dataclass(frozen=True)
class Place:
    """Where the number stands: ``pattern`` finds it as group 1, ``text`` is what is written instead."""

    file: str
    pattern: str
    text: str


PLACES = (
    Place("annotator/core/version.py", rf'VERSION = "({NUMBER})"', 'VERSION = "{version}"'),
    Place(
        "CITATION.cff",
        rf"(?m)^version: ({NUMBER})\ndate-released: .*$",
        "version: {version}\ndate-released: {date}",
    ),
    Place(
        "packaging/linux/io.github.dialogue_annotator.DialogueAnnotator.metainfo.xml",
        rf'<releases>\n    <release version="({NUMBER})" date="[^"]*"/>',
        '<releases>\n    <release version="{version}" date="{date}"/>',
    ),
    Place(
        "packaging/flatpak/io.github.dialogue_annotator.DialogueAnnotator.yml",
        rf"dialogue-annotator-({NUMBER})-linux",
        "dialogue-annotator-{version}-linux",
    ),
)
UNRELEASED = "## [Unreleased]\n"


def found(place: Place) -> str | None:
    """The number that stands at a place."""
    match = re.search(place.pattern, (ROOT / place.file).read_text(encoding="utf-8"))
    return match[1] if match else None


def disagreements() -> list[str]:
    """One sentence for each place that says something else than ``annotator/core/version.py``."""
    version = found(PLACES[0])
    return [
        f"{place.file} says {found(place)}, annotator/core/version.py says {version}"
        for place in PLACES
        if found(place) != version
    ]


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def stamp(version: str) -> None:
    """Write the new number everywhere; refuses where there is nothing to release."""
    if not re.fullmatch(NUMBER, version):
        sys.exit(f"{version} is no version of the form 1.2.3")
    if git("status", "--porcelain"):
        sys.exit("there are changes that are not committed")
    if f"v{version}" in git("tag").split():
        sys.exit(f"v{version} exists already")
    changelog = ROOT / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    entries = text.partition(UNRELEASED)[2].partition("\n## ")[0]
    if not re.search(r"(?m)^- ", entries):
        sys.exit("CHANGELOG.md has nothing under [Unreleased]")
    date = datetime.now(UTC).date().isoformat()
    changelog.write_text(
        text.replace(UNRELEASED, f"{UNRELEASED}\n## [{version}] - {date}\n", 1), encoding="utf-8"
    )
    for place in PLACES:
        file = ROOT / place.file
        old = file.read_text(encoding="utf-8")
        new = re.sub(
            place.pattern, lambda _, place=place: place.text.format(version=version, date=date), old, count=1
        )
        file.write_text(new, encoding="utf-8")
    if disagreements():
        sys.exit("\n".join(disagreements()))
    git("commit", "-am", f"Release {version}")
    git("tag", "-a", f"v{version}", "-m", f"Dialogue Annotator {version}")
    print(f"v{version} is tagged. Next: docs/releasing.md, from step 4.")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("version", nargs="?")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    if given.check:
        sys.exit("\n".join(disagreements()) or 0)
    if not given.version:
        parser.error("which version?")
    stamp(given.version)


if __name__ == "__main__":
    main()
