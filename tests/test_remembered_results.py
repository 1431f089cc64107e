"""What functions remember for the rest of a process they calculate anew alike, whichever test asked first."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

from annotator import core, exporters, repair, store


def remembering() -> dict[str, Any]:
    """The functions without arguments that are calculated once, by name."""
    found = {}
    for package in (core, repair, store, exporters):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, one in vars(module).items():
                own = hasattr(one, "cache_info") and one.__module__ == info.name
                if own and not inspect.signature(one.__wrapped__).parameters:
                    found[f"{info.name}.{name}"] = one
    return found


REMEMBERING = remembering()


@pytest.mark.parametrize("name", REMEMBERING)
def test_what_is_remembered_is_calculated_anew_alike(name: str) -> None:
    one = REMEMBERING[name]
    assert type(one.__wrapped__()) is type(one())
