from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from annotator.core.durable import sync_folder


def test_the_folder_itself_is_forced_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda number: synced.append(os.fstat(number).st_ino))
    sync_folder(tmp_path)
    assert synced == [tmp_path.stat().st_ino]


def test_where_it_cannot_be_done_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EINVAL, "not here")

    sync_folder(tmp_path / "missing")
    monkeypatch.setattr(os, "fsync", refuse)
    sync_folder(tmp_path)


def test_windows_makes_names_durable_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("a folder cannot be opened there"))
    sync_folder(tmp_path)
