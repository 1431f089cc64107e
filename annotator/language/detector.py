"""Telling languages of one script apart: the optional py3langid, and word lists to help it and to stand in for it."""

from __future__ import annotations

import logging
import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from annotator.errors import UserError
from annotator.language.function_words import FUNCTION_WORDS

_LOG = logging.getLogger(__name__)

# Letters that only some languages of a script write: worth as much as a function word.
_LETTERS: dict[str, str] = {
    "cs": "ěřůťďň", "da": "æøå", "de": "äöüß", "es": "ñ¿¡", "fi": "äö", "fr": "àâçèêëîïôœùû", "hu": "őű", "it": "àèìòù",
    "no": "æøå", "pl": "ąćęłńóśźż", "pt": "ãõç", "ro": "ăâîșțşţ", "sv": "åäö", "tr": "ğışçöü", "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "uk": "іїєґ", "ru": "ыэъё", "bg": "ъщ", "be": "ўі", "fa": "پچژگ", "ur": "ٹڈڑے", "mk": "ѓќѕџј", "sr": "ђћџљњј",
}  # fmt: skip

# How much one function word or telling letter weighs against the detector's scaled log-odds.
_WORD_WEIGHT = 1.0
_LETTER_WEIGHT = 1.0
_MODEL_WEIGHT = 6.0
_NO = {"nb": "no", "nn": "no"}


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """The loaded model, or None where the extra is not installed. The first call takes about a second."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - numpy and 100 MB, only if declared
    except ImportError:
        _LOG.warning(
            "py3langid is not installed: languages that share a script are told apart by word lists only"
        )
        return None
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def require_detector() -> str:
    """Name and version of the optional detector.

    Raises UserError where it is not installed; finding languages works without it, with less certainty.
    """
    if _identifier() is None:
        raise UserError(
            "These languages cannot be told apart reliably",
            "they share a script, and the optional language detector is not installed",
            'Install it with: pip install "dialogue-annotator[languages]"',
        )
    from importlib.metadata import version  # noqa: PLC0415

    return f"py3langid {version('py3langid')}"


def _model_scores(text: str, candidates: Sequence[str]) -> dict[str, float]:
    identifier = _identifier()
    if identifier is None:
        return {}
    ranked = dict(identifier.rank(text))
    known = {one: ranked[_NO.get(one, one)] for one in candidates if _NO.get(one, one) in ranked}
    return {one: math.log(max(probability, 1e-12)) for one, probability in known.items()}


def _evidence(words: Sequence[str], candidates: Sequence[str]) -> dict[str, float]:
    lowered = [unicodedata.normalize("NFC", word.lower().replace("’", "'")) for word in words]
    letters = set("".join(lowered))
    found = {}
    for one in candidates:
        listed = FUNCTION_WORDS.get(one, frozenset())
        hits = sum(word in listed for word in lowered)
        telling = len(letters.intersection(_LETTERS.get(one, "")))
        found[one] = hits * _WORD_WEIGHT + telling * _LETTER_WEIGHT
    return found


@lru_cache(maxsize=4096)
def tell(words: tuple[str, ...], candidates: tuple[str, ...]) -> str:
    """The language of the words, one of ``candidates``, or ``und``.

    ``und`` only where the optional detector is missing and the word lists do not decide.
    """
    evidence = _evidence(words, candidates)
    model = _model_scores(" ".join(words), candidates)
    if not model:
        best = sorted(candidates, key=lambda one: -evidence[one])
        decided = evidence[best[0]] > evidence[best[1]]
        return best[0] if decided else "und"
    total = {
        one: evidence[one] + _MODEL_WEIGHT * model.get(one, -12.0) / math.sqrt(len(words))
        for one in candidates
    }
    return max(candidates, key=lambda one: total[one])
