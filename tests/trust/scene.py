"""The small projects that everything is tried on, what is in one, and what must be so of every one."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Collection
from pathlib import Path

from annotator import importers
from annotator.errors import UserError, outline
from annotator.pipeline import structured_files
from annotator.store import Project
from tests.store.building import ADA, new_project, prepared

_LOG = logging.getLogger("annotator.trust")
DATA = Path(__file__).parent.parent / "store" / "data"
#: A text that stands in transcripts alone: it must never be found in a log or a file left behind.
CANARY = "canaryword"
NAME = "study.dap"


def base(folder: Path) -> Path:
    """A closed project of two dialogues with a few tags, made once for each folder."""
    path = folder / f"base-{NAME}"
    if not path.exists():
        with new_project(path, [prepared(0, turns=6), prepared(1, damaged=True)]) as project:
            project.tags.add([1, 2], "stance.favor")
            project.tags.set_fields([1, 2], "stance", note=CANARY)
            project.tags.add([3], "topic.art")
    return path


def placed(source: Path, folder: Path) -> Path:
    """A copy of a project in another folder, under the usual name."""
    return Path(shutil.copyfile(source, folder / NAME))


def transcripts(folder: Path, count: int = 6) -> list[Path]:
    """Small files to import, each with a damaged word."""
    folder.mkdir(exist_ok=True)
    made = []
    for number in range(count):
        lines = [f"[{'AB'[i % 2]}]: {CANARY} {number} says dÃ©jÃ\xa0 vu {i}" for i in range(4)]
        path = folder / f"talk{number}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        made.append(path)
    return made


def state(project: Project) -> str:
    """What a project holds, without what differs from run to run (keys, times)."""
    dialogues = project.dialogues.page(project.dialogues.ids())
    turns = [turn for dialogue in dialogues for turn in project.turns.page(project.turns.ids(dialogue.id))]
    tags = sorted(
        (turn.id, tag.annotator, tag.facet, tag.label or tag.value, tag.uncertain, tag.note)
        for turn in turns
        for tag in turn.tags
    )
    return json.dumps([[one.title for one in dialogues], [turn.text for turn in turns], tags])


def decoded(data: bytes, encoding: str) -> str:
    """The text of a source's bytes, as the check and the recovery read them again."""
    return importers.decode(data, encoding).text


def problems(project: Project) -> list[str]:
    """What ``annotator check`` would say."""
    found = project.check(decoded, structured_files.received)
    return [f"{problem.where}: {problem.what}" for problem in found]


def sound(path: Path) -> list[str]:
    """What the check finds in a project of which parts may be missing; it opens for writing."""
    with Project.open(path, annotator=ADA) as project:
        return problems(project)


def wrong(path: Path, states: Collection[str] | None = None) -> list[str]:
    """What is not as it must be with a project after whatever happened to it; nothing where all is well.

    It opens for writing, is sound, holds one of ``states`` (any, where None), lets the last edit be undone,
    and is sound then, too; nobody is left to hold it.
    """
    try:
        with Project.open(path, annotator=ADA) as project:
            said = problems(project)
            if states is not None and state(project) not in states:
                said.append("it holds neither what was acknowledged nor that with what was under way")
            if project.history.next_undo() is not None and project.history.undo() is None:
                said.append("undo did nothing")
            project.tags.add([4], "topic.music")
            said += problems(project)
        if path.with_name(path.name + ".lock").exists():
            said.append("a lock file is left after closing")
    except UserError as error:
        return [f"it does not open: {error}"]
    except Exception as error:  # noqa: BLE001 - any error is a find
        return [uncaught(error)]
    return said


def noted(error: BaseException) -> None:
    """Write an error to the log, as the program does, and its crash report: none may quote a transcript."""
    from annotator.ui.window.crash_report import report  # noqa: PLC0415 - loads Qt, which few kinds need

    _LOG.error("%s", report(error), exc_info=error)


def uncaught(error: BaseException) -> str:
    """An error that nobody should see: its kind, its words, and where it was raised."""
    places = [line.strip() for line in outline(error).splitlines() if "/annotator/" in line]
    return f"{type(error).__name__}: {str(error)[:200]} at {places[-1] if places else 'unknown'}"
