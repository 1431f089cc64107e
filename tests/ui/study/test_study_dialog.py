from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.model import Study
from annotator.ui.study import study_dialog as module
from annotator.ui.study.language_names import NAMES, language_name
from annotator.ui.study.study_dialog import StudyDialog
from tests.ui.study.study_clicks import check_language

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def shown(qtbot: QtBot, study: Study) -> StudyDialog:
    dialog = StudyDialog(study)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    "study",
    [
        Study(),
        Study(("en", "fr"), ("Claude", "深圳"), acronyms_neutral=False, suggestions=False),
        Study(("yue", "en")),  # a code from elsewhere that the list does not know
    ],
)
def test_what_is_settled_comes_back_unchanged(qtbot: QtBot, study: Study) -> None:
    assert shown(qtbot, study).answer() == study


def test_languages_keep_their_order_and_new_ones_follow(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Study(("ja", "zh", "en")))
    check_language(dialog, "zh", declared=False)
    check_language(dialog, "de", declared=True)
    assert dialog.answer().languages == ("ja", "en", "de")


def test_a_study_without_languages_cannot_be_settled(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Study(("en",)))
    check_language(dialog, "en", declared=False)
    assert not dialog.ok_button.isEnabled()
    assert "at least one" in dialog.problem.text()
    check_language(dialog, "en", declared=True)
    assert dialog.ok_button.isEnabled()
    assert not dialog.problem.isVisible()


def test_names_are_one_a_line_without_empty_and_repeated_ones(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Study())
    dialog.names.setPlainText("  Claude \n\nNew   York\nClaude\n")
    assert dialog.answer().names == ("Claude", "New York")


def test_it_says_when_the_detector_is_missing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "detector_missing", lambda languages: "fr" in languages)
    dialog = shown(qtbot, Study())
    assert not dialog.notice.isVisible()
    check_language(dialog, "fr", declared=True)
    assert dialog.notice.isVisible()
    assert module.INSTALL in dialog.notice.text()
    assert dialog.ok_button.isEnabled(), "it works without, with less certainty"


def test_checking_a_language_with_the_keyboard(qtbot: QtBot) -> None:
    dialog = shown(qtbot, Study(("zh",)))
    dialog.languages.setCurrentRow(list(NAMES).index("en"))
    QTest.keyClick(dialog.languages, Qt.Key.Key_Space)
    assert dialog.answer().languages == ("zh", "en")


def test_languages_have_names() -> None:
    assert (language_name("zh"), language_name("tlh")) == ("Chinese", "tlh")
