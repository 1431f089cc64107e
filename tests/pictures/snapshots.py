"""How every picture looks, as small files beside this one, and how far another look may be from that.

.venv/bin/python -m tests.pictures.snapshots    # draws them anew, after a picture was changed on purpose
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import numpy as np

from annotator.pictures import PICTURES, STYLES, Drawn, draw, gather, pixels_of
from annotator.pictures.tag_counts import Array
from annotator.store import Project
from tests.pictures.building import study

FOLDER = Path(__file__).parent / "snapshots"
LOOKS = {"light": "light", "dark": "dark", "grey": "print"}  # a snapshot's name: the style it is drawn in
_DPI = 60
_CELL = 6  # pixels; letters that are smoothed otherwise are the same
_MADE_WITH = FOLDER / "made-with.txt"
# How far a cell may be off at most, and all of them on average, of 255: with the versions that the snapshots
# were made with, and with others, whose letters are a little wider or thinner.
_SAME, _OTHER = (22.0, 0.4), (80.0, 2.2)


def seen(drawn: Drawn, look: str) -> Array:
    """A picture as an array of rows of pixels; grey as a printer without colours makes it."""
    data, width, height, _ = pixels_of(drawn, _DPI)
    found = np.frombuffer(data, dtype=np.uint8).reshape(height, width, 4)[:, :, :3]
    if look == "grey":
        found = (found @ np.array([0.299, 0.587, 0.114]))[:, :, None].round().astype(np.uint8)
    return found


def apart(one: Array, two: Array) -> tuple[float, float]:
    """How far two pictures are apart, at most in any cell of a few pixels, and on average."""
    if one.shape != two.shape:
        return 255.0, 255.0
    height, width, colours = one.shape
    cut = (height // _CELL * _CELL, width // _CELL * _CELL)
    difference = (one.astype(float) - two)[: cut[0], : cut[1]]
    cells = difference.reshape(cut[0] // _CELL, _CELL, cut[1] // _CELL, _CELL, colours).mean(axis=(1, 3))
    return float(np.abs(cells).max()), float(np.abs(cells).mean())


def versions() -> str:
    """What the look of letters hangs on."""
    import matplotlib as mpl  # noqa: PLC0415 - an extra
    from matplotlib import ft2font  # noqa: PLC0415

    return f"matplotlib {mpl.__version__}, FreeType {ft2font.__freetype_version__}\n"


def alike(one: Array, two: Array) -> bool:
    """Whether two pictures look the same, but for how letters are smoothed."""
    same = _MADE_WITH.read_text(encoding="ascii") == versions()
    most, average = apart(one, two)
    most_allowed, average_allowed = _SAME if same else _OTHER
    return most <= most_allowed and average <= average_allowed


def kept(name: str, look: str) -> Array:
    """The snapshot of a picture."""
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    with Image.open(FOLDER / f"{name}-{look}.png") as image:
        found = np.asarray(image.convert("L" if look == "grey" else "RGB"))
    return found[:, :, None] if look == "grey" else found


def keep(name: str, look: str, pixels: Array) -> None:
    """Write the snapshot of a picture."""
    from PIL import Image  # noqa: PLC0415 - comes with matplotlib

    image = Image.fromarray(pixels[:, :, 0] if look == "grey" else pixels)
    out = io.BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    (FOLDER / f"{name}-{look}.png").write_bytes(out.getvalue())


def main() -> None:
    """Draw all snapshots anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place, Project.open(study(Path(place) / "study.dap")) as project:
        for picture in PICTURES:
            data = gather(project, picture.name)
            for look, style in LOOKS.items():
                keep(picture.name, look, seen(draw(picture.name, data, STYLES[style]), look))
    _MADE_WITH.write_text(versions(), encoding="ascii")
    sys.stdout.write(f"{sum(file.stat().st_size for file in FOLDER.glob('*.png')):,} bytes\n")


if __name__ == "__main__":
    main()
