"""The menu of the turn list: what can be done with the selected words and turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu

from annotator.ui.spans.span_commands import span_facets

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from annotator.model import Facet
    from annotator.ui.turn_list.turn_view import TurnListView
    from annotator.ui.workspace.workspace import Workspace

# Actions of the window, by their names in the table, in groups.
_ACTIONS = (
    ("correct-text", "select-words", "copy"),
    ("change-speaker", "split-turn", "join-turns", "no-turn"),
    ("flag", "bookmark"),
)


def turn_menu(workspace: Workspace, view: TurnListView) -> QMenu:
    """The menu for what is selected now; it deletes itself when it has been closed."""
    menu = QMenu(view)
    menu.aboutToHide.connect(menu.deleteLater)
    text = workspace.cursor.text
    if text is not None and text.start < text.end:
        copy = menu.addAction(QCoreApplication.translate("Spans", "Copy the selected words"))
        copy.triggered.connect(view.copy)
        if workspace.writable:
            for facet in span_facets(workspace):
                _add_labels(menu, workspace, facet)
        menu.addSeparator()
    known = {action.objectName(): action for action in view.window().actions()}
    for group in _ACTIONS:
        found: list[QAction] = [known[name] for name in group if name in known]
        menu.addActions(found)
        menu.addSeparator()
    return menu


def _add_labels(menu: QMenu, workspace: Workspace, facet: Facet) -> None:
    labels = menu.addMenu(facet.name.replace("&", "&&"))
    for label in facet.labels:
        if not label.retired:
            entry = labels.addAction(label.name.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, key=label.key: workspace.tagging.apply_label(key))


def menu_point(view: TurnListView, asked: QPoint) -> QPoint:
    """Where the menu opens: under the mouse, or at the current turn where a key asked for it.

    ``asked`` is a point of the viewport; one outside of the list's rows came by key.
    """
    place = view.visualRect(view.currentIndex())
    if view.viewport().rect().contains(asked) and view.indexAt(asked).isValid():
        return view.viewport().mapToGlobal(asked)
    return view.viewport().mapToGlobal(place.topLeft() + QPoint(24, 24))
