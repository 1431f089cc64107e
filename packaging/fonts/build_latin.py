"""Build the Latin fonts in resources/fonts from Debian's package ``fonts-inter`` (4.0~beta7+ds-1).

They are for systems that have chosen no font for their windows: the Chinese font draws English
quotation marks as wide as a Chinese character. Needs the Python package ``fonttools``; run
``python packaging/fonts/build_latin.py`` from the top of the checkout, with the folder of the
package's fonts as argument where it is not installed. The result does not depend on the time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fontTools import subset, ttLib

INSTALLED = Path("/usr/share/fonts/opentype/inter")
OUT = Path("resources/fonts")
WEIGHTS = ("Regular", "SemiBold")
BLOCKS = (
    (0x20, 0x24F),
    (0x2B0, 0x3FF),
    (0x400, 0x45F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x2044),
    (0x20A0, 0x20BF),
    (0x2116, 0x2122),
)
# No "calt" and "liga": a transcript is shown character by character as it stands.
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else INSTALLED
    for weight in WEIGHTS:
        font = ttLib.TTFont(folder / f"Inter-{weight}.otf", recalcTimestamp=False)
        options = subset.Options(layout_features=FEATURES, hinting=True, notdef_outline=True, name_IDs=["*"])
        options.drop_tables += ["STAT"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[c for low, high in BLOCKS for c in range(low, high + 1)])
        subsetter.subset(font)
        path = OUT / f"Inter-{weight}-subset.otf"
        font.save(path)
        print(f"{path}  {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
