"""Exports by key, and what is in the zips among them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from annotator.exporters import Options, format_of
from tests.exporters.projects import Project


def written(project: Project, key: str) -> bytes:
    out = io.BytesIO()
    format_of(Path("x"), key).write(project, out, Options())
    return out.getvalue()


def unpacked(project: Project, key: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(written(project, key))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}
