"""Finds the files that ship beside the code: fonts, codebooks, schemas, samples.

They lie in ``resources/`` and ``seeds/`` of a checkout, in ``annotator/_resources`` and
``annotator/_seeds`` of an installed wheel, and in the bundle's folder of a frozen build.
"""

from __future__ import annotations

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [_PACKAGE / f"_{name}", _PACKAGE.parent / name]
    if frozen:
        candidates.insert(0, Path(frozen) / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the folder {name!r} is missing from this installation")


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource("codebooks", "default.json")``.

    Raises FileNotFoundError where the installation lacks the resources folder altogether;
    whether the file itself exists is for the caller to see.
    """
    return _folder("resources").joinpath(*parts)


def samples() -> list[Path]:
    """The sample transcripts, in order of name."""
    return sorted(_folder("seeds").glob("*.txt"))
