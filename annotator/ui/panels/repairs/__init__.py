"""The repair review: model (pages of doubts), words, delegate, candidates, sides (texts), panel."""

from annotator.ui.panels.repairs.repair_panel import RepairPanel

__all__ = ["RepairPanel"]
