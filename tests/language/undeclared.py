"""How often an undeclared language is noticed, and English taken for another, in message catalogues.

Usage: python -m tests.language.undeclared FOLDER [--most N]
"""

from __future__ import annotations

import argparse
import gettext
import random
import re
from collections.abc import Iterator
from pathlib import Path

from annotator.language import detect

_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl", "cs", "ro", "hu", "tr", "fi", "vi")
_WORD = re.compile(r"[^\W\d_]+")
_MARKUP = re.compile(r"[%<>{}_\\\n]|--")
_DECLARED = {"zh", "en"}


def catalogue(folder: Path, locale: str) -> Iterator[tuple[str, str]]:
    """The messages of a language with their translations; damaged files have none."""
    for path in sorted(folder.glob(f"{locale}/LC_MESSAGES/*.mo")):
        try:
            with path.open("rb") as file:
                messages = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, ValueError, LookupError):
            continue
        for message, translation in messages.items():
            text = message if isinstance(message, str) else message[0]
            if isinstance(translation, str):
                yield text, translation


def plain(text: str) -> bool:
    """Whether it is a line of words: three or more, without markup and places to fill in."""
    return 10 < len(text) < 200 and not _MARKUP.search(text) and len(_WORD.findall(text)) > 2


def main() -> None:
    """Print a row for each language, and one for English."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=400, help="lines of a language")
    given = parser.parse_args()
    english: set[str] = set()
    for language in _LANGUAGES:
        pairs = list(catalogue(given.folder, language))
        english.update(text for text, _ in pairs if plain(text))
        lines = sorted({text for _, text in pairs if plain(text) and len(text) > 20})
        random.Random(1).shuffle(lines)
        found = [set(dict(detect(line).words)) - _DECLARED for line in lines[: given.most]]
        noticed = sum(map(bool, found))
        right = sum(language in one for one in found)
        print(f"{language}: {len(found):,} lines, {noticed:,} not English, {right:,} as {language}")  # noqa: T201
    others = {line: set(dict(detect(line).words)) - _DECLARED for line in sorted(english)}
    wrong = [line for line, languages in others.items() if languages - {"und"}]
    unsure = sum("und" in languages for languages in others.values())
    print(f"en: {len(english):,} lines, {len(wrong):,} taken for another language, {unsure:,} left open")  # noqa: T201
    for line in wrong[:10]:
        print(f"  {line}")  # noqa: T201


if __name__ == "__main__":
    main()
