from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from annotator.app import follow
from annotator.ui.settings.setting_fields import Number
from annotator.ui.settings.settings import Settings
from annotator.ui.settings.settings_pages import Appearance, Behaviour, Person
from annotator.ui.theme import ThemeManager

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def look(qapp: QApplication, settings: Settings) -> Iterator[ThemeManager]:
    before = qapp.style().objectName(), qapp.styleSheet(), qapp.palette(), qapp.font()
    manager = ThemeManager(qapp, mode="light")
    follow(manager, settings)
    yield manager
    settings.changed.disconnect()
    manager.deleteLater()
    qapp.setStyle(before[0])
    qapp.setStyleSheet(before[1])
    qapp.setPalette(before[2])
    qapp.setFont(before[3])


def pick(choice: object, value: str) -> None:
    row = choice.findData(value)  # type: ignore[attr-defined]
    assert row >= 0
    choice.setCurrentIndex(row)  # type: ignore[attr-defined]
    choice.activated.emit(row)  # type: ignore[attr-defined]


def test_the_look_changes_at_once_and_goes_back(
    settings: Settings, parent: QWidget, look: ThemeManager, qapp: QApplication
) -> None:
    page = Appearance(settings, parent)
    pick(page.theme, "dark")
    assert page.points.text() == "Standard"
    page.points.setValue(3)
    assert page.points.text() == "+3 pt"
    family = next(name for name in QFontDatabase.families() if page.family.findData(name) >= 0)
    pick(page.family, family)
    pick(page.language, "en")
    assert (look.mode, look.steps, qapp.font().families()[0]) == ("dark", 3, family)
    assert (settings.theme, settings.font_step, settings.language) == ("dark", 3, "en")
    page.reset.click()
    assert (settings.theme, settings.font_step, settings.font_family) == ("system", 0, "")
    assert (look.mode, look.steps) == ("system", 0)
    assert (page.theme.currentData(), page.points.value()) == ("system", 0)


def test_fields_follow_what_is_changed_elsewhere(settings: Settings, parent: QWidget) -> None:
    page = Behaviour(settings, parent)
    settings.auto_advance = False
    settings.advance = "turn"
    settings.repair_threshold = 60
    assert not page.moves.isChecked()
    assert not page.advance.isEnabled()
    assert (page.advance.currentData(), page.threshold.value()) == ("turn", 60)
    settings.advance = "nonsense"
    assert page.advance.currentData() == "facet"


def test_the_standard_value_is_stored_as_none(settings: Settings, parent: QWidget) -> None:
    field = Number((1, 100), settings, "repair_threshold", parent, standard=85)
    assert field.value() == 85
    field.setValue(90)
    assert settings.repair_threshold == 90
    field.setValue(85)
    assert settings.repair_threshold == 0


def test_a_name_is_kept_unless_it_is_empty(settings: Settings, parent: QWidget) -> None:
    kept: list[str] = []
    page = Person(settings, "Mei", kept.append, parent)
    page.keep()
    page.name.setText("  ")
    assert page.problem.text() == "The name cannot be empty."
    page.keep()
    page.name.setText(" 梅 ")
    page.keep()
    page.keep()
    assert kept == ["梅"]
