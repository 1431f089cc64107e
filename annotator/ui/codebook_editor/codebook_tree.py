"""Facets with their labels below them, moved by dragging and by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from annotator.codebooks import ordered
from annotator.ui.theme.qt_colours import label_tones, sized, tones_of
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QDropEvent, QKeyEvent

    from annotator.model import Codebook, Facet, Label
    from annotator.ui.workspace.typed_signals import Carries

_KEY = Qt.ItemDataRole.UserRole
_NAME, _SHORTCUT, _TAGS = range(3)
_DOT = 12
_UP, _DOWN, _LEFT, _RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right
_STEPS = {_UP: -1, _DOWN: 1}
_NESTS = {_LEFT: -1, _RIGHT: 1}


class CodebookTree(QTreeWidget):
    """The facets and labels of a codebook. It changes nothing itself: signals say what is wanted.

    Keys: Alt with the arrows moves, Delete removes, Insert adds, F2 and Enter rename.
    """

    stepped = Signal(int)  # up (-1) or down (1)
    nested = Signal(int)  # below the one before (1), or out again (-1)
    removal_wanted = Signal()
    adding_wanted = Signal()
    renaming_wanted = Signal()
    # a label, its new parent or None, the sibling it is before or None
    label_dropped: Carries[str, str | None, str | None] = carrying(3)
    facets_dropped = Signal(list)  # keys of facets in their new order

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._show_retired = True
        self.setAccessibleName(self.tr("Facets and labels"))
        self.setHeaderLabels([self.tr("Name"), self.tr("Key"), self.tr("Tags")])
        self.setUniformRowHeights(True)
        self.setIconSize(QSize(_DOT, _DOT))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setAlternatingRowColors(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_SHORTCUT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_TAGS, QHeaderView.ResizeMode.ResizeToContents)
        self.itemDoubleClicked.connect(lambda *_: self.renaming_wanted.emit())

    # --- showing --------------------------------------------------------------------------

    def show_codebook(self, codebook: Codebook, use: Mapping[str, int], *, retired: bool) -> None:
        """Show a codebook with the numbers of tags; keeps the current item and what is folded."""
        current = self.current()
        folded = {key for key, item in self._items.items() if item.childCount() and not item.isExpanded()}
        places = self.verticalScrollBar().value()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.clear()
        self._items = {}
        for facet in sorted(codebook.facets, key=lambda facet: facet.position):
            if retired or not facet.retired:
                self._add_facet(facet, use, retired=retired)
        for key, item in self._items.items():
            item.setExpanded(key not in folded)
        self.blockSignals(False)  # noqa: FBT003
        self.verticalScrollBar().setValue(places)
        self.select(current if current in self._items else next(iter(self._items), ""))

    def _add_facet(self, facet: Facet, use: Mapping[str, int], *, retired: bool) -> None:
        top = self._item(facet, use)
        top.setFont(_NAME, sized(self.font(), 1.0, bold=True))
        self.addTopLevelItem(top)
        for label in ordered(facet.labels):
            above = self._items.get(label.parent) if label.parent is not None else top
            if above is not None and (retired or not label.retired):
                item = self._item(label, use)
                item.setIcon(_NAME, self._dot(label))
                above.addChild(item)
            elif above is None and not label.retired:  # what stands below a retired one that is not shown
                item = self._item(label, use)
                item.setIcon(_NAME, self._dot(label))
                top.addChild(item)

    def _item(self, one: Facet | Label, use: Mapping[str, int]) -> QTreeWidgetItem:
        tags = use.get(one.key, 0)
        name = self.tr("{name} (retired)").format(name=one.name) if one.retired else one.name
        item = QTreeWidgetItem([name, one.shortcut.upper(), f"{tags:,}" if tags else ""])
        item.setData(_NAME, _KEY, one.key)
        item.setToolTip(_NAME, one.name)
        item.setTextAlignment(_TAGS, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if one.retired:
            for column in range(3):
                item.setForeground(column, tones_of(self).muted)
        self._items[one.key] = item
        return item

    def _dot(self, label: Label) -> QIcon:
        """A dot of the label's colour, a ring for one without."""
        scale = self.devicePixelRatioF()
        picture = QPixmap(round(_DOT * scale), round(_DOT * scale))
        picture.setDevicePixelRatio(scale)
        picture.fill(QColor(0, 0, 0, 0))
        ink = label_tones(label.colour, tones_of(self).theme).ink
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(ink if label.colour and not label.retired else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(1.5, 1.5, _DOT - 3, _DOT - 3))
        painter.end()
        icon = QIcon(picture)
        icon.addPixmap(picture, QIcon.Mode.Selected)
        return icon

    # --- what is current --------------------------------------------------------------------

    def current(self) -> str:
        """The key of the current facet or label, "" for none."""
        return _key(self.currentItem())

    def select(self, key: str) -> None:
        """Make a facet or label the current one."""
        item = self._items.get(key)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    # --- moving -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The tree's own keys; every other one is Qt's."""
        key = Qt.Key(event.key())
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        wanted = {
            Qt.Key.Key_Delete: self.removal_wanted,
            Qt.Key.Key_Insert: self.adding_wanted,
            Qt.Key.Key_F2: self.renaming_wanted,
            Qt.Key.Key_Return: self.renaming_wanted,
            Qt.Key.Key_Enter: self.renaming_wanted,
        }
        if alt and key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif alt and key in _NESTS:
            self.nested.emit(_NESTS[key])
        elif key in wanted and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            wanted[key].emit()
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what is to go where, and leave the items to the next showing."""
        item = self.currentItem()
        onto = self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if item is not None and onto is not None and onto is not item:
            self.drop(item, onto, self.dropIndicatorPosition())

    def drop(
        self, item: QTreeWidgetItem, onto: QTreeWidgetItem, where: QAbstractItemView.DropIndicatorPosition
    ) -> None:
        """What dropping an item on, above or below another one asks for; labels stay in their facet."""
        position = QAbstractItemView.DropIndicatorPosition
        key, target, above = _key(item), _key(onto), onto.parent()
        if item.parent() is None:
            if above is None and where != position.OnItem:
                self._drop_facet(key, target, after=where == position.BelowItem)
        elif _top(item) is not _top(onto):
            return
        elif where == position.OnItem or above is None:
            self.label_dropped.emit(key, target if above is not None else None, None)
        else:
            at = above.indexOfChild(onto) + (1 if where == position.BelowItem else 0)
            rest = [above.child(row) for row in range(at, above.childCount()) if above.child(row) is not item]
            parent = _key(above) if above.parent() is not None else None
            self.label_dropped.emit(key, parent, _key(rest[0]) if rest else None)

    def _drop_facet(self, key: str, onto: str, *, after: bool) -> None:
        keys = [_key(self.topLevelItem(row)) for row in range(self.topLevelItemCount())]
        keys.remove(key)
        keys.insert(keys.index(onto) + (1 if after else 0), key)
        self.facets_dropped.emit(keys)


def _key(item: QTreeWidgetItem | None) -> str:
    return str(item.data(_NAME, _KEY)) if item is not None else ""


def _top(item: QTreeWidgetItem) -> QTreeWidgetItem:
    above = item.parent()
    return item if above is None else _top(above)
