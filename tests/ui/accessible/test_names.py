"""Every control has a name and can be reached and seen by keyboard: dialogs, panels, the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from annotator.ui.settings.settings import Settings
from annotator.ui.theme import ThemeManager
from annotator.ui.window.main_window import MainWindow
from tests.ui.accessible.looking import (
    GIVEN,
    described,
    dialogs,
    focusable,
    made,
    name_of,
    picture_around,
    reached,
    unnamed,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from annotator.ui.workspace.workspace import Workspace


def _dialog(kind: type[QDialog], workspace: Workspace, folder: Path) -> QDialog:
    try:
        return made(kind, workspace, folder)
    except KeyError as missing:
        pytest.fail(f"{kind.__name__}: say in looking.GIVEN what a {missing} is")


@pytest.mark.parametrize("kind", dialogs(), ids=lambda kind: kind.__name__)
def test_every_control_of_a_dialog_has_a_name_and_is_reached_by_tab(
    kind: type[QDialog], workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = _dialog(kind, workspace, tmp_path)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # the test deletes it
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.windowTitle()
    assert unnamed(dialog) == []
    tabbed = [x for x in focusable(dialog) if x.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed
    assert [described(widget) for widget in tabbed if widget not in reached(dialog)] == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_the_table_of_dialogs_is_that_of_the_window() -> None:
    names = {kind.__name__ for kind in dialogs()}
    assert {"NewProjectDialog", "ImportDialog", "AboutDialog", "CrashDialog"} <= names
    assert "Workspace" in GIVEN


@pytest.mark.parametrize("tab", ["tags", "history", "repairs"])
def test_every_control_of_the_window_has_a_name_and_is_reached(window: MainWindow, tab: str) -> None:
    window.columns.side.setCurrentWidget(getattr(window.columns, tab))
    assert unnamed(window) == []
    tabbed = [x for x in focusable(window) if x.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(tabbed) > 6
    assert [described(widget) for widget in tabbed if widget not in reached(window)] == []


def test_the_pages_without_a_project_have_names_too(qtbot: QtBot) -> None:
    made_window = MainWindow(Settings())
    qtbot.addWidget(made_window)
    made_window.show()
    assert unnamed(made_window) == []


@pytest.mark.parametrize("tab", ["tags", "history", "repairs"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_one_sees_where_the_keyboard_is(
    look: ThemeManager, window: MainWindow, tab: str, mode: str, qtbot: QtBot
) -> None:
    look.set_mode(mode)
    window.columns.side.setCurrentWidget(getattr(window.columns, tab))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    resting = QLabel("", window)
    resting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    resting.show()
    unseen = []
    for widget in focusable(window):
        if not widget.isEnabled() or widget is resting:
            continue
        resting.setFocus()
        qtbot.waitUntil(resting.hasFocus)
        before = picture_around(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            continue
        if picture_around(widget) == before:
            unseen.append(f"{described(widget)} {name_of(widget)}")
    assert unseen == []


def test_the_list_says_what_is_in_its_rows(window: MainWindow) -> None:
    view = window.turns.view
    found = QAccessible.queryAccessibleInterface(view)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.List, "Turns")
    assert found.childCount() == 3
    window.workspace.tagging.apply_label("stance.favor")
    window.commands.marks.toggle("flag")
    row = found.child(window.workspace.cursor.turn_ids.index(window.workspace.cursor.turn_id))
    assert row.role() == QAccessible.Role.ListItem
    assert row.text(QAccessible.Text.Name).startswith("2, B: I think so.")
    assert row.text(QAccessible.Text.Name).endswith("flagged")
    first = found.child(0).text(QAccessible.Text.Name)
    assert "Stance favor" in first
    assert found.child(1).state().selected


def test_a_picture_is_never_all_there_is(window: MainWindow) -> None:
    """Whatever shows only a picture has words for those who do not see it."""
    bare = [
        described(label)
        for label in window.findChildren(QLabel)
        if isinstance(label.pixmap(), QPixmap)
        and not label.pixmap().isNull()
        and label.isVisibleTo(window)
        and not label.accessibleName()
        and not _decorative(label)
    ]
    assert bare == []


def _decorative(label: QWidget) -> bool:
    return label.objectName() == "decoration"
