from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from annotator.core import resources


def test_the_five_samples_are_found_in_order() -> None:
    names = [path.name[:3] for path in resources.samples()]
    assert names == ["000", "001", "002", "003", "004"]


def test_the_samples_are_the_bytes_that_were_given() -> None:
    # The samples are evidence: an editor or git that changes line ends must be noticed.
    digests = {
        path.name[:3]: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in resources.samples()
    }
    assert digests == DIGESTS


def test_a_frozen_build_reads_its_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert resources.resource("x.txt") == tmp_path / "resources" / "x.txt"


def test_an_installation_without_resources_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "annotator")
    with pytest.raises(FileNotFoundError, match="'resources' is missing"):
        resources.resource("x")


DIGESTS = {
    "000": "994a236c1b64",
    "001": "67e2629db4d5",
    "002": "bc9689171b17",
    "003": "7458425d89e8",
    "004": "c1045999ccac",
}
