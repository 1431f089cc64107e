"""The dialogue list: model (ids and pages), delegate (one look for all rows), panel."""

from annotator.ui.panels.dialogue_list.dialogue_panel import DialogueList

__all__ = ["DialogueList"]
