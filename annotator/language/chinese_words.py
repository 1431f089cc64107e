"""Chinese words: the segmenter, loaded when the first Chinese text is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from annotator.language.language_types import Segmenter

_BREAK = "\n"  # no Han character, and no word of the segmenter's dictionary crosses it


@lru_cache(maxsize=1)
def _cut() -> Callable[[str], list[str]]:
    try:
        import rjieba  # noqa: PLC0415 - loads a dictionary of 3.7 MB, only where there is Chinese
    except ImportError:
        return list

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """Name and version of the segmenter whose words are counted.

    There are systems that rjieba is not made for: every Han character counts as a word there.
    """
    from importlib.metadata import version  # noqa: PLC0415 - slow to import, and wanted only with figures

    if _cut() is list:
        return Segmenter("single characters", "")
    return Segmenter("rjieba", version("rjieba"))


def han_words(runs: Sequence[str]) -> list[str]:
    """The words of runs of Han characters, in order; joined they give the joined runs."""
    if not runs:
        return []
    words = _cut()(_BREAK.join(runs))
    return [word for word in words if word != _BREAK]
