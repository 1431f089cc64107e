"""What a person decides about doubts: the one in hand, all places alike, or all that are sure enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.model import Changes
from annotator.ui.panels.repairs.repair_model import Filter
from annotator.ui.panels.repairs.repair_texts import shown
from annotator.ui.tagging.bulk_edits import Sweep

if TYPE_CHECKING:
    from annotator.store import Doubt, Project
    from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate

_DIGITS = range(1, 10)
_AT_ONCE = 500  # steps that are decided while the window waits; more are a background job
_PAUSE = 150  # milliseconds without a key before places alike are looked for
Decision = Callable[["Project", Sequence[int]], Changes]


@dataclass(frozen=True, slots=True)
class ReviewInHand:
    """What deciding needs to know of the review, and what it asks of it.

    ``candidate`` is the text on a digit key; ``type_another`` opens the field for one's own. ``show`` shows
    the step in hand anew; ``settle`` goes on after a decision about a step, None where it was about many.
    """

    current: Callable[[], Doubt | None]
    wanted: Callable[[], Filter]
    candidate: Callable[[int], str | None]
    type_another: Callable[[], None]
    show: Callable[[], None]
    settle: Callable[[int | None], None]


class RepairDecisions:
    """A person's verbs on the step in hand.

    ``everywhere``: the next decision holds for all places alike. ``ask`` gets a question and says whether the
    person agrees; tests hand in their own.
    """

    def __init__(self, workspace: Workspace, review: ReviewInHand, parent: QWidget) -> None:
        self._workspace = workspace
        self._review = review
        self._parent = parent
        self.ask: Callable[[str], bool] = self._ask
        self.everywhere = False
        self.alike: Sequence[int] = ()  # the places like the one in hand, as far as they have been looked for
        self._pause = QTimer(parent)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.find_alike)

    def begin(self, doubt: Doubt | None) -> None:
        """Another step is in hand: nothing of the last one holds for it."""
        self.everywhere = False
        self.alike = ()
        if doubt is not None:
            self._pause.start()

    def keys(self) -> dict[int, Callable[[], object]]:
        """The verbs by their keys."""
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.accept,
            Qt.Key.Key_Enter: self.accept,
            Qt.Key.Key_0: self.keep,
            Qt.Key.Key_Backspace: self.keep,
            Qt.Key.Key_Delete: self.keep,
            Qt.Key.Key_T: self.type_another,
            Qt.Key.Key_A: self.toggle_everywhere,
            Qt.Key.Key_R: self.reopen,
        }
        for number in _DIGITS:
            keys[Qt.Key.Key_0 + number] = partial(self.choose_number, number)
        return keys

    def choose_number(self, number: int) -> None:
        """Decide for the candidate on a digit key."""
        text = self._review.candidate(number)
        if text is not None and self._review.current() is not None:
            self.choose(text)

    def choose(self, text: str) -> None:
        """Decide for a text, a candidate's or one that was typed."""
        doubt = self._review.current()
        if doubt is not None and not doubt.decided and text == doubt.step.after:
            self._decide(text, lambda project, ids: project.repairs.accept(ids))
        else:
            self._decide(text, lambda project, ids: project.repairs.replace(ids, text))

    def accept(self) -> None:
        """Decide for what stands there."""
        doubt = self._review.current()
        if doubt is not None:
            self.choose(doubt.step.after)

    def keep(self) -> None:
        """Decide for what was received."""
        doubt = self._review.current()
        if doubt is not None:
            self._decide(doubt.step.before, lambda project, ids: project.repairs.keep_received(ids))

    def reopen(self) -> None:
        """Take the decision on the step in hand away."""
        doubt = self._review.current()
        if doubt is not None and doubt.decided:
            self._workspace.do(lambda project: project.repairs.reopen([doubt.id]))
            self._review.settle(None)

    def type_another(self) -> None:
        """Open the field for a text of one's own."""
        if self._review.current() is not None and self._workspace.writable:
            self._review.type_another()

    def toggle_everywhere(self) -> None:
        """Let the next decision hold for all places alike, or only for this one."""
        self.find_alike()
        doubt = self._review.current()
        if doubt is not None and len(self.alike) > 1 and self._workspace.writable:
            self.everywhere = not self.everywhere
            self._review.show()

    def find_alike(self) -> None:
        """Look for the places like the one in hand; in a large project that is not for every key press."""
        doubt, project = self._review.current(), self._workspace.project
        self._pause.stop()
        if doubt is not None and project is not None and not self.alike:
            self.alike = project.doubts.same(doubt.id, self._review.wanted().dialogue)
            self._review.show()

    def accept_above(self, percent: int) -> None:
        """Accept all listed repairs of at least this confidence, after asking."""
        project = self._workspace.project
        if project is None:
            return
        wanted = self._review.wanted()
        below = wanted.threshold if wanted.which == "doubts" else 2.0
        ids = project.doubts.surer(percent / 100, below, wanted.dialogue)
        if not ids:
            self._workspace.inform(
                translate("RepairPanel", "No listed repair has a confidence of {n} % or more.").format(
                    n=percent
                )
            )
            return
        question = translate("RepairPanel", "Accept {count} repairs with a confidence of at least {n} %?")
        if self.ask(question.format(count=f"{len(ids):,}", n=percent)):
            self._decide_many(ids, lambda project, part: project.repairs.accept(part))

    def _decide(self, text: str, decision: Decision) -> None:
        """Make a decision for the step in hand, or for all alike, and go on to the next doubt."""
        doubt = self._review.current()
        if doubt is None:
            return
        ids: Sequence[int] = [doubt.id]
        if self.everywhere:
            ids = self.alike
            question = translate(
                "RepairPanel", "Use “{text}” at all {count} places where “{before}” was received?"
            )
            if not self.ask(
                question.format(text=shown(text), count=f"{len(ids):,}", before=shown(doubt.step.before))
            ):
                return
        self._decide_many(ids, decision, moved_from=doubt.id)

    def _decide_many(self, ids: Sequence[int], decision: Decision, moved_from: int | None = None) -> None:
        """Make a decision about these steps, beside the window where they are many."""
        title = translate("RepairPanel", "Deciding on repairs")

        def done(_changes: Changes) -> None:
            self._review.settle(moved_from)

        self._workspace.bulk.make(Sweep(title, "", ids, decision, done, at_once=_AT_ONCE))

    def _ask(self, question: str) -> bool:
        answer = QMessageBox.question(
            self._parent,
            translate("RepairPanel", "Repairs"),
            question,
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Yes,
        )
        return answer == QMessageBox.StandardButton.Yes
