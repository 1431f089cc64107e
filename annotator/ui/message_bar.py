"""The strip above the turns where the window says what went well, and what did not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from annotator.ui.messages import Message, MessageKind

AUTO_HIDE = 7000  # milliseconds an info message without actions stays
LIMIT = 3  # messages shown at once; the oldest gives way
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
        self._add_buttons(row)
        self._more = self._long_text()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._more)

    def _colour(self) -> None:
        colours = theme.theme_of(self.palette())
        if colours.name == self._theme:
            return  # a style sheet of its own changes the palette too
        self._theme = colours.name
        colour = {"info": colours.accent, "warning": colours.warning, "error": colours.danger}
        mine = colour[self.message.kind]
        self._sign.set_colours(QColor(mine), QColor(colours.base))
        back = theme.blend(mine, colours.window, 0.09)
        self.setStyleSheet(
            f"#message-card {{ background: {back}; border: none;"
            f" border-bottom: 1px solid {theme.blend(mine, colours.window, 0.3)}; border-radius: 0; }}"
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

    def _add_buttons(self, row: QHBoxLayout) -> None:
        for action in self.message.actions:
            button = QPushButton(action.text, self)
            button.clicked.connect(self._run(action.run))
            row.addWidget(button, 0, self._side())
        if self.message.more:
            details = QPushButton(self.tr("Details"), self)
            details.setCheckable(True)
            details.toggled.connect(self._show_more)
            row.addWidget(details, 0, self._side())
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Dismiss this message"))
        close.setToolTip(self.tr("Dismiss"))
        close.clicked.connect(self.dismissed)
        row.addWidget(close, 0, self._side())

    def _show_more(self, shown: bool) -> None:  # the button's signal says it by position
        self._more.setVisible(shown)

    def _run(self, run: Callable[[], object]) -> Callable[[], None]:
        def pressed() -> None:
            self.dismissed.emit()
            run()

        return pressed

    def _long_text(self) -> QPlainTextEdit:
        box = QPlainTextEdit(self.message.more, self)
        box.setReadOnly(True)
        box.setFrameShape(QFrame.Shape.NoFrame)
        box.setAccessibleName(self.tr("Details"))
        box.setMaximumHeight(160)
        box.setVisible(False)
        return box


class MessageBar(QWidget):
    """Shows the last few messages, newest on top; takes no room when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Messages"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._timer = QTimer(self, singleShot=True, interval=AUTO_HIDE)
        self._timer.timeout.connect(self.hide_passing)
        self.hide()

    def cards(self) -> list[MessageCard]:
        """The messages on show, newest first."""
        items = (self._column.itemAt(row) for row in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, MessageCard)]

    def show_message(self, message: Message) -> None:
        """Show a message. One that says the same again replaces the one before, and passing
        ones (info without buttons) give way to any newer message."""
        for card in self.cards():
            if card.message.text == message.text or _passing(card.message):
                self._drop(card)
        for card in self.cards()[LIMIT - 1 :]:
            self._drop(card)
        card = MessageCard(message, self)
        card.dismissed.connect(lambda: self._drop(card))
        self._column.insertWidget(0, card)
        self.show()
        if _passing(message):
            self._timer.start()

    def hide_passing(self) -> None:
        """Take away the messages that go by themselves."""
        for card in self.cards():
            if _passing(card.message):
                self._drop(card)

    def clear(self) -> None:
        """Take away everything; for another project."""
        for card in self.cards():
            self._drop(card)

    def _drop(self, card: MessageCard) -> None:
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.setVisible(bool(self.cards()))


def _passing(message: Message) -> bool:
    return message.kind == "info" and not message.actions and not message.more
