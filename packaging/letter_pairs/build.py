"""Builds resources/encodings/letter_pairs.json: how costly it is that one letter follows another.

The words come from the Unicode CLDR (names of emoji, languages, countries, units...), under the
Unicode licence; every different word counts once. Run it with the folder ``common`` of a CLDR
release (Debian: package unicode-cldr-core, /usr/share/unicode/cldr/common):

    python packaging/letter_pairs/build.py /usr/share/unicode/cldr/common
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "resources" / "encodings" / "letter_pairs.json"
LATIN = "en fr de es pt it nl sv da no fi is ca pl cs sk hu ro hr sl tr lt lv et vi"
CYRILLIC = "ru uk bg sr mk be"
SCRIPTS = {
    **dict.fromkeys(LATIN.split(), "LATIN"),
    **dict.fromkeys(CYRILLIC.split(), "CYRILLIC"),
    "el": "GREEK",
    "he": "HEBREW",
    "ar": "ARABIC",
    "fa": "ARABIC",
    "th": "THAI",
}

FOLDERS = ("annotations", "annotationsDerived", "main")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
UNIT = 0.35  # nats of one step of cost
MARKS = "\u0300-\u036f\u05b0-\u05bd\u05bf\u05c1\u05c2\u064b-\u0655\u0e31-\u0e4e"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}])*")
TONES = "\u0300\u0301\u0303\u0309\u0323"
PLAIN = "abcdefghijklmnopqrstuvwxyz"
TRUST = 12.0  # how many sightings of a pair the frequency of its second letter counts for
RARE = 1e-4  # a share of all letters below which a letter is a guest from another language


def main(cldr: Path) -> None:
    """Count, turn counts to costs, write."""
    table = {language: costs(words(cldr, language), script) for language, script in SCRIPTS.items()}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"unit": UNIT, "languages": table}, ensure_ascii=False, indent=0)
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


def words(cldr: Path, language: str) -> set[str]:
    """The different words of a language, in small letters."""
    found: set[str] = set()
    for folder in FOLDERS:
        path = cldr / folder / f"{language}.xml"
        if not path.exists():
            continue
        for element in ET.parse(path).iter():
            if element.tag in {"exemplarCharacters", "parseLenient", "cp", "pattern"} or not element.text:
                continue
            text = unicodedata.normalize("NFC", element.text)
            found |= {as_decoded(word, language) for word in WORD.findall(text)}
    return found


def as_decoded(word: str, language: str) -> str:
    """The word as its code page spells it: Vietnamese tones stand apart in Windows-1258."""
    word = word.lower().replace("i\u0307", "i")
    if language == "vi":
        word = "".join(
            unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
            + "".join(c for c in parts if c in TONES)
            for parts in (unicodedata.normalize("NFD", char) for char in word)
        )
    return word.replace("ș", "ş").replace("ț", "ţ")  # what code pages have of Romanian


def costs(found: set[str], script: str) -> dict[str, object]:
    """Letters, frequent ones first, and for each pair of them a digit of cost; " " is a word's end."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for word in found:
        if not all(unicodedata.name(c, "").startswith((script, "COMBINING")) for c in word if c.isalpha()):
            continue  # a word in another script
        padded = f" {word} "
        single.update(word)
        single[" "] += 1
        pairs.update(pairwise(padded))
    total = sum(single.values())
    letters = [
        char
        for char, count in single.most_common()
        if char in PLAIN * (script == "LATIN")
        or (count > total * RARE and unicodedata.category(char)[0] in "LMZ")
    ]
    after = Counter[str]()
    for (first, _), count in pairs.items():
        after[first] += count
    alone = {char: (count + 0.5) / (total + 0.5 * len(single)) for char, count in single.items()}
    rows = {
        first: "".join(
            _digit((pairs[first, second] + TRUST * alone.get(second, 1e-6)) / (after[first] + TRUST))
            for second in letters
        )
        for first in letters
    }
    return {"letters": "".join(letters), "costs": rows}


def _digit(probability: float) -> str:
    return DIGITS[min(len(DIGITS) - 1, round(-math.log(probability) / UNIT))]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
