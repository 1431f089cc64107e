"""The guide: complete in each language, true about keys, and readable in the window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence

from annotator.filters import parse
from annotator.ui.actions import ACTIONS, Action
from annotator.ui.help.guide import Guide
from annotator.ui.help.guide_pages import language_of, languages, pages, spoken

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

# Keys that no action has: those of labels and facets, of lists, and of views of their own.
ELSEWHERE = {"1", "2", "9", "0", "S", "T", "L", "N", "Space", "Shift", "Ctrl", "Enter", "Esc", "A", "R"}


def test_every_language_has_every_page() -> None:
    assert languages() == ("en", "zh")
    english, chinese = pages("en"), pages("zh")
    assert [page.key for page in english] == [page.key for page in chinese]
    assert all(page.title and len(page.text) > 300 for page in (*english, *chinese))
    for one, other in zip(english, chinese, strict=True):
        assert one.text.count("\n| ") == other.text.count("\n| "), f"the tables of {one.key} differ"
        codes = set(re.findall(r"`([^`]+)`", one.text)) ^ set(re.findall(r"`([^`]+)`", other.text))
        assert codes == set(), f"{one.key} names other keys or commands"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_keys_are_those_of_the_program(language: str) -> None:
    known = {QKeySequence(key).toString() for row in ACTIONS if isinstance(row, Action) for key in row.keys}
    for page in pages(language):
        for key in re.findall(
            r"`((?:Ctrl\+|Shift\+|Alt\+)*(?:[A-Z0-9]|F\d+|Enter|Backspace|Space|[.\[\]=?,-]))`", page.text
        ):
            name = QKeySequence(key.replace("Enter", "Return")).toString()
            assert name in known or key in ELSEWHERE, f"{page.key}: no action has the key {key}"


def test_the_conditions_are_those_of_the_search() -> None:
    (search,) = (page for page in pages("en") if page.key == "search")
    for line in re.findall(r"^\| (`.*?`) \|", search.text, re.MULTILINE):
        for condition in re.findall(r"`([^`]+)`", line):
            assert not parse(condition).empty


def test_the_language_follows_the_locale() -> None:
    assert language_of(QLocale("zh_CN")) == "zh"
    assert language_of(QLocale("de_DE")) == "en"
    assert (spoken("zh_CN"), spoken("en")) == ("zh", "en")
    assert spoken("system") == language_of(QLocale.system())


def test_it_opens_on_a_page_and_finds_words(qtbot: QtBot) -> None:
    guide = Guide(key="repair", language="en")
    qtbot.addWidget(guide)
    guide.show()
    assert guide.list.currentItem().text() == "Repair, explained"
    assert "code page" in guide.text.toPlainText()
    guide.search.setText("REFI-QDA")
    shown = [row for row in range(guide.list.count()) if not guide.list.item(row).isHidden()]
    assert len(shown) == 1
    assert guide.list.currentRow() == shown[0]
    assert guide.text.textCursor().selectedText() == "REFI-QDA"
    guide.search.returnPressed.emit()
    assert guide.text.textCursor().selectedText() == "REFI-QDA", "it begins again at the top"
    guide.search.setText("zzzz")
    assert guide.nothing.isVisible()
    guide.search.clear()
    assert not guide.nothing.isVisible()
