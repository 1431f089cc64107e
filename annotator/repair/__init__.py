"""Repairs what broken software did to a text, and remembers every step so that it can be taken back."""

from __future__ import annotations

from annotator.repair.engine import repair
from annotator.repair.repair_config import ENGINE, RepairConfig
from annotator.repair.step_making import cut

__all__ = ["ENGINE", "RepairConfig", "cut", "repair"]
