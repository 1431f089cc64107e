"""Two programs and one project: the second one leads to the window of the first."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.ui.settings.settings import Settings
from annotator.ui.single_instance.protocol import address, asked_paths, decode, hand_over, same_person
from annotator.ui.single_instance.receiver import Receiver
from annotator.ui.single_instance.starting import handed_over
from annotator.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket
    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "r"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture
def receiver(qtbot: QtBot, tmp_path: Path) -> Receiver:
    made = Receiver()
    made.listen(tmp_path / "study.dap")
    return made


def elsewhere(qtbot: QtBot, *lines: str) -> str:
    """What a second program prints that runs these lines, while this one's window goes on answering."""
    code = "\n".join(
        (
            "import sys",
            "from pathlib import Path",
            "from annotator.ui.single_instance.protocol import *",
            *lines,
        )
    )
    second = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    finally:
        second.kill()
    printed = second.communicate()[0]
    assert second.returncode == 0
    return printed.strip()


def asking(qtbot: QtBot, project: Path, paths: list[Path] = []) -> bool:  # noqa: B006 - only read
    """Whether a second program could hand these over."""
    given = [str(path) for path in paths]
    return (
        elsewhere(qtbot, f"print(hand_over(Path({str(project)!r}), [Path(one) for one in {given!r}]))")
        == "True"
    )


def test_what_is_asked_arrives(qtbot: QtBot, receiver: Receiver, tmp_path: Path) -> None:
    asked: list[list[Path]] = []
    receiver.asked.connect(asked.append)
    given = [tmp_path / "一.txt", tmp_path / "b.txt"]
    assert asking(qtbot, tmp_path / "study.dap", given)
    qtbot.waitUntil(lambda: asked == [given])


def test_it_is_told_when_the_socket_is_done_with(
    qtbot: QtBot, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialog may follow, and while that is open the socket goes: Qt must not come back to it."""
    reading: list[bool] = []
    during: list[bool] = []
    ready = Receiver._on_ready

    def watched(self: Receiver, socket: QLocalSocket) -> None:
        reading.append(True)
        ready(self, socket)
        reading.pop()

    monkeypatch.setattr(Receiver, "_on_ready", watched)
    receiver.asked.connect(lambda _: during.append(bool(reading)))
    assert asking(qtbot, tmp_path / "study.dap", [tmp_path / "a.txt"])
    qtbot.waitUntil(lambda: during == [False])


def test_another_project_has_another_window(qtbot: QtBot, receiver: Receiver, tmp_path: Path) -> None:
    assert not asking(qtbot, tmp_path / "other.dap")
    assert address(tmp_path / "study.dap") == address(tmp_path / "x" / ".." / "study.dap")


def test_nobody_listens_any_more(qtbot: QtBot, receiver: Receiver, tmp_path: Path) -> None:
    receiver.listen(None)
    assert not asking(qtbot, tmp_path / "study.dap")


def test_an_address_left_by_a_killed_program_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    project = tmp_path / "study.dap"
    Path(address(project)).touch()
    assert not hand_over(project), "nobody answers there"
    receiver = Receiver()
    receiver.listen(project)
    assert asking(qtbot, project)


@pytest.mark.parametrize("line", [b"nonsense\n", b"[]\n", b'{"paths": 3}\n', b'{"paths": [3]}\n'])
def test_nonsense_is_answered_by_silence(
    qtbot: QtBot, receiver: Receiver, tmp_path: Path, line: bytes
) -> None:
    asked: list[object] = []
    receiver.asked.connect(asked.append)

    answer = elsewhere(
        qtbot,
        "from PySide6.QtNetwork import QLocalSocket",
        "socket = QLocalSocket()",
        f"socket.connectToServer(address(Path({str(tmp_path / 'study.dap')!r})))",
        "assert socket.waitForConnected(PATIENCE)",
        f"socket.write({line!r})",
        "socket.waitForBytesWritten(PATIENCE)",
        "socket.waitForReadyRead(PATIENCE)",
        "print(bytes(socket.readAll().data()))",
    )
    assert answer == "b''"
    assert asked == []


def test_a_message_nested_without_end_says_nothing() -> None:
    assert decode(b'{"paths": ' + b"[" * 100_000) is None


def test_what_is_no_json_says_nothing() -> None:
    assert decode(b"{") is None


@pytest.mark.parametrize(
    ("said", "paths"),
    [
        ({"paths": ["/tmp/a b.txt"]}, [Path("/tmp/a b.txt")]),
        ({"paths": ["\udcff"]}, [Path("\udcff")]),  # a byte that is no text
        ({"paths": ["\ud800"]}, None),
        ({"paths": ["a\0b"]}, None),
        ({"paths": ["a", 3]}, None),
        ({"paths": "a"}, None),
        ({}, None),
        ([], None),
    ],
)
def test_only_paths_that_can_name_a_file_are_taken(said: object, paths: list[Path] | None) -> None:
    assert asked_paths(json.dumps(said).encode()) == paths


def test_an_address_that_cannot_be_had_is_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(
        "annotator.ui.single_instance.receiver.address", lambda _: str(tmp_path / "no" / "folder")
    )
    Receiver().listen(tmp_path / "study.dap")
    assert "nobody can hand files" in caplog.text


def test_without_a_session_folder_nobody_else_can_listen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    project = tmp_path / "study.dap"
    folder = Path(address(project)).parent
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700

    folder.chmod(0o755)  # as somebody else would have made it, to be let in
    assert not hand_over(project)
    Receiver().listen(project)
    assert caplog.text.count("can be entered by somebody else") == 2


def test_somebody_elses_program_is_not_heard(
    qtbot: QtBot, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    receiver.asked.connect(asked.append)
    monkeypatch.setattr("annotator.ui.single_instance.receiver.same_person", lambda _: False)
    assert not asking(qtbot, tmp_path / "study.dap", [tmp_path / "a.txt"])
    assert not asked


def test_an_answer_of_somebody_else_is_not_believed(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.ui.single_instance.protocol.same_person", lambda _: False)
    assert not hand_over(tmp_path / "study.dap")


def test_the_person_at_the_other_end_is_known() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert same_person(ours.fileno())


def test_a_message_without_end_is_cut_off(qtbot: QtBot, receiver: Receiver, tmp_path: Path) -> None:
    asked: list[object] = []
    receiver.asked.connect(asked.append)
    answer = elsewhere(
        qtbot,
        "from PySide6.QtNetwork import QLocalSocket",
        "other = QLocalSocket()",
        f"other.connectToServer(address(Path({str(tmp_path / 'study.dap')!r})))",
        "assert other.waitForConnected(PATIENCE)",
        "other.write(b'x' * (LONGEST + 100_000))",
        "while other.bytesToWrite() and other.waitForBytesWritten(PATIENCE): pass",
        "print(other.waitForDisconnected(5000) or other.state().name)",
    )
    assert answer in {"True", "UnconnectedState"}
    assert asked == []


class TestStarting:
    def test_a_first_start_opens_a_window(self) -> None:
        assert not handed_over([], Settings())

    def test_which_window_is_asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[tuple[Path, list[Path]]] = []

        def hand(project: Path, paths: list[Path]) -> bool:
            asked.append((project, paths))
            return True

        monkeypatch.setattr("annotator.ui.single_instance.starting.hand_over", hand)
        settings = Settings()
        settings.remember_project(tmp_path / "last.dap")
        text, project = tmp_path / "a.txt", tmp_path / "p.dap"
        assert handed_over([text], settings)
        assert handed_over([text, project], settings)
        assert handed_over([], settings)
        assert handed_over([], settings, samples=True)
        assert [(path.name, names) for path, names in asked] == [
            ("last.dap", [text]),
            ("p.dap", [text]),
            ("last.dap", []),
            ("Samples.dap", []),
        ]


class TestWindow:
    @pytest.fixture
    def window(self, qtbot: QtBot) -> MainWindow:
        made = MainWindow(Settings())
        qtbot.addWidget(made)
        made.show()
        assert made.files.open_samples()
        qtbot.waitUntil(lambda: not made.jobs.running, timeout=20_000)
        return made

    def test_a_second_program_ends_and_the_window_comes_forward(
        self, qtbot: QtBot, window: MainWindow
    ) -> None:
        window.showMinimized()
        project = window.workspace.project
        assert project is not None
        command = [sys.executable, "-m", "annotator", "open", str(project.path)]
        second = subprocess.Popen(command, env={**os.environ, "DISPLAY": ":none"})
        try:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=30_000)
        finally:
            second.kill()
        assert second.returncode == 0
        assert not window.isMinimized()

    def test_files_are_taken_in_as_if_dropped(
        self, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken: list[object] = []
        monkeypatch.setattr(window.files, "open_paths", taken.append)
        window.answering.receiver.asked.emit([tmp_path / "a.txt"])
        assert taken == [[tmp_path / "a.txt"]]

    def test_files_wait_while_a_dialog_is_open(
        self, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        taken: list[object] = []
        monkeypatch.setattr(window.files, "open_paths", taken.append)
        monkeypatch.setattr(
            "annotator.ui.single_instance.answering.QApplication.activeModalWidget", lambda: window
        )
        said: list[object] = []
        window.workspace.message.connect(said.append)
        window.answering.receiver.asked.emit([tmp_path / "a.txt", tmp_path / "b.txt"])
        assert taken == []
        (message,) = said
        assert message.text == "2 files are waiting to be imported."  # type: ignore[attr-defined]
        message.actions[0].run()  # type: ignore[attr-defined]
        assert taken == [[tmp_path / "a.txt", tmp_path / "b.txt"]]
