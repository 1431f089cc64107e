"""What functions remember for the rest of a process they calculate anew alike, whichever test asked first."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from annotator.repair import spelling
from tests.remembered_results import calculated_for_each, calculated_once, forget, modules

CALCULATED_ONCE = calculated_once()
#: What else a process keeps: locks until they are let go, problems in tests that put the old ones back, and
#: what stands for no words and stays empty.
KEPT = {
    "annotator.store.project_lock._HELD",
    "annotator.repair.network_scores._problems",
    "annotator.repair.known_words._NOTHING",
}
FILLED = r"\w*[dD]ict(ionary)?|set|WeakSet|list|Counter|deque"
EMPTY = re.compile(rf"\{{\}}|\[\]|(\w+\.)?({FILLED})\((int|list|set|dict)?\)")


@pytest.mark.parametrize("name", CALCULATED_ONCE)
def test_what_is_remembered_is_calculated_anew_alike(name: str) -> None:
    one = CALCULATED_ONCE[name]
    assert type(one.__wrapped__()) is type(one())


def test_what_was_asked_with_arguments_is_forgotten() -> None:
    spelling.language_of("wasn’t it?")
    assert calculated_for_each()["annotator.repair.spelling.language_of"].cache_info().currsize
    forget()
    assert not any(one.cache_info().currsize for one in calculated_for_each().values())


@pytest.mark.no_cover
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_that_is_not_measured_leaves_nothing(turn: str) -> None:
    before = spelling.language_of.cache_info().misses
    spelling.language_of("only these two tests ask for the language of this")
    assert spelling.language_of.cache_info().misses == before + 1, turn


def collections_that_fill(module: ModuleType) -> Iterator[str]:
    """Names that a module gives to something empty that can be filled."""
    for node in ast.parse(inspect.getsource(module)).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        if EMPTY.fullmatch(ast.unparse(node.value)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            yield f"{module.__name__}.{ast.unparse(target)}"


def test_nothing_else_is_remembered_in_modules() -> None:
    sources = {module: inspect.getsource(module) for module in modules()}
    assert {name for module in sources for name in collections_that_fill(module)} == KEPT
    assert not [module.__name__ for module, text in sources.items() if "\n    global " in text]
