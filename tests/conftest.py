"""What every test shares: no screen, no settings or files of the person who runs it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

# Qt aborts the process where there is no display, so this must stand before any Qt import.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("ANNOTATOR_TEST_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.ui import error_words

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs, settings and sample projects go to a folder that only this test sees."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _nothing_stays_frozen() -> Iterator[None]:
    """A window that starts leaves what is there out of collections; here many windows start."""
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _errors_in_english() -> Iterator[None]:
    """A test may let the program speak another language; the next one finds it as it was."""
    yield
    error_words.use(None)


@pytest.fixture(autouse=True)
def _no_key_stays_down() -> Iterator[None]:
    """Qt remembers the keys of the last event: a click with Shift would change what the next test selects."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.keyboardModifiers():
        none = Qt.KeyboardModifier.NoModifier
        release = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, none)
        widgets.QApplication.sendEvent(widgets.QWidget(), release)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Benchmarks measure and do not judge: they run only when asked for by marker."""
    if "benchmark" in (config.getoption("-m") or ""):
        return
    skip = pytest.mark.skip(reason="benchmarks run with ./dev bench")
    for item in items:
        if "benchmark" in item.keywords:
            item.add_marker(skip)
