"""A study with three packets that came back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.reliability.assignment_design import Design
from annotator.reliability.make_packets import write_packets
from annotator.store import Project
from annotator.ui.dialogs.dialogs import Dialogs
from annotator.ui.settings.settings import Settings
from annotator.ui.window.main_window import MainWindow
from tests.reliability.studies import ADA, BEN, CYD, annotate, study


@pytest.fixture
def coordinated(tmp_path: Path) -> tuple[Path, list[Path]]:
    """A project without tags, and packets of Ada, Ben and Cyd with a stance on every turn."""
    path = study(tmp_path)
    with Project.open(path, annotator=ADA) as project:
        for who in (BEN, CYD):
            project.people.add(who)
    with Project.open(path, read_only=True) as project:
        packets = write_packets(project, tmp_path / "packets", Design(("Ada", "Ben", "Cyd")))
    for shift, (packet, who) in enumerate(zip(packets, (ADA, BEN, CYD), strict=True)):
        annotate(packet.path, who, shift)
    return path, [packet.path for packet in packets]


@pytest.fixture
def window(qtbot: object) -> Iterator[Callable[[Path, Dialogs], MainWindow]]:
    """Opens a window on a project, with answers to its questions."""
    made: list[MainWindow] = []

    def start(path: Path, dialogs: Dialogs) -> MainWindow:
        window = MainWindow(Settings(), dialogs)
        made.append(window)
        window.resize(1280, 800)
        window.show()
        assert window.files.open_project(path)
        return window

    yield start
    for one in made:
        one.jobs.finish()
        one.close()
