"""A file of a picture is read where none of its fonts are installed."""

from __future__ import annotations

import pytest

from annotator.pictures import Data, draw, file_of

pytest.importorskip("matplotlib")


def test_the_glyphs_of_chinese_are_in_the_pdf() -> None:
    facts = {
        "facet": "立场", "n": 2, "annotators": "Ada", "by": "speaker", "groups": ["甲"],
        "labels": ["支持", "favor"],
    }  # fmt: skip
    rows = (("甲", "支持", 1, 0.5), ("甲", "favor", 1, 0.5))
    data = Data(("speaker", "label", "tags", "share"), rows, facts)
    pdf = file_of(draw("labels", data), "pdf")
    assert b"/Type3" in pdf
    assert b"NotoSansCJK" in pdf
    assert b"Inter" in pdf
    assert b"<text" not in file_of(draw("labels", data), "svg")  # outlines
