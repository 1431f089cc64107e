"""Text to language: spans, words, a finding per turn, and the measures of code-switching.

Cheap to import: the word segmenter loads with the first Chinese text, the optional detector
with the first text for which the study declares several languages of one script.
"""

from annotator.language.chinese_words import segmenter
from annotator.language.declared_languages import needs_detector, primary_subtags
from annotator.language.detector import detector_missing, load_detector, require_detector, uses_detector
from annotator.language.find_languages import detect, detect_many, spans, tokens
from annotator.language.language_types import LanguageOptions, LanguageSpan, LanguageToken, Segmenter

__all__ = [
    "LanguageOptions",
    "LanguageSpan",
    "LanguageToken",
    "Segmenter",
    "detect",
    "detect_many",
    "detector_missing",
    "load_detector",
    "needs_detector",
    "primary_subtags",
    "require_detector",
    "segmenter",
    "spans",
    "tokens",
    "uses_detector",
]
