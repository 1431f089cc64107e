from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Project
from tests.pictures.building import study


@pytest.fixture(scope="session")
def tagged_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tagged study, made once; nobody writes into it."""
    return study(tmp_path_factory.mktemp("study") / "study.dap")


@pytest.fixture
def tagged(tagged_path: Path) -> Iterator[Project]:
    """The tagged study, read-only."""
    with Project.open(tagged_path, read_only=True) as project:
        yield project
