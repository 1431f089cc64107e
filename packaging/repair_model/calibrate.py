"""Fits how sure lost characters may be called (``annotator/repair/confidence.py``) to texts of other sources.

    python packaging/repair_model/calibrate.py FOLDER [--locale FOLDER] [--language ru]... [--most 8000]

FOLDER holds the texts of ``permissive.tsv``. Those that are not there to test on are damaged and repaired;
so are messages in many languages, of the catalogues (``/usr/share/locale``) that are there to be tuned on.
Prints the weights, and from which logit on so many of the Chinese places were right in texts that had no
part in the fit.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import numpy as np  # noqa: E402  (the path comes first)
import permissive  # noqa: E402

from annotator.repair import confidence, engine, repair, restore_lost  # noqa: E402
from annotator.repair.confidence import Grounds  # noqa: E402
from tests.benchmarks.eval_dialogues import pieces  # noqa: E402
from tests.benchmarks.eval_languages import DAMAGES, languages, text_of  # noqa: E402
from tests.repair.damage import misread_by_character  # noqa: E402
from tests.repair.measure import documents  # noqa: E402

#: What holds the weights back, and how many parts of the sources are fitted without one of them in turn.
_RIDGE, _FOLDS = 3.0, 6
#: Places of a language count so much together at most.
_OF_ONE = 200.0
_WANTED = (0.999, 0.9995, 0.9997, 0.9999)

#: A place: where it is from, what its share rests on, whether it was right.
Judged = tuple[str, Grounds, bool]


def judged(source: str, text: str, page: str, lost: str, size: int) -> Iterator[Judged]:
    """The lost characters of a text, damaged and repaired."""
    for clean in documents(text, size):
        met: dict[int, Grounds] = {}
        last: list[Grounds] = []

        def hear(given: Grounds, last: list[Grounds] = last) -> float:
            last[:] = [given]
            return given.share

        def note(slot: Any, *rest: Any, last: list[Grounds] = last, met: dict[int, Grounds] = met) -> Any:
            met.setdefault(slot.start, last[0])
            return restore_lost.step(slot, *rest)

        damaged = list(misread_by_character(clean, page, lost))
        with patch.object(restore_lost, "confidence", hear), patch.object(engine, "step", note):
            repair("".join(after for _, after in damaged))
        at = 0
        for char, after in damaged:
            if at in met and char != after:
                yield source, met[at], met[at].char == char
            at += len(after)


def material(folder: Path, locale: Path, only: Sequence[str], most: int) -> list[Judged]:
    """Places of all texts that are there to learn from or to tune on, and of messages in many languages."""
    out: list[Judged] = []
    for use in ("train", "tune"):
        for text in permissive.texts(use):
            lines = pieces(text.lines(folder), most if text.weight >= 1 else most // 2)
            out += judged(text.name, lines, "windows-1254", "dropped", 2000)
    for language in languages(locale, only):
        lines = text_of(locale, language, "tuned", most // 4)
        for page, lost in DAMAGES:
            out += judged(language, lines, page, lost, 1500)
    return out


def fitted(rows: np.ndarray, right: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression, by Newton's steps."""
    out = np.zeros(rows.shape[1])
    for _ in range(60):
        said = 1 / (1 + np.exp(-np.clip(rows @ out, -30, 30)))
        curved = (rows * (weight * said * (1 - said))[:, None]).T @ rows + _RIDGE * np.eye(len(out))
        out += np.linalg.solve(curved, rows.T @ (weight * (right - said)) - _RIDGE * out)
    return out


def _kind(places: Sequence[Judged], *, chinese: bool) -> tuple[np.ndarray, np.ndarray, list[str]]:
    of = confidence.of_chinese if chinese else confidence.of_others
    kept = [place for place in places if confidence.is_chinese(place[1]) == chinese]
    rows = np.array([of(grounds) for _, grounds, _ in kept])
    return rows, np.array([float(right) for *_, right in kept]), [source for source, *_ in kept]


def enough(logits: np.ndarray, right: np.ndarray) -> None:
    """Print from which logit on so many were right, and how many places that is."""
    order = np.argsort(-logits)
    wrong = np.cumsum(1 - right[order])
    for wanted in _WANTED:
        places = np.flatnonzero(wrong <= (1 - wanted) * np.arange(1, len(order) + 1))
        last = places[-1] if len(places) else 0
        print(f"{wanted:.2%} right from {logits[order[last]]:.2f} on: {(last + 1) / len(order):.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"))
    parser.add_argument("--language", action="append", default=[], help="may be given again")
    parser.add_argument("--most", type=int, default=8_000, help="characters of a text")
    given = parser.parse_args()
    places = material(given.folder, given.locale, given.language, given.most)
    for chinese in (True, False):
        rows, right, sources = _kind(places, chinese=chinese)
        count = Counter(sources)
        weight = np.array([1.0 if chinese else min(1.0, _OF_ONE / count[source]) for source in sources])
        print(f"{'Chinese' if chinese else 'others'}: {len(right)} places, {right.mean():.2%} right")
        print("    " + ", ".join(f"{value:.3f}" for value in fitted(rows, right, weight)))
        fold = np.array([sorted(count).index(source) % _FOLDS for source in sources])
        logits = np.zeros(len(right))
        for one in range(_FOLDS):
            here = fold == one
            logits[here] = rows[here] @ fitted(rows[~here], right[~here], weight[~here])
        enough(logits, right)


if __name__ == "__main__":
    main()
