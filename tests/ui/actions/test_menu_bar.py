from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTextEdit

from annotator.ui.actions import ACTIONS, MENUS, SEPARATOR, SUBMENUS, Action
from annotator.ui.actions.menu_bar import CONDITIONS, Actions, CodebookMenu, fixed_keys
from annotator.ui.settings.settings import Settings
from annotator.ui.window.action_handlers import CHECKED, HANDLERS, bound_checks, bound_handlers
from annotator.ui.window.main_window import MainWindow
from annotator.ui.workspace.workspace import Workspace
from tests.in_words import in_words
from tests.ui.answers import Answers
from tests.ui.quick_tags import press_label

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from annotator.ui.window.window_commands import Commands

ROWS = [row for row in ACTIONS if isinstance(row, Action)]


class Anything:
    """Commands that write down what was called."""

    def __init__(self, workspace: Workspace, path: str = "", calls: list[object] | None = None) -> None:
        self._path = path
        self.calls: list[object] = calls if calls is not None else []
        self.workspace = workspace
        self.settings = Settings()

    def __getattr__(self, name: str) -> Anything:
        return Anything(self.workspace, f"{self._path}.{name}".lstrip("."), self.calls)

    def __call__(self, *arguments: object, **named: object) -> None:
        self.calls.append((self._path, *arguments, *named.values()))

    def __bool__(self) -> bool:
        return False


class Window(QMainWindow):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.calls = Anything(workspace)
        self.field = QLineEdit(self)
        self.pane = QTextEdit(self)
        self.pane.setReadOnly(True)
        self.setCentralWidget(self.pane)
        commands = cast("Commands", self.calls)
        checks = dict.fromkeys(CHECKED, bool)
        self.built = Actions(self, workspace, bound_handlers(commands), checks)
        self.built.build(self.menuBar())
        self.codebook = CodebookMenu(self.built, workspace)
        self.codebook.rebuild()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace) -> Window:
    made = Window(workspace)
    qtbot.addWidget(made)
    made.show()
    made.pane.setFocus()
    return made


def test_the_table_is_sound() -> None:
    assert not [key for key, count in Counter(row.id for row in ROWS).items() if count > 1]
    menus = {key for key, _ in MENUS} | set(SUBMENUS)
    assert {row.menu for row in ROWS} <= menus
    assert {row.when for row in ROWS} <= set(CONDITIONS)
    assert all(row in SUBMENUS for row in ACTIONS if isinstance(row, str) and row != SEPARATOR)


def test_no_key_is_taken_twice_and_all_are_keys() -> None:
    keys = [QKeySequence(key).toString() for row in ROWS for key in row.keys]
    assert all(keys)
    assert not [key for key, count in Counter(keys).items() if count > 1]
    assert fixed_keys() == set(keys)


def test_typed_characters_are_keys_of_the_list_only() -> None:
    single = [row for row in ROWS for key in row.keys if len(key) == 1]
    assert single
    assert {row.scope for row in single} == {"list"}


def test_no_mnemonic_is_taken_twice_in_a_menu() -> None:
    def letters(menu: str) -> list[str]:
        texts = [row.text for row in ROWS if row.menu == menu]
        texts += [text for parent, text in SUBMENUS.values() if parent == menu]
        return [text[text.index("&") + 1].casefold() for text in texts if "&" in text]

    for menu, _ in MENUS:
        assert not [x for x, count in Counter(letters(menu)).items() if count > 1], menu


def test_every_action_has_a_handler_and_every_checkable_one_a_check_mark(qtbot: QtBot) -> None:
    assert set(HANDLERS) == {row.id for row in ROWS}
    assert set(CHECKED) == {row.id for row in ROWS if row.checkable}
    window = MainWindow(Settings(), Answers())
    qtbot.addWidget(window)
    assert {key for key, checked in bound_checks(window.commands).items() if checked()} >= {"theme-system"}


def test_every_handler_calls_a_command(workspace: Workspace) -> None:
    for key, handler in HANDLERS.items():
        commands = Anything(workspace)
        commands.__dict__["workspace"] = Anything(workspace, "workspace", commands.calls)
        handler(cast("Commands", commands))
        assert len(commands.calls) == 1, key


def test_pressing_an_action_calls_its_handler(window: Window) -> None:
    window.built.by_id["export"].trigger()
    window.built.by_id["font-larger"].trigger()
    assert window.calls.calls == [("files.export",), ("view.grow_font", 1)]


def test_the_menu_shows_the_keys(window: Window) -> None:
    assert window.built.by_id["undo"].shortcut() == QKeySequence("Ctrl+Z")
    shown = {item.text(): item.shortcut().toString() for item in window.built.menus["tag"].actions()}
    assert shown["Stance"] == "S"
    assert shown["favor"] == "1"
    assert shown["Note"] == "N"


def test_labels_in_the_menu_follow_the_active_facet(window: Window, workspace: Workspace) -> None:
    def texts() -> list[str]:
        return [item.text() for item in window.built.menus["tag"].actions()]

    assert "against" in texts()
    workspace.set_facet("language")
    assert "against" not in texts()
    assert "mixed" in texts()
    workspace.tagging.add_topic("R&D")
    workspace.set_facet("topic")
    assert "R&&D" in texts()
    workspace.close()
    assert "Topic" not in texts()


def test_keys_tag_turns_while_the_list_has_the_focus(window: Window, workspace: Workspace) -> None:
    QTest.keyClick(window.pane, Qt.Key.Key_1)
    QTest.keyClick(window.pane, Qt.Key.Key_L)
    assert workspace.facet == "language"
    turn = workspace.project.turns.page(workspace.cursor.turn_ids)[0] if workspace.project else None
    assert turn is not None
    assert [tag.label for tag in turn.tags] == ["stance.favor"]


def test_keys_belong_to_the_text_field_while_it_has_the_focus(window: Window, workspace: Workspace) -> None:
    window.built.set_typing(True)
    window.codebook.set_typing(True)
    window.field.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_T, Qt.Key.Key_Return, Qt.Key.Key_Backspace):
        QTest.keyClick(window.field, key)
    assert window.field.text() == "1"
    assert workspace.facet == "stance"
    assert in_words(workspace.history.to_undo()) == "importing 3 files", "nothing was done in this sitting"
    assert window.built.by_id["export"].isEnabled()
    window.built.set_typing(False)
    assert window.built.by_id["clear"].isEnabled()


def test_states_follow_the_project(window: Window, workspace: Workspace, qtbot: QtBot) -> None:
    undo, redo = window.built.by_id["undo"], window.built.by_id["redo"]
    assert undo.text().startswith("Undo ("), "what was made in an earlier sitting says when"
    assert undo.text().endswith("importing 3 files")
    assert not redo.isEnabled()
    press_label(workspace, "1")
    qtbot.waitUntil(lambda: undo.text() == "&Undo tagging 1 turn")
    workspace.history.undo()
    qtbot.waitUntil(redo.isEnabled)
    workspace.close()
    qtbot.waitUntil(lambda: not window.built.by_id["export"].isEnabled())
    assert window.built.by_id["open"].isEnabled()
