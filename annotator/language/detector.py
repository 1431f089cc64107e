"""Telling languages of one script apart: the optional py3langid, and word lists that help it or stand in."""

from __future__ import annotations

import logging
import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from annotator.errors import UserError
from annotator.language.declared_languages import candidates as candidates_by_script
from annotator.language.declared_languages import needs_detector
from annotator.language.function_words import FUNCTION_WORDS

_LOG = logging.getLogger(__name__)

# Letters that only some languages of a script write: worth as much as a function word.
_LETTERS: dict[str, str] = {
    "be": "ўі",
    "bg": "ъщ",
    "cs": "ěřůťďň",
    "da": "æøå",
    "de": "äöüß",
    "es": "ñ",
    "fa": "پچژگ",
    "fi": "äö",
    "fr": "àâçèêëîïôœùû",
    "hu": "őű",
    "it": "àèìòù",
    "mk": "ѓќѕџј",
    "no": "æøå",
    "pl": "ąćęłńóśźż",
    "pt": "ãõç",
    "ro": "ăâîșțşţ",
    "ru": "ыэъё",
    "sr": "ђћџљњј",
    "sv": "åäö",
    "tr": "ğışçöü",
    "uk": "іїєґ",
    "ur": "ٹڈڑے",
    "vi": "ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
}

# How much one function word or telling letter weighs against the detector's scaled log-odds.
_WORD_WEIGHT = 1.0
_LETTER_WEIGHT = 1.0
_MODEL_WEIGHT = 3.0
_LEANING_WEIGHT = 2.0
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


def detector_name(languages: tuple[str, ...]) -> str:
    """Name and version of what tells the declared languages apart; "" where their scripts do that."""
    if not needs_detector(languages) and not uses_detector(languages):
        return ""
    if _identifier() is None:
        return "word lists"
    from importlib.metadata import version  # noqa: PLC0415 - slow to import, and wanted only with figures

    return f"py3langid {version('py3langid')}"


def detector_missing(languages: tuple[str, ...]) -> bool:
    """Whether the declared languages share a script and the optional detector is not installed.

    Loads nothing, so that a dialog can ask with every click.
    """
    return needs_detector(languages) and not _is_installed()


def uses_detector(languages: tuple[str, ...]) -> bool:
    """Whether the optional detector may be loaded: it is installed, and a script alone does not say all."""
    return _is_installed() and bool(candidates_by_script(languages))


def load_detector() -> None:
    """Load the optional detector, where it is installed, before a text needs it. Takes about a second."""
    if _is_installed():
        _identifier()


def _is_installed() -> bool:
    return find_spec("py3langid") is not None


def require_detector(languages: tuple[str, ...]) -> None:
    """Raise UserError where the declared languages share a script and the optional detector is not installed.

    Finding languages works without it, with less certainty: this is for settings and commands
    that want to say so beforehand. Loads the detector, which takes about a second.
    """
    if needs_detector(languages) and _identifier() is None:
        raise UserError(
            "These languages cannot be told apart reliably",
            "some of them share a script, and the optional language detector is not installed",
            'Install it with: pip install "dialogue-annotator[languages]"',
        )


def _model_scores(text: str, candidates: Sequence[str]) -> dict[str, float]:
    identifier = _identifier()
    if identifier is None:
        return {}
    ranked = dict(identifier.rank(text))
    known = {one: ranked[_NO.get(one, one)] for one in candidates if _NO.get(one, one) in ranked}
    return {one: math.log(max(probability, 1e-12)) for one, probability in known.items()}


@lru_cache(maxsize=4096)
def likeliest(words: tuple[str, ...], declared: tuple[str, ...]) -> tuple[str, float]:
    """The likeliest of all languages that the detector knows, and by how many nats it is that.

    Against the likeliest of the declared ones; 0 for one of these, where the detector knows none of them, and
    where it is not installed.
    """
    identifier = _identifier() if _is_installed() else None
    ranked = [] if identifier is None else identifier.rank(" ".join(words))
    known = {_NO.get(one, one) for one in declared}
    own = max((probability for language, probability in ranked if language in known), default=0.0)
    first, best = next((one for one in ranked if one[0] not in _NOT_TOLD), ("", 0.0))
    return first, math.log(best / max(own, 1e-12)) if own else 0.0


#: What is no language, and one that is told from English by few words.
_NOT_TOLD = frozenset({"zxx", "pcm"})


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
def tell(words: tuple[str, ...], candidates: tuple[str, ...], leaning: str = "") -> str:
    """The language of the words, one of ``candidates``, or ``und``.

    ``leaning`` is the language around the words, a hint that weighs as much as two function
    words. ``und`` only where the optional detector is missing and the word lists do not decide.
    """
    evidence = _evidence(words, candidates)
    if leaning in evidence:
        evidence[leaning] += _LEANING_WEIGHT
    model = _model_scores(" ".join(words), candidates)
    if not model:
        first, second = sorted(candidates, key=lambda one: -evidence[one])[:2]
        return first if evidence[first] > evidence[second] else "und"
    unknown = -math.log(
        len(candidates)
    )  # to a language that the detector does not know it has nothing to say
    scale = _MODEL_WEIGHT / math.sqrt(len(words))
    return max(candidates, key=lambda one: evidence[one] + scale * model.get(one, unknown))
