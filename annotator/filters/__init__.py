"""Filters on turns: their text form, what its values name, and where a turn's text fits one."""

from annotator.core.text_folding import fold
from annotator.filters.grammar import parse, text_of
from annotator.filters.matching import compiled, hit_counter, hits, matcher
from annotator.filters.names import Names

__all__ = ["Names", "compiled", "fold", "hit_counter", "hits", "matcher", "parse", "text_of"]
