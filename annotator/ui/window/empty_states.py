"""What stands where there is nothing yet: the welcome page and the empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.resources import resource
from annotator.ui.widgets.ranked_labels import Muted, Title
from annotator.ui.widgets.scrolled_page import scrolled

if TYPE_CHECKING:
    from annotator.ui.settings.settings import Settings

_RECENT_SHOWN = 6
_LINK_EDGE = 9  # what a link's frame and padding put before its words; titles have none of it


@dataclass(frozen=True, slots=True)
class EmptyStateButton:
    """A button of an empty state: what it says, what it does, and whether it is the one to press."""

    text: str
    run: Callable[[], object]
    primary: bool = False
    hint: str = ""
    link: bool = False  # of second rank: text without a frame, in the colour of links


def _button(offer: EmptyStateButton, parent: QWidget) -> QPushButton:
    button = QPushButton(offer.text, parent)
    button.setProperty("primary", "true" if offer.primary else "false")
    if offer.link:
        button.setProperty("link", "true")
        button.setProperty("leads", "true")
        button.setFlat(True)
    button.setToolTip(offer.hint)
    button.setAutoDefault(True)  # Enter presses it, as Space does
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda: offer.run())  # noqa: PLW0108 - keeps the signal's argument out
    return button


class EmptyState(QWidget):
    """A few words in the middle of an empty pane, and what can be done about it."""

    def __init__(
        self, title: str, text: str, offers: Sequence[EmptyStateButton] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (Title(title, 1.3, self), Muted(text, self)):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for offer in offers:
            row.addWidget(_button(offer, self))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)


class Welcome(QWidget):
    """The page of a window without a project: samples, new, open, and the recent ones."""

    def __init__(
        self,
        settings: Settings,
        offers: Sequence[EmptyStateButton],
        open_recent: Callable[[Path], object],
        parent: QWidget | None = None,
        *,
        choose: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._open_recent = open_recent
        self.setAccessibleName(self.tr("Welcome"))
        page = QWidget(self)
        page.setMaximumWidth(760 + 2 * _LINK_EDGE)
        grid = QGridLayout()
        grid.setContentsMargins(_LINK_EDGE, 0, _LINK_EDGE, 0)
        grid.setHorizontalSpacing(56 - _LINK_EDGE)
        grid.setVerticalSpacing(8)
        grid.addLayout(self._head(page), 0, 0, 1, 2)
        grid.setRowMinimumHeight(1, 16)
        grid.addWidget(Title(self.tr("Start"), 1.1, page), 2, 0)
        recent = Title(self.tr("Recent projects"), 1.1, page)
        recent.setContentsMargins(_LINK_EDGE, 0, 0, 0)
        grid.addWidget(recent, 2, 1)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        grid.addLayout(self._start_column(offers, page), 3, 0)
        grid.addLayout(self._recent, 3, 1)
        grid.setRowMinimumHeight(4, 16)
        grid.addWidget(self._drop(choose, page), 5, 0, 1, 2)
        links = QHBoxLayout()
        links.setSpacing(8)
        for offer in offers:
            if offer.link:
                links.addWidget(_button(offer, page))
        links.addStretch(1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(grid)
        rows.addLayout(links)  # outside the grid, so that their words begin where all others do
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(page, 20)
        row.addStretch(1)
        column = QVBoxLayout(scrolled(self))
        column.setContentsMargins(32, 32, 32, 32)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        settings.changed.connect(self._on_setting)
        self.refresh()

    def _drop(self, choose: Callable[[], object] | None, page: QWidget) -> QPushButton:
        self.drop = QPushButton(
            self.tr("Drop transcripts, a folder or a project here, or click to choose files"), page
        )
        self.drop.setProperty("drop", "true")
        self.drop.setAutoDefault(True)
        self.drop.setCursor(Qt.CursorShape.PointingHandCursor)
        if choose is not None:
            self.drop.clicked.connect(lambda: choose())  # noqa: PLW0108 - keeps the signal's argument out
        return self.drop

    def _start_column(self, offers: Sequence[EmptyStateButton], page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        for offer in offers:
            if not offer.link:
                column.addWidget(_button(offer, page))
                if offer.hint:
                    column.addWidget(Muted(offer.hint, page))
        column.addStretch(1)
        return column

    def _head(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        picture = QLabel(page)
        picture.setPixmap(QIcon(str(resource("icons", "dialogue-annotator.svg"))).pixmap(56, 56))
        row.addWidget(picture)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Title(self.tr("Dialogue Annotator"), 1.8, page))
        words.addWidget(
            Muted(
                self.tr("Repair, split and tag transcripts of conversations. Nothing leaves this computer."),
                page,
            )
        )
        row.addLayout(words, 1)
        return row

    def _on_setting(self, key: str) -> None:
        if key == "files/recent":
            self.refresh()

    def refresh(self) -> None:
        """List the recent projects anew."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for text in self._settings.recent[:_RECENT_SHOWN]:
            self._recent.addWidget(self._recent_button(Path(text)))
        if not self._settings.recent:
            none = Muted(self.tr("Projects you open will be listed here."), self)
            none.setContentsMargins(_LINK_EDGE, 0, 0, 0)
            self._recent.addWidget(none)
        self._recent.addStretch(1)

    def _recent_button(self, path: Path) -> QPushButton:
        button = QPushButton(f"{path.stem}\n{_short(path.parent)}", self)
        button.setProperty("link", "true")
        button.setFlat(True)
        button.setAutoDefault(True)
        button.setToolTip(str(path))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self._open_recent(path))
        return button


def _short(folder: Path) -> str:
    """The folder with the home folder as ~."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
