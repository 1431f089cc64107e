"""The menus of the filter bar: conditions to choose, and filters that were given a name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog, QMenu

from annotator.errors import UserError
from annotator.ui.filtering.filter_conditions import FilterChoice, offers, states

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from annotator.model import TurnFilter
    from annotator.ui.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FilterInHand:
    """What the menus read and set: the filter of the bar, or UserError where its line says none."""

    read: Callable[[], TurnFilter]
    set: Callable[[TurnFilter], None]


class ConditionMenu(QMenu):
    """Every condition there is in this project; one that holds already is checked and can be taken away."""

    def __init__(self, workspace: Workspace, wanted: FilterInHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted = wanted
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries for the project and the filter in hand."""
        self.clear()
        try:
            wanted = self._wanted.read()
        except UserError:  # what stands in the line is shown as wrong already
            return
        for title, choices in offers(self._workspace, wanted):
            menu = self.addMenu(title)
            menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
            for choice in choices:
                self._add(menu, choice)
        self.addSeparator()
        for choice in states(wanted):
            self._add(self, choice)

    def _add(self, menu: QMenu, choice: FilterChoice) -> None:
        item = menu.addAction(choice.text.replace("&", "&&"))
        item.setCheckable(True)
        item.setChecked(choice.given)
        item.setEnabled(not choice.given)
        item.triggered.connect(lambda: self._wanted.set(choice.filter))


class ViewMenu(QMenu):
    """The views of the project: use, save, rename, remove."""

    def __init__(self, workspace: Workspace, wanted: FilterInHand, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted = wanted
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Make the entries for the project in hand."""
        self.clear()
        project = self._workspace.project
        views = project.views.all() if project is not None else ()
        for view in views:
            item = self.addAction(view.name.replace("&", "&&"))
            item.triggered.connect(lambda _=False, wanted=view.filter: self._wanted.set(wanted))
        if not views:
            self.addAction(self.tr("No views yet")).setEnabled(False)
        self.addSeparator()
        save = self.addAction(self.tr("&Save this filter as a view…"))
        save.setEnabled(self._workspace.writable and self._current() is not None)
        save.triggered.connect(self._save)
        rename, remove = self.addMenu(self.tr("&Rename")), self.addMenu(self.tr("Re&move"))
        for menu in (rename, remove):
            menu.setEnabled(bool(views) and self._workspace.writable)
        for view in views:
            name = view.name
            rename.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, name=name: self._rename(name)
            )
            remove.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _=False, name=name: self._workspace.do(lambda project: project.views.remove(name))
            )

    def _current(self) -> TurnFilter | None:
        try:
            wanted = self._wanted.read()
        except UserError:
            return None
        return None if wanted.empty else wanted

    def _save(self) -> None:
        wanted = self._current()
        name = self.ask_name(self.tr("Save view"), "")
        if wanted is not None and name:
            self._workspace.do(lambda project: project.views.save(name, replace(wanted)))

    def _rename(self, old: str) -> None:
        name = self.ask_name(self.tr("Rename view"), old)
        if name and name != old:
            self._workspace.do(lambda project: project.views.rename(old, name))

    def ask_name(self, title: str, name: str) -> str:
        """What the person wants to call it; "" where they thought better of it."""
        text, given = QInputDialog.getText(self.parentWidget(), title, self.tr("Name"), text=name)
        return text.strip() if given else ""
