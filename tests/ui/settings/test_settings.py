from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray

from annotator.ui.settings import user_folders
from annotator.ui.settings.settings import FONT_STEPS, RECENT_LIMIT, Settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_values_survive_a_restart(qtbot: QtBot) -> None:
    settings = Settings()
    assert settings.auto_advance
    with qtbot.waitSignal(settings.changed) as changed:
        settings.auto_advance = False
    assert changed.args == ["tagging/auto_advance"]
    settings.theme = "dark"
    settings.font_step = 2
    settings.set_state("columns", QByteArray(b"\x00\x01"))
    settings.store.sync()
    again = Settings()
    assert (again.auto_advance, again.theme, again.font_step) == (False, "dark", 2)
    assert again.state("columns") == QByteArray(b"\x00\x01")
    assert again.state("geometry").isEmpty()


def test_what_somebody_typed_into_the_file_by_hand_means_the_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[look]\nfont_step=big\n[tagging]\nauto_advance=perhaps\n[files]\nrecent=one.dap\n")
    settings = Settings(file)
    assert settings.font_step == 0
    assert settings.auto_advance
    assert settings.recent == ("one.dap",)


def test_recent_projects_are_few_and_the_latest_comes_first() -> None:
    settings = Settings()
    assert len(Settings().recent) == 0
    for number in range(RECENT_LIMIT + 3):
        settings.remember_project(Path(f"/p/{number}.dap"))
    settings.remember_project(Path("/p/5.dap"))
    assert len(settings.recent) == RECENT_LIMIT
    assert settings.last_project == str(Path("/p/5.dap"))
    latest, *_, oldest = settings.recent
    assert latest == settings.last_project
    settings.forget_project(latest)
    assert settings.last_project == ""
    settings.forget_project(oldest)
    assert len(settings.recent) == RECENT_LIMIT - 2


def test_places_in_projects_are_kept_as_long_as_the_projects_are(tmp_path: Path) -> None:
    settings = Settings()
    assert settings.place_in("/p/0.dap") == (0, 0)
    for number in range(RECENT_LIMIT + 1):
        settings.remember_place(f"/p/{number}.dap", number, number + 1)
    settings.remember_place(Path("/p/5.dap"), 50, 51)
    assert settings.place_in("/p/5.dap") == (50, 51)
    assert settings.place_in("/p/1.dap") == (1, 2)
    assert settings.place_in("/p/0.dap") == (0, 0), "the oldest has gone"
    link = tmp_path / "link.dap"
    link.symlink_to("/p/1.dap")
    assert settings.place_in(link) == (1, 2)
    for typed in ("[", "7", "[[1]]", '[["a", "b", "c"]]'):
        settings.store.setValue("session/places", typed)
        assert settings.place_in("/p/1.dap") == (0, 0)


def test_packets_compared_are_kept_for_each_project() -> None:
    settings = Settings()
    assert settings.packets_compared("/p/0.dap") == ()
    packets = (Path("/p/ada.dap"), Path(os.fsdecode(b"/p/b\xff.dap")))
    settings.remember_packets("/p/0.dap", packets)
    settings.remember_packets("/p/1.dap", ())
    assert Settings().packets_compared("/p/0.dap") == packets
    settings.remember_packets("/p/0.dap", packets[:1])
    assert settings.packets_compared(Path("/p/0.dap")) == packets[:1]
    for number in range(2, RECENT_LIMIT + 1):
        settings.remember_packets(f"/p/{number}.dap", packets)
    assert settings.packets_compared("/p/1.dap") == (), "the oldest has gone"
    for typed in ("[", "7", "[7]", '[["a", 7]]'):
        settings.store.setValue("session/packets", typed)
        assert settings.packets_compared("/p/0.dap") == ()


def test_the_annotator_keeps_the_key() -> None:
    assert Settings().annotator_key == Settings().annotator_key != ""


def test_font_steps_stay_within_bounds() -> None:
    settings = Settings()
    for _ in range(20):
        settings.grow_font(1)
    assert settings.font_step == FONT_STEPS[1]
    for _ in range(30):
        settings.grow_font(-1)
    assert settings.font_step == FONT_STEPS[0]
    settings.grow_font(0)
    assert settings.font_step == 0


def test_places_without_the_override(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert user_folders.settings_file().name == "settings.ini"
    assert user_folders.documents_folder().name == user_folders.APPLICATION
    assert user_folders.log_file().parent.is_dir()
    assert user_folders.samples_project().suffix == user_folders.PROJECT_SUFFIX


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_paths_that_are_no_text_are_kept(tmp_path: Path) -> None:
    odd = os.fsdecode(b"/caf\xe9 \xff %41/study.dap")
    settings = Settings(tmp_path / "settings.ini")
    settings.remember_project(Path(odd))
    settings.remember_project(Path("/plain/bytes.dap"))
    settings.last_folder = odd
    settings.store.sync()
    again = Settings(tmp_path / "settings.ini")
    assert again.recent == ("/plain/bytes.dap", odd)
    assert (again.last_folder, again.last_project) == (odd, "/plain/bytes.dap")
    again.forget_project(odd)
    assert list(again.recent) == ["/plain/bytes.dap"]
