"""The reference of the API is what the docstrings say."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_page_is_up_to_date() -> None:
    page = runpy.run_path(str(ROOT / "packaging" / "build_api.py"))["page"]()
    assert (ROOT / "docs" / "api.md").read_text(encoding="utf-8") == page, "run packaging/build_api.py"
    assert "annotator.open" in page
    assert "UserError" in page
