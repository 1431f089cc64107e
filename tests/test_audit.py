"""The audit of dependencies says what it was told, and that it was told nothing."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOUND = {"name": "click", "version": "8.2.0", "vulns": []}
WEAK = {"name": "numpy", "version": "2.0.0", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2.0.1"]}]}
NEVER = {"name": "regex", "version": "1", "vulns": [{"id": "GHSA-x", "fix_versions": []}]}
UNKNOWN = {"name": "rich", "skip_reason": "Dependency not found on PyPI and could not be audited"}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "packaging" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("told", "said", "ends"),
    [
        (([SOUND], ""), "1 packages asked for, 0 weaknesses", (0, 0)),
        (([SOUND, WEAK], ""), "numpy 2.0.0: CVE-2026-1, mended in 2.0.1", (1, 1)),
        (([NEVER], ""), "regex 1: GHSA-x, mended in no version yet", (1, 1)),
        (([SOUND, UNKNOWN], ""), "nothing is known of rich", (0, 1)),
        # As a mirror of the index answers, for which pip-audit itself finds no weakness.
        (
            ([UNKNOWN], "No known vulnerabilities found"),
            "SKIPPED, the service for weaknesses was not",
            (0, 1),
        ),
        ((None, "trace\n  ConnectionError: no route\n"), "not reached: ConnectionError: no route", (0, 1)),
        ((None, ""), "not reached: it said nothing", (0, 1)),
    ],
)
def test_what_is_said_and_how_it_ends(
    audit: ModuleType,
    capsys: pytest.CaptureFixture[str],
    told: tuple[list[object] | None, str],
    said: str,
    ends: tuple[int, int],
) -> None:
    packages, error = told

    def ask(_: list[str]) -> tuple[str, str]:
        return ("" if packages is None else json.dumps({"dependencies": packages})), error

    assert audit.main([], ask) == ends[0]
    assert said in capsys.readouterr().out
    assert audit.main(["--must"], ask) == ends[1]


def test_both_lists_are_asked_for_with_the_exceptions_of_the_page(audit: ModuleType) -> None:
    lines: list[list[str]] = []

    def ask(line: list[str]) -> tuple[str, str]:
        lines.append(line)
        return "", ""

    audit.main([], ask)
    assert [line[line.index("-r") + 1] for line in lines] == list(audit.LISTS)
    assert all((ROOT / name).is_file() for name in audit.LISTS)
    table = "| id | package |\n|---|---|\n| CVE-2026-7 | x |\n| GHSA-a-b | y |\n"
    page = f"| CVE-1 | no |\n## Exceptions of pip-audit\n{table}## Next\n| CVE-2 | no |"
    assert audit.exceptions(page) == ["CVE-2026-7", "GHSA-a-b"]
    assert audit.command("list.txt", ["CVE-2026-7"])[-2:] == ["--ignore-vuln", "CVE-2026-7"]


def test_a_tool_that_is_not_there_is_said(audit: ModuleType) -> None:
    out, err = audit.run(["/nonexistent/uvx"])
    assert (out, "/nonexistent/uvx" in err) == ("", True)
