from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.ui.command_palette import palette_entries
from annotator.ui.command_palette.palette_entries import Finder, remembered
from annotator.ui.settings.settings import Settings
from annotator.ui.texts import error_texts
from annotator.ui.texts.translation import speak
from annotator.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def _chinese(qapp: QApplication) -> Iterator[None]:
    installed = speak(qapp, "zh_CN")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)
    error_texts.use(None)


@pytest.fixture
def finder(qtbot: QtBot, project_file: Path) -> Iterator[Finder]:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    assert window.files.open_project(project_file)
    yield Finder(
        window.workspace,
        window.action_set,
        window.commands.filter.show_view,
        ["label:stance.mixed", "action:export"],
    )
    window.close()


def test_what_was_used_last_comes_first(finder: Finder) -> None:
    assert [entry.key for entry in finder.find("")[:2]] == ["label:stance.mixed", "action:export"]
    assert len(finder.find("")) == palette_entries.SHOWN


def test_what_cannot_be_done_comes_last(finder: Finder) -> None:
    found = finder.find("undo")
    assert found[-1].key == "action:undo"
    assert not found[-1].enabled


def test_titles_come_by_pages(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(palette_entries, "PAGE", 2)
    assert not [x for x in finder.find("robots") if x.key.startswith("dialogue:")]
    assert finder.read_on()
    assert finder.find("robots")[0].key.startswith("dialogue:")
    assert not [x for x in finder.find("city") if x.key.startswith("dialogue:")]
    assert not finder.read_on()
    assert finder.find("city")[0].text == "City"
    assert finder.find("cty")[0].text == "City"
    monkeypatch.setattr(palette_entries, "SCATTERED", 1)
    assert not [x for x in finder.find("cty") if x.key.startswith("dialogue:")]
    assert finder.find("city")[0].text == "City"


def test_a_dozen_are_remembered() -> None:
    recent: list[str] = []
    for number in range(30):
        recent = remembered(recent, f"action:{number % 20}")
    assert len(recent) == palette_entries.KEPT
    assert recent[0] == "action:9"
    assert len(set(recent)) == len(recent)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("preferences", "settings"),
        ("font", "settings"),
        ("zoom", "font-larger"),
        ("delete tag", "clear"),
        ("rename label", "codebook"),
        ("shortcuts", "change-keys"),
        ("remove filter", "all-turns"),
        ("csv", "export"),
    ],
)
def test_commands_are_found_by_what_other_programs_call_them(finder: Finder, typed: str, action: str) -> None:
    assert f"action:{action}" in [entry.key for entry in finder.find(typed)[:5]]


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("导出", "export"),
        ("export", "export"),
        ("next turn", "next-turn"),
        ("preferences", "settings"),
        ("Merge pack", "merge"),
    ],
)
@pytest.mark.usefixtures("_chinese")
def test_in_a_chinese_window_commands_are_found_by_their_english_names_too(
    request: pytest.FixtureRequest, typed: str, action: str
) -> None:
    finder: Finder = request.getfixturevalue("finder")  # made when the window speaks Chinese
    assert f"action:{action}" in [entry.key for entry in finder.find(typed)[:3]]
