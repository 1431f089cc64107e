"""How short spoken turns of 55 languages are called by studies that declare two or three.

Usage: python -m tests.language.spoken

``spoken.tsv`` was there while the rules were made; ``spoken_test.tsv`` was written afterwards, and the rules
for what the optional detector says were made with it, too. ``spoken_third.tsv`` was looked at after these.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from annotator.language import LanguageOptions, detect

STUDIES = ("zh,en", "ja,en", "hi,en", "ru,uk", "es,en", "zh,en,de", "ar,fr", "zh,it")


def turns(name: str) -> list[tuple[str, str]]:
    """Languages (``hi-Latn``: Hindi in Latin letters) and turns of one of the files."""
    path = Path(__file__).parent / "data" / f"{name}.tsv"
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [(code, text) for code, text in pairs]


def verdicts(declared: tuple[str, ...], name: str, *, latin: bool = False) -> Counter[str]:
    """How many turns of declared and of other languages are called declared, other, or are left open."""
    found: Counter[str] = Counter()
    for code, text in turns(name):
        if latin and text[0] > "\u036f":
            continue
        words = {one for one, _ in detect(text, LanguageOptions(languages=declared)).words}
        known = "declared" if code.split("-")[0] in declared else "undeclared"
        called = "open" if words <= {"und"} else "declared" if words.issubset(declared) else "other"
        found[f"{known} called {called}"] += 1
    return found


def main() -> None:
    """Print a row for each study and file."""
    print("| declared | file | " + " | ".join(_COLUMNS) + " |")  # noqa: T201
    for study in STUDIES:
        for name in ("spoken", "spoken_test", "spoken_third"):
            found = verdicts(tuple(study.split(",")), name)
            print(f"| {study} | {name} | " + " | ".join(str(found[column]) for column in _COLUMNS) + " |")  # noqa: T201


_COLUMNS = [
    f"{known} called {called}"
    for known in ("undeclared", "declared")
    for called in ("declared", "open", "other")
]

if __name__ == "__main__":
    main()
