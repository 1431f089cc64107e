"""Errors from below are said in the language of the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import filters
from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Fault
from annotator.store import Project
from annotator.ui.texts import error_texts
from annotator.ui.texts.translation import folder
from annotator.ui.window.messages import from_error


@pytest.fixture
def chinese() -> Iterator[None]:
    error_texts.use(folder() / "errors_zh_CN.json")
    yield
    error_texts.use(None)


def test_without_a_table_errors_stay_as_they_are() -> None:
    assert error_texts.in_words("This file is empty") == "This file is empty"


def test_names_and_figures_stand_where_they_belong(chinese: None, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Project.open(tmp_path / "研究 1.dap")
    message = from_error(caught.value)
    assert message.text.startswith("无法打开研究 1.dap")
    assert message.detail == "没有这个文件。 请检查名称和文件夹。"


def test_what_is_put_in_is_translated_where_it_is_known(chinese: None) -> None:
    with pytest.raises(UserError) as caught:
        filters.parse("is:wrong")
    said = error_texts.spoken(caught.value)
    assert said.what == "无法理解筛选"
    assert "is:wrong" in said.why
    assert error_texts.reason(caught.value) == f"{said.what}：{said.why}"


def test_what_nobody_translated_stays(chinese: None) -> None:
    assert error_texts.in_words("a sentence from a library") == "a sentence from a library"
    assert error_texts.reason(UserError("Only this")) == "Only this"


def test_a_table_may_turn_the_order_round(tmp_path: Path) -> None:
    table = tmp_path / "errors.json"
    table.write_text(
        json.dumps(
            {"The {field} of {name} cannot be changed": "{name} / {field}", "kind": "K", "Stance": "S"}
        )
    )
    error_texts.use(table)
    try:
        what = Sentence("The {field} of {name} cannot be changed", field=Sentence("kind"), name="Stance")
        assert what == "The kind of Stance cannot be changed"
        assert error_texts.in_words(what) == "Stance / K", "what a person typed stays"
        nobody = Sentence("{what}: {why}", what=what, why="because")
        assert error_texts.in_words(nobody) == "Stance / K: because"
        # No text is taken for a template's by how it looks.
        assert error_texts.in_words("The kind of Stance cannot be changed") == (
            "The kind of Stance cannot be changed"
        )
    finally:
        error_texts.use(None)


def test_problems_of_an_import_are_said_with_their_place(chinese: None) -> None:
    fault = Fault(Sentence("line {number}", number=3), Sentence("“{words}” is no time", words="x"))
    assert str(fault) == "line 3: “x” is no time"
    assert error_texts.in_words(str(fault)) == "第3行: “x”不是时间"
