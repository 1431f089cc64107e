"""The controls around the list of doubts: filters and progress above it, accepting many below."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from annotator.ui.theme.qt_colours import blend, tones_of
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import Given, LabelFace
from annotator.ui.widgets.plain_parts import TextButton
from annotator.ui.widgets.toggle import Toggle


class DecidedGauge(QWidget):
    """A thin gauge of how much is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setFixedHeight(4)

    def set_share(self, share: float) -> None:
        """Show this much (0 to 1)."""
        self._share = share
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Draw the track and what is done of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = tones_of(self)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(self.rect())
        painter.setBrush(blend(tones.text, tones.surface, 0.1))
        painter.drawRoundedRect(track, 2, 2)
        if self._share > 0:
            track.setWidth(max(4.0, track.width() * self._share))
            painter.setBrush(tones.accent)
            painter.drawRoundedRect(track, 2, 2)
        painter.end()


def percent_box(name: str, tip: str, parent: QWidget) -> QSpinBox:
    """A field for a probability in percent."""
    box = QSpinBox(parent)
    box.setRange(1, 100)
    box.setSuffix(" %")
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setKeyboardTracking(False)
    box.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    box.setFixedWidth(84)
    return box


class Filters(QWidget):
    """Which steps are listed, how far the review is, and below what a repair is a doubt."""

    changed = Signal()
    threshold_changed = Signal(int)  # percent

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(7)
        line = QHBoxLayout()
        line.setSpacing(6)
        self.which = QComboBox(self)
        for text, key in (
            (self.tr("Doubts"), "doubts"),
            (self.tr("Damage"), "damage"),
            (self.tr("Decided"), "decided"),
            (self.tr("All repairs"), "all"),
        ):
            self.which.addItem(text, key)
        self.which.setAccessibleName(self.tr("Which repairs"))
        self.which.activated.connect(lambda _row: self.changed.emit())
        self.here = Toggle(LabelFace(""), self, framed=True)
        self.here.clicked.connect(self._toggle)
        self._here = False
        self.below = percent_box(
            self.tr("Doubtful below"),
            self.tr("Repairs with a lower confidence count as doubts"),
            self,
        )
        self.below.valueChanged.connect(self.threshold_changed)
        self.below.setPrefix("< ")
        self.which.setMinimumContentsLength(6)
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line.addWidget(self.which, 1)
        line.addWidget(self.here)
        box.addLayout(line)
        self.progress = ElidedText(muted=True, scale=0.92, parent=self)
        self.bar = DecidedGauge(self)
        second = QHBoxLayout()
        second.addWidget(self.progress, 1)
        second.addWidget(self.below)
        box.addLayout(second)
        box.addWidget(self.bar)
        self._show_toggle()

    @property
    def only_here(self) -> bool:
        """Whether only the dialogue in hand is asked for."""
        return self._here

    def _toggle(self) -> None:
        self.set_here(here=not self._here)

    def set_here(self, *, here: bool) -> None:
        """Ask for the dialogue in hand only, or for all."""
        if here != self._here:
            self._here = here
            self._show_toggle()
            self.changed.emit()

    def _show_toggle(self) -> None:
        self.here.set_face(
            LabelFace(
                self.tr("This dialogue"),
                given=Given.YES if self._here else Given.NO,
                tooltip=self.tr("Only repairs in the current dialogue"),
                spoken=self.tr("on") if self._here else self.tr("off"),
            )
        )

    def show_progress(self, decided: int, open_: int) -> None:
        """Show that so many are decided and so many not."""
        total = decided + open_
        self.progress.set_text(
            self.tr("{decided} of {total} decided").format(decided=f"{decided:,}", total=f"{total:,}")
            if total
            else self.tr("Nothing to decide")
        )
        self.bar.set_share(decided / total if total else 0.0)


class AcceptMany(QWidget):
    """Accept all repairs from some confidence on."""

    asked = Signal(int)  # percent

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=6)
        flow.setContentsMargins(12, 7, 12, 8)
        self.button = TextButton(self.tr("Accept all…"), parent=self)
        self.button.setToolTip(self.tr("Accept every listed repair with at least this confidence"))
        self.least = percent_box(
            self.tr("Accept all with at least this confidence"), self.button.toolTip(), self
        )
        self.button.clicked.connect(lambda: self.asked.emit(self.least.value()))
        self.least.setPrefix("≥ ")
        self.least.setValue(80)
        flow.addWidget(self.button)
        flow.addWidget(self.least)
