"""Small projects and sources for the tests of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from annotator.model import (
    Annotator,
    Changes,
    Codebook,
    Facet,
    Gap,
    Label,
    PreparedDialogue,
    PreparedSource,
    PreparedTurn,
    RepairStep,
    Target,
    TurnLanguage,
)
from annotator.store import Doubt, Project
from annotator.store.edit_log import RowChange, summary
from annotator.store.value_encoding import storable

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
ROBOT = Annotator("cccccccc-0000-4000-8000-000000000003", "detector 1.0", "machine")

CODEBOOK = Codebook(
    "Test",
    (
        Facet(
            "stance",
            "Stance",
            "single",
            question="For or against?",
            shortcut="s",
            targeted=True,
            intensity=True,
            labels=(
                Label("stance.favor", "stance", "favor", shortcut="1", colour="#0072b2"),
                Label("stance.against", "stance", "against", shortcut="2", position=1),
            ),
        ),
        Facet(
            "topic",
            "Topic",
            "several",
            shortcut="t",
            position=1,
            open=True,
            labels=(
                Label("topic.art", "topic", "art", position=0),
                Label("topic.music", "topic", "music", parent="topic.art", position=1),
                Label("topic.old", "topic", "old", position=2, retired=True),
            ),
        ),
        Facet(
            "language",
            "Language",
            "single",
            position=2,
            detected=True,
            labels=(
                Label("language.zh", "language", "zh"),
                Label("language.en", "language", "en", position=1),
            ),
        ),
        Facet(
            "quality",
            "Quality",
            "ordinal",
            "dialogue",
            position=3,
            labels=(
                Label("quality.good", "quality", "good"),
                Label("quality.bad", "quality", "bad", position=1),
            ),
        ),
        Facet(
            "passage",
            "Passage",
            "several",
            "span",
            position=4,
            labels=(Label("passage.joke", "passage", "joke"),),
        ),
        Facet("note", "Note", "text", position=5),
    ),
    version=3,
)

TARGET = Target("dddddddd-0000-4000-8000-000000000004", "proposition", "AI makes art", draft=True)

DAMAGED = PreparedTurn(
    "B",
    "\n[B]: ",
    "Ã©t?",
    "ét?",
    lead_steps=(RepairStep(0, 1, "\n", "\n", "damage", "unknown", 0.5),),
    steps=(
        RepairStep(0, 2, "Ã©", "é", "encoding", "utf-8 read as latin-1", 1.0),
        RepairStep(3, 4, "?", "?", "damage", "lost", 0.2, (("é", 0.6), ("è", 0.4))),
    ),
    gaps=(Gap(1, 2, "double space"),),
    language=TurnLanguage("fr", "fr", None, (("fr", 1),)),
    meta={"time": "00:01"},
)


def prepared(
    number: int = 0, turns: int = 3, *, target: Target | None = TARGET, damaged: bool = False
) -> PreparedSource:
    """A file of one dialogue whose text is that of its turns."""
    plain = tuple(
        PreparedTurn(
            "AB"[i % 2],
            f"[{'AB'[i % 2]}]: ",
            f"turn {i} of file {number}.\n",
            f"turn {i} of file {number}.\n",
        )
        for i in range(turns)
    )
    dialogue = PreparedDialogue(
        f"file {number}", (*plain, DAMAGED) if damaged else plain, tail="\n", target=target, rule="brackets"
    )
    return source_of(f"file{number}.txt", (dialogue,))


def source_of(name: str, dialogues: tuple[PreparedDialogue, ...]) -> PreparedSource:
    text = "".join(
        "".join(turn.lead + turn.received for turn in dialogue.turns) + dialogue.tail
        for dialogue in dialogues
    )
    data = text.encode("utf-8", "replace") or name.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return PreparedSource(name, data, sha256, "utf-8", "detected", 0.9, "\n", False, 0, dialogues)  # noqa: FBT003


def fill(project: Project, sources: Sequence[PreparedSource]) -> list[str]:
    with project.sources.importer() as importer:
        outcomes = [importer.add(source) for source in sources]
        importer.finish()
    return list(outcomes)


def new_project(path: Path, sources: Sequence[PreparedSource] | None = None) -> Project:
    project = Project.create(path, codebook=CODEBOOK, annotator=ADA, name="Test")
    fill(project, [prepared(0), prepared(1, damaged=True)] if sources is None else sources)
    return project


def labels_of(project: Project, turn: int, facet: str) -> list[str]:
    """The labels of a turn in a facet, of the current annotator and machines."""
    (found,) = project.turns.page([turn])
    return [tag.label or tag.value for tag in found.tags if tag.facet == facet]


def rename_project(project: Project, name: str) -> Changes:
    """Name the project: an edit of its own row, which the program itself never makes."""
    opened = project._opened
    with opened.writing() as stamp:
        old, new = project.name, storable(name)
        changes = [RowChange("project", "", "name", old, new)] if old != new else []
        return opened.log(stamp, summary("project.rename", name=old, new=name), changes)


def doubts_of(project: Project, ids: Sequence[int]) -> list[Doubt]:
    """These steps as they stand, in the order asked."""
    found = {doubt.id: doubt for doubt in project.doubts.page(2.0, 10_000, which="all")}
    return [found[id_] for id_ in ids if id_ in found]
