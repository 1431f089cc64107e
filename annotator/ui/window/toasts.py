"""Messages in a corner of the window: what went well goes by itself, what did not stays until it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from annotator.ui import theme
from annotator.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QPlainTextEdit

    from annotator.ui.window.messages import Message, MessageKind

AUTO_HIDE = 7000  # milliseconds an info message stays
WITH_ACTIONS = 12_000  # one that offers something
LIMIT = 3  # messages shown at once; the oldest gives way
_WIDE, _MARGIN = 400, 12  # pixels
_SIGNS: dict[MessageKind, str] = {"info": "i", "warning": "!", "error": "×"}


class _Sign(QWidget):
    """A filled disc with the sign of the kind of message; colour never speaks alone."""

    def __init__(self, kind: MessageKind, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = _SIGNS[kind]
        self._colours = QColor("black"), QColor("white")
        self.setFixedSize(20, 20)

    def set_colours(self, disc: QColor, sign: QColor) -> None:
        """Which colours to paint with."""
        self._colours = disc, sign
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The disc and its sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours[0])
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        font = QFont(self.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(QPen(self._colours[1]))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._sign)


class MessageCard(QFrame):
    """One message: sign, text, why and what to do, its buttons, and a way to dismiss it."""

    dismissed = Signal()

    def __init__(self, message: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = ""
        self.timer = QTimer(self, singleShot=True, interval=WITH_ACTIONS if message.actions else AUTO_HIDE)
        self.timer.timeout.connect(self._time_is_up)
        self.message = message
        self.setObjectName("message-card")
        self.setAccessibleName(f"{message.text} {message.detail}".strip())
        self._sign = _Sign(message.kind, self)
        self._colour()
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._sign, 0, self._side())
        row.addLayout(self._texts(), 1)
        row.addWidget(self._close_button(), 0, self._side())
        self._more = self._long_text()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        if message.actions or message.more:
            column.addLayout(self._buttons())
        column.addWidget(self._more)
        if passing(message):
            self.timer.start()

    def _time_is_up(self) -> None:
        """Go, but not from under the mouse or the keyboard."""
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self.timer.start()
        else:
            self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape dismisses the message that has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def _colour(self) -> None:
        colours = theme.theme_of(self.palette())
        if colours.name == self._theme:
            return  # a style sheet of its own changes the palette too
        self._theme = colours.name
        colour = {"info": colours.accent, "warning": colours.warning, "error": colours.danger}
        mine = colour[self.message.kind]
        self._sign.set_colours(QColor(mine), QColor(colours.base))
        back = theme.blend(mine, colours.raised, 0.06)
        line = theme.blend(mine, colours.window, 0.45)
        self.setStyleSheet(
            f"#message-card {{ background: {back}; border: 1px solid {line};"
            f" border-left: 4px solid {mine}; border-radius: 6px; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._theme:
            self._colour()

    def _side(self) -> Qt.AlignmentFlag:
        """Beside one line everything is centred, beside more it stands at the first."""
        return Qt.AlignmentFlag.AlignTop if self.message.detail else Qt.AlignmentFlag.AlignVCenter

    def _texts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for text, strong in ((self.message.text, True), (self.message.detail, False)):
            if not text:
                continue
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setMinimumHeight(20)
            if strong and self.message.detail:
                font = QFont(label.font())
                font.setWeight(QFont.Weight.DemiBold)
                label.setFont(font)
            column.addWidget(label)
        return column

    def _close_button(self) -> QToolButton:
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Dismiss this message"))
        close.setToolTip(self.tr("Dismiss. Key: Escape"))
        close.clicked.connect(self.dismissed)
        return close

    def _buttons(self) -> FlowLayout:
        row = FlowLayout(gap=8)  # what has no room beside the others goes below them, whole
        row.setContentsMargins(44, 0, 10, 8)
        for action in self.message.actions:
            button = QPushButton(action.text, self)
            button.setAutoDefault(True)  # Enter presses it, as Space does
            button.clicked.connect(self._run(action.run))
            row.addWidget(button)
        if self.message.more:
            details = QPushButton(self.tr("Details"), self)
            details.setCheckable(True)
            details.setAutoDefault(True)
            details.toggled.connect(self._show_more)
            row.addWidget(details)
        return row

    def _show_more(self, shown: bool) -> None:  # the button's signal says it by position
        self._more.setVisible(shown)

    def _run(self, run: Callable[[], object]) -> Callable[[], None]:
        def pressed() -> None:
            self.dismissed.emit()
            run()

        return pressed

    def _long_text(self) -> QPlainTextEdit:
        from PySide6.QtWidgets import QPlainTextEdit  # noqa: PLC0415 - rarely needed

        box = QPlainTextEdit(self.message.more, self)
        box.setReadOnly(True)
        box.setFrameShape(QFrame.Shape.NoFrame)
        box.setAccessibleName(self.tr("Details"))
        box.setMaximumHeight(160)
        box.setVisible(False)
        return box


class Toasts(QWidget):
    """The last few messages over the lower left corner of a widget, the newest at the bottom.

    They lie over what is there and move nothing. Escape takes the newest away. The keyboard goes back to
    where it came from when the message that has it goes.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Messages"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._below = 0
        self._around = parent
        self._came_from: QWidget | None = None  # where the keyboard was before it was with a message
        parent.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - no widget exists without it
        application.focusChanged.connect(self._on_focus)
        self.hide()

    def stand_above(self, height: int) -> None:
        """Leave so many pixels free below: the status line stays in sight."""
        self._below = height
        self._place()

    def cards(self) -> list[MessageCard]:
        """The messages on show, newest first."""
        items = (self._column.itemAt(row) for row in reversed(range(self._column.count())))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, MessageCard)]

    def show_message(self, message: Message) -> None:
        """Show a message, and say it to screen readers. One that says the same again replaces the one
        before, and passing ones give way to any newer message."""
        for card in self.cards():
            if card.message.text == message.text or passing(card.message):
                self._drop(card)
        for card in self.cards()[LIMIT - 1 :]:
            self._drop(card)
        card = MessageCard(message, self)
        card.dismissed.connect(lambda: self._drop(card))
        self._column.addWidget(card)
        self._place()
        self.show()
        self.raise_()
        self._announce(message)

    def _announce(self, message: Message) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - after the first paint

        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, f"{message.text} {message.detail}".strip())
            if message.kind == "error":
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def dismiss_newest(self) -> bool:
        """Take the newest message away; False where there is none."""
        cards = self.cards()
        if cards:
            self._drop(cards[0])
        return bool(cards)

    def hide_passing(self) -> None:
        """Take away the messages that go by themselves."""
        for card in self.cards():
            if passing(card.message):
                self._drop(card)

    def clear(self) -> None:
        """Take away everything; for another project."""
        for card in self.cards():
            self._drop(card)

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new) and (old is None or not self.isAncestorOf(old)):
            self._came_from = old

    def _give_back(self) -> None:
        before, self._came_from = self._came_from, None
        if before is not None and isValid(before) and before.isVisible() and before.isEnabled():
            before.setFocus()

    def _drop(self, card: MessageCard) -> None:
        card.timer.stop()
        focus = QApplication.focusWidget()
        if focus is not None and card.isAncestorOf(focus):
            self._give_back()
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.setVisible(bool(self.cards()))
        self._place()

    def _place(self) -> None:
        """In the lower left corner, as wide as is readable and as high as the messages."""
        around = self._around
        wide = min(_WIDE, around.width() - 2 * _MARGIN)
        high = min(self._column.totalHeightForWidth(wide), around.height() - self._below - 2 * _MARGIN)
        self.setGeometry(_MARGIN, around.height() - self._below - _MARGIN - high, wide, high)

    def event(self, event: QEvent) -> bool:
        """Make room where a message has become another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self._place()
        return super().eventFilter(watched, event)


def passing(message: Message) -> bool:
    """Whether a message goes by itself."""
    return message.kind == "info" and not message.more
