"""Where keys are changed: everything that can have one, with a way to find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text_folding import loosely
from annotator.ui.actions import ACTIONS, MENUS, SUBMENUS, Action
from annotator.ui.actions.menu_bar import translated
from annotator.ui.keys.key_capture import CaptureDialog
from annotator.ui.keys.key_changes import KeyChanges
from annotator.ui.keys.key_holders import KeyHolder, plain
from annotator.ui.keys.key_sheet import names
from annotator.ui.widgets.ranked_labels import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.workspace.workspace import Workspace

_HOLDER = Qt.ItemDataRole.UserRole
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
_TAKES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class KeyEditor(QWidget):
    """A table of commands, facets and labels with their keys. Every change holds at once.

    Return asks for a key, Delete takes the keys away.
    """

    def __init__(self, workspace: Workspace, keymap: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._keymap = keymap
        self.changes = KeyChanges(workspace, keymap)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search commands and keys"))
        self.search.setAccessibleName(self.tr("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.tr("Commands and their keys"))
        self.table.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.table.setUniformRowHeights(True)
        self.table.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.problem = Problem(self)
        self.change = self._button(self.tr("&Change…"), self.ask)
        self.add = self._button(self.tr("A&dd another…"), lambda: self.ask(also=True))
        self.remove = self._button(self.tr("Re&move"), self.take)
        self.reset = self._button(self.tr("&Reset"), self.reset_one)
        self.reset_all = self._button(self.tr("Reset &all"), self._keymap.reset_all)
        self._lay_out()
        self.table.installEventFilter(self)
        self.table.itemDoubleClicked.connect(lambda *_: self.ask())
        self.table.currentItemChanged.connect(self._on_current)
        self.search.textChanged.connect(self._sift)
        keymap.changed.connect(self.fill)
        workspace.changed.connect(self._on_changed)
        self.fill()

    def _button(self, text: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: run())
        return made

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.change, self.add, self.remove, self.reset):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        column.addLayout(foot)

    # --- what there is ------------------------------------------------------------------------

    def fill(self) -> None:
        """Show all things with the keys they have now; the current one stays."""
        current = self.current()
        self.table.clear()
        for title, rows in self._groups():
            group = QTreeWidgetItem(self.table, [title])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFirstColumnSpanned(True)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            for text, holder in rows:
                item = QTreeWidgetItem(group, [text, names(self.changes.keys(holder))])
                item.setData(0, _HOLDER, holder)
        self.table.expandAll()
        self._sift()
        wanted = next((x for x in self._items() if x.data(0, _HOLDER) == current), None)
        first = next((x for x in self._items() if not x.isHidden()), None)
        stand = wanted if wanted is not None else first
        if stand is not None:
            self.table.setCurrentItem(stand)
        self._on_current()

    def _groups(self) -> Iterator[tuple[str, list[tuple[str, KeyHolder]]]]:
        codebook = self._workspace.codebook
        facets = [facet for facet in codebook.facets if not facet.retired]
        if facets:
            yield self.tr("Facets"), [(x.name, KeyHolder("facet", x.key)) for x in facets]
        for facet in facets:
            labels = [(x.name, KeyHolder("label", x.key, facet.key)) for x in facet.labels if not x.retired]
            if labels:
                yield self.tr("Labels of {facet}").format(facet=facet.name), labels
        for menu, text in MENUS:
            inside = {menu, *(key for key, (parent, _) in SUBMENUS.items() if parent == menu)}
            yield (
                plain(translated(text)),
                [
                    (plain(translated(row.text)), KeyHolder("action", row.id))
                    for row in ACTIONS
                    if isinstance(row, Action) and row.menu in inside
                ],
            )

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for group in self._heads() for item in _inside(group)]

    def _heads(self) -> list[QTreeWidgetItem]:
        found = (self.table.topLevelItem(at) for at in range(self.table.topLevelItemCount()))
        return [group for group in found if group is not None]

    def _sift(self) -> None:
        words = loosely(self.search.text()).split()
        for item in self._items():
            group = item.parent()
            words_of = loosely(f"{group.text(0) if group else ''} {item.text(0)} {item.text(1)}")
            item.setHidden(not all(word in words_of for word in words))
        for head in self._heads():
            head.setHidden(all(item.isHidden() for item in _inside(head)))

    def current(self) -> KeyHolder | None:
        """What the cursor is on."""
        item = self.table.currentItem()
        found = item.data(0, _HOLDER) if item is not None else None
        return found if isinstance(found, KeyHolder) else None

    def go_to(self, holder: KeyHolder) -> None:
        """Put the cursor on something. Raises StopIteration where it is not in the table."""
        self.table.setCurrentItem(next(x for x in self._items() if x.data(0, _HOLDER) == holder))

    # --- changing -----------------------------------------------------------------------------

    def ask(self, also: bool = False) -> None:
        """Ask for a key for what the cursor is on, instead of those it has or besides them."""
        holder, item = self.current(), self.table.currentItem()
        if holder is None or item is None:
            return
        dialog = CaptureDialog(item.text(0), lambda key: self.changes.problem(holder, key), self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._say(self.changes.give(holder, dialog.key, also=also))

    def take(self) -> None:
        """Take the keys away from what the cursor is on."""
        holder = self.current()
        if holder is not None:
            self._say(self.changes.take(holder))

    def reset_one(self) -> None:
        """Give the command that the cursor is on its first keys again."""
        holder = self.current()
        if holder is not None and holder.kind == "action":
            self._say(self.changes.reset(holder.key))

    def _say(self, problem: str) -> None:
        self.problem.say(problem)
        self._on_current()

    def _on_changed(self, changes: object) -> None:
        if getattr(changes, "codebook", False) or getattr(changes, "everything", False):
            self.fill()

    def _on_current(self, *_: object) -> None:
        holder = self.current()
        action = holder is not None and holder.kind == "action"
        self.change.setEnabled(holder is not None)
        self.add.setEnabled(action)
        self.remove.setEnabled(holder is not None and bool(self.changes.keys(holder)))
        self.reset.setEnabled(holder is not None and action and self._keymap.is_own(holder.key))
        self.reset_all.setEnabled(self._keymap.own)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Return and Delete in the table."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _OPENS:
                self.ask()
                return True
            if event.key() in _TAKES:
                self.take()
                return True
        return super().eventFilter(watched, event)


def _inside(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (group.child(at) for at in range(group.childCount()))
    return [item for item in found if item is not None]
