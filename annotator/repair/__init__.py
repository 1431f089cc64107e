"""Repairs what broken software did to a text, and remembers every step so that it can be taken back."""

from __future__ import annotations

import os

from annotator.repair.engine import repair
from annotator.repair.repair_config import ENGINE, RepairConfig
from annotator.repair.step_making import cut

# numpy looks for it when it is first loaded, which nothing above does. Files are repaired side by side; more
# threads in each process only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__all__ = ["ENGINE", "RepairConfig", "cut", "repair"]
