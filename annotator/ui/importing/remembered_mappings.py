"""Mappings of columns that a person chose before, kept with the settings by set of columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.importers import ROLES, columns_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.ui.settings.settings import Settings

_MOST = 100


def mappings(settings: Settings) -> dict[str, dict[str, str]]:
    """What is remembered, the oldest first; nothing where the settings make no sense."""
    try:
        found = json.loads(settings.import_mappings or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        str(key): {role: str(column) for role, column in mapping.items() if role in ROLES}
        for key, mapping in found.items()
        if isinstance(mapping, Mapping)
    }


def remember(settings: Settings, columns: Sequence[str], mapping: Mapping[str, str] | None) -> None:
    """Remember a mapping for this set of columns; None forgets it."""
    known = mappings(settings)
    known.pop(columns_key(columns), None)
    if mapping is not None:
        known[columns_key(columns)] = dict(mapping)
    kept = list(known.items())[-_MOST:]
    settings.import_mappings = json.dumps(dict(kept), ensure_ascii=True)
