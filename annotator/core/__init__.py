"""The rules that every layer keeps, each in one place.

They stand below all layers, for these may not know each other: what repair steps make of a text and where
its characters come to lie (``steps``, ``moves``), which answers of one annotator exclude each other
(``answers``), and when texts count as the same (``folding``).
"""
