"""The dialogue as a strip beside the turns: what it holds at a glance, and a way to go there."""

from annotator.ui.outline.strip import Outline

__all__ = ["Outline"]
