"""A small project made by hand, so that tests of the window need no importer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.codebooks import default
from annotator.model import (
    Annotator,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    RepairStep,
    Target,
    TurnLanguage,
)
from annotator.store import Project
from annotator.ui.workspace.workspace import Workspace

ME = Annotator("9d5c4c0a-0000-4000-8000-000000000001", "Mei")

TALKS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "Robots",
        (
            ("A", "关于'robot'这个话题，你怎么想的？", "mixed"),
            ("B", "I think so.", "en"),
            ("A", "我也是。", "zh"),
        ),
    ),
    ("Art", (("A", "Is it art?", "en"), ("B", "C'est de l'art.", "fr"))),
    ("City", (("A", "城市好。", "zh"), ("B", "🙂", "zxx"))),
)


def prepared(title: str, turns: tuple[tuple[str, str, str], ...]) -> PreparedSource:
    """One source of one dialogue; each turn is speaker, text, language."""
    made = []
    text = ""
    for number, (speaker, words, language) in enumerate(turns):
        lead = f"[{speaker}]: " if number == 0 else f"\n[{speaker}]: "
        steps = (RepairStep(0, 1, words[0], words[0], "damage", "test", 1.0),) if number == 1 else ()
        text += lead + words
        made.append(PreparedTurn(speaker, lead, words, words, steps=steps, language=TurnLanguage(language)))
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    target = Target(f"00000000-0000-4000-8000-{digest[:12]}", "proposition", title, draft=True)
    dialogue = PreparedDialogue(title, tuple(made), target=target, rule="brackets")
    return PreparedSource(
        name=f"{title}.txt",
        data=data,
        sha256=digest,
        decoded_as="utf-8",
        encoding_origin="detected",
        encoding_confidence=1.0,
        newline="\n",
        bom=False,
        undecodable=0,
        dialogues=(dialogue,),
    )


def make_project(path: Path, talks: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = TALKS) -> Path:
    """A project file with these dialogues, closed."""
    with (
        Project.create(path, name=path.stem, codebook=default(), annotator=ME) as project,
        project.sources.importer() as importer,
    ):
        for title, turns in talks:
            importer.add(prepared(title, turns))
        importer.finish()
    return path


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    """Three short dialogues."""
    return make_project(tmp_path / "study.dap")


@pytest.fixture
def workspace(qapp: object, project_file: Path) -> Iterator[Workspace]:
    """A workspace with that project in hand."""
    made = Workspace()
    made.attach(Project.open(project_file, annotator=ME))
    yield made
    made.close()
