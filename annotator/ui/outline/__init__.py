"""The dialogue as a strip beside the turns: what it holds at a glance, and a way to go there."""

from annotator.ui.outline.outline_strip import Outline

__all__ = ["Outline"]
