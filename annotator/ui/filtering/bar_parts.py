"""What the filter bar is made of, and where each part stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.ranked_labels import Muted, Problem


class SearchLine(QLineEdit):
    """Where words are typed. Arrows up and down go to the hits, Esc leaves."""

    left = Signal()
    asked = Signal(int)  # to the next hit (1), or the one before (-1)
    down = Signal()

    def event(self, event: QEvent) -> bool:
        """Esc leaves the search, whatever it means to the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            alone = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if alone and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that mean something else than typing."""
        key = event.key()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.asked.emit(-1 if back else 1)
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class BarParts(QWidget):
    """The parts of the bar; what they do is :class:`~annotator.ui.filtering.filter_bar.FilterBar`'s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self._arrange()

    def _build(self) -> None:
        self.line = SearchLine(self)
        self.line.setAcceptDrops(False)
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(self.tr("Words, or speaker:A label:stance.favor is:gap …"))
        self.line.setAccessibleName(self.tr("Search the turns"))
        self.regex = self._button(".*", self.tr("Regular expression"), checkable=True)
        self.scope = QComboBox(self)
        self.scope.addItems([self.tr("This dialogue"), self.tr("Whole project")])
        self.scope.setAccessibleName(self.tr("Where to search"))
        self.add = self._button(self.tr("Filter"), self.tr("Filter by speaker, label, language…"))
        self.views = self._button(self.tr("Views"), self.tr("Saved filters"))
        for button in (self.add, self.views):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setText(f"{button.text()} ▾")
        self.count = Muted(parent=self)
        self.stop = self._button(self.tr("Stop"), self.tr("Stop searching"))
        self.stop.hide()
        self.up = self._button("↑", self.tr("Previous match (Shift+F3)"))
        self.down = self._button("↓", self.tr("Next match (F3)"))
        self.close_button = self._button("✕", self.tr("Clear filter (Esc)"))
        self.problem = Problem(self)
        self.chips = QWidget(self)
        self._flow = FlowLayout(self.chips)
        self.chips.hide()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.regex)
        row.addWidget(self.close_button)
        self.count.setWordWrap(False)
        self.count.setMinimumHeight(self.scope.sizeHint().height())
        tools = QWidget(self)
        flow = FlowLayout(tools, gap=4)  # a narrow list gets two lines of them
        for widget in (self.scope, self.add, self.views, self.up, self.down, self.stop, self.count):
            flow.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 6)
        box.setSpacing(4)
        box.addLayout(row)
        box.addWidget(tools)
        box.addWidget(self.chips)
        box.addWidget(self.problem)

    def _button(self, text: str, name: str, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
