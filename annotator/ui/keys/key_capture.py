"""Reads one key from the keyboard, whatever it would do elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from annotator.ui.dialogs.dialog_parts import dialog_column
from annotator.ui.keys.keymap import normal, shown
from annotator.ui.widgets.ranked_labels import Muted, Problem, Title

if TYPE_CHECKING:
    from collections.abc import Callable

_ALONE = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
    Qt.Key(0),
}


def pressed(event: QKeyEvent) -> str:
    """The key of an event in the portable form; "" for a modifier alone.

    Where Shift only chose which character is typed ("?" and "!"), it is not part of the key.
    """
    key = Qt.Key(event.key())
    if key in _ALONE:
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isalnum() and not text.isspace():
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return normal(QKeySequence(QKeyCombination(held, key)).toString())


class _Field(QLabel):
    """Where the key appears; takes every key but Escape and Tab."""

    caught = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumHeight(48)

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window comes first."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        if key := pressed(event):
            self.caught.emit(key)


class CaptureDialog(QDialog):
    """Asks for a key for something. A key that is taken is refused at once, and another can be pressed.

    ``problem_of`` says why a key cannot be had, "" where it can. ``key`` is what was chosen.
    """

    def __init__(self, name: str, problem_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose a key"))
        self.setMinimumWidth(420)
        self.key = ""
        self._problem_of = problem_of
        self.field = _Field(self)
        self.field.setText(self.tr("Press the key"))
        self.field.setAccessibleName(self.tr("Press the key for {name}").format(name=name))
        self.problem = Problem(self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, 12)
        column.addWidget(Title(name, 1.1, self))
        column.addWidget(Muted(self.tr("Press any key to assign it. Escape cancels."), self))
        column.addWidget(self.field)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.field.caught.connect(self._on_key)
        self.field.setFocus()

    def _on_key(self, key: str) -> None:
        problem = self._problem_of(key)
        self.field.setText(shown(key))
        self.problem.say(problem)
        self.adjustSize()
        if not problem:
            self.key = key
            self.accept()
