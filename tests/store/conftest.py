from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Project
from tests.store.building import new_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "study.dap"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """A project with two dialogues: turns 1 to 3, and 4 to 7 of which the last was damaged."""
    with new_project(path) as made:
        yield made
        assert made.check() == []
