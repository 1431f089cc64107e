"""What each part of the built folder takes, as it is installed and as it is packed.

    python3 packaging/sizes.py [FOLDER]     # default: dist/dialogue-annotator

Prints a table in Markdown. Packed is each part alone as tar.xz; in one archive they share a little.
"""

from __future__ import annotations

import io
import lzma
import sys
import tarfile
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Names of parts with patterns of paths below the folder; the first that fits counts.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Qt's tables of Unicode (ICU)", ("*libicu*",)),
    ("Qt, as far as a window of widgets needs it", ("lib/PySide6/Qt/*",)),
    ("Qt for Python", ("lib/PySide6/*", "lib/shiboken6/*", "lib/libpyside6*", "lib/libshiboken6*")),
    ("linear algebra (OpenBLAS) for the network of the repair", ("lib/numpy.libs/*",)),
    ("numpy", ("lib/numpy/*", "lib/numpy-*")),
    ("language model and network of the repair", ("lib/resources/repair/model.bin",)),
    ("font for emoji", ("lib/resources/fonts/NotoColorEmoji.ttf",)),
    ("fonts for Chinese, Japanese and Latin", ("lib/resources/fonts/*",)),
    ("detector of languages (py3langid)", ("lib/py3langid*",)),
    ("Chinese word list (rjieba)", ("lib/rjieba*",)),
    ("the program and all Python modules, compiled", ("dialogue-annotator", "annotator")),
    ("Python's interpreter and extensions", ("lib/libpython*", "lib/python3*", "lib/base_library.zip")),
    ("OpenSSL's sums and SQLite", ("lib/libcrypto*", "lib/libsqlite3*")),
    ("extensions of other packages", ("lib/sqlalchemy/*", "lib/regex/*", "lib/msgspec/*", "lib/wcwidth*")),
    ("libraries of the system that Qt needs", ("lib/*.so*",)),
    (
        "licence texts and the bill of materials",
        ("lib/licences/*", "*licences*", "lib/LICENSE", "*.dist-info/*"),
    ),
    ("guide, codebooks, schemas, translations, samples", ("lib/resources/*", "lib/seeds/*")),
    ("all else", ("*",)),
)


def part_of(path: str) -> str:
    """The name of the part that a path below the folder belongs to."""
    return next(name for name, patterns in PARTS if any(fnmatch(path, one) for one in patterns))


def parts(folder: Path) -> dict[str, list[Path]]:
    """The files of each part; links take no room."""
    found: dict[str, list[Path]] = {name: [] for name, _ in PARTS}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[part_of(path.relative_to(folder).as_posix())].append(path)
    return found


def packed(files: list[Path]) -> int:
    """Bytes of some files as tar.xz."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for file in files:
            tar.add(file, file.name)
    return len(lzma.compress(archive.getvalue(), preset=6))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist" / "dialogue-annotator"
    if not folder.is_dir():
        sys.exit(f"{folder} is no folder: build it with python3 packaging/build.py folder")
    rows = [
        (name, sum(path.stat().st_size for path in files), packed(files))
        for name, files in parts(folder).items()
        if files
    ]
    print("| part | installed, MB | packed, MB |\n|---|---|---|")
    for name, size, small in sorted(rows, key=lambda row: -row[2]):
        print(f"| {name} | {size / 1e6:.1f} | {small / 1e6:.1f} |")
    whole = [sum(row[column] for row in rows) / 1e6 for column in (1, 2)]
    print(f"| **all** | **{whole[0]:.1f}** | **{whole[1]:.1f}** |")


if __name__ == "__main__":
    main()
