"""Whether turns are still what an edit of the structure left, before it is taken back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from annotator.store.edit_log import RowChange
from annotator.store.undo_rearranging import _stands

ROW = SimpleNamespace(start=3, end=9, speaker="Ada")
OTHER = SimpleNamespace(start=3, end=8, speaker="Ada")


@pytest.mark.parametrize(
    ("field", "old", "row", "stands"),
    [
        ("speaker", "Ada", ROW, True),
        ("speaker", "Ben", ROW, False),
        ("speaker", "Ada", None, False),
        ("derived", "anything", ROW, True),
        ("", None, None, True),
        ("", None, ROW, False),
        ("", ROW, ROW, True),
        ("", ROW, OTHER, False),
        ("", ROW, None, False),
    ],
)
def test_a_turn_stands_where_it_is_what_the_edit_left(field: str, old: Any, row: Any, stands: bool) -> None:
    assert _stands(RowChange("turn", "1", field, old, None, 1, 1), row) is stands
