"""The reading copy as Markdown, read with a Markdown parser."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotator.exporters.markdown_writer import dot, escaped
from annotator.exporters.xml_text import clean
from tests.exporters.bundles import written
from tests.exporters.projects import ANNA, sample

_TAGS = re.compile(r"<(/?[a-z0-9]+)>\n?")


def rendered(text: str) -> str:
    """HTML as readers of Markdown make it, HTML in it as GitHub allows it."""
    return str(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))


def test_turns_and_tags_can_be_read() -> None:
    lines = written(sample(), "markdown").decode().split("\n\n")
    assert lines[0] == "# Study"
    assert lines[1] == "## Über “art”"
    assert "**A** café ,  是" in lines
    tags = next(line for line in lines if "favor" in line)
    assert tags.startswith(
        "> 🔵 Stance\\: favor \\(AI会有创造力 · intensity 2 · uncertain · hm<br>· Anna 安娜\\)"
    )
    assert "Phrase\\: hedge \\(Anna 安娜\\) “fé”" in tags
    assert "▫️ Note\\: \\=1\\+1" in tags
    assert not [line for line in lines if "tagger" in line]  # a suggestion that nobody has accepted
    assert "Quality\\: good" in written(replace(sample(), people=(ANNA,)), "markdown").decode()


@pytest.mark.parametrize(
    ("colour", "expected"), [("#ff0000", "🔴"), ("#0072B2", "🔵"), ("#000000", "⚫"), ("#009e73", "🟢")]
)
def test_a_colour_is_the_nearest_dot(colour: str, expected: str) -> None:
    assert dot(colour) == expected


@pytest.mark.parametrize(
    "text",
    [
        "# x",
        "- x",
        "1. x",
        "> x",
        "    x",
        "```",
        "***",
        "<b>x</b>",
        "&amp;",
        "[a](b)",
        "![a](b)",
        "|a|",
        "a\\",
        "~~x~~",
    ],
)
def test_what_looks_like_markdown_stays_text(text: str) -> None:
    assert rendered(f"**A** {escaped(text)}") == f"<p><strong>A</strong> {as_html(text)}</p>\n"


def as_html(text: str) -> str:
    stripped = text.strip()
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        stripped = stripped.replace(sign, entity)
    return stripped


@given(st.text())
def test_any_text_comes_back_but_for_white_space(text: str) -> None:
    page = rendered(f"· {escaped(text)}")
    assert set(_TAGS.findall(page)) <= {"p", "/p", "br"}
    shown = unescape(_TAGS.sub(" ", page)).removeprefix(" ·")
    assert shown.split() == clean(text).split()
