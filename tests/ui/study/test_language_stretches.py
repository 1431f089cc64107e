from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator import language
from annotator.codebooks import default
from annotator.model import Study, Turn, TurnLanguage
from annotator.ui.settings.settings import Settings
from annotator.ui.study.language_stretches import LanguageMarks
from annotator.ui.turn_list import TurnList
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MIXED = TurnLanguage("mixed", "zh", "Hans", (("zh", 3), ("en", 1)))


def turn(text: str, found: TurnLanguage | None) -> Turn:
    return Turn(1, "d:0", 1, 0, "A", text, text, language=found)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def marks(qtbot: QtBot, workspace: Workspace, settings: Settings) -> LanguageMarks:
    turns = TurnList(workspace)
    qtbot.addWidget(turns)
    return LanguageMarks(workspace, settings, turns)


def marked(marks: LanguageMarks, text: str, found: TurnLanguage | None = MIXED) -> list[str]:
    return [text[each.start : each.end] for each in marks.stretches(turn(text, found), len(text))]


def test_what_is_not_in_the_matrix_language_is_marked(marks: LanguageMarks) -> None:
    assert marked(marks, "这是一个 nice idea，对吗？AI！") == ["nice idea"]
    assert marked(marks, "这是 ok", TurnLanguage("mixed", None)) == ["这是", "ok"]
    assert marked(marks, "这是 nice", TurnLanguage("zh", "zh")) == []
    assert marked(marks, "这是 nice", None) == []


def test_colours_are_those_of_the_labels_and_patterns_differ(marks: LanguageMarks) -> None:
    text = "这是 nice مرحبا"
    found = {
        each.language: each for each in marks.stretches(turn(text, TurnLanguage("mixed", None)), len(text))
    }
    assert (found["zh"].colour, found["zh"].pattern) == (default().label("language.zh").colour, 0)
    assert (found["en"].colour, found["en"].pattern) == (default().label("language.en").colour, 1)
    assert found["ar"].pattern >= 2
    assert found["ar"].colour.startswith("#")


def test_the_tip_is_a_legend(marks: LanguageMarks) -> None:
    text = "这是 nice"
    shown = turn(text, MIXED)
    stretch = marks.stretches(shown, len(text))[0]
    lines = marks.tip(shown, stretch).splitlines()
    assert lines[0] == "English"
    assert "Chinese: 3 words (matrix language" in lines[1]
    assert "╌╌" in lines[2]
    assert marks.tip(shown, None).splitlines() == lines[1:]
    assert not marks.tip(turn(text, None), None)


def test_the_setting_switches_them(marks: LanguageMarks, settings: Settings) -> None:
    def on() -> bool:
        return marks._view.cache._languages is marks

    assert on()
    settings.font_step = 1
    settings.show_languages = False
    assert not on()
    settings.show_languages = True
    assert on()


def test_they_follow_the_study(marks: LanguageMarks, workspace: Workspace) -> None:
    workspace.do(lambda project: project.study.set(Study(names=("nice",))))
    assert marked(marks, "这是一个 nice idea") == ["idea"]
    workspace.close()
    assert marked(marks, "这是一个 nice idea") == ["nice idea"]


def test_languages_that_need_the_detector_are_marked_once_it_is_loaded(
    marks: LanguageMarks, workspace: Workspace, qtbot: QtBot
) -> None:
    view = marks._view
    workspace.do(lambda project: project.study.set(Study(("zh", "en", "fr"))))
    assert language.needs_detector(("zh", "en", "fr"))
    assert view.cache._languages is None, "not yet"
    qtbot.waitUntil(lambda: view.cache._languages is marks, timeout=20_000)
    assert marked(marks, "这是 je ne sais pas pourquoi") == ["je ne sais pas pourquoi"]
    workspace.history.undo()
    assert view.cache._languages is marks, "needs no detector"
