"""Small tables beside the n-grams: traditional to simplified characters, emoji and what they are about."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path


def simplified_map(unpacked: Path) -> dict[int, str]:
    """Code point of each traditional character to its simplified form."""
    file = next((unpacked / "opencc-python-reimplemented").rglob("TSCharacters.txt"))
    out = {}
    for line in file.read_text("utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if len(old) == 1 and len(first) == 1 and old != first:
            out[ord(old)] = first
    return out


def emoji_table(unpacked: Path) -> dict[str, list[str]]:
    """Fully qualified emoji of one character to words about them, in English and Chinese."""
    tests = next((unpacked / "unicode-data").rglob("emoji-test.txt"))
    emoji = {}
    for line in tests.read_text("utf-8").splitlines():
        match = re.match(r"([0-9A-F ]+?)\s*; (?:fully-qualified|unqualified)", line)
        if match:
            text = "".join(chr(int(c, 16)) for c in match.group(1).split()).replace("\ufe0f", "")
            if len(text) == 1 and ord(text) > 0x2000:
                emoji[text] = []
    root = next((unpacked / "unicode-cldr-core").rglob("annotations"))
    for language in ("en", "zh"):
        tree = ET.parse(root / f"{language}.xml")
        for node in tree.iter("annotation"):
            char = node.get("cp", "").replace("\ufe0f", "")
            if char in emoji and node.get("type") != "tts" and node.text:
                emoji[char] += [word.strip().lower() for word in node.text.split("|")]
    return {char: sorted(set(words)) for char, words in sorted(emoji.items())}
