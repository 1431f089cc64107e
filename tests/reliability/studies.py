"""Small studies with several annotators, for the tests."""

from __future__ import annotations

from pathlib import Path

from annotator.codebooks import default
from annotator.model import Annotator
from annotator.pipeline.import_files import import_paths
from annotator.store import Project

ADA = Annotator("aaaaaaaa-0000-4000-8000-000000000001", "Ada")
BEN = Annotator("bbbbbbbb-0000-4000-8000-000000000002", "Ben")
CYD = Annotator("cccccccc-0000-4000-8000-000000000003", "Cyd")
LABELS = ("stance.favor", "stance.against", "stance.none")


def transcripts(folder: Path, count: int = 6) -> list[Path]:
    """Transcripts of four turns, two speakers, one turn in two languages and one that was damaged."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"talk{number}.txt"
        path.write_text(
            f"[A]: I think number {number} is a good idea.\n[B]: 我觉得这个idea不太好，真的。\n"
            f"[A]: It wasnâ€™t my idea at all.\n[B]: Fine, let us go on with number {number}.\n",
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def study(folder: Path, count: int = 6, name: str = "study.dap") -> Path:
    """A project with dialogues and no tags."""
    path = folder / name
    with Project.create(path, codebook=default(), annotator=ADA, name="Study") as project:
        import_paths(project, transcripts(folder / "talks", count), workers=0)
    return path


def annotate(path: Path, who: Annotator, shift: int = 0, every: int = 5, facet: str = "stance") -> None:
    """Give every turn a label; every so many turns one that is ``shift`` further."""
    labels = LABELS if facet == "stance" else ()
    with Project.open(path, annotator=who) as project:
        turns = [turn for dialogue in project.dialogues.ids() for turn in project.turns.ids(dialogue)]
        for number, turn in enumerate(turns):
            label = (number + (shift if number % every == 0 else 0)) % len(labels)
            project.tags.add([turn], labels[label], uncertain=number % 7 == 0)
