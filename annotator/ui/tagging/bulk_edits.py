"""Edits of many turns at once: asked about first, off the UI thread where they take a while, one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from annotator.errors import Cancelled
from annotator.ui.background.companion import companion_of

if TYPE_CHECKING:
    from annotator.model import Changes
    from annotator.store import Project
    from annotator.ui.background.jobs import Handle, Jobs
    from annotator.ui.workspace.workspace_state import WorkspaceState

A_SCREEN = 50  # turns; nobody sees more than that at once, so more than that are asked about
AT_ONCE = 2_000  # turns that are edited while the window waits; more are a background job
BATCH = 2_000  # turns between two looks at whether to stop

Part = Callable[["Project", Sequence[int]], object]


@dataclass(frozen=True, slots=True)
class Sweep:
    """One edit of many turns, or of other things by their numbers. ``part`` makes it on some of them;
    ``title`` names the job, ``question`` asks whether to ("": that has been asked), ``done`` is called with
    the changes when all is made. More than ``at_once`` are a background job."""

    title: str
    question: str
    turns: Sequence[int]
    part: Part
    done: Callable[[Changes], object] | None = None
    at_once: int | None = None  # else AT_ONCE

    def batches(self) -> list[Sequence[int]]:
        """The turns in portions of at most :data:`BATCH`."""
        return [self.turns[at : at + BATCH] for at in range(0, len(self.turns), BATCH)]


class Asks(Protocol):
    """Who asks the person; the window's dialogs do."""

    def many(self, question: str) -> bool:
        """Whether to do what is asked."""
        ...


def at_once(workspace: WorkspaceState, sweep: Sweep) -> Changes | None:
    """Make the edit now. Returns what changed, None where it was refused."""

    def edit(project: Project) -> Changes:
        return project.together([_on(sweep, batch) for batch in sweep.batches()])

    changes = workspace.do(edit)
    if changes is not None and sweep.done is not None:
        sweep.done(changes)
    return changes


def _on(sweep: Sweep, batch: Sequence[int]) -> Callable[[Project], object]:
    return lambda project: sweep.part(project, batch)


class BulkEdits:
    """Makes edits of many turns: asks, and hands what is long to the background jobs.

    Without anybody to ask (``asks``) every edit is made at once.
    """

    def __init__(self, workspace: WorkspaceState, jobs: Jobs, asks: Asks | None) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._asks = asks

    def make(self, sweep: Sweep) -> Changes | None:
        """Make the edit; None where it is refused, not wanted, or still under way."""
        if self._asks is None or not self._workspace.writable:
            return at_once(self._workspace, sweep)  # which says that nothing may be changed
        if sweep.question and len(sweep.turns) > A_SCREEN and not self._asks.many(sweep.question):
            return None
        if len(sweep.turns) <= (AT_ONCE if sweep.at_once is None else sweep.at_once):
            return at_once(self._workspace, sweep)
        self._start(sweep)
        return None

    def _start(self, sweep: Sweep) -> None:
        from annotator.pipeline.language_findings import follow_study  # noqa: PLC0415 - after the first paint
        from annotator.ui.background.jobs import Job  # noqa: PLC0415 - the workspace's verbs need no jobs

        workspace = self._workspace
        project = workspace.project
        assert project is not None  # noqa: S101 - it is writable
        opened = companion_of(project)

        def work(handle: Handle) -> Changes:
            with opened() as companion:
                follow_study(companion)
                return companion.together(_watched(sweep, handle))

        def done(changes: Changes) -> None:
            if workspace.project is project:
                workspace.broadcast(changes)
                if sweep.done is not None:
                    sweep.done(changes)

        self._jobs.start(Job(sweep.title, work, done))


def _watched(sweep: Sweep, handle: Handle) -> list[Callable[[Project], object]]:
    """The edit in batches, each of which first looks whether the person wants it to stop."""
    total = len(sweep.turns)

    def watched(number: int, batch: Sequence[int]) -> Callable[[Project], object]:
        def edit(project: Project) -> None:
            if handle.cancelled():
                raise Cancelled
            sweep.part(project, batch)
            handle.progress(min((number + 1) * BATCH, total), total)

        return edit

    return [watched(number, batch) for number, batch in enumerate(sweep.batches())]
