"""The tag panel: one section for each facet of the codebook.

``state`` computes what is to be shown (plain data), ``section`` and its kinds (``choice``,
``topics``, ``text``, ``spans``) show it, ``verbs`` turns clicks into edits, ``panel`` holds it together.
"""

from annotator.ui.panels.tag_panel.tag_panel import TagPanel

__all__ = ["TagPanel"]
