"""No module imports, by however many steps, one that imports it: neither at run time nor for its types."""

from __future__ import annotations

import graphlib

import grimp


def circle(imports: dict[str, set[str]]) -> list[str]:
    """One circle of imports, its first module again at the end; empty where there is none."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_a_circle_is_found() -> None:
    assert sorted(circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})[1:]) == ["b", "c"]
    assert circle({"a": {"b", "c"}, "b": {"c"}}) == []


def test_imports_go_one_way() -> None:
    graph = grimp.build_graph("annotator", cache_dir=None)  # imports in functions and for types count
    imports = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    assert len(imports) > 500
    assert "annotator.ui.workspace.workspace" in imports["annotator.ui.window.window_base"]  # for types alone
    assert circle(imports) == []
