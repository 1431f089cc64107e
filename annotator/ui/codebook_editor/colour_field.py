"""A label's colour: swatches that can be told apart, any other by its number, and what is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.codebook_editor.form_fields import LineField
from annotator.ui.codebook_editor.label_colours import PALETTE, VISIONS, faint_in, near
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.theme.qt_colours import Tones, label_tones
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.painted_button import PaintedButton, check_mark
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_MOST_NAMED = 3  # labels that are too close


class Swatch(PaintedButton):
    """One colour to pick, checked where the label has it; a ring is no colour."""

    def __init__(self, colour: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({colour})" if colour else name)

    def sizeHint(self) -> QSize:
        """A target for the mouse of 28 pixels."""
        return QSize(28, 28)

    def nextCheckState(self) -> None:
        """A click does not toggle: the project decides what holds."""

    def draw(self, painter: QPainter, tones: Tones) -> None:
        """Paint the dot as it will be seen, with a check mark where it holds."""
        own = label_tones(self.colour, tones.theme)
        centre = QRectF(self.rect()).center()
        painter.setPen(QPen(own.ink, 1.6))
        painter.setBrush(own.ink if self.colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 9, 9)
        if self.isChecked():
            check_mark(painter, centre.x(), centre.y(), tones.surface if self.colour else tones.text)


class ColourField(QWidget):
    """Picks a colour. ``entered`` carries ``#rrggbb``, "" for none."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = [QCoreApplication.translate("Colours", name) for _, name in PALETTE]
        swatches = [*((colour, name) for (colour, _), name in zip(PALETTE, names, strict=True))]
        row = QWidget(self)
        flow = FlowLayout(row, gap=2)
        self.swatches = [Swatch(*one, row) for one in [*swatches, ("", self.tr("no colour of its own"))]]
        for swatch in self.swatches:
            swatch.clicked.connect(lambda _=False, colour=swatch.colour: self.entered.emit(colour))
            flow.addWidget(swatch)
        self.number = LineField(self.tr("Colour as a number"), row)
        self.number.setPlaceholderText("#rrggbb")
        self.number.setFixedWidth(96)
        self.number.entered.connect(self._typed)
        self.verdict = Muted(parent=self)
        self.verdict.setAccessibleName(self.tr("Whether the colour can be told apart"))
        flow.addWidget(self.number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row)
        column.addWidget(self.verdict)

    def show_value(self, colour: str, others: Sequence[tuple[str, str]]) -> None:
        """Show the colour that holds, and how it gets on with those of other labels (name, colour)."""
        for swatch in self.swatches:
            swatch.setChecked(swatch.colour == colour)
        self.number.show_value(colour)
        self.verdict.setText(self._verdict(colour, others))

    def flush(self) -> None:
        """Hand over a number that was typed."""
        self.number.flush()

    def _typed(self, text: str) -> None:
        found = _COLOUR.fullmatch(text)
        if found or not text:
            self.entered.emit(f"#{found[1].lower()}" if found else "")
        else:
            self.number.reset()
            self.verdict.setText(
                self.tr("“{text}” is no colour; it takes six digits, as in #0072b2.").format(text=text)
            )

    def _verdict(self, colour: str, others: Sequence[tuple[str, str]]) -> str:
        if not colour:
            return self.tr("Without a colour it is shown in grey.")
        close = near(colour, others)
        parts = []
        for one in close[:_MOST_NAMED]:
            whom = QCoreApplication.translate("Colours", VISIONS[one.vision]) if VISIONS[one.vision] else ""
            said = (
                self.tr("Hard to tell from “{name}” {whom}.")
                if whom
                else self.tr("Hard to tell from “{name}”.")
            )
            parts.append(said.format(name=one.name, whom=whom))
        if len(close) > _MOST_NAMED:
            parts.append(
                counted(
                    len(close) - _MOST_NAMED,
                    QT_TRANSLATE_NOOP("Counted", "And from one more."),
                    QT_TRANSLATE_NOOP("Counted", "And from {n} more."),
                )
            )
        themes = {"light": self.tr("Too light for the light theme, where it is shown darker.")}
        themes["dark"] = self.tr("Too dark for the dark theme, where it is shown lighter.")
        parts += [themes[theme] for theme in faint_in(colour)]
        return " ".join(parts) or self.tr("Easy to tell from the others for everybody.")
