"""What a long job tells about itself while it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is: ``done`` of ``total`` items, and the name of the last one."""

    done: int
    total: int
    detail: str = ""
