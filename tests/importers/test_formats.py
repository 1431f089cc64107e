"""The table of formats and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import UserError
from annotator.importers import FORMATS, TEXT, Recipe, find_format, format_of_key, read_structured

PAGE = Path(__file__).parents[2] / "docs" / "import-formats.md"


def test_the_page_has_a_row_for_each_format() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for form in FORMATS:
        assert f"| `{form.key}` | {form.name} |" in page
        assert f"| {form.keeps} | {form.loses} |" in page
        assert all(f"`{suffix}`" in page for suffix in form.suffixes)


def test_no_two_formats_share_an_ending() -> None:
    endings = [suffix for form in FORMATS for suffix in form.suffixes]
    assert len(endings) == len(set(endings))
    assert len({form.key for form in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("x.txt", b"[A]: hi", "text"),
        ("x", b"[A]: hi", "text"),
        ("x.unknown", b'{"text": "hi"}', "json"),
        ("x.txt", b'{"text": "hi"}', "json"),
        ("x.json", b"[]", "json"),
        ("X.JSONL", b"", "jsonl"),
        ("x.json", b'{"messages": [{"role": "user", "content": "hi"}]}', "messages"),
        ("x.jsonl", '{"messages": [{"role": "user", "content": "hi"}]}'.encode("utf-16"), "messages"),
        ("x.json", b'{"conversations": [{"from": "human", "value": "hi"}]}', "sharegpt"),
        ("x.txt", b"\xef\xbb\xbfWEBVTT\n", "vtt"),
        ("x.txt", "WEBVTT\n".encode("utf-16"), "vtt"),
        ("x.txt", b"@UTF8\n@Begin\n", "cha"),
        ("x.xml", b"<?xml version='1.0'?><ANNOTATION_DOCUMENT/>", "eaf"),
        ("x.docx", b"PK\x03\x04broken", "docx"),
        ("x.srt", b"", "srt"),
    ],
)
def test_formats_are_found(name: str, data: bytes, key: str) -> None:
    assert find_format(name, data).key == key


def test_what_is_no_format() -> None:
    with pytest.raises(UserError, match="no format called “pdf”"):
        format_of_key("pdf")
    with pytest.raises(ValueError, match="has no reader"):
        read_structured(TEXT, "x", b"x", Recipe())
    with pytest.raises(UserError, match="This file is empty"):
        read_structured(format_of_key("json"), "x", b"", Recipe())
