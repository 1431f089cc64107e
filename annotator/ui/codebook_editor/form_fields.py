"""The fields of the forms: each hands over what was entered when it is left, and can take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from annotator.ui.widgets.growing_edit import GrowingEdit
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent

    from annotator.ui.workspace.typed_signals import Carries


class LineField(QLineEdit):
    """One line of text. ``entered`` carries what stands there when it is left or Enter is pressed."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown = ""
        self.editingFinished.connect(self.flush)

    def show_value(self, text: str) -> None:
        """Show a value; what is being typed is kept unless the value has changed under it."""
        if text != self._shown or not self.isModified():
            self._shown = text
            if text != self.text():
                self.setText(text)
            self.setModified(False)

    def reset(self) -> None:
        """Show the last value again."""
        self.setText(self._shown)
        self.setModified(False)

    def flush(self) -> None:
        """Hand over what was typed, if it is something else."""
        typed = " ".join(self.text().split())
        if typed != self._shown:
            self.entered.emit(typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed; where nothing was, it is the dialog's."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.reset()
        else:
            super().keyPressEvent(event)


class LongTextField(GrowingEdit):
    """Several lines of text. ``entered`` carries what stands there after a pause, or when it is left."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._shown = ""
        self.drafted.connect(self.flush)

    def show_value(self, text: str) -> None:
        """Show a value; what is being typed is kept unless the value has changed under it."""
        if text != self._shown or self.toPlainText().strip() == self._shown:
            self._shown = text
            if text != self.toPlainText().strip():
                self.set_text(text)

    def flush(self) -> None:
        """Hand over what was typed, if it is something else."""
        typed = self.toPlainText().strip()
        if typed != self._shown:
            self.entered.emit(typed)


class KeyField(QLineEdit):
    """Takes one key press. ``entered`` carries the character, "" where Backspace or Delete took it away."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaximumWidth(120)
        self.setAcceptDrops(False)
        self.setPlaceholderText(self.tr("press a key"))
        self.setToolTip(self.tr("Press the new key. Backspace removes the key."))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # Otherwise a Chinese input method would take the key for the beginning of a word.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's own

    def show_value(self, key: str) -> None:
        """Show the key that holds."""
        self.setText(key.upper())

    def flush(self) -> None:
        """Nothing waits here."""

    def event(self, event: QEvent) -> bool:
        """Every character is this field's and no shortcut's."""
        if event.type() == QEvent.Type.ShortcutOverride and self._wanted(event) is not None:  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key; Tab, Escape and what has modifiers is not meant for the field."""
        wanted = self._wanted(event)
        if wanted is None:
            event.ignore()
        else:
            self.entered.emit(wanted)

    def _wanted(self, event: QKeyEvent) -> str | None:
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain:
            return None
        if event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            return ""
        text = event.text().strip()
        return text.casefold() if len(text) == 1 and text.isprintable() else None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A character that comes by way of an input method all the same."""
        text = event.commitString().strip()
        if len(text) == 1:
            self.entered.emit(text.casefold())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes into other fields."""
        if event.button() != Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Nothing to select: the next key replaces what is there."""
        super().focusInEvent(event)
        self.deselect()


class ChoiceField(QComboBox):
    """One of several values. ``entered`` carries the value that a person picked."""

    entered: Carries[Any] = carrying()  # of the type of what is offered

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.activated.connect(lambda _: self.entered.emit(self.currentData()))

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these values with their words."""
        with QSignalBlocker(self):
            if [(self.itemData(row), self.itemText(row)) for row in range(self.count())] != list(choices):
                self.clear()
                for value, words in choices:
                    self.addItem(words, value)

    def show_value(self, value: object) -> None:
        """Show the value that holds."""
        values = [self.itemData(row) for row in range(self.count())]
        with QSignalBlocker(self):
            self.setCurrentIndex(values.index(value) if value in values else -1)

    def flush(self) -> None:
        """Nothing waits here."""
