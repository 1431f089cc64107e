"""Shows the stops of the tour over the window: a ring around a part, and a card beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.keys.keymap import shown
from annotator.ui.tour.tour_stops import STOPS, TourPlace
from annotator.ui.widgets.ranked_labels import Muted, Title

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from annotator.ui.window.window_base import WindowBase

_WIDTH, _GAP, _EDGE = 340, 12, 12
_NEXT = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class _Ring(QWidget):
    """The outline around what is meant; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded line in the accent colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.theme_of(self.palette()).accent), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)


class Coach(QFrame):
    """The tour under way. Enter goes on, Backspace goes back, Esc leaves; it deletes itself at the end."""

    def __init__(self, window: WindowBase) -> None:
        super().__init__(window)
        self._window = window
        self.at = 0
        self._over = False
        self.setObjectName("tour-card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_WIDTH)
        self.ring = _Ring(window)
        self.title = Title("", 1.15, self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.count = Muted("", self)
        self.count.setWordWrap(False)
        self.leave = QPushButton(self.tr("Close"), self)
        self.leave.setToolTip(self.tr("Close the tour (Esc)"))
        self.back = QPushButton(self.tr("Back"), self)
        self.back.setToolTip(self.tr("Previous step (Backspace)"))
        self.next = QPushButton(self.tr("Next"), self)
        self.next.setToolTip(self.tr("Next step (Enter)"))
        self.next.setProperty("primary", "true")
        self._lay_out()
        self._colour()
        self.leave.clicked.connect(self.finish)
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.next.clicked.connect(lambda: self.go(self.at + 1))
        window.installEventFilter(self)
        window.workspace.project_changed.connect(self.finish)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.count, 1)
        for button in (self.leave, self.back, self.next):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(4)
        column.addLayout(row)

    def _colour(self) -> None:
        colours = theme.theme_of(self._window.palette())
        self.setStyleSheet(
            f"#tour-card {{ background: {colours.raised}; border: 1px solid {colours.border};"
            f" border-radius: {theme.RADIUS}px; }}"
            f"#tour-card:focus {{ border: 2px solid {colours.accent}; }}"
        )

    def begin(self) -> None:
        """Show the first stop."""
        self.ring.show()
        self.show()
        self.go(0)

    def go(self, number: int) -> None:
        """Show a stop, from 0; one before the first stays there, one after the last leaves."""
        if number >= len(STOPS):
            self.finish()
            return
        self.at = max(0, number)
        stop = STOPS[self.at]
        keys = self._window.keymap.keys(stop.action) if stop.action else ()
        self.title.setText(QCoreApplication.translate("Tour", stop.title))
        key = shown(keys[0]) if keys else QCoreApplication.translate("Tour", "A menu command")
        self.text.setText(QCoreApplication.translate("Tour", stop.text).replace("{key}", key))
        self.count.setText(self.tr("{number} of {count}").format(number=self.at + 1, count=len(STOPS)))
        self.back.setEnabled(self.at > 0)
        last = self.at == len(STOPS) - 1
        self.next.setText(self.tr("Done") if last else self.tr("Next"))
        self.setAccessibleName(
            self.tr("Tour, {place}: {title}").format(place=self.count.text(), title=self.title.text())
        )
        self.setAccessibleDescription(
            self.tr("{text} Enter: next. Backspace: back. Esc: close the tour.").format(text=self.text.text())
        )
        place = stop.place(self._window)
        self._put(place)
        self.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def finish(self) -> None:
        """Leave: the marks go, and the keyboard is back with the turns."""
        if self._over:
            return
        self._over = True
        window = self._window
        window.removeEventFilter(self)
        window.workspace.project_changed.disconnect(self.finish)
        for mark in (self.ring, self):
            mark.hide()
            mark.deleteLater()
        if window.workspace.project is not None:
            window.turns.setFocus()

    def _put(self, place: TourPlace) -> None:
        """Ring and card where they belong; a part that is hidden has no ring, and the card stands amid."""
        whole = self._window.rect()
        visible = place.widget.isVisible()
        area = place.area if place.area is not None else place.widget.rect()
        target = QRect(place.widget.mapTo(self._window, area.topLeft()), area.size()) & whole
        self.ring.setVisible(visible)
        self.ring.setGeometry(target.adjusted(-2, -2, 2, 2) & whole)
        self.ring.raise_()
        height = self.heightForWidth(_WIDTH)
        self.resize(_WIDTH, max(height, self.minimumSizeHint().height()))
        self.move(beside(target if visible else QRect(), QRect(self.rect()), whole))
        self.raise_()

    def _follow(self) -> None:
        if not self._over:
            self._put(STOPS[self.at].place(self._window))

    # --- Qt's calls --------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The keys of the tour are its own and not the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Backspace, Esc; a button in focus is pressed by Enter as by Space."""
        if event.key() in _NEXT:
            focused = self.focusWidget()
            if isinstance(focused, QPushButton) and focused.hasFocus():
                focused.click()
            else:
                self.go(self.at + 1)
        elif event.key() == Qt.Key.Key_Backspace:
            self.go(self.at - 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.finish()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window when it changes its size or its colours."""
        if watched is self._window and event.type() in {QEvent.Type.Resize, QEvent.Type.PaletteChange}:
            if event.type() == QEvent.Type.PaletteChange:
                self._colour()
            QTimer.singleShot(0, self, self._follow)
        return super().eventFilter(watched, event)


def _is_mine(event: QEvent) -> bool:
    key = event.key() if hasattr(event, "key") else None
    return key in _NEXT | {Qt.Key.Key_Backspace, Qt.Key.Key_Escape}


def beside(target: QRect, card: QRect, whole: QRect) -> QPoint:
    """Where a card stands: right of its target, left, below or above, where there is room, else amid.

    All in the window's coordinates; the card is always within the window where it fits.
    """
    inside = whole.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    if not target.isEmpty():
        top = min(max(target.top(), inside.top()), inside.bottom() - card.height())
        left = min(max(target.left(), inside.left()), inside.right() - card.width())
        for corner in (
            QPoint(left, target.bottom() + _GAP),
            QPoint(target.right() + _GAP, top),
            QPoint(target.left() - _GAP - card.width(), top),
            QPoint(left, target.top() - _GAP - card.height()),
        ):
            if inside.contains(QRect(corner, card.size())):
                return corner
    return inside.center() - QPoint(card.width() // 2, card.height() // 2)
