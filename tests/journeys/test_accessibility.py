"""Somebody who cannot see the screen uses the real program, through the interfaces of screen readers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from tests.ui.conftest import make_project

SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's bindings are for this one
PACKAGES = "xvfb xdotool dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi"
_BINDINGS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


def _missing() -> str:
    """Why there can be no screen reader here, "" where there can."""
    if sys.platform != "linux":
        return "AT-SPI is the screen readers' interface on Linux"
    tools = [name for name in ("Xvfb", "dbus-run-session") if shutil.which(name) is None]
    if tools:
        return f"{', '.join(tools)} not found: apt install {PACKAGES}"
    if not Path(SYSTEM_PYTHON).exists():
        return f"no {SYSTEM_PYTHON}"
    plugin = Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"
    needed = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=False)
    if "not found" in needed.stdout:
        return "Qt's libraries for X11 are missing: ./dev test installs them where it may"
    bindings = subprocess.run([SYSTEM_PYTHON, "-c", _BINDINGS], capture_output=True, check=False)
    return "" if bindings.returncode == 0 else f"no bindings to AT-SPI: apt install {PACKAGES}"


def test_a_screen_reader_reads_the_turns_and_tags_one(tmp_path: Path) -> None:
    why = _missing()
    if why:
        pytest.skip(why)
    project = make_project(tmp_path / "study.dap")
    out, runtime = tmp_path / "found.json", tmp_path / "run"
    runtime.mkdir(mode=0o700)
    session = Path(__file__).with_name("accessible_session.py")
    command = ["dbus-run-session", "--", sys.executable, str(session), SYSTEM_PYTHON, str(project), str(out)]
    surroundings = os.environ | {"ANNOTATOR_HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(runtime)}
    ended = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["window"].startswith("study")
    assert found["rows"] == [
        "1, A: 关于'robot'这个话题，你怎么想的？, Language mixed detected",
        "2, B: I think so., Language en detected, 1 damaged place",
        "3, A: 我也是。, Language zh detected",
    ]
    assert found["selected"] == [0]
    assert found["outline"] == [1, 1, 3]
    assert found["moved"].startswith("Turn 3 of 3 · A")
    assert found["tagged"] == "3, A: 我也是。, Stance against, Language zh detected"
    assert found["checked"]
    keys = found["keys"]
    if keys is None:
        assert shutil.which("xdotool") is None, (
            "the cursor is moved by keys where there is something to press them"
        )
    else:
        second, first = found["rows"][1], found["rows"][0]
        assert [told["name"] for told in keys] == [second, first, second, found["tagged"]]
        assert [told["place"] for told in keys] == [[2, 3], [1, 3], [2, 3], [3, 3]]
        assert all(told["selected"] for told in keys), "else it is read as not selected"
    assert ["list", "Turns"] in found["controls"]
    assert [role for role, name in found["controls"] if not name.strip()] == []
