"""Counts what the overview shows beside the window, on a connection of its own, and again what has changed.

What hangs on tags is counted a stretch of dialogues at a time and kept, so that after an edit only the
stretches it touched are counted again. It is looked between two of them whether somebody wants to write.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from annotator.errors import Cancelled
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.background.companion import companion_of
from annotator.ui.overview.overview_figures import Figures, Open, cells, summed
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from annotator.errors import UserError
    from annotator.model import Changes, TurnFilter
    from annotator.store import Project
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace

PAUSE = 120  # milliseconds after a change before it is counted, so that many of them are counted once
_SHOW_EVERY = 0.15  # seconds between two states that are shown while the counting goes on
_PARTS = ("answered", "labels", "shared")  # counted by stretch, in this order


class OverviewReader(QObject):
    """Keeps the figures of the workspace's project while it is awake."""

    changed: Carries[Figures] = carrying()
    failed: Carries[UserError] = carrying()

    def __init__(
        self, workspace: Workspace, left: Callable[[], Mapping[str, TurnFilter]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._left = left
        self.figures = Figures()
        self._kept: dict[str, list[Any]] = {}
        self._stale = True
        self._awake = False
        self._thread = BackgroundThread(self, "overview")
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._start)
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(self._on_changed)

    # --- on the window's thread ------------------------------------------------------------

    @property
    def counting(self) -> bool:
        """Whether the figures are about to change."""
        return self._thread.running or self._soon.isActive()

    def wake(self, *, awake: bool) -> None:
        """Count only while somebody looks; nobody who writes has to wait otherwise."""
        self._awake = awake
        if not awake:
            self._stale = self.stop() or self._stale
        elif self._stale:
            self._start()

    def stop(self) -> bool:
        """End the counting and wait for it, a few milliseconds mostly; whether it was under way."""
        under_way = self.counting
        self._soon.stop()
        self._thread.stop()
        return under_way

    def again(self) -> None:
        """Count soon what is not known."""
        self._stale = True
        if self._awake:
            self._soon.start()

    def _on_project(self) -> None:
        self.stop()
        self.figures, self._kept = Figures(), {}
        self._stale = True
        if self._awake:
            self._soon.start()

    def _on_changed(self, changes: Changes) -> None:
        self.stop()
        if changes.structure or changes.everything or changes.codebook:
            self._kept = {}
        else:
            firsts = [stretch.first for stretch in self.figures.stretches]
            for dialogue in changes.dialogues:
                for parts in self._kept.values():
                    if firsts:
                        parts[max(0, bisect_right(firsts, dialogue) - 1)] = None
        self.again()

    def _start(self) -> None:
        self.stop()
        project = self._workspace.project
        if project is None:
            return
        self._stale = False
        self._thread.start(
            _CountTask(
                companion_of(project),
                self._workspace.facet,
                self._workspace.cursor.turn_id,
                dict(self._left()),
                replace(self.figures, ready=frozenset()),
                self._kept,
                self._show,
            ).run,
            self._show,
            failed=self.failed.emit,
        )

    def _show(self, figures: Figures) -> None:
        self.figures = figures
        self.changed.emit(figures)


@dataclass(slots=True)
class _CountTask:
    """One count, beside the window. It changes ``kept`` alone, which nobody else touches meanwhile."""

    companion: Callable[[], Project]
    facet: str
    turn: int | None
    left: dict[str, TurnFilter]
    figures: Figures
    kept: dict[str, list[Any]]
    show: Callable[[Figures], object]
    handle: Handle = field(init=False)
    shown: float = 0.0  # when, by the clock

    def run(self, handle: Handle) -> Figures:
        self.handle = handle
        with self.companion() as project:
            for name, figures in self._counted(project):
                ready = figures.ready | {name} if name else figures.ready
                self.figures = replace(figures, ready=ready)
                self._tell(now=bool(name))
        return self.figures

    def _tell(self, *, now: bool) -> None:
        if self.handle.cancelled():
            raise Cancelled
        if now or time.monotonic() - self.shown > _SHOW_EVERY:
            self.shown = time.monotonic()
            self.handle.hand_over(self.figures, self.show)

    def _counted(self, project: Project) -> Iterator[tuple[str, Figures]]:
        """The figures, more of them each time, with the name of what is now complete."""
        overview = project.overview
        me = project.annotator
        known = {person.key: person for person in project.people.all()}
        others = [known[key] for key in overview.annotators() if key != me.key]
        people = (*([me] if me.kind == "human" else []), *others)
        stretches = overview.stretches()
        if stretches != self.figures.stretches:
            self.kept.clear()
        yield "head", replace(self.figures, me=me.key, people=people, stretches=stretches)
        left = {}
        for name, wanted in self.left.items():
            left[name] = project.search.count(wanted, cancelled=self.handle.cancelled)
            self._tell(now=False)
        yield "left", replace(self.figures, left=left)
        yield "languages", replace(self.figures, languages=overview.languages())
        yield "next", replace(self.figures, next=self._next(project))
        for part in _PARTS:
            if part != "shared" or len(people) > 1:
                yield from self._by_stretch(part, getattr(overview, part))
            yield part, self.figures
        yield "pace", replace(self.figures, pace=overview.pace())

    def _by_stretch(self, part: str, count: Callable[[Any], Any]) -> Iterator[tuple[str, Figures]]:
        stretches = self.figures.stretches
        parts = self.kept.setdefault(part, [None] * len(stretches))
        growing = not getattr(
            self.figures, part
        )  # later on the old figures stand until all new ones are there
        for at, stretch in enumerate(stretches):
            if parts[at] is None:
                if self.handle.cancelled():
                    raise Cancelled
                parts[at] = count(stretch)
                if growing and time.monotonic() - self.shown > _SHOW_EVERY:
                    yield "", self._with(part, parts)
        yield "", self._with(part, parts)

    def _with(self, part: str, parts: list[Any]) -> Figures:
        if part == "answered":
            return replace(self.figures, answered=summed(parts), cells=cells(parts))
        return replace(self.figures, **{part: summed(parts)})  # type: ignore[arg-type]  # of one of the two

    def _next(self, project: Project) -> Open | None:
        """The next turn from here on without an answer: of the facet in hand, or else of another one."""
        from annotator.model import TurnFilter  # noqa: PLC0415 - after the first paint

        facets = [
            facet.key
            for facet in project.codebook.read().facets
            if facet.scope == "turn" and facet.kind != "text" and not facet.retired
        ]
        for key in sorted(facets, key=lambda key: key != self.facet):
            wanted = TurnFilter(untagged=key)
            turn = self._from_here(project, wanted)
            if turn is not None:
                (found,) = project.turns.page([turn])
                (dialogue,) = project.dialogues.page([found.dialogue_id])
                return Open(key, turn, dialogue.title, found.position)
        return None

    def _from_here(self, project: Project, wanted: TurnFilter) -> int | None:
        me, stop = project.annotator.key, self.handle.cancelled
        for here in project.turns.page([self.turn] if self.turn is not None else []):
            own = [tag for tag in here.tags if tag.annotator == me]
            if not any(tag.facet == wanted.untagged and tag.origin != "suggested" for tag in own):
                return here.id
            later = project.search.next_turn(here.id, wanted, cancelled=stop)
            if later is not None:
                return later
        first = project.search.find(wanted, limit=1, cancelled=stop)
        return first[0] if first else None
