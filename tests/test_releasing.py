"""What repeats the version number says the same one; nothing is stamped by half."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "packaging" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)

    sys.modules["release"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(release: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with just the files that carry the number."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed here, and a release cannot be made without it")
    for name in [place.file for place in release.PLACES] + ["CHANGELOG.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for command in (
        ["init", "-q"],
        ["config", "user.email", "a@b.c"],
        ["config", "user.name", "A"],
        ["add", "."],
        ["commit", "-qm", "begin"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.setattr(release, "ROOT", tmp_path)
    return tmp_path


def test_all_places_agree(release: ModuleType) -> None:
    assert release.disagreements() == []
    assert all(release.found(place) for place in release.PLACES)


def test_a_release_is_stamped_everywhere_and_tagged(release: ModuleType, copy: Path) -> None:
    release.stamp("7.8.9")
    assert {release.found(place) for place in release.PLACES} == {"7.8.9"}
    assert "## [7.8.9] - " in (copy / "CHANGELOG.md").read_text()
    assert release.git("tag") == "v7.8.9"
    assert release.git("status", "--porcelain") == ""


def test_what_changed_must_be_committed_and_written_down(release: ModuleType, copy: Path) -> None:
    with pytest.raises(SystemExit, match="no version"):
        release.stamp("next")
    (copy / "CITATION.cff").write_text("changed")
    with pytest.raises(SystemExit, match="not committed"):
        release.stamp("7.8.9")
    subprocess.run(["git", "checkout", "-q", "."], cwd=copy, check=True)
    release.stamp("7.8.9")
    with pytest.raises(SystemExit, match="exists already"):
        release.stamp("7.8.9")
    with pytest.raises(SystemExit, match="nothing under"):
        release.stamp("7.9.0")


def test_a_place_that_says_something_else_is_named(release: ModuleType, copy: Path) -> None:
    (copy / "annotator/core/version.py").write_text('VERSION = "9.9.9"\n')
    assert any("CITATION.cff says" in line for line in release.disagreements())
