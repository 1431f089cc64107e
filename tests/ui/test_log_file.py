"""The log: as large as it may be, and for its owner alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from annotator import app

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_full_log_makes_room_for_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_LOG_BYTES", 10)
    file = app.LogFile(tmp_path / "x.log", encoding="utf-8", delay=True)
    for word in ("the first", "the second", "3rd", "the fourth", "the fifth", "the sixth"):
        file.handle(logging.LogRecord("x", logging.INFO, "", 0, word, None, None))
    file.close()
    kept = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert kept == {"x.log.1": "the sixth\n", "x.log.2": "the fifth\n", "x.log.3": "3rd\nthe fourth\n"}
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
