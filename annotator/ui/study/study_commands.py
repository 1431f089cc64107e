"""What a person can settle for the study, and findings about language, which are made beside the window."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.background.companion import companion_of
from annotator.ui.background.jobs import Handle, Job
from annotator.ui.study.undeclared_message import with_undeclared
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.model import Changes
    from annotator.ui.background.jobs import Jobs
    from annotator.ui.dialogs.dialogs import Dialogs
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Detected:
    """In how many turns languages were found, and those that the study has not declared."""

    turns: int
    undeclared: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class _LookedAt:
    """The dialogue in hand, for a thread that may ask for nothing else of the window's."""

    dialogue: int | None = None


_SHOW_EVERY = 300  # milliseconds between two rounds in which turns on the screen get their languages


class StudyCommands(QObject):
    """Settles the study's languages, and sees to it that turns have findings that follow them.

    Findings that an import left for later, or that are older than the settings, are made in the background,
    whether the settings were changed, an edit of them was undone, or the work was broken off the last
    time. Any other job comes first: this one stops for it, and goes on behind it.
    """

    def __init__(self, workspace: Workspace, jobs: Jobs, dialogs: Dialogs, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._dialogs = dialogs
        self._stopped = False  # somebody stopped the work; it waits until they say so
        self._asked: tuple[tuple[str, ...], bool] = ((), False)  # about languages, by the filter
        self._seen: Counter[str] = Counter()  # turns by language, of work that was interrupted as well
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.find_again)
        self._looked_at = _LookedAt()
        self._found: set[int] = set()  # turns that have languages now and have not been shown so
        self._show_found = QTimer(self, singleShot=True, interval=_SHOW_EVERY)
        self._show_found.timeout.connect(self._show)
        workspace.cursor.dialogue_changed.connect(self._look)
        workspace.project_changed.connect(self._begin)
        workspace.changed.connect(self._on_changed)
        workspace.cursor.filter_changed.connect(self._on_filter)
        jobs.idle.connect(self._soon.start)

    def edit(self) -> None:
        """Ask for the languages of the study, and settle what is answered."""
        project = self._workspace.project
        if project is None:
            return
        study = self._dialogs.study(project.study.read())
        if study is not None:
            self._workspace.do(lambda open_project: open_project.study.set(study))

    def _on_changed(self, changes: Changes) -> None:
        if changes.project:
            self._begin()

    def _on_filter(self) -> None:
        """Say that a filter on languages cannot find turns whose languages are not known yet."""
        wanted = self._workspace.cursor.filter
        asked = (wanted.languages, wanted.switched) if wanted is not None else ((), False)
        if asked == self._asked:
            return
        self._asked = asked
        project = self._workspace.project
        waiting = project.findings.waiting() if project is not None and any(asked) else 0
        if waiting:
            self._workspace.inform(
                counted(
                    waiting,
                    QT_TRANSLATE_NOOP(
                        "Counted",
                        "The language of 1 turn is still to be detected: no filter finds it by that.",
                    ),
                    QT_TRANSLATE_NOOP(
                        "Counted",
                        "The languages of {n} turns are still to be detected: no filter finds them by that.",
                    ),
                )
            )

    def _begin(self) -> None:
        self._found.clear()
        self._stopped = False
        self._seen = Counter()
        if self._workspace.writable:
            self._soon.start()

    def find_again(self) -> None:
        """Make the findings that turns wait for, in the background."""
        project = self._workspace.project
        waiting = (
            project is not None
            and self._workspace.writable
            and project.findings.undetected_from() is not None
        )
        if project is None or not waiting or self._stopped or self._jobs.running:
            return
        opened = companion_of(project)
        seen = self._seen
        self._look()
        looked_at = self._looked_at

        def work(handle: Handle) -> _Detected:
            from annotator.pipeline.language_findings import find_again, undeclared  # noqa: PLC0415 - in the background, after the first paint

            with opened() as companion:
                # Whoever has just said which languages there are need not be told of the others.
                first = companion.findings.undetected_from()
                turns = find_again(
                    companion,
                    progress=handle.progress,
                    cancelled=handle.cancelled,
                    languages=seen,
                    looked_at=lambda: looked_at.dialogue,
                    told=lambda turns: handle.hand_over(turns, self._note),
                )
                told = undeclared(seen, companion.study.read()) if first else ()
                return _Detected(turns, told)

        # Whatever ends the job before it is done must not make it begin again at once.
        self._stopped = True
        title = self.tr("Detecting languages")
        self._jobs.start(
            Job(title, work, self._done, self._ended, cancelled=" ", gives_way=self._has_given_way)
        )

    def _look(self) -> None:
        self._looked_at.dialogue = self._workspace.cursor.dialogue_id

    def _note(self, turns: frozenset[int]) -> None:
        """Let turns that have got their languages be read anew soon, as far as they are in the list."""
        row_of = self._workspace.cursor.row_of
        self._found.update(turn for turn in turns if row_of(turn) is not None)
        if self._found and not self._show_found.isActive():
            self._show_found.start()

    def _show(self) -> None:
        from annotator.model import Changes  # noqa: PLC0415 - after the first paint

        found, self._found = frozenset(self._found), set()
        if found and self._workspace.project is not None:
            self._workspace.broadcast(Changes(turns=found))

    def _has_given_way(self) -> None:
        self._stopped = False  # it goes on when the other job has ended

    def _done(self, found: _Detected) -> None:
        self._stopped = False
        self._seen = Counter()
        what = counted(
            found.turns, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns")
        )
        message = Message("info", self.tr("Detected languages in {what}.").format(what=what))
        self._workspace.say(with_undeclared(message, found.undeclared, self._workspace))

    def _ended(self) -> None:
        self._found.clear()  # everything is read anew
        if self._stopped:
            self._workspace.say(
                Message(
                    "warning",
                    self.tr("Some turns have no detected language yet, or an older one."),
                    self.tr("Detection continues when the project is next opened, or now."),
                    (MessageAction(self.tr("Continue"), self._begin),),
                )
            )
        from annotator.model import Changes  # noqa: PLC0415 - after the first paint

        self._workspace.broadcast(Changes(everything=True))
