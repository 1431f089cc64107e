"""The palette's window: a field to type in, and under it what fits, the best first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.command_palette.palette_entries import Entry, Finder, ShowView, remembered
from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.theme.qt_colours import sized, tones_of
from annotator.ui.widgets.ranked_labels import Muted

if TYPE_CHECKING:
    from annotator.ui.actions.menu_bar import Actions
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.workspace import Workspace

_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_PAD = 12
_FEW = 8  # entries on show below which every further page of titles is looked through at once
_Index = QModelIndex | QPersistentModelIndex


class _Found(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Have these entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.detail, entry.keys) if part)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEnabled if self.entries[index.row()].enabled else flags


class _Row(QStyledItemDelegate):
    """Text, what kind it is, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _Found)  # noqa: S101 - it is this list's
        entry = model.entries[index.row()]
        widget = self.parent()
        assert isinstance(widget, QWidget)  # noqa: S101 - made with the list
        tones = tones_of(widget)
        painter.save()
        room: QRect = option.rect
        current = isinstance(widget, QListView) and widget.currentIndex().row() == index.row()
        if current:
            painter.fillRect(room, tones.current)
            painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), tones.accent)
        inner = room.adjusted(_PAD, 0, -_PAD, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        small = sized(option.font, 0.9)
        painter.setFont(small)
        painter.setPen(tones.muted if entry.enabled else tones.disabled)
        right = (
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, entry.keys)
            if entry.keys
            else QRect()
        )
        inner.setRight(inner.right() - right.width() - (_PAD if entry.keys else 0))
        wide = min(painter.fontMetrics().horizontalAdvance(entry.detail), inner.width() // 2)
        detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, wide + 1)
        text = QRect(inner.left(), inner.top(), max(0, inner.width() - wide - _PAD), inner.height())
        painter.drawText(
            QRect(inner.right() - wide, inner.top(), wide + 1, inner.height()),
            middle | Qt.AlignmentFlag.AlignRight,
            detail,
        )
        painter.setFont(option.font)
        painter.setPen(tones.text if entry.enabled else tones.disabled)
        words = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


class Palette(QDialog):
    """Type some letters, choose with the arrows, Return does it. Escape leaves all as it is."""

    def __init__(
        self,
        workspace: Workspace,
        actions: Actions,
        settings: Settings,
        show_view: ShowView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 620, 440)
        self.setMinimumSize(320, 240)
        self._settings = settings
        self._recent = _recent(settings)
        self._finder = Finder(workspace, actions, show_view, self._recent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Type a command, label or dialogue"))
        self.field.setAccessibleName(self.tr("Type a command, label or dialogue"))
        self.field.installEventFilter(self)
        self.list = QListView(self)
        self.list.setAccessibleName(self.tr("Results"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = _Found(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.clicked.connect(lambda _: self.choose())
        self.list.activated.connect(lambda _: self.choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        self.nothing = Muted(self.tr("Nothing matches. Try another word, or fewer letters."), self)
        self.nothing.setContentsMargins(8, 8, 8, 8)
        self.nothing.hide()
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(self._show)
        # Titles come a page at a time, so that the window answers while there are many.
        self._reading = QTimer(self, interval=0)
        self._reading.timeout.connect(self._read_on)
        self._finder.read_on()
        self._reading.start()
        self._show()

    def _read_on(self) -> None:
        more = self._finder.read_on()
        if not more:
            self._reading.stop()
        # Not after every page: looking through all titles takes longer than reading some.
        if self.field.text() and (not more or len(self.model.entries) < _FEW):
            self._show()

    def _show(self) -> None:
        row = self.list.currentIndex().row()
        before = self.model.entries[row].key if 0 <= row < len(self.model.entries) else ""
        typed = self.sender() is self.field
        self.model.show(self._finder.find(self.field.text()))
        keys = [entry.key for entry in self.model.entries]
        self.nothing.setVisible(not keys)
        self.list.setCurrentIndex(self.model.index(keys.index(before) if not typed and before in keys else 0))

    def choose(self) -> None:
        """Do what the cursor is on, after the palette has gone."""
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self.model.entries) or not self.model.entries[row].enabled:
            return
        entry = self.model.entries[row]
        self._settings.recent_commands = json.dumps(remembered(self._recent, entry.key))
        self.accept()
        # The focus is back in the window by then, and with it the right to its keys.
        QTimer.singleShot(0, self.parent() or self, entry.run)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while one types; Return does what the cursor is on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.choose()
                return True
        return super().eventFilter(watched, event)

    def _move(self, event: QKeyEvent) -> None:
        rows = len(self.model.entries)
        page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) - 1)
        step = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }[Qt.Key(event.key())]
        row = max(0, min(self.list.currentIndex().row() + step, rows - 1))
        self.list.setCurrentIndex(self.model.index(row))


def _recent(settings: Settings) -> list[str]:
    try:
        found = json.loads(settings.recent_commands or "[]")
    except ValueError:
        return []
    return [key for key in found if isinstance(key, str)] if isinstance(found, list) else []
