"""The library between the program and the system, built from C where there is a compiler."""

from __future__ import annotations

from pathlib import Path


class NoShim(Exception):  # noqa: N818 - what it is
    """It cannot be built here; says why."""


def built() -> Path:
    raise NoShim("not yet")
