"""Build the two fonts in resources/fonts from Debian's packages.

The window must draw Chinese and emoji on a machine that has no such fonts. Needs the packages
``fonts-noto-cjk`` (1:20220127+repack1-1) and ``fonts-noto-color-emoji`` (2.042) and the Python
package ``fonttools``; run ``python packaging/fonts/build.py`` from the top of the checkout.
The result does not depend on the time of the run.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

from fontTools import subset, ttLib

CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
EMOJI = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")
OUT = Path("resources/fonts")
SIMPLIFIED_CHINESE = "Noto Sans CJK SC"

# Everything two-byte that old Chinese and Korean files can hold, and what stands between it.
BLOCKS = (
    (0x20, 0x24F),  # Latin with its extensions: the only font of a bare system is this one
    (0x2B0, 0x36F),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E00, 0x1EFF),
    (0x2000, 0x27BF),
    (0x3000, 0x30FF),
    (0x3100, 0x312F),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)


def characters() -> set[int]:
    wanted = {c for low, high in BLOCKS for c in range(low, high + 1)}
    for encoding in ("gb2312", "big5", "euc_kr"):  # the last for the 2,350 common syllables of Hangul
        for lead in range(0xA1, 0xFF):
            for trail in range(0x40, 0xFF):
                try:
                    wanted.add(ord(bytes((lead, trail)).decode(encoding)))
                except (UnicodeDecodeError, TypeError):
                    continue
    return {c for c in wanted if unicodedata.category(chr(c)) not in ("Cn", "Co", "Cs")}


def subset_chinese() -> None:
    collection = ttLib.TTCollection(str(CJK), lazy=True)
    font = next(f for f in collection.fonts if f["name"].getDebugName(1) == SIMPLIFIED_CHINESE)
    options = subset.Options(layout_features=["ccmp"], hinting=False, notdef_outline=True)
    # No "locl": the regional forms would double the size. Vertical metrics are of no use in a list of turns.
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(OUT / "NotoSansCJKsc-subset.otf")


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    OUT.mkdir(parents=True, exist_ok=True)
    subset_chinese()
    shutil.copyfile(EMOJI, OUT / "NotoColorEmoji.ttf")
    for path in sorted(OUT.glob("*.[ot]tf")):
        print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
