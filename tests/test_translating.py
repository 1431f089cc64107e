"""The window speaks its languages completely, and what is shipped is what the texts make."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from annotator.core.resources import resource
from annotator.ui.settings.settings import Settings
from annotator.ui.texts import error_texts
from annotator.ui.texts.translation import LANGUAGES, SOURCE, available, speak
from annotator.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = [code for code, _ in LANGUAGES if code != SOURCE]


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "packaging" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translate"] = module
    spec.loader.exec_module(module)
    return module


def test_every_language_that_is_offered_is_there(translate: ModuleType) -> None:
    assert translate.languages() == TRANSLATED
    assert [code for code, _ in available()] == [SOURCE, *TRANSLATED]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_left_in_english(translate: ModuleType, language: str) -> None:
    assert translate.problems(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_shipped_is_what_the_texts_make(translate: ModuleType, language: str) -> None:
    shipped = resource("translations", f"annotator_{language}.qm").read_bytes()
    assert shipped == translate.compiled(language), "run: python packaging/translate.py build"
    assert resource("translations", f"errors_{language}.json").read_bytes() == translate.plain(
        language, "Errors"
    )
    assert resource("translations", f"help_{language}.json").read_bytes() == translate.plain(
        language, "CommandLine"
    )


def test_every_text_names_its_context(translate: ModuleType) -> None:
    assert "" not in translate.sources()


def test_errors_are_templates_with_named_arguments(translate: ModuleType) -> None:
    """An f-string could not be translated: UserError("{file} cannot be read", file=path.name) can."""
    assert translate.unfit_errors() == []


def test_what_cannot_be_translated_is_found(translate: ModuleType) -> None:
    found = [
        *translate.unfit('raise UserError(f"{x} is wrong", "why")'),
        *translate.unfit('raise UserError("{x} is {y}", "it is {z}" if z else "", x=1, z=2)'),
        *translate.unfit('Sentence("{x:,} of {0}", x=1)'),
        *translate.unfit('raise UserError("all {right}", Sentence("a {b}", b=f"{c}"), right="x")'),
        *translate.unfit('raise Wrong(f"$.{where}", f"{what} is wrong")'),
        *translate.unfit('_TABLE = (Sentence("{number} tags"), UserError(what, why))'),
    ]
    assert found == [
        "line 1: an f-string: f'{x} is wrong'",
        "line 1: nothing is put in for y: {x} is {y}",
        "line 1: nothing is put in for 0: {x:,} of {0}",
        "line 1: an f-string: f'{what} is wrong'",
    ]


def test_what_is_wrong_is_found(translate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        translate, "sources", lambda: {"A": {"&Open {x}": "", "Close": "", "Same": "", "Plain": ""}}
    )
    monkeypatch.setattr(
        translate,
        "read",
        lambda _: {"A": {"&Open {x}": "打开(&O)", "Same": "同样", "Old": "旧", "Plain": "有字母(&P)"}},
    )
    assert translate.problems("zh_CN") == [
        "missing: A: Close",
        "other placeholders: A: &Open {x}",
        "left over: A: Old",
        "letter for the menu: A: Plain",
    ]


def test_the_window_speaks_chinese(qtbot: QtBot) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    translators = speak(application, "zh_CN")
    try:
        window = MainWindow(Settings())
        qtbot.addWidget(window)
        assert [action.text() for action in window.menuBar().actions()] == [
            "文件(&F)",
            "编辑(&E)",
            "视图(&V)",
            "标注(&T)",
            "转到(&G)",
            "研究(&S)",
            "帮助(&H)",
        ]
        english = [
            action.text()
            for action in window.action_set.by_id.values()
            if not any("\u4e00" <= char <= "\u9fff" for char in action.text())
        ]
        assert english == []
    finally:
        for translator in translators:
            application.removeTranslator(translator)
        error_texts.use(None)
