"""Labels of a rank: titles, second-rank text, problems. They follow theme and font size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.ui import theme


class Title(QLabel):
    """Half-bold text, larger than the window's font by a factor."""

    def __init__(self, text: str, factor: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._factor = factor
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._measure()

    def _measure(self) -> None:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * self._factor)
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the window's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._measure()


class Muted(QLabel):
    """Second-rank text: explanations, places, figures."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName("muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class FittedMuted(Muted):
    """Second-rank text that is as high as its lines at the width it has.

    A layout within another asks a text that wraps how high it is before it knows how wide, and leaves too
    much room below it.
    """

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap for another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the window's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        policy = self.sizePolicy()
        if policy.hasHeightForWidth():  # each new text brings that back
            policy.setHeightForWidth(False)
            self.setSizePolicy(policy)
        self.setMinimumHeight(0)  # else it is part of the answer
        self.setFixedHeight(max(0, self.heightForWidth(self.width())))


class Problem(QLabel):
    """What is wrong with what was entered; takes no room while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setStyleSheet(f"color: {theme.theme_of(self.palette()).danger};")
        self.hide()

    def say(self, problem: str) -> None:
        """Show a problem; "" for none."""
        self.setText(problem)
        self.setVisible(bool(problem))
