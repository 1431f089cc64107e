"""Whoever says under which licences the program comes says what is in it."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
import xml.etree.ElementTree as ET
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from annotator.ui.help.about import COMPONENTS, AboutDialog
from annotator.ui.help.licences import expression, shipped

ROOT = Path(__file__).resolve().parent.parent
TABLE: dict[str, Any] = json.loads((ROOT / "resources" / "licences.json").read_bytes())
LICENCES = {TABLE["program"]["licence"], *(part["licence"] for part in TABLE["parts"])}
LINUX = ROOT / "packaging" / "linux"
#: Where the .deb has what lies in the repository.
LIBRARY = "usr/lib/dialogue-annotator/lib/"


@pytest.fixture
def bill(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module("bill_of_materials")


def in_words(text: str) -> set[str]:
    """The licences that an expression names."""
    return set(text.split(" AND "))


def required(project: dict[str, Any]) -> list[str]:
    """What the whole program needs, its window included."""
    return [*project["dependencies"], *project["optional-dependencies"]["window"]]


def files(patterns: list[str]) -> set[Path]:
    return {path for pattern in patterns for path in ROOT.glob(pattern)}


def test_every_file_and_every_text_of_the_table_is_there() -> None:
    for part in (*TABLE["parts"], {**TABLE["program"], "files": ["annotator/__init__.py"]}):
        for pattern in (*part["files"], *part["texts"]):
            assert files([pattern]), pattern


def test_every_notice_and_every_large_file_belongs_to_a_part() -> None:
    known = {path for part in TABLE["parts"] for path in files([*part["files"], *part["texts"]])}
    notice = re.compile(r"licen[cs]e|ofl|notice|copying", re.IGNORECASE)
    for path in (ROOT / "resources").rglob("*"):
        large = path.is_file() and path.stat().st_size > 200_000 and "translations" not in path.parts
        if path.is_file() and path.name != "licences.json" and (notice.search(path.name) or large):
            assert path in known, f"{path} is in no part of resources/licences.json"


def test_the_wheel_declares_them_and_brings_their_texts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == expression()
    texts = {path for part in (TABLE["program"], *TABLE["parts"]) for path in files(part["texts"])}
    assert texts <= files(project["license-files"])


def test_readme_and_software_centre_declare_them() -> None:
    assert f"`{expression()}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    centre = ET.parse(LINUX / "io.github.dialogue_annotator.DialogueAnnotator.metainfo.xml")
    # The packages bring Qt along.
    assert in_words(centre.findtext("project_license") or "") == LICENCES | {"LGPL-3.0-only"}


def test_the_deb_declares_them_file_by_file() -> None:
    text = (LINUX / "deb" / "copyright").read_text(encoding="utf-8")
    paragraphs = [dict(re.findall(r"(?m)^([A-Z][a-z]+):\s*(.*)$", part)) for part in text.split("\n\n")]
    rules = {one["Files"]: one["License"] for one in paragraphs if "Files" in one}
    assert rules["*"] == TABLE["program"]["licence"]
    for part in TABLE["parts"]:
        for file in files(part["files"]):
            inside = Path(LIBRARY + file.relative_to(ROOT).as_posix())
            said = [licence for pattern, licence in rules.items() if inside.match(pattern) and pattern != "*"]
            assert said == [part["licence"]], file
    explained = {one["License"] for one in paragraphs if "License" in one and "Files" not in one}
    assert set(rules.values()) <= explained


def test_the_bill_of_materials_lists_the_parts(bill: ModuleType, tmp_path: Path) -> None:
    made = bill.bill(tmp_path)
    assert made["metadata"]["component"]["licenses"] == [{"expression": expression()}]
    said = {row["name"]: row["licenses"][0] for row in made["components"]}
    for name, licence in shipped()[1:]:
        assert said[name] == {"license": {"id": licence}}
    listed = {name.lower().replace("_", "-") for name in said}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=\[]", line)[0].strip().lower() for line in required(project)}
    assert needed <= listed
    bill.write_licences(tmp_path / "licences", tmp_path)
    names = {path.name for path in (tmp_path / "licences").rglob("*.*")}
    assert {"OFL.txt", "NOTICE.md", "GPL-3.0.txt", "Unicode-DFS-2016.txt"} <= names


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("MIT", {"license": {"id": "MIT"}}),
        ("BSD-3-Clause", {"license": {"id": "BSD-3-Clause"}}),
        ("MIT AND 0BSD OR Zlib", {"expression": "MIT AND 0BSD OR Zlib"}),
        ("BSD", {"license": {"name": "BSD"}}),
        ("see the package", {"license": {"name": "see the package"}}),
    ],
)
def test_how_the_bill_writes_a_licence(bill: ModuleType, licence: str, said: object) -> None:
    assert bill.licences(licence) == [said]


def test_about_says_what_the_packages_say_of_themselves(bill: ModuleType) -> None:
    for name, licence in COMPONENTS:
        assert licence in bill.licence_of(metadata.distribution(name)).replace("-only", "-only "), name
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=\[]", line)[0].strip().lower() for line in required(project)}
    assert {name.lower() for name, _ in COMPONENTS} == needed


def test_about_shows_them(qtbot: Any) -> None:
    about = AboutDialog()
    qtbot.addWidget(about)
    texts = [label.text() for label in about.findChildren(type(about.details))] + [about.details.text()]
    for name, licence in shipped()[1:]:
        assert any(f"{name}  ·  {licence}" in text for text in texts)
