"""Exports of damaged projects, and tags from broken archives: told, and the rest goes on."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest

from annotator import exchange
from annotator.errors import UserError
from annotator.exporters.tag_files import read_tags
from annotator.store import Project
from tests.store.building import new_project, prepared


def test_a_dialogue_without_its_file_is_reported_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "study.dap"
    new_project(path, [prepared(0), prepared(1)]).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE dialogue SET source = 99 WHERE id = 1")
    connection.close()
    with Project.open(path, read_only=True) as project:
        for name in ("x.json", "x.csv"):
            report = exchange.export_project(project, tmp_path / name)
            assert report.dialogues == 1
            (trouble,) = report.troubles
            assert trouble.where == "dialogue number 1"
            assert trouble.what == "its file is not in the project any more"


def test_a_zip_whose_member_cannot_be_unpacked_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tasks.json", "[]" * 100)
    data = bytearray(packed.getvalue())
    at = data.index(b"tasks.json") + len("tasks.json")
    data[at : at + 4] = b"\xff" * 4
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UserError, match="no zip with tasks"):
        list(read_tags(tmp_path / "x.zip"))
