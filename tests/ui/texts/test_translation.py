from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from annotator.ui.texts import translation
from annotator.ui.texts.translation import SOURCE, available, speak

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QApplication


def test_english_needs_nothing(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    assert speak(qapp, SOURCE) == []
    monkeypatch.setattr(QLocale, "system", lambda: QLocale("en_GB"))
    assert speak(qapp, "system") == []


def test_only_what_is_installed_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "folder", lambda: tmp_path)
    assert available() == ((SOURCE, "English"),)
    (tmp_path / "annotator_zh_CN.qm").write_bytes(b"")
    assert [code for code, _ in available()] == [SOURCE, "zh_CN"]


def test_chinese_is_spoken_where_it_is_there(qapp: QApplication) -> None:
    installed = speak(qapp, "zh_CN")
    assert all(translator.language().startswith("zh") for translator in installed)
    for translator in installed:
        qapp.removeTranslator(translator)
