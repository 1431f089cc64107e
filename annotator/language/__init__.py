"""Text to language: spans, words, a finding per turn, and the measures of code-switching.

Cheap to import: the word segmenter loads with the first Chinese text, the optional detector
with the first text for which the study declares several languages of one script.
"""

from annotator.language.declared import needs_detector
from annotator.language.detector import detector_missing, require_detector
from annotator.language.find import detect, detect_many, spans, tokens
from annotator.language.values import LanguageOptions, LanguageSpan, LanguageToken, Segmenter
from annotator.language.words import segmenter

__all__ = [
    "LanguageOptions",
    "LanguageSpan",
    "LanguageToken",
    "Segmenter",
    "detect",
    "detect_many",
    "detector_missing",
    "needs_detector",
    "require_detector",
    "segmenter",
    "spans",
    "tokens",
]
