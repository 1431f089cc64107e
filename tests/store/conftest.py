from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Project, database
from tests.store.building import new_project


@pytest.fixture
def synced() -> None:
    """Asked for by tests that want the disk to be waited for, as in the program."""


@pytest.fixture(autouse=True)
def _not_synced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No power fails during the tests: thousands of small commits need not wait for the disk."""
    if "synced" not in request.fixturenames:
        pragmas = tuple(x.replace("synchronous = FULL", "synchronous = OFF") for x in database._PRAGMAS)
        monkeypatch.setattr(database, "_PRAGMAS", pragmas)
        monkeypatch.setattr(database, "sync_folder", lambda _: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.dap"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """A project with two dialogues: turns 1 to 3, and 4 to 7 of which the last was damaged."""
    with new_project(path) as made:
        yield made
        assert made.check() == []
