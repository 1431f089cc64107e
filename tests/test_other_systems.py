"""What can be said on one system about others: names, paths, line breaks, the installer of Windows."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from annotator import cli, codebooks
from annotator.core.file_names import file_name
from annotator.importers import decode
from annotator.model import Annotator
from annotator.reliability.make_packets import packet_names
from annotator.store import Project, database_uri

ROOT = Path(__file__).resolve().parents[1]
INSTALLER = ROOT / "packaging" / "windows" / "installer.nsi"
ME = Annotator("a", "Ada")
# Windows takes 260 characters; a person's folder of programs takes some 70 of them.
_LONGEST = 180


def files() -> list[str]:
    """Every file of the project, as Git has them."""
    listed = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("this is no checkout of Git")
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_every_file_of_the_project_can_be_had_on_every_system() -> None:
    names = files()
    assert len(names) > 500
    for name in names:
        assert all(file_name(part) == part.lstrip(".") for part in PurePosixPath(name).parts), name
        assert len(name) <= _LONGEST, name
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    alike = Counter(name.casefold() for name in [*names, *folders])
    assert [name for name, count in alike.items() if count > 1] == []


def test_files_of_packets_are_kept_apart() -> None:
    assert packet_names(["Ada", "ADA", "a/b", "a?b", "nul", ".."]) == [
        "Ada.dap", "ADA 2.dap", "a_b.dap", "a_b 2.dap", "_nul.dap", "annotator.dap",
    ]  # fmt: skip


class _Elsewhere:
    """A path of Windows, as a program there has it."""

    def __init__(self, path: str) -> None:
        self._path = PureWindowsPath(path)

    def absolute(self) -> PureWindowsPath:
        return self._path


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"C:\Users\王\a b.dap", "file:///C%3A/Users/%E7%8E%8B/a%20b.dap?mode=ro"),
        (r"\\server\share\a#1.dap", "file:////server/share/a%231.dap?mode=ro"),
    ],
)
def test_the_database_is_found_by_drive_and_by_server(path: str, uri: str) -> None:
    """Behind two slashes SQLite reads a host, and takes none: no drive and no server may stand there."""
    elsewhere: Any = _Elsewhere(path)
    assert database_uri.uri(elsewhere, "ro") == uri


def test_a_path_that_begins_with_two_slashes_opens(tmp_path: Path) -> None:
    Project.create(tmp_path / "a.dap", codebook=codebooks.default(), annotator=ME, name="x").close()
    with Project.open(Path(f"/{tmp_path}/a.dap"), read_only=True) as project:
        assert project.name == "x"


def test_lines_end_as_a_system_likes(tmp_path: Path) -> None:
    """Turns are the same, and what was received keeps its line breaks."""
    text = "[A]: one\n\ntwo\n[B]: 好的\n"
    turns = []
    for name, breaks in (("unix", "\n"), ("windows", "\r\n"), ("old-mac", "\r")):
        file = tmp_path / f"{name}.txt"
        file.write_bytes(text.replace("\n", breaks).encode())
        assert cli.main(["import", str(tmp_path / f"{name}.dap"), str(file)]) == 0
        with Project.open(tmp_path / f"{name}.dap", read_only=True) as project:
            found = project.turns.page(project.turns.ids(project.dialogues.ids()[0]))
            turns.append([(turn.speaker, re.sub(r"\r\n?", "\n", turn.text)) for turn in found])
            assert project.check(lambda data, encoding: decode(data, encoding).text) == []
    assert turns[0] == turns[1] == turns[2]
    assert [speaker for speaker, _ in turns[0]] == ["A", "B"]


# --- the installer of Windows ---------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is missing: apt-get install nsis")
def test_the_installer_compiles(tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out"
    (folder / "lib").mkdir(parents=True)
    out.mkdir()
    for name in ("dialogue-annotator.exe", "annotator.exe", "lib/library.dll"):
        (folder / name).write_bytes(b"MZ")
    given = ["-DVERSION=1.2.3", f"-DFOLDER={folder}", f"-DOUTPUT={out}"]
    done = subprocess.run(
        ["makensis", "-WX", *given, str(INSTALLER)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2_000:]
    assert (out / "dialogue-annotator-1.2.3-windows-x64.exe").read_bytes()[:2] == b"MZ"


def test_the_uninstaller_takes_away_what_the_installer_brought() -> None:
    install, uninstall = INSTALLER.read_text("utf-8").split('Section "Uninstall"')
    written = {
        key
        for key in re.findall(r'WriteReg\w+ HKCU "([^"]+)"', install)
        if key not in {r"Software\Classes\.dap", r"Software\Classes\.dap\OpenWithProgids"}
    }
    deleted = re.findall(r'DeleteRegKey HKCU "([^"]+)"', uninstall)
    assert [key for key in written if not any(key.startswith(one) for one in deleted)] == []
    assert r'DeleteRegValue HKCU "Software\Classes\.dap\OpenWithProgids" "${PROGID}"' in uninstall
    for made in ("$SMPROGRAMS\\${NAME}.lnk", "$INSTDIR\\uninstall.exe", "$INSTDIR\\annotator.exe"):
        assert f'Delete "{made}"' in uninstall
    assert 'RMDir /r "$INSTDIR"' not in uninstall  # what a person laid there stays
