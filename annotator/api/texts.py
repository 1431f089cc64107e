"""Texts: their repair, one or a whole corpus of them, and the languages in one."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from annotator import repair
from annotator.language import LanguageOptions, LanguageSpan, require_detector, spans
from annotator.model import Repair
from annotator.pipeline import repair_corpus
from annotator.pipeline.repair_corpus import CorpusReport, RepairedText


def repair_text(text: str) -> str:
    """A text without the damage that wrong encodings did to it, as far as it can be undone.

    Warns where a part of the engine cannot be loaded, so that less of it is right.

    >>> repair_text("cafÃ© dÃ©jÃ  vu")
    'café déjà vu'
    """
    return repair_steps(text).text


def repair_steps(text: str) -> Repair:
    """What the repair did: ``text``, and ``steps`` with place, reason, confidence (0 to 1) and alternatives.

    Replaying the steps on ``received`` gives ``text``; a step of kind ``damage`` marks what was left as
    it is. Warns as :func:`repair_text` does.

    >>> [(step.before, step.after, step.confidence > 0.9) for step in repair_steps("cafÃ©").steps]
    [('Ã©', 'é', True)]
    """
    repaired = repair.repair(text)
    if repaired.problem:
        warnings.warn(repaired.problem, RuntimeWarning, stacklevel=3)
    return repaired


def repair_texts(texts: Iterable[str], *, jobs: int | None = None) -> Iterator[RepairedText]:
    """Each text of a corpus repaired, in order; see :func:`annotator.repair_texts`.

    >>> [done.text for done in repair_texts(["cafÃ©", "plain"])]
    ['café', 'plain']
    """
    return repair_corpus.repair_texts(texts, jobs=jobs)


def repair_into(
    path: str | Path, texts: Iterable[str], *, jobs: int | None = None, steps: bool = True
) -> CorpusReport:
    """Repair a corpus into a file, or go on with it; see :func:`annotator.repair_into`."""
    return repair_corpus.repair_into(path, texts, jobs=jobs, steps=steps)


def find_languages(text: str, languages: Sequence[str] = ("zh", "en")) -> list[LanguageSpan]:
    """The stretches of a text in one language each, in order; together they are the whole text.

    Numbers, names and symbols between them belong to no language: their ``neutral`` says of which kind
    they are. ``languages`` are the BCP 47 codes that the text may be in. Raises UserError where telling
    them apart needs the library of the extra ``languages`` and that is not installed.

    >>> [(span.language, span.start, span.end) for span in find_languages("好的, see you")]
    [('zh', 0, 2), ('zxx', 2, 4), ('en', 4, 11)]
    """
    require_detector(tuple(languages))
    return list(spans(text, LanguageOptions(tuple(languages))))
