"""Short ways to read a file in whatever format it is in."""

from __future__ import annotations

from pathlib import Path

from annotator.importers import Readout, Recipe, find_format, left_out_text, read_structured

GOLDEN = Path(__file__).parent / "golden"


def read(name: str, data: bytes | str, **recipe: object) -> Readout:
    """What the reader of the format that is found makes of some bytes."""
    data = data.encode() if isinstance(data, str) else data
    return read_structured(find_format(name, data), name, data, Recipe(**recipe))  # type: ignore[arg-type]


def golden(name: str) -> Readout:
    """What is found in a golden file."""
    return read(name, (GOLDEN / name).read_bytes())


def said(readout: Readout) -> list[list[tuple[str, str]]]:
    """Speakers and texts of each dialogue."""
    return [[(turn.speaker, turn.text) for turn in dialogue.turns] for dialogue in readout.dialogues]


def left_out(readout: Readout) -> list[str]:
    """What did not come in, in words."""
    return [left_out_text(one) for one in readout.left_out]


def faults(readout: Readout) -> list[str]:
    """What was not taken as it is."""
    return [str(fault) for fault in readout.faults]
