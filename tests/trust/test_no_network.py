"""No command and no window opens a network connection, neither Python nor any library below it.

Everything runs in one process with the library of :mod:`tests.trust.shim`, which refuses sockets for the
internet and writes each one down, and with an audit hook of Python's own, where there is no such library.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from annotator.cli.commands import cli
from tests.trust import shim
from tests.trust.scene import base, placed, transcripts

ROOT = Path(__file__).parents[2]
#: How each command is called, in a folder with a project, a copy of it, transcripts and an empty folder.
CALLS: dict[str, tuple[str, ...]] = {
    "import": ("import", "new.dap", "in", "--jobs", "2"),
    "check": ("check", "study.dap"),
    "recover": ("recover", "copy.dap", "recovered.dap"),
    "info": ("info", "study.dap"),
    "language": ("language", "study.dap"),
    "repair": ("repair", "in", "--out", "repaired"),
    "export": ("export", "study.dap", "out.json"),
    "split": ("split", "study.dap", "splits"),
    "import-tags": ("import-tags", "study.dap", "tags.csv"),
    "formats": ("formats",),
    "schema": ("schema",),
    "completion": ("completion", "bash"),
    "agreement": ("agreement", "study.dap", "--facet", "stance"),
    "plan": ("plan", "study.dap", "--facet", "stance"),
    "history": ("history", "study.dap"),
    "packets": ("packets", "study.dap", "packets", "--annotator", "Ada"),
    "diff": ("diff", "study.dap", "copy.dap"),
    "merge": ("merge", "study.dap", "copy.dap"),
    "report": ("report", "study.dap", "--out", "report"),
    "adjudicate": ("adjudicate", "study.dap", "--facet", "stance", "--majority"),
    "codebook export": ("codebook", "export", "study.dap", "book.json"),
    "codebook import": ("codebook", "import", "study.dap", "book.json"),
    "plot": ("plot", "study.dap", "labels", "--out", "labels.svg"),
    "turns taken-out": ("turns", "taken-out", "study.dap"),
    "speakers list": ("speakers", "list", "study.dap"),
    "speakers rename": ("speakers", "rename", "study.dap", "A", "Ada"),
    "open": ("open", "study.dap", "--picture", "window.png"),
}
_GUARD = """
import json, os, sys
said = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(arguments[1], tuple):
        said.append([event, repr(arguments[1])])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        said.append([event, repr(arguments[:2])])
sys.addaudithook(watch)
"""
_COMMANDS = """
from annotator.cli import main
ended = {}
for name, call in json.loads(sys.argv[1]).items():
    try:
        ended[name] = main(list(call))
    except SystemExit as error:
        ended[name] = error.code
"""
_WINDOW = """
from pathlib import Path
from tests.trust import window
window.press_keys(window.project(Path("window")), lambda _: None)
"""
_TELL = "\nPath = __import__('pathlib').Path; Path('said.json').write_text(json.dumps([said, ended]))\n"
#: What of Qt's network library may be used: it speaks to the same machine alone.
_LOCAL = {"QLocalServer", "QLocalSocket"}
_NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socketserver",
    "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
_IMPORT = re.compile(r"^ *(?:from|import) ([\w.]+)(?: import (\([^)]*\)|[^#\n]*))?", re.MULTILINE)


def guarded(folder: Path, code: str, *arguments: str) -> tuple[list[list[str]], dict[str, int], str]:
    """What a process asked of the network, as Python saw it; how commands ended; what the system saw."""
    seen = folder / "sockets"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "TRUST_NETWORK": str(seen), "TMPDIR": str(folder), "HOME": str(folder),
        "ANNOTATOR_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    environment.pop("COVERAGE_PROCESS_START", None)
    try:
        environment["LD_PRELOAD"] = str(shim.built())
    except shim.NoShim:
        seen.touch()
    code = f"{_GUARD}ended = {{}}\n{code}{_TELL}"
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    said, states = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return said, states, seen.read_text(encoding="utf-8") if seen.exists() else ""


@pytest.mark.skipif(sys.platform == "win32", reason="the library is for Linux")
def test_no_command_asks_for_the_network(tmp_path: Path) -> None:
    placed(base(tmp_path), tmp_path)
    (tmp_path / "copy.dap").write_bytes((tmp_path / "study.dap").read_bytes())
    transcripts(tmp_path / "in", 2)
    (tmp_path / "tags.csv").write_text("turn_key,label\n", encoding="utf-8")
    said, ended, sockets = guarded(tmp_path, _COMMANDS, json.dumps(CALLS))
    assert said == []
    assert sockets == ""
    assert {name: status for name, status in ended.items() if status not in (0, 1)} == {}, "called wrongly"
    assert sum(status == 0 for status in ended.values()) > len(ended) * 2 / 3, "nearly all did their work"


def test_no_window_asks_for_the_network(tmp_path: Path) -> None:
    (tmp_path / "window").mkdir()
    said, _, sockets = guarded(tmp_path, _WINDOW)
    assert said == []
    assert sockets == ""


def test_every_command_is_called() -> None:
    """Of a group of commands, which share one module, at least one."""
    assert {name.split()[0] for name in CALLS} == {name.split()[0] for name in _commands(cli)}
    assert set(CALLS) <= set(_commands(cli))


def _commands(group: click.Group, above: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


@pytest.mark.parametrize(
    "code",
    [
        "import socket\ntry: socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError: pass\n",
        "import urllib.request\ntry: urllib.request.urlopen('http://127.0.0.1:9')\nexcept OSError: pass\n",
    ],
)
def test_python_that_asks_for_the_network_is_caught(tmp_path: Path, code: str) -> None:
    said, _, _ = guarded(tmp_path, code)
    assert said


def test_a_library_that_asks_for_the_network_is_caught(tmp_path: Path) -> None:
    try:
        shim.built()
    except shim.NoShim as error:
        pytest.skip(str(error))
    code = (
        "from PySide6.QtNetwork import QTcpSocket\n"
        "socket = QTcpSocket()\nsocket.connectToHost('127.0.0.1', 9)\nsocket.waitForConnected(1000)\n"
    )
    said, _, sockets = guarded(tmp_path, code)
    assert said == [], "Python does not see it"
    assert "internet" in sockets


def test_no_module_imports_what_speaks_to_the_network(tmp_path: Path) -> None:
    planted = tmp_path / "x.py"
    planted.write_text(
        "import urllib.request\n\ndef f():\n    from PySide6.QtNetwork import (\n        QTcpSocket,\n    )\n"
    )
    assert {"urllib.request", "PySide6.QtNetwork.QTcpSocket"} <= set(_imports(planted))
    imported = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "annotator").rglob("*.py")
        for name in _imports(path)
        if name in _NETWORK
        or (name.startswith("PySide6.QtNetwork.") and name.rpartition(".")[2] not in _LOCAL)
    }
    assert imported == set()


def _imports(path: Path) -> Iterator[str]:
    for found in _IMPORT.finditer(path.read_text(encoding="utf-8")):
        module, names = found[1], re.findall(r"\w+", found[2] or "")
        yield from (module, *(f"{module}.{name}" for name in names))
