"""Suggested labels in a section of the tag panel: there on request, gone with the next turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import LabelButton, LabelFace

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class SuggestionRow(QWidget):
    """A heading and a button for each suggested label. Arrows choose, Enter takes, Escape leaves.

    ``done`` says that one was taken or none is wanted.
    """

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(3, 4, 3, 4)
        box.setSpacing(3)
        heading = self.tr("Suggested from your tags · ↵ accept, Esc dismiss")
        box.addWidget(ElidedText(heading, muted=True, scale=0.9, parent=self))
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, gap=2)
        box.addWidget(self._holder)
        self.buttons: list[LabelButton] = []
        self.hide()

    def show_labels(self, faces: Sequence[tuple[str, LabelFace]], take: Callable[[str], object]) -> None:
        """Show these labels (key and face), the likeliest first, and put the keyboard on the first."""
        self.clear()
        for key, face in faces:
            button = LabelButton(face, self._holder)
            button.installEventFilter(self)
            button.clicked.connect(lambda _=False, key=key: self._take(key, take))
            self._flow.addWidget(button)
            button.show()
            self.buttons.append(button)
        self.setVisible(bool(self.buttons))
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self, key: str, take: Callable[[str], object]) -> None:
        self.clear()
        take(key)
        self.done.emit()

    def clear(self) -> None:
        """Show nothing."""
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the buttons; Escape leaves."""
        if not isinstance(event, QKeyEvent) or watched not in self.buttons:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.done.emit()
            return True
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            return False
        number = next(i for i, button in enumerate(self.buttons) if button is watched)
        self.buttons[(number + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
