"""The overview as a page of the window: the figures of the whole project, and the way on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.overview import overview_rows
from annotator.ui.overview.overview_cards import Section
from annotator.ui.overview.overview_figures import Figures
from annotator.ui.overview.overview_reader import OverviewReader
from annotator.ui.texts.counted_texts import dialogues_words, turns_words
from annotator.ui.texts.error_texts import reason
from annotator.ui.widgets.paint_watch import PaintWatch
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title
from annotator.ui.window.messages import sentence
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from annotator.errors import UserError
    from annotator.model import Changes, Facet, TurnFilter
    from annotator.ui.overview.overview_figures import Open
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.typed_signals import Carries
    from annotator.ui.workspace.workspace import Workspace

_WIDEST = 1240  # pixels of both columns together
_TWO = 820  # pixels from which on there are two


class OverviewPage(QWidget):
    """``turns_wanted`` carries a filter, ``dialogue_wanted`` a dialogue and the facet whose open turns are
    meant, ``next_wanted`` an :class:`~annotator.ui.overview.overview_figures.Open`; ``left`` says: back."""

    turns_wanted: Carries[TurnFilter] = carrying()
    dialogue_wanted = Signal(int, str)
    next_wanted: Carries[Open] = carrying()
    left = Signal()
    first_painted = Signal()  # once

    def __init__(self, workspace: Workspace, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self.reader = OverviewReader(workspace, self._filters, self)
        self._doors = overview_rows.Doors(self.turns_wanted.emit, self.dialogue_wanted.emit)
        self._every: set[str] = set()  # facets all of whose labels are shown
        self._chain: list[QWidget] = []
        self._moved = False  # whether the keyboard was moved by the person
        self.setObjectName("overview")
        self.setAccessibleName(self.tr("Overview of the project"))
        self._build()
        self.reader.changed.connect(self.show_figures)
        self.reader.failed.connect(self._on_failed)
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(self._on_changed)
        settings.changed.connect(self._on_setting)
        self._on_project()

    # --- building ----------------------------------------------------------------------

    def _build(self) -> None:
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self._board = QWidget(self.area)
        self._board.setAutoFillBackground(False)
        self.area.setWidget(self._board)
        PaintWatch(self._board, self.first_painted.emit)  # it covers the page, which is not painted itself
        self.progress = Section(
            self.tr("Progress"), self._board, (self.tr("turns"), "", self.tr("dialogues finished"))
        )
        self.left_over = Section(self.tr("To review"), self._board, (self.tr("turns"),))
        self.languages = Section(self.tr("Languages"), self._board, (self.tr("turns"), ""))
        self.pace = Section(self.tr("Time for a turn"), self._board, (self.tr("median"), self.tr("turns")))
        self.agreement = Section(self.tr("Same answer"), self._board, ("", self.tr("turns of several")))
        self._beside = [self.left_over, self.languages, self.pace, self.agreement]
        for section in self._beside:
            section.peers = self._beside
        self.labels: dict[str, Section] = {}
        self._more: dict[str, QPushButton] = {}
        self.person = QComboBox(self._board)
        self.person.setAccessibleName(self.tr("Whose labels are counted"))
        self.person.activated.connect(lambda _: self.show_figures(self.reader.figures))
        self._wide = QHBoxLayout()
        self._wide.setSpacing(16)
        self._first, self._second = QVBoxLayout(), QVBoxLayout()
        for column in (self._first, self._second):
            column.setSpacing(16)
        self._wide.addLayout(self._first, 3)
        self._wide.addLayout(self._second, 2)
        inner = QWidget(self._board)
        inner.setMaximumWidth(_WIDEST)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._head(inner))
        column.addLayout(self._wide)
        column.addStretch(1)
        outer = QHBoxLayout(self._board)
        outer.setContentsMargins(28, 24, 28, 24)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self._place()

    def _head(self, parent: QWidget) -> QHBoxLayout:
        self.name = Title("", 1.6, parent)
        self.size_words = Muted("", parent)
        self.problem = Problem(parent)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self.name, self.size_words, self.problem):
            words.addWidget(label)
        self.next = QPushButton(self.tr("Next unfinished turn"), parent)
        self.next.setProperty("primary", "true")
        self.next.clicked.connect(self._on_next)
        self.back = QPushButton(self.tr("Back to the turns"), parent)
        self.back.setToolTip(self.tr("Back to where you were. Key: Escape"))
        self.back.clicked.connect(self.left)
        for button in (self.next, self.back):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAutoDefault(True)  # Enter presses it, as Space does
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.next_words = Muted("", parent)
        self.next_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.next_words.setWordWrap(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(buttons)
        right.addWidget(self.next_words)
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(24)
        row.addLayout(words, 1)
        row.addLayout(right)
        return row

    def _place(self) -> None:
        """Put the cards into their columns: one under the other where there is no room for two."""
        two = self.width() >= _TWO
        for column in (self._first, self._second):
            while column.takeAt(0) is not None:
                pass
        second = self._second if two else self._first
        for section in (self.progress, *self.labels.values()):
            self._first.addWidget(section)
        for section in self._beside:
            second.addWidget(section)
        for column in (self._first, self._second):
            column.addStretch(1)
        self._wide.setSpacing(16 if two else 0)
        self._wide.setStretch(1, 2 if two else 0)  # an empty column takes no width

    def _label_sections(self) -> list[Facet]:
        """A card for each facet that has labels; returns those facets."""
        facets = [
            facet
            for facet in self._workspace.codebook.facets
            if not facet.retired and facet.kind != "text" and facet.labels
        ]
        if list(self.labels) != [facet.key for facet in facets]:
            for section in self.labels.values():
                section.hide()
                section.deleteLater()
            self.person.setParent(self._board)
            self.person.hide()
            self.labels = {facet.key: Section("", self._board) for facet in facets}
            self._more.clear()
            for facet in facets:
                more = self._more[facet.key] = QPushButton(self)
                more.setProperty("link", "true")
                more.setFlat(True)
                more.setAutoDefault(True)
                more.clicked.connect(lambda _=False, key=facet.key: self._show_every(key))
                self.labels[facet.key].foot.addWidget(more)
                self.labels[facet.key].show()
                self.labels[facet.key].peers = list(self.labels.values())
            if facets:
                self.labels[facets[0].key].head.addWidget(self.person)
            self._place()
        return facets

    # --- showing -----------------------------------------------------------------------

    def viewport(self) -> QWidget:
        """What the cards are painted on."""
        return self._board

    def show_ahead(self, name: str) -> None:
        """Show the name of a project that is about to be opened; nothing has been counted."""
        self.name.setText(name)

    def show_figures(self, figures: Figures) -> None:
        """Show what has been counted so far."""
        codebook, ready = self._workspace.codebook, figures.ready
        self._show_head(figures)
        self._show_people(figures)
        several = len(figures.people) > 1
        known = bool(figures.stretches) and "answered" in ready
        self.progress.show_rows(
            overview_rows.progress(figures, codebook, self._doors),
            empty=self.tr("The codebook asks nothing of every turn."),
            ready=known,
        )
        person = str(self.person.currentData() or "") if several else figures.me
        for facet in self._label_sections():
            self._show_labels(figures, facet, person)
        self.left_over.show_rows(
            overview_rows.left(figures, self._filters(), self._doors), empty="", ready="left" in ready
        )
        self.languages.show_rows(
            overview_rows.languages(figures, self._doors),
            empty=self.tr("No turns yet."),
            ready="languages" in ready,
        )
        self.pace.show_rows(
            overview_rows.pace(figures, self._doors),
            empty=self.tr(
                "Nobody has tagged turn by turn yet. From then on this says how long a turn takes."
            ),
            ready="pace" in ready,
        )
        self.agreement.setVisible(several)
        self.agreement.show_rows(
            overview_rows.agreement(figures, codebook, self._doors),
            empty=self.tr("No turn has answers of two annotators yet."),
            ready="shared" in ready,
        )
        for section in (*self.labels.values(), *self._beside):
            section.arrange()  # by now its peers have their rows
        self._order()

    def _order(self) -> None:
        """Let Tab go through the page as it is read."""
        chain: list[QWidget] = [self.back, self.next, *self.progress.bars]
        for number, (facet, section) in enumerate(self.labels.items()):
            chain += [*([self.person] if number == 0 else []), *section.bars, self._more[facet]]
        chain += [bar for section in self._beside for bar in section.bars]
        if chain != self._chain:
            self._chain = chain
            for one, other in pairwise(chain):
                QWidget.setTabOrder(one, other)

    def _show_labels(self, figures: Figures, facet: Facet, person: str) -> None:
        section = self.labels[facet.key]
        section.title.setText(facet.name)
        every = facet.key in self._every
        given = any(overview_rows.label_counts(figures, facet, person).values())
        section.show_rows(
            overview_rows.labels(figures, facet, person, self._doors, every=every) if given else (),
            empty=self.tr("No label has been given yet."),
            ready="labels" in figures.ready,
        )
        hidden = len(facet.labels) - len(section.bars)
        more = self._more[facet.key]
        more.setVisible(given and len(facet.labels) > overview_rows.SHOWN)
        more.setText(self.tr("Fewer labels") if every else self.tr("{n} more labels").format(n=f"{hidden:,}"))

    def _show_every(self, facet: str) -> None:
        self._every ^= {facet}
        self.show_figures(self.reader.figures)

    def _show_head(self, figures: Figures) -> None:
        project = self._workspace.project
        self.name.setText("" if project is None else project.name or project.path.stem)
        parts = [dialogues_words(figures.dialogues), turns_words(figures.turns)]
        if len(figures.people) > 1:
            parts.append(
                self.tr("tagged by {people}").format(people=", ".join(one.name for one in figures.people))
            )
        self.size_words.setText("  ·  ".join(parts) if "head" in figures.ready else self.tr("Counting…"))
        found = figures.next
        self.next.setEnabled(found is not None)
        if found is not None and self.back.hasFocus() and not self._moved:
            self.next.setFocus()
        if found is None:
            words = self.tr("Every turn has all its answers.") if "next" in figures.ready else ""
            if "next" in figures.ready and not overview_rows.asked(self._workspace.codebook):
                words = ""
        else:
            facet = next((one for one in self._workspace.codebook.facets if one.key == found.facet), None)
            words = self.tr("{facet}  ·  {title}  ·  turn {number}").format(
                facet=facet.name if facet is not None else "",
                title=_short(found.title),
                number=f"{found.position + 1:,}",
            )
        self.next_words.setText(words)

    def _show_people(self, figures: Figures) -> None:
        several = len(figures.people) > 1
        wanted = [("", self.tr("All annotators")), *((one.key, one.name) for one in figures.people)]
        have = [(self.person.itemData(at), self.person.itemText(at)) for at in range(self.person.count())]
        if have != wanted:
            chosen = self.person.currentData()
            self.person.clear()
            for key, name in wanted:
                self.person.addItem(name, key)
            self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.setVisible(several)

    # --- following ---------------------------------------------------------------------

    def _filters(self) -> dict[str, TurnFilter]:
        return overview_rows.left_filters(self._settings.repair_threshold)

    def _on_project(self) -> None:
        self._every.clear()
        self.problem.say("")
        self.show_figures(self.reader.figures)

    def _on_changed(self, changes: Changes) -> None:
        if changes.codebook or changes.project or changes.everything:
            self.show_figures(self.reader.figures)

    def _on_setting(self, key: str) -> None:
        if key == "repair/threshold":
            self.reader.again()

    def _on_failed(self, error: UserError) -> None:
        self.problem.say(sentence(reason(error)))

    def _on_next(self) -> None:
        found = self.reader.figures.next
        if found is not None:
            self.next_wanted.emit(found)

    # --- Qt's calls --------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Count from now on."""
        super().showEvent(event)
        self.area.verticalScrollBar().setValue(0)
        self.reader.wake(awake=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Let whoever tags have the file."""
        super().hideEvent(event)
        self.reader.wake(awake=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column or two."""
        before, now = event.oldSize().width() >= _TWO, event.size().width() >= _TWO
        super().resizeEvent(event)
        if before != now:
            self._place()

    def focusInEvent(self, _event: object) -> None:
        """The keyboard stands on the button that most want."""
        self._moved = False
        (self.next if self.next.isEnabled() else self.back).setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Bring what has the keyboard into sight."""
        moved = super().focusNextPrevChild(forward)
        self._moved = True
        focused = self.focusWidget()
        if self._board.isAncestorOf(focused):
            place = focused.mapTo(self._board, QPoint(0, 0))
            self.area.ensureVisible(place.x(), place.y() + focused.height() // 2, 0, focused.height() * 2)
        return moved


def _short(title: str) -> str:
    return title if len(title) <= 40 else f"{title[:39]}…"
