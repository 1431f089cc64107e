"""What the layers that are covered to the last branch remember as long as a process lives.

What a function remembers it does not calculate again. Where a test that is not measured asks first, the tests
that are measured would cover less, by the luck of their order: so what such a test left is forgotten after
it (``tests/conftest.py``). Functions that can be called without arguments keep what is costly to make;
``tests/test_remembered_results.py`` calculates it once more.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from annotator import core, exporters, repair, store


@cache
def modules() -> tuple[ModuleType, ...]:
    """All modules of those layers."""
    return tuple(
        importlib.import_module(info.name)
        for package in (core, repair, store, exporters)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    )


def _remembering() -> Iterator[tuple[str, Any]]:
    for module in modules():
        for name, one in vars(module).items():
            if hasattr(one, "cache_info") and one.__module__ == module.__name__:
                yield f"{module.__name__}.{name}", one


def _needs_arguments(one: Any) -> bool:
    parameters = inspect.signature(one.__wrapped__).parameters.values()
    return any(parameter.default is parameter.empty for parameter in parameters)


@cache
def calculated_once() -> dict[str, Any]:
    """The functions that remember one result, by name."""
    return {name: one for name, one in _remembering() if not _needs_arguments(one)}


@cache
def calculated_for_each() -> dict[str, Any]:
    """The functions that remember a result for what they were given, by name."""
    return {name: one for name, one in _remembering() if _needs_arguments(one)}


def forget() -> None:
    """What they were given before, they calculate when they are given it again."""
    for one in calculated_for_each().values():
        one.cache_clear()
