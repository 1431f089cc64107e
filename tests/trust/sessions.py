"""A sitting in steps that do not depend on each other, so that of each it can be said whether it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator import exchange
from annotator.errors import UserError
from annotator.exporters.json_reader import Export
from annotator.pipeline import import_files
from annotator.store import Project, backups
from tests.store.building import labels_of
from tests.trust.scene import CANARY, problems, transcripts


@dataclass(frozen=True)
class Step:
    """One thing that a person does: ``work`` does it, ``holds`` says whether it is done (and whole).

    ``lasts``: nothing later in the sitting takes it back.
    """

    name: str
    work: Callable[[Project, Path], object]
    holds: Callable[[Project, Path], bool]
    lasts: bool = True


def _tagged(project: Project, _folder: Path) -> bool:
    return labels_of(project, 2, "topic") == ["topic.art"]


def _take_back(project: Project, folder: Path) -> None:
    if _tagged(project, folder):
        project.history.undo()


def _import(project: Project, folder: Path) -> None:
    report = import_files.import_paths(project, sorted((folder / "in").iterdir()), workers=0)
    for _, error in report.failed:
        raise error


def _sound(path: Path) -> bool:
    with Project.open(path, read_only=True) as project:
        return not problems(project)


def _export(project: Project, folder: Path) -> None:
    exchange.export_project(project, folder / "out.json")


def exported_whole(path: Path) -> bool:
    """Whether an export can be read to its end."""
    try:
        return len(list(Export(path).sources())) >= 2
    except UserError:
        return False


def _exported(_project: Project, folder: Path) -> bool:
    path = folder / "out.json"
    return path.exists() and exported_whole(path)


def _backed_up(project: Project, _folder: Path) -> bool:
    there = backups.backups(project.path)
    return bool(there) and all(_sound(one.path) for one in there)


def _copied(_project: Project, folder: Path) -> bool:
    path = folder / "copy.dap"
    return path.exists() and _sound(path)


#: What lies under the name of the export before.
BEFORE = b'{"before": 1}'
STEPS = (
    Step(
        "tag",
        lambda project, _: project.tags.add([4], "stance.against"),
        lambda project, _: labels_of(project, 4, "stance") == ["stance.against"],
    ),
    Step(
        "tag several",
        lambda project, _: project.tags.add([5, 6, 7, 8], "topic.music"),
        lambda project, _: all(labels_of(project, turn, "topic") == ["topic.music"] for turn in (5, 6, 7, 8)),
    ),
    Step(
        "clear",
        lambda project, _: project.tags.clear([1], "stance"),
        lambda project, _: not labels_of(project, 1, "stance"),
    ),
    Step(
        "rename",
        lambda project, _: project.dialogues.rename(2, CANARY),
        lambda project, _: project.dialogues.page([2])[0].title == CANARY,
    ),
    Step(
        "import",
        _import,
        lambda project, _: len(project.dialogues.ids()) >= 3,  # all that could be read
    ),
    Step("export", _export, _exported),
    Step("back up", lambda project, _: backups.back_up(project.path), _backed_up),
    Step("save as", lambda project, folder: project.save_as(folder / "copy.dap"), _copied),
    Step("tag for undo", lambda project, _: project.tags.add([2], "topic.art"), _tagged, lasts=False),
    Step("undo", _take_back, lambda project, folder: not _tagged(project, folder)),
)


def prepare(folder: Path) -> None:
    """Make what lies beside the project before."""
    transcripts(folder / "in", 2)
    (folder / "out.json").write_bytes(BEFORE)
