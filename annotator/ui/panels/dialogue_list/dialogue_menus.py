"""The menus over the list of dialogues: order, filter, groups and figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from annotator.ui.panels.dialogue_list.list_options import (
    FIGURES,
    FOLDER,
    ORDERS,
    STATES,
    Look,
    filtered,
    toggled,
    with_meta,
)

if TYPE_CHECKING:
    from collections import Counter

    from PySide6.QtGui import QAction

    from annotator.store.dialogue_listing import ListWish

_VALUES = 40  # of a field of the metadata that are offered, the most frequent first
_MOST = 60  # characters of a value in a menu

translate = QCoreApplication.translate


class LookMenus(QWidget):
    """Three buttons with menus. ``chosen`` is called with the look that was chosen; ``metadata`` says what
    the sources say about dialogues, and ``folders`` whether they came in folders."""

    def __init__(
        self,
        chosen: Callable[[Look], object],
        metadata: Callable[[], dict[str, Counter[str]]],
        folders: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._chosen, self._metadata, self._folders = chosen, metadata, folders
        self.look = Look()
        self.sort = self._button(self.tr("Sort"), self.fill_sort)
        self.filter = self._button(self.tr("Filter"), self.fill_filter)
        self.view = self._button(self.tr("View"), self.fill_view)
        self.sort.setToolTip(self.tr("In which order the dialogues stand"))
        self.filter.setToolTip(self.tr("Which dialogues are shown"))
        self.view.setToolTip(self.tr("How the dialogues are grouped, and which figures they show"))

    def buttons(self) -> tuple[QToolButton, ...]:
        """The buttons from left to right."""
        return self.sort, self.filter, self.view

    def show_look(self, look: Look) -> None:
        """Mark what is other than usual."""
        self.look = look
        wish = look.wish
        for button, on in (
            (self.sort, wish.order != "import" or wish.backwards),
            (self.filter, filtered(wish)),
            (self.view, bool(wish.group)),
        ):
            font = button.font()
            font.setBold(on)
            button.setFont(font)
        count = len(wish.states) + len(wish.meta)
        self.filter.setText(self.tr("Filter ({n})").format(n=count) if count else self.tr("Filter"))

    def _button(self, text: str, fill: Callable[[QMenu], object]) -> QToolButton:
        button = QToolButton(self.parentWidget())
        button.setText(text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        menu = QMenu(button)
        menu.aboutToShow.connect(menu.clear)
        menu.aboutToShow.connect(lambda: fill(menu))
        button.setMenu(menu)
        return button

    # --- the entries -------------------------------------------------------------------

    def fill_sort(self, menu: QMenu) -> None:
        """Offer the orders."""
        wish = self.look.wish
        group = QActionGroup(menu)
        for order, text in ORDERS.items():
            item = self._item(menu, _said(text), wish.order == order, partial(self._wish, order=order))
            group.addAction(item)
        menu.addSeparator()
        self._item(
            menu, self.tr("Descending"), wish.backwards, partial(self._wish, backwards=not wish.backwards)
        )

    def fill_filter(self, menu: QMenu) -> None:
        """Offer the conditions."""
        wish = self.look.wish
        for state, text in STATES.items():
            self._item(menu, _said(text), state in wish.states, partial(self._take, toggled(wish, state)))
        metadata = self._metadata()
        if metadata:
            menu.addSeparator()
        for name, values in metadata.items():
            below = menu.addMenu(name.replace("&", "&&"))
            below.setStyleSheet("QMenu { menu-scrollable: 1; }")
            for value, count in values.most_common(_VALUES):
                text = f"{_short(value)}  ({count:,})"
                self._item(
                    below,
                    text,
                    (name, value) in wish.meta,
                    partial(self._take, with_meta(wish, name, value)),
                )
        menu.addSeparator()
        clear = menu.addAction(self.tr("Show all dialogues"))
        clear.setEnabled(filtered(wish))
        clear.triggered.connect(self.clear_filter)

    def fill_view(self, menu: QMenu) -> None:
        """Offer groups and figures."""
        wish = self.look.wish
        below = menu.addMenu(self.tr("Group by"))
        groups = [("", self.tr("Nothing"))]
        if self._folders() or wish.group == FOLDER:
            groups.append((FOLDER, self.tr("Folder")))
        groups += [(name, name) for name in self._metadata() if name != FOLDER]
        choice = QActionGroup(below)
        for name, text in groups:
            choice.addAction(self._item(below, text, wish.group == name, partial(self._wish, group=name)))
        menu.addSeparator()
        for name, text in FIGURES.items():
            self._item(menu, _said(text), name in self.look.figures, partial(self._figure, name))

    def clear_filter(self) -> None:
        """Show all dialogues again."""
        self._take(replace(self.look.wish, states=(), meta=()))

    def _figure(self, name: str) -> None:
        shown = tuple(one for one in FIGURES if (one in self.look.figures) != (one == name))
        self._chosen(replace(self.look, figures=shown))

    def _wish(self, **values: object) -> None:
        self._take(replace(self.look.wish, **values))  # type: ignore[arg-type]  # a field of it

    def _take(self, wish: ListWish) -> None:
        self._chosen(replace(self.look, wish=wish))

    def _item(self, menu: QMenu, text: str, on: bool, run: Callable[[], object]) -> QAction:
        item = menu.addAction(text.replace("&", "&&"))
        item.setCheckable(True)
        item.setChecked(on)
        item.triggered.connect(lambda _=False: run())
        return item


def _said(text: str) -> str:
    return translate("DialogueList", text)


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _MOST else f"{line[: _MOST - 1]}…"
