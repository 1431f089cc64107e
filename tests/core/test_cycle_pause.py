"""The cycle collector is still for a while, and afterwards as it was."""

from __future__ import annotations

import gc

import pytest

from annotator.core.cycle_pause import no_collection


@pytest.mark.parametrize("was", [True, False])
def test_the_collector_is_still_and_then_as_it_was(was: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was else gc.disable)()
        with no_collection():
            assert not gc.isenabled()
        assert gc.isenabled() is was
    finally:
        (gc.enable if before else gc.disable)()
