"""What every test shares: no screen, no settings or files of the person who runs it."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

# Qt aborts the process where there is no display, so this must stand before any Qt import.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("ANNOTATOR_TEST_PLATFORM", "offscreen")

import pytest
import shiboken6
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.ui.texts import error_texts
from tests import dialog_answers, remembered_results
from tests.patient_bot import PatientBot
from tests.time_limit import TimeLimit

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("default")


TESTS = Path(__file__).parent
#: Beginnings of the names of modules whose classes are written in Python.
OWN = ("annotator.", "tests.")
#: Folders whose tests go over what the others try part by part.
NOT_MEASURED = ("benchmarks", "docs", "journeys", "trust")

dialog_answers.refuse_unanswered()


def pytest_configure(config: pytest.Config) -> None:
    """Every process that runs tests has the limit; one that only waits for such processes has none."""
    if not config.getoption("numprocesses", None) or hasattr(config, "workerinput"):
        config.pluginmanager.register(TimeLimit())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure what tests with fixed inputs cover, or it would hang on luck; measuring takes as long again."""
    for item in items:
        aside = any(item.path.is_relative_to(TESTS / folder) for folder in NOT_MEASURED)
        if aside or item.get_closest_marker("hypothesis") is not None:
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """What a test that is not measured asked for is calculated again for those that are, in any order."""
    try:
        return (yield)
    finally:
        if item.get_closest_marker("no_cover") is not None:
            remembered_results.forget()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """A window that still works when its test is over is closed by pytest-qt, without a question."""
    made = sys.modules.get("annotator.ui.window.main_window")
    if made is not None:
        for window in shiboken6.getAllValidWrappers():
            if isinstance(window, made.MainWindow):
                window.dialogs.stop_job = _stop_and_close
    done = yield
    if nextitem is None or nextitem.path != item.path:
        _delete_windows_left()
    return done


def _delete_windows_left() -> None:
    """What windows a file's tests left is deleted: each change of the look would reach all of them."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    # Only of a class of Python's own is it known that it is there: what Qt made for itself may have gone
    # while its Python object stays, and something else may stand in its place.
    made = sys.modules.get("annotator.ui.background.background_thread")
    own = [one for one in shiboken6.getAllValidWrappers() if type(one).__module__.startswith(OWN)]
    for one in own:
        if made is not None and isinstance(one, made.BackgroundThread) and _whole(one):
            with contextlib.suppress(RuntimeError):  # a part of it went before
                one.stop()  # or it would call what is being deleted
    for one in own:
        if isinstance(one, QWidget) and shiboken6.isValid(one) and one.parent() is None:
            if _whole(one):
                one.close()
            one.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _whole(one: shiboken6.Object) -> bool:
    """Whether an object has what its class gave it: a collection empties it before Qt deletes it."""
    return shiboken6.isValid(one) and bool(vars(one))


def _stop_and_close(title: str) -> bool:
    return True


@pytest.fixture(autouse=True)
def _turns_first(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows begin with the turns, which nearly all tests are about; those with the mark do not."""
    made = sys.modules.get("annotator.ui.settings.settings")
    if made is not None and request.node.get_closest_marker("overview") is None:
        monkeypatch.setattr(vars(made.Settings)["overview_first"], "default", False)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> PatientBot:
    """The hand at the window, in the place of pytest-qt's own, which gives up after five seconds."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _no_dialog_without_an_answer() -> Iterator[None]:
    """A modal dialog that no test answers would stand for ever: it fails the test at once, with its text."""
    yield
    said = dialog_answers.forget()
    assert not said, f"dialogs without an answer: {said}"


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
    error_texts.use(None)


@pytest.fixture(autouse=True)
def _no_key_stays_down() -> Iterator[None]:
    """Qt remembers the keys of the last event: a click with Shift would change what the next test selects."""
    yield
    if QApplication.keyboardModifiers():
        none = Qt.KeyboardModifier.NoModifier
        release = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Shift, none)
        QApplication.sendEvent(QWidget(), release)
