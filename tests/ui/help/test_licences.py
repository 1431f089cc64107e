"""The licences: those of a bundle with their texts, else those of what is installed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from annotator.ui.help.about import AboutDialog
from annotator.ui.help.licences import LIST, LicencesDialog, folder, texts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot


def test_outside_a_bundle_the_installed_parts_are_listed() -> None:
    assert folder() is None
    ((title, text),) = texts(None)
    assert title == LIST
    assert any(line.startswith("SQLAlchemy ") and "MIT" in line for line in text.splitlines())


def test_a_bundle_shows_its_texts(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences = tmp_path / "licences"
    (licences / "A").mkdir(parents=True)
    (licences / "A" / "LICENSE").write_bytes(b"may \xff be used")
    (licences / LIST).write_text("all", encoding="utf-8")
    (licences / "bill.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    dialog = LicencesDialog()
    qtbot.addWidget(dialog)
    assert dialog.text.toPlainText() == "all"
    dialog.list.setCurrentRow(1)
    assert dialog.texts[1][0] == "A/LICENSE"
    assert dialog.text.toPlainText().startswith("may ")
    assert len(dialog.texts) == 2


def test_about_leads_there(qtbot: QtBot) -> None:
    about = AboutDialog()
    qtbot.addWidget(about)
    about.licences.click()
    (dialog,) = about.findChildren(LicencesDialog)
    assert dialog.isVisible()
    dialog.close()
