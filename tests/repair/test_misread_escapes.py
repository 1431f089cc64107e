"""Misread text that was then written with escapes."""

from __future__ import annotations

import html
import json
from html.entities import codepoint2name

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import RepairConfig, repair
from tests.repair.damage import misread

TEXT = "Müde? Ja – schön war’s 😊"


def escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


def entities(text: str) -> str:
    return "".join(char if char.isascii() else f"&#{ord(char)};" for char in text)


@pytest.mark.parametrize("write", [escaped, entities, lambda text: text.replace("Ã", "&Atilde;")])
@pytest.mark.parametrize("page", ["windows-1252", "latin-1"])
def test_misread_text_with_escapes(write: object, page: str) -> None:
    assert callable(write)
    received = write(misread(TEXT, page, "kept"))
    found = repair(received)
    assert found.text == TEXT
    assert replay(received, found.steps) == TEXT
    assert found.chain[-1] == "windows-1252"


def test_entities_whose_names_end_in_digits() -> None:
    received = "".join(
        f"&{codepoint2name.get(ord(char), f'#{ord(char)}')};"
        for char in misread("โปรดเลือกแผนที่", "latin-1", "kept")
    )
    assert "&sup1;&#130;" in received
    assert repair(received).text == "โปรดเลือกแผนที่"


def test_the_form_is_said() -> None:
    assert (
        repair(r"caf\u00c3\u00a9").steps[0].reason
        == "utf-8 read as windows-1252, then written as JSON escapes"
    )
    assert repair("caf&Atilde;&copy;").steps[0].reason.endswith("HTML entities")


@pytest.mark.parametrize(
    "text",
    [
        r'print("caf\u00e9 na\u00efve \u65e5\u672c \ud83d\ude0a")',
        r"LIBERT\u00c9\u00a0!",
        "LIBERT&Eacute;&nbsp;! &agrave;&nbsp;la carte &lt;b&gt; A&amp;B &copy; &hellip;",
        "&Atilde; &copy; and \\u00c3",
        'It is written "&Atilde;&copy;".',
        "R&D; AT&T; &nosuchname;&another;",
    ],
)
def test_escapes_of_text_that_was_never_misread_stay(text: str) -> None:
    assert repair(text).steps == ()


def test_only_misread_lines_change() -> None:
    text = f"{html.escape('a < b')}\n{escaped('é')}\n{escaped(misread('déjà vu', 'latin-1', 'kept'))}"
    assert repair(text).text == "a &lt; b\n\\u00e9\ndéjà vu"
    assert repair(text, RepairConfig(encoding=False)).steps == ()
