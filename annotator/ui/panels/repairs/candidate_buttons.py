"""The candidates for one place: a button for each, with its key, its probability, a gauge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.panels.repairs.repair_texts import share, shown
from annotator.ui.theme.qt_colours import Tones, blend, sized
from annotator.ui.widgets.flow_layout import CellLayout
from annotator.ui.widgets.painted_button import RADIUS, PaintedButton, check_mark, filled_cap

if TYPE_CHECKING:
    from annotator.store import Doubt

_HEIGHT = 40
_MOST = 9  # as many as there are digits
_LEAST = 0.005  # what would be shown as 0 % is no help


@dataclass(frozen=True, slots=True)
class TextCandidate:
    """A text that may stand at a place, and how probable the engine finds it (None: not known)."""

    text: str
    probability: float | None
    stands: bool  # whether it stands there now


def candidates_of(doubt: Doubt) -> tuple[TextCandidate, ...]:
    """What the digits choose: the engine's proposal first, then its alternatives."""
    step = doubt.step
    if step.kind == "person":  # what somebody typed has no probability, and nothing stood there before
        texts = [step.after] if step.proposal is None else [doubt.proposal, step.after]
        return tuple(TextCandidate(text, None, text == step.after) for text in dict.fromkeys(texts))
    found = {text: p for text, p in step.alternatives if p >= _LEAST or text == step.after}
    if step.kind != "damage":
        found = {doubt.proposal: found.get(doubt.proposal, step.confidence)} | found
    return tuple(TextCandidate(text, p, text == step.after) for text, p in list(found.items())[:_MOST])


class CandidateButton(PaintedButton):
    """One candidate; the one that stands has a check mark and an outline."""

    def __init__(self, candidate: TextCandidate, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self._key = key
        self.keyed = True
        self.setCheckable(True)
        self.setChecked(candidate.stands)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = shown(candidate.text)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)
        sure = "" if candidate.probability is None else share(candidate.probability)
        self._share = sure
        self.setAccessibleDescription(sure)
        self.setToolTip(self.tr("{text}, {share}. Key: {key}").format(text=words, share=sure, key=key))

    def show_key(self, *, keyed: bool) -> None:
        """Show the digit, where it chooses this candidate now."""
        if keyed != self.keyed:
            self.keyed = keyed
            self.update()

    def nextCheckState(self) -> None:
        """A click does not switch: the project decides what stands."""

    def sizeHint(self) -> QSize:
        """Room for key, text and percentage."""
        text = QFontMetricsF(sized(self.font(), 1.3)).horizontalAdvance(shown(self.candidate.text))
        small = QFontMetricsF(sized(self.font(), 0.85)).horizontalAdvance(self._share)
        return QSize(int(text + small) + 56, _HEIGHT)

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint ground, gauge, key, text and percentage."""
        frame = self.frame()
        stands = self.candidate.stands
        painter.setPen(QPen(tones.accent if stands else tones.line, 1))
        painter.setBrush(tones.current if stands else self.background(tones))
        painter.drawRoundedRect(frame, RADIUS, RADIUS)
        self._draw_gauge(painter, frame, tones)
        ink = tones.text if self.isEnabled() or stands else tones.disabled
        painter.setFont(sized(self.font(), 0.82))
        cap = QRectF(frame.left() + 8, frame.center().y() - 9, 16, 16)
        if self.keyed:
            filled_cap(painter, cap, self._key, tones, enabled=self.isEnabled())
        small = sized(self.font(), 0.85)
        aside = QFontMetricsF(small).horizontalAdvance(self._share)
        painter.setFont(sized(self.font(), 1.3))
        painter.setPen(ink)
        room = QRectF(
            cap.right() + 8, frame.top(), frame.right() - cap.right() - aside - 24, frame.height() - 3
        )
        text = QFontMetricsF(painter.font()).elidedText(
            shown(self.candidate.text), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if stands:
            wide = QFontMetricsF(painter.font()).horizontalAdvance(text)
            if wide + 16 < room.width():
                check_mark(painter, room.left() + wide + 11, room.center().y(), tones.accent)
        painter.setFont(small)
        painter.setPen(tones.muted if self.isEnabled() else tones.disabled)
        painter.drawText(
            frame.adjusted(0, 0, -8, -3),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            self._share,
        )

    def _draw_gauge(self, painter: QPainter, frame: QRectF, tones: Tones) -> None:
        if self.candidate.probability is None:
            return
        track = QRectF(frame.left() + 8, frame.bottom() - 6, frame.width() - 16, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blend(tones.text, tones.raised, 0.1))
        painter.drawRoundedRect(track, 1.5, 1.5)
        track.setWidth(max(3.0, track.width() * self.candidate.probability))
        painter.setBrush(tones.accent if self.isEnabled() else tones.disabled)
        painter.drawRoundedRect(track, 1.5, 1.5)


class Candidates(QWidget):
    """All candidates of one place, on an even grid."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[CandidateButton] = []
        self._shown: tuple[TextCandidate, ...] = ()
        self._keyed = True
        self._grid = CellLayout(self, gap=2)

    @property
    def row_height(self) -> int:
        """The height of one row of buttons."""
        return _HEIGHT

    def heightForWidth(self, width: int) -> int:
        """The height of all rows at a width."""
        return self._grid.heightForWidth(width)

    def show_candidates(self, candidates: tuple[TextCandidate, ...], *, enabled: bool) -> None:
        """Show these; nothing happens to the buttons where they are the same."""
        if candidates != self._shown:
            self._shown = candidates
            for old in self.buttons:
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.buttons = [
                CandidateButton(candidate, str(number), self)
                for number, candidate in enumerate(candidates, 1)
            ]
            for button in self.buttons:
                button.clicked.connect(lambda _=False, text=button.candidate.text: self.chosen.emit(text))
                button.show_key(keyed=self._keyed)
                self._grid.addWidget(button)
                button.show()
        for button in self.buttons:
            button.setEnabled(enabled)

    def show_keys(self, *, keyed: bool) -> None:
        """Show the digits, or not while they would do something else."""
        self._keyed = keyed
        for button in self.buttons:
            button.show_key(keyed=keyed)

    def text_of(self, number: int) -> str | None:
        """The candidate on a digit key, None where there is none."""
        return self._shown[number - 1].text if 1 <= number <= len(self._shown) else None
