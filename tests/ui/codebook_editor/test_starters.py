"""Starter codebooks in the window: their keys reach them."""

from __future__ import annotations

import pytest

from annotator.codebooks import default, merged, starters
from annotator.ui.keys.key_holders import KeyHolder, in_the_way
from annotator.ui.keys.keymap import KeyMap


@pytest.mark.parametrize("number", range(3))
def test_no_key_of_a_starter_codebook_is_in_the_way_of_another(qapp: object, number: int) -> None:
    merge = merged(default(), starters()[number])
    assert merge.unkeyed == ()
    for facet in merge.codebook.facets:
        holders = [(facet.shortcut, KeyHolder("facet", facet.key))]
        holders += [(x.shortcut, KeyHolder("label", x.key, facet.key)) for x in facet.labels]
        for key, holder in holders:
            if key:
                assert in_the_way(key, holder, merge.codebook, KeyMap()) is None, (key, holder)
