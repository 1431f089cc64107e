"""What a file said about a turn or a dialogue besides its words: times, ids, replies, all other fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.recording_times import spoken_at

_LONGEST = 300  # characters of one value
_MOST = 24  # lines


def brief(meta: Mapping[str, object]) -> str:
    """The little that fits on a line: when it was said, its id, what it replies to; "" for nothing."""
    parts = [spoken_at(meta)]
    if meta.get("id") not in (None, ""):
        parts.append(QCoreApplication.translate("Origins", "id {id}").format(id=meta["id"]))
    if meta.get("reply_to") not in (None, ""):
        parts.append(QCoreApplication.translate("Origins", "reply to {id}").format(id=meta["reply_to"]))
    if isinstance(meta.get("place"), str):
        parts.append(str(meta["place"]))
    return " · ".join(part for part in parts if part)


def full(meta: Mapping[str, object]) -> str:
    """Everything, a line for each value, as far as anybody reads."""
    lines = [f"{name}: {value}" for name, value in pairs(meta)]
    return "\n".join(lines if len(lines) <= _MOST else [*lines[:_MOST], "…"])


def pairs(meta: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Names and values; what the file had in fields or tiers of its own stands under its own name."""
    for name, value in meta.items():
        if name in {"fields", "tiers", "headers", "properties"} and isinstance(value, Mapping):
            yield from pairs(value)
        else:
            yield name, _words(value)


def _words(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
