"""The place in hand: its candidates, the other answers, and the turn before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from annotator.ui.panels.repairs.candidate_buttons import Candidates, candidates_of
from annotator.ui.panels.repairs.received_and_repaired import Sides
from annotator.ui.panels.repairs.repair_delegate import mark_ink
from annotator.ui.panels.repairs.repair_texts import is_damage, shown, standing
from annotator.ui.texts.error_texts import repair_reason
from annotator.ui.theme.qt_colours import tones_of
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.plain_parts import Hairline, TextButton
from annotator.ui.widgets.toggle import Toggle

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from annotator.store import Doubt, Surroundings


_GAP = 6  # between the parts
_SIDE = 12  # left and right of them
_EDGES = 21  # above and below all of them, with the line at the top


class TypedText(QLineEdit):
    """A field for a text of one's own; Escape leaves it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape without a decision."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Scrolled(QScrollArea):
    """The candidates, in as much room as there is."""

    def __init__(self, inner: Candidates, parent: QWidget) -> None:
        super().__init__(parent)
        self._inner = inner
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)

    @property
    def least(self) -> int:
        """One row of candidates."""
        return self._inner.row_height

    def wanted(self, width: int) -> int:
        """The height of all candidates at a width."""
        return max(self._inner.heightForWidth(width), self.least)


class Detail(QWidget):
    """What can be answered about one doubt. It decides nothing: its signals say what is wanted."""

    chosen = Signal(str)
    accepted = Signal()
    kept = Signal()
    reopened = Signal()
    everywhere_wanted = Signal()
    left = Signal()

    _shown: tuple[Doubt, Surroundings] | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(6)
        box.addWidget(Hairline(self))
        inner = QVBoxLayout()
        inner.setContentsMargins(_SIDE, 6, _SIDE, 0)
        inner.setSpacing(_GAP)
        self.title = ElidedText(bold=True, parent=self)
        self.reason = ElidedText(muted=True, scale=0.9, parent=self)
        self.candidates = Candidates(self)
        self.choices = Scrolled(self.candidates, self)
        self.candidates.chosen.connect(self.chosen)
        self.typed = TypedText(self)
        self.typed.setPlaceholderText(self.tr("What is the correct text?"))
        self.typed.setAccessibleName(self.tr("Another text for this place"))
        self.typed.returnPressed.connect(lambda: self.chosen.emit(self.typed.text()))
        self.typed.left.connect(self._leave)
        self.typed.hide()
        self.sides = Sides(self)
        self.sides.recoloured.connect(self._show_texts)
        self.everywhere = Toggle(LabelFace(""), self, framed=True)
        self.everywhere.clicked.connect(self.everywhere_wanted)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.everywhere)
        inner.addLayout(top)
        self._buttons = self._build_buttons()
        for part in (self.reason, self.choices, self.typed, self._buttons):
            inner.addWidget(part)
        inner.addWidget(self.sides, 1)
        inner.addStretch(0)
        box.addLayout(inner)

    def _build_buttons(self) -> QWidget:
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=4)
        self.accept = TextButton(self.tr("Accept"), primary=True, parent=holder)
        self.accept.setToolTip(self.tr("Accept this text. Key: Enter"))
        self.accept.clicked.connect(self.accepted)
        self.keep = TextButton(self.tr("Keep as received"), parent=holder)
        self.keep.setToolTip(self.tr("Keep the text as it was received. Keys: 0, Backspace"))
        self.keep.clicked.connect(self.kept)
        self.type = TextButton(self.tr("Type…"), parent=holder)
        self.type.setToolTip(self.tr("Type the correct text. Key: T"))
        self.type.clicked.connect(self.type_another)
        self.reopen = TextButton(self.tr("Reopen"), parent=holder)
        self.reopen.setToolTip(self.tr("Discard the decision and go back to the proposed repair. Key: R"))
        self.reopen.clicked.connect(self.reopened)
        for part in (self.accept, self.keep, self.type, self.reopen):
            flow.addWidget(part)
        return holder

    def show_doubt(
        self, doubt: Doubt, around: Surroundings, alike: int, *, who: str, everywhere: bool, enabled: bool
    ) -> None:
        """Show a place; ``alike`` places, itself included, were received and repaired the same.

        ``who`` says who decided about it.
        """
        step = doubt.step
        self.title.set_text(
            self.tr("{before} → {after}, {state}").format(
                before=shown(step.before), after=shown(step.after), state=standing(doubt)
            )
            if step.before != step.after
            else self.tr("{before}, {state}").format(before=shown(step.before), state=standing(doubt))
        )
        reason = "" if step.kind == "person" else repair_reason(step.reason)
        self.reason.set_text(" · ".join(part for part in (who, reason) if part))
        found = candidates_of(doubt)
        self.candidates.show_candidates(found, enabled=enabled)
        self.choices.setVisible(bool(found))
        self.accept.setText(self.tr("Keep damaged") if is_damage(doubt) else self.tr("Accept"))
        self.accept.updateGeometry()
        self.accept.setVisible(not doubt.decided)
        self.keep.setVisible(not is_damage(doubt) or doubt.decided)
        self.reopen.setVisible(doubt.decided)
        for button in (self.accept, self.keep, self.type, self.reopen, self.everywhere):
            button.setEnabled(enabled)
        self.everywhere.setVisible(alike > 1)
        self.everywhere.set_face(
            LabelFace(
                self.tr("All {n} alike").format(n=f"{alike:,}"),
                key="A",
                given=Given.YES if everywhere else Given.NO,
                tooltip=self.tr(
                    "Decide the same at every place that was received and repaired like this one"
                ),
                spoken=self.tr("on") if everywhere else self.tr("off"),
            )
        )
        self._shown = (doubt, around)
        self._show_texts()
        self._fit()

    def _show_texts(self) -> None:
        if self._shown is not None:
            doubt, around = self._shown
            self.sides.show_texts(around, mark_ink(doubt, tones_of(self.sides)))

    def sizeHint(self) -> QSize:
        """Room for two rows of candidates and a few lines of text."""
        return QSize(300, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave texts out where there is no room for them: the list of turns has one of them."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The answers and a candidate: the rest is given up before anything has to be scrolled to."""
        height = self._firm()
        if self.choices.isVisibleTo(self):
            height += self.choices.least + _GAP
        return QSize(super().minimumSizeHint().width(), height)

    def _firm(self) -> int:
        """The height of what is never given up, in pixels."""
        heights = [self.title.sizeHint().height(), self.everywhere.sizeHint().height()]
        parts = [max(heights), self._buttons.heightForWidth(self.width() - 2 * _SIDE)]
        parts += [self.typed.sizeHint().height()] if self.typed.isVisibleTo(self) else []
        return _EDGES + sum(parts) + _GAP * (len(parts) - 1)

    def _fit(self) -> None:
        """Give up what matters less where the panel is low: the repaired text, then the received one, the
        reason, and some of the candidates, which have to be scrolled to. The answers stay."""
        wide = self.width() - 2 * _SIDE
        room = self.height() - self._firm()
        choices = 0
        if self.choices.isVisibleTo(self):
            choices = self.choices.wanted(wide)
            room -= _GAP
        reason = self.reason.sizeHint().height() + _GAP
        self.reason.setVisible(room >= choices + reason)
        self.sides.fit(room - choices - reason - _GAP)
        if choices:
            self.choices.setFixedHeight(max(self.choices.least, min(choices, room)))

    def type_another(self) -> None:
        """Open the field for a text of one's own."""
        self.typed.clear()
        self.typed.show()
        self._fit()
        self.typed.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_typed(self) -> None:
        """Put the field away."""
        self.typed.hide()
        self._fit()

    def _leave(self) -> None:
        self.close_typed()
        self.left.emit()
