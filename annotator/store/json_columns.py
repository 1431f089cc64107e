"""The columns that hold JSON: by table and column, a decoder that refuses what does not belong there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

_SPANS = msgspec.json.Decoder(list[tuple[int, int, str]])
_COUNTS = msgspec.json.Decoder(list[tuple[str, int]])
_CANDIDATES = msgspec.json.Decoder(list[tuple[str, float]])
_TEXTS = msgspec.json.Decoder(list[str])
_PLACES = msgspec.json.Decoder(list[tuple[int, int]])
_OBJECT = msgspec.json.Decoder(dict[str, Any])
_ANY = msgspec.json.Decoder()
JSON_COLUMNS: Mapping[tuple[str, str], msgspec.json.Decoder[Any]] = {
    ("turn", "gaps"): _SPANS,
    ("turn", "words"): _COUNTS,
    ("turn", "meta"): _OBJECT,
    ("remark", "meta"): _OBJECT,
    ("dialogue", "chain"): _TEXTS,
    ("dialogue", "meta"): _OBJECT,
    ("dialogue", "places"): _PLACES,
    ("step", "alternatives"): _CANDIDATES,
    ("target", "options"): _TEXTS,
    ("project", "languages"): _TEXTS,
    ("project", "names"): _TEXTS,
    ("edit", "arguments"): _OBJECT,
    ("change", "old"): _ANY,
    ("change", "new"): _ANY,
    ("speaker", "value"): _ANY,
    ("offer", "labels"): _ANY,
    ("offer", "taken"): _ANY,
}
