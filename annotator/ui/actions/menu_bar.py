"""Builds menus and shortcuts from the table of actions, and keeps their state right.

The rows for facets and labels come from the codebook in hand; :class:`CodebookMenu` puts
them into the Tag menu while the program runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QAction, QKeySequence

from annotator.ui.actions import ACTIONS, MENUS, SEPARATOR, SUBMENUS, Action, Condition
from annotator.ui.keys.keymap import KeyMap, is_typed, normal
from annotator.ui.tagging.background_undo import earlier
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP
from annotator.ui.texts.label_names import label_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

    from annotator.model import Changes, EditSummary, Facet, Label, Target
    from annotator.ui.workspace.workspace import Workspace

CONDITIONS: dict[Condition, Callable[[Workspace], bool]] = {
    "always": lambda _: True,
    "project": lambda workspace: workspace.project is not None,
    "writable": lambda workspace: workspace.writable,
    "turn": lambda workspace: workspace.cursor.turn_id is not None,
    "taggable": lambda workspace: workspace.cursor.turn_id is not None and workspace.writable,
    "dialogue": lambda workspace: workspace.cursor.dialogue_id is not None,
    "undo": lambda workspace: workspace.history.to_undo() is not None,
    "redo": lambda workspace: workspace.history.to_redo() is not None,
}


def translated(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("Actions", text)


class Actions(QObject):
    """The built actions of one window: they keep their enabled state and check marks right."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        handlers: Mapping[str, Callable[[], object]],
        checked: Mapping[str, Callable[[], bool]],
        keymap: KeyMap | None = None,
    ) -> None:
        """``handlers`` say what each action does, ``checked`` whether a checkable one has its check mark."""
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self.keymap = keymap if keymap is not None else KeyMap(parent=self)
        self._handlers = handlers
        self._checked = checked
        self._typing = self._away = False
        self._toward: Target | None = None  # what labels are called by
        self._pressing = False
        self.by_id: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._rows = {row.id: row for row in ACTIONS if isinstance(row, Action)}
        self._pending = QTimer(self, singleShot=True, interval=0)
        self._pending.timeout.connect(self.refresh)
        for signal in (workspace.project_changed, workspace.cursor.turn_changed, workspace.busy_changed):
            signal.connect(self._pending.start)
        workspace.changed.connect(self._pending.start)
        self.keymap.changed.connect(self._give_keys)

    def build(self, bar: QMenuBar) -> None:
        """Fill a menu bar from the table."""
        for key, text in MENUS:
            self.menus[key] = bar.addMenu(translated(text))
        menu = self.menus["file"]
        for row in ACTIONS:
            if isinstance(row, Action):
                menu = self.menus[row.menu]
                menu.addAction(self._action(row))
            elif row == SEPARATOR:  # behind a submenu, not in it
                behind = next((SUBMENUS[key][0] for key in SUBMENUS if self.menus.get(key) is menu), "")
                (self.menus[behind] if behind else menu).addSeparator()
            else:
                parent, text = SUBMENUS[row]
                self.menus[row] = self.menus[parent].addMenu(translated(text))
        self.refresh()

    def _action(self, row: Action) -> QAction:
        action = QAction(translated(row.text), self._window)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(key) for key in self.keymap.keys(row.id)])
        action.setCheckable(row.checkable)
        action.setMenuRole(_ROLES.get(row.id, QAction.MenuRole.NoRole))
        action.triggered.connect(lambda: self.run(row.id))
        self._window.addAction(action)
        self.by_id[row.id] = action
        return action

    def possible(self, key: str) -> bool:
        """Whether an action could be done now, wherever the keyboard is."""
        return CONDITIONS[self._rows[key].when](self._workspace)

    def run(self, key: str) -> None:
        """Do what an action does."""
        self._handlers[key]()
        self._pending.start()

    def refresh(self) -> None:
        """Bring enabled states, check marks and the names of undo and redo up to date."""
        now = {name: test(self._workspace) for name, test in CONDITIONS.items()}
        for key, row in self._rows.items():
            action = self.by_id[key]
            silent = (
                (self._typing and self._types(row))
                or (self._away and row.scope == "list")
                or (self._pressing and self._presses(row))
            )
            action.setEnabled(now[row.when] and not silent)
            if row.checkable:
                action.setChecked(self._checked[key]())
        self._name("undo", self._workspace.history.to_undo())
        self._name("redo", self._workspace.history.to_redo())
        self._name_earlier()

    def _types(self, row: Action) -> bool:
        """Whether one of its keys would type something in a text field."""
        return row.scope == "list" or any(is_typed(key) for key in self.keymap.keys(row.id))

    def _presses(self, row: Action) -> bool:
        return not _PRESSES.isdisjoint(self.keymap.keys(row.id))

    def _give_keys(self) -> None:
        for key, action in self.by_id.items():
            action.setShortcuts([QKeySequence(name) for name in self.keymap.keys(key)])
        self.refresh()

    def _name(self, key: str, edit: EditSummary | None) -> None:
        text = translated(self._rows[key].text)
        if edit:
            from annotator.ui.panels.history.change_texts import edit_words  # noqa: PLC0415 - after the first paint

            text = f"{text} {edit_words(edit)}"
        self.by_id[key].setText(text)

    def _name_earlier(self) -> None:
        """Say of an undo that reaches back into an earlier sitting when that was, and what it did."""
        before = earlier(self._workspace)
        if before is not None:
            undo = translated(_EARLIER).format(when=before.when, what=before.what)
            self.by_id["undo"].setText(undo.replace("&", "&&"))

    def set_typing(self, typing: bool, *, away: bool = False) -> None:
        """Switch the typed-character keys off while text is being typed, and those of the turns while
        these are ``away``, out of sight."""
        if (typing, away) != (self._typing, self._away):
            self._typing, self._away = typing, away
            self.refresh()

    def set_pressing(self, pressing: bool) -> None:
        """Leave Space and Return to a button while it has the keyboard."""
        if pressing != self._pressing:
            self._pressing = pressing
            self.refresh()


_EARLIER = QT_TRANSLATE_NOOP("Actions", "Undo ({when}): {what}")
_PRESSES = frozenset({"Space", "Return", "Enter"})
_ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}


def fixed_keys(preferences: object = None) -> set[str]:
    """All keys of actions, in the form QKeySequence writes them; no facet or label may take one.

    Those of the table; with the window's ``preferences`` as the person has changed them.
    """
    return KeyMap(preferences if hasattr(preferences, "keys") else None).taken()


class CodebookMenu(QObject):
    """The part of the Tag menu that follows the codebook: facets, and the active facet's labels."""

    def __init__(self, actions: Actions, workspace: Workspace) -> None:
        super().__init__(actions)
        self._actions = actions
        self._workspace = workspace
        self._items: list[QAction] = []
        self._facet_items: dict[str, QAction] = {}
        self._typing = False
        self._taken: set[str] = set()
        workspace.facet_changed.connect(self.rebuild)
        workspace.project_changed.connect(self.rebuild)
        workspace.cursor.dialogue_changed.connect(self.rebuild)
        workspace.target_changed.connect(self.rebuild)
        workspace.changed.connect(self._on_changed)
        actions.keymap.changed.connect(self.rebuild)

    def _on_changed(self, changes: Changes) -> None:
        moved = changes.dialogues and self._workspace.target_in_hand() != self._toward
        if changes.codebook or changes.everything or moved:
            self.rebuild()

    def rebuild(self) -> None:
        """Make the entries anew for the codebook and the active facet."""
        menu = self._actions.menus["tag"]
        for item in self._items:
            menu.removeAction(item)
            item.deleteLater()
        self._items.clear()
        self._taken = self._actions.keymap.taken()
        first = menu.actions()[0]
        facets = [facet for facet in self._workspace.codebook.facets if not facet.retired]
        active = self._workspace.active_facet()
        for facet in facets:
            self._add(first, self._facet_action(facet, active))
        if facets:
            self._add_separator(first)
        labels = [label for label in active.labels if not label.retired] if active is not None else []
        self._toward = self._workspace.target_in_hand()
        for label in labels:
            self._add(first, self._label_action(label, active, self._toward))
        if labels:
            self._add_separator(first)
        self.set_typing(self._typing)

    def _add(self, before: QAction, item: QAction) -> None:
        self._actions.menus["tag"].insertAction(before, item)
        self._items.append(item)

    def _add_separator(self, before: QAction) -> None:
        self._items.append(self._actions.menus["tag"].insertSeparator(before))

    def _facet_action(self, facet: Facet, active: Facet | None) -> QAction:
        item = self._keyed(facet.name, facet.shortcut)
        item.setCheckable(facet.kind != "text")
        item.setChecked(active is not None and facet.key == active.key)
        item.triggered.connect(lambda: self._activate(facet.key))
        return item

    def _activate(self, key: str) -> None:
        self._workspace.moving.activate_facet(key)
        self.rebuild()  # the check mark, where the active one was chosen again

    def _label_action(self, label: Label, facet: Facet | None, target: Target | None) -> QAction:
        item = self._keyed(label_words(label, facet, target), label.shortcut)
        item.setStatusTip(label.definition)
        item.triggered.connect(lambda: self._workspace.tagging.apply_label(label.key))
        return item

    def _keyed(self, text: str, key: str) -> QAction:
        item = QAction(text.replace("&", "&&"), self._actions)
        name = normal(key)
        if name and name not in self._taken:
            self._taken.add(name)
            item.setShortcut(QKeySequence(key))
        return item

    def press(self, key: str) -> bool:
        """Do what a key does, be it an action's, a facet's or a label's; False where it does nothing now."""
        wanted = QKeySequence(normal(key))
        for action in (*self._actions.by_id.values(), *self._items):
            if action.isEnabled() and wanted in action.shortcuts():
                action.trigger()
                return True
        return False

    def set_typing(self, typing: bool) -> None:
        """Switch all of them off while text is being typed, or while nothing may be tagged."""
        self._typing = typing
        for item in self._items:
            item.setEnabled(not typing)
