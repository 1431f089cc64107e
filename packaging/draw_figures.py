"""Draws the pictures of docs/figures.md, from a study that a fixed script tags.

.venv/bin/python packaging/draw_figures.py [FOLDER [STYLE]]    # default: docs/images/figures, print
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator import pictures  # noqa: E402 - after the path is known
from annotator.store import Project  # noqa: E402
from tests.pictures.building import study  # noqa: E402

DPI = 110


def main(folder: Path, style: str) -> None:
    """Write every picture as a PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, Project.open(study(Path(place) / "study.dap")) as project:
        for picture in pictures.PICTURES:
            data = pictures.gather(project, picture.name)
            drawn = pictures.draw(picture.name, data, pictures.STYLES[style])
            (folder / f"{picture.name}.png").write_bytes(pictures.file_of(drawn, "png", DPI))
            print(f"{picture.name}: {drawn.caption}")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        Path(given[0]) if given else ROOT / "docs" / "images" / "figures",
        given[1] if len(given) > 1 else "print",
    )
