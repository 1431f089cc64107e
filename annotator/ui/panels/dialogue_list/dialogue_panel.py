"""The panel at the left: the project's dialogues, a line to filter them, and what can be done with one."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Changes
from annotator.ui.panels.dialogue_list.background_listing import Lister
from annotator.ui.panels.dialogue_list.dialogue_delegate import DialogueDelegate
from annotator.ui.panels.dialogue_list.dialogue_details import show_details
from annotator.ui.panels.dialogue_list.dialogue_menus import LookMenus
from annotator.ui.panels.dialogue_list.dialogue_model import ID, DialogueModel, GroupHeading
from annotator.ui.panels.dialogue_list.dialogue_titles import TitleSearch
from annotator.ui.panels.dialogue_list.list_options import Look, filtered, look_of
from annotator.ui.panels.dialogue_list.rename_dialogue import RenameLine
from annotator.ui.texts.counted_texts import dialogues_words
from annotator.ui.turn_list.text_marks import threshold
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline
from annotator.ui.widgets.row_view import RowView
from annotator.ui.window.messages import from_error
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.store.dialogue_listing import Group
    from annotator.ui.settings.settings import Settings


class DialogueList(QWidget):
    """The dialogues, each with how far its tagging is: in an order, a choice and groups as wanted.

    The list stays as it is while one tags in it; it is put in order anew when that is asked for, and when
    dialogues come or go. ``done`` says that Enter was pressed on a dialogue: the turn list should take the
    focus.
    """

    done = Signal()

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, settings: Settings | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._settings = settings
        self._listed: Sequence[int] = array("q")  # what the look asks for, before titles are looked at
        self.setObjectName("dialogue_list")
        self.setAccessibleName(self.tr("Dialogues"))
        self.setMinimumWidth(180)
        self.model = DialogueModel(workspace, self)
        self.search = TitleSearch(workspace, self)
        self.search.found.connect(self._found)
        self.search.finished.connect(self._show_state)
        self.lister = Lister(workspace, self)
        self.lister.found.connect(self._listed_anew)
        self.lister.failed.connect(self._not_listed)
        self._build()
        self.menus.show_look(look_of(settings.dialogue_list if settings is not None else ""))
        self._delegate.figures = self.menus.look.figures
        self._connect()
        self._reload()

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(10, 10, 10, 8)
        top.setSpacing(6)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by title"))
        self.filter.setAccessibleName(self.tr("Filter dialogues by title"))
        self.filter.setToolTip(self.tr("Shows the dialogues whose title contains this. Key: Escape clears"))
        self.filter.setClearButtonEnabled(True)
        self.rename_line = RenameLine(self)
        self.rename_line.hide()
        self.count = ElidedText(muted=True, scale=0.87, parent=self)
        self.menus = LookMenus(self.set_look, self._metadata, self._has_folders, self)
        self.menus.hide()
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for button in self.menus.buttons():
            tools.addWidget(button)
        tools.addStretch(1)
        top.addWidget(self.filter)
        top.addWidget(self.rename_line)
        top.addLayout(tools)
        top.addWidget(self.count)
        box.addLayout(top)
        box.addWidget(Hairline(self))
        keys: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self.done.emit,
            Qt.Key.Key_Enter: self.done.emit,
            Qt.Key.Key_F2: self.rename,
            Qt.Key.Key_Delete: self.remove,
            Qt.Key.Key_Slash: self.filter.setFocus,
        }
        self.view = RowView(self, keys)
        self.view.setModel(self.model)
        self._delegate = DialogueDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setAccessibleName(self.tr("Dialogues"))
        self.empty = EmptyNotice("", "", self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        box.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.workspace.project_changed.connect(self._project_changed)
        self.workspace.cursor.dialogue_changed.connect(self._show_current)
        self.workspace.changed.connect(self._changed)
        self.filter.textChanged.connect(self._filter_changed)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.menu_wanted.connect(self._menu_at)
        self.rename_line.finished.connect(self._renamed)

    # --- following the workspace --------------------------------------------------------

    def _project_changed(self) -> None:
        self.search.forget()
        self.filter.clear()
        look = self.menus.look
        self.menus.show_look(replace(look, wish=replace(look.wish, states=(), meta=())))
        self._reload()

    def set_look(self, look: Look) -> None:
        """Show the dialogues in another order, choice or grouping, or with other figures."""
        wished = look.wish != self.menus.look.wish
        self.menus.show_look(look)
        if self._settings is not None:
            self._settings.dialogue_list = look.stored()
        self._delegate.figures = look.figures
        self.view.viewport().update()
        if wished:
            self._reload()

    def _metadata(self) -> dict[str, Counter[str]]:
        project = self.workspace.project
        return project.listing.metadata() if project is not None else {}

    def _has_folders(self) -> bool:
        project = self.workspace.project
        return project is not None and project.listing.has_folders()

    def _changed(self, changes: Changes) -> None:
        self.search.forget(changes)
        if changes.structure or (changes.everything and not self._stands_as_listed()):
            self._reload()
        else:
            self.model.refresh(changes)

    def _stands_as_listed(self) -> bool:
        """Whether the list would be the same again, so that reading its rows anew is enough."""
        plain = self.menus.look.wish.plain and not self.filter.text().strip()
        return plain and self.model.ids() == self.workspace.cursor.dialogue_ids

    def _reload(self) -> None:
        """List the dialogues anew: at once in the order of import, else as soon as they are in order."""
        wish = self.menus.look.wish
        if wish.plain or self.workspace.project is None:
            self.lister.stop()
            self._listed = self.workspace.cursor.dialogue_ids
            self._show_titles()
            return
        percent = self.workspace.preferences.repair_threshold
        self.lister.start(replace(wish, doubts_below=threshold(percent)))
        self._show_state()

    def _listed_anew(self, groups: tuple[Group, ...]) -> None:
        """Show what was put in order."""
        self._listed = array("q", [one for group in groups for one in group.ids])
        if self.menus.look.wish.group and not self.filter.text().strip():
            nameless = self.tr("Without")
            self.search.stop()
            self.model.set_groups(
                (GroupHeading(group.name if group.name is not None else nameless, len(group.ids)), group.ids)
                for group in groups
            )
            self._show_current()
            self._show_state()
        else:
            self._show_titles()

    def _not_listed(self, error: UserError) -> None:
        self.workspace.say(from_error(error))
        self._show_state()

    def _show_titles(self) -> None:
        """Show all that are listed, or look among them for those with the title."""
        text = self.filter.text().strip()
        if text:
            self.model.set_ids(array("q"))
            self.search.start(text, self._listed)
        else:
            self.search.stop()
            self.model.set_ids(self._listed)
        self._show_current()
        self._show_state()

    def _filter_changed(self) -> None:
        if self.menus.look.wish.group and not self.filter.text().strip():
            self._reload()  # the groups again
        elif not self.lister.running:
            self._show_titles()

    def _found(self, ids: list[int]) -> None:
        self.model.append(ids)
        self._show_current()
        self._show_state()

    def _show_state(self) -> None:
        shown, total = self.model.dialogues, len(self.workspace.cursor.dialogue_ids)
        titled = bool(self.filter.text().strip())
        chosen = filtered(self.menus.look.wish)
        self.filter.setEnabled(total > 0)
        for button in self.menus.buttons():
            button.setEnabled(total > 0)
        if self.lister.running:
            words = self.tr("Sorting…")
        elif titled or chosen:
            words = self.tr("{shown} of {total} dialogues").format(shown=f"{shown:,}", total=f"{total:,}")
        else:
            words = dialogues_words(total)
        self.count.set_text(words)
        self.count.setVisible(total > 0)
        if self.workspace.project is None:
            self.empty.set_texts(self.tr("No project"), self.tr("Open one, or drop transcripts here."))
        elif not total:
            self.empty.set_texts(
                self.tr("No dialogues yet"), self.tr("Drop transcripts here or import them.")
            )
        elif titled:
            self.empty.set_texts(self.tr("Nothing found"), self.tr("No title contains this."))
        else:
            self.empty.set_texts(self.tr("No matching dialogues"), self.tr("Remove a filter to see others."))
        waiting = self.lister.running or (titled and self.search.running)
        self._stack.setCurrentIndex(1 if shown or waiting else 0)

    # --- the current dialogue -----------------------------------------------------------

    def _show_current(self) -> None:
        row = self.model.row_of(self.workspace.cursor.dialogue_id)
        selection = self.view.selectionModel()
        if row is None:
            selection.clear()
            return
        index = self.model.index(row)
        if selection.currentIndex() != index:
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def _moved(self, current: QModelIndex) -> None:
        dialogue = current.data(ID) if current.isValid() else None
        if dialogue is not None and dialogue != self.workspace.cursor.dialogue_id:
            self.workspace.cursor.select_dialogue(dialogue)

    # --- what can be done with a dialogue -----------------------------------------------

    def actions_for_current(self) -> list[QAction]:
        """What the context menu offers for the current dialogue."""
        writable = self.workspace.writable
        table = (
            (self.tr("Rename…"), QKeySequence(Qt.Key.Key_F2), self.rename, writable),
            (self.tr("Source details…"), QKeySequence(), self.details, True),
            (self.tr("Remove from project"), QKeySequence(Qt.Key.Key_Delete), self.remove, writable),
        )
        actions = []
        for text, key, run, enabled in table:
            action = QAction(text, self)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown; the view handles it
            action.setEnabled(enabled)
            action.triggered.connect(lambda _on=False, run=run: run())
            actions.append(action)
        return actions

    def _menu_at(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions_for_current())
        menu.popup(self.view.viewport().mapToGlobal(where))

    def rename(self) -> None:
        """Open the line in which the current dialogue gets another title."""
        dialogue = self.workspace.cursor.dialogue()
        if dialogue is not None and self.workspace.writable:
            self.rename_line.open(dialogue)

    def _renamed(self, dialogue_id: int, title: str) -> None:
        if title:
            self.workspace.do(lambda project: project.dialogues.rename(dialogue_id, title))
        self.view.setFocus()

    def remove(self) -> None:
        """Take the current dialogue out of the project; undo brings it back."""
        dialogue = self.workspace.cursor.dialogue()
        if dialogue is None or not self.workspace.writable:
            return
        after = self.model.neighbour(dialogue.id)
        changes = self.workspace.do(lambda project: project.dialogues.remove([dialogue.id]))
        if changes is not None:
            if after is not None:
                self.workspace.cursor.select_dialogue(after)
            self.workspace.inform(
                self.tr("Removed “{title}”. Undo brings it back.").format(title=dialogue.title)
            )

    def details(self) -> None:
        """Show where the current dialogue comes from."""
        show_details(self.workspace, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the filter, Down goes from the filter into the list."""
        if event.key() == Qt.Key.Key_Escape and self.filter.text():
            self.filter.clear()
            self.view.setFocus()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.filter.hasFocus():
            self.view.setFocus()
        else:
            super().keyPressEvent(event)
