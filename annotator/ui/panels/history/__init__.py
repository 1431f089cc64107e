"""The history panel: model (pages of the log), words (the log in human words), details, panel."""

from annotator.ui.panels.history.history_panel import HistoryPanel

__all__ = ["HistoryPanel"]
