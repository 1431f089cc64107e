"""The windows of the Help menu: all keys, and what this program is made of."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.resources import resource
from annotator.ui.action_table import ACTIONS, MENUS, Action
from annotator.ui.actions import translated
from annotator.ui.labels import Muted, Title
from annotator.ui.places import APPLICATION

if TYPE_CHECKING:
    from annotator.ui.workspace import Workspace

# What the program is built from: distribution and licence.
COMPONENTS: tuple[tuple[str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("ftfy", "Apache-2.0"),
    ("rjieba", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("filelock", "Unlicense"),
    ("click", "BSD-3-Clause"),
    ("rich", "MIT"),
)


def key_names(keys: tuple[str, ...]) -> str:
    """Keys as this system writes them, the first of them first."""
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(key).toString(native) for key in keys)


class _Close(QDialogButtonBox):
    def __init__(self, dialog: QDialog) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Close, dialog)
        self.rejected.connect(dialog.reject)


class KeysDialog(QDialog):
    """All keys: those of the codebook in hand first, then the menus'."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 560)
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(24, 8, 24, 24)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for title, rows in self._sections(workspace):
            self._add_section(grid, title, rows)
        grid.setRowStretch(grid.rowCount(), 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(page)
        scroll.setAccessibleName(self.tr("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 16)
        column.addWidget(scroll)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        foot.addWidget(_Close(self))
        column.addLayout(foot)

    def _sections(self, workspace: Workspace) -> list[tuple[str, list[tuple[str, str]]]]:
        sections = [
            (
                self.tr("Turns"),
                [
                    ("↑  ↓", self.tr("Previous, next turn")),
                    ("Shift+↑  Shift+↓", self.tr("Select several turns")),
                ],
            )
        ]
        facets = [facet for facet in workspace.codebook.facets if not facet.retired]
        if facets:
            sections.append(
                (self.tr("Facets"), [(key_names((facet.shortcut,)), facet.name) for facet in facets])
            )
        for facet in facets:
            rows = [
                (key_names((label.shortcut,)), label.name)
                for label in facet.labels
                if label.shortcut and not label.retired
            ]
            if rows:
                sections.append((self.tr("While {facet} is active").format(facet=facet.name), rows))
        for menu, text in MENUS:
            rows = [
                (key_names(row.keys), translated(row.text).replace("&", "").rstrip("…"))
                for row in ACTIONS
                if isinstance(row, Action) and row.menu == menu and row.keys
            ]
            sections.append((translated(text).replace("&", ""), rows))
        sections.append((self.tr("While the repairs have the keyboard"), self._repair_keys()))
        return sections

    def _repair_keys(self) -> list[tuple[str, str]]:
        return [
            ("1 … 9", self.tr("Choose a candidate")),
            ("↵", self.tr("Accept what stands there")),
            ("0  ⌫", self.tr("Keep as received")),
            ("T", self.tr("Type another text")),
            ("A", self.tr("Let the next decision hold for all places alike")),
            ("R", self.tr("Take a decision away")),
        ]

    def _add_section(self, grid: QGridLayout, title: str, rows: list[tuple[str, str]]) -> None:
        head = Title(title, 1.0, self)
        head.setContentsMargins(0, 12, 0, 2)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for keys, text in rows:
            at = grid.rowCount()
            key = Muted(keys, self)
            key.setMinimumWidth(140)
            grid.addWidget(key, at, 0)
            grid.addWidget(QLabel(text, self), at, 1)


class AboutDialog(QDialog):
    """Name, version, licence, and the versions and licences of what is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About {name}").format(name=APPLICATION))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel(self)
        picture.setPixmap(QIcon(str(resource("icons", "dialogue-annotator.svg"))).pixmap(64, 64))
        name = Title(f"{APPLICATION} {__version__}", 1.5, self)
        purpose = QLabel(
            self.tr("Repair, split and tag transcripts of conversations. Nothing leaves this computer."), self
        )
        purpose.setWordWrap(True)
        licence = QLabel(self.tr("Free software under the MIT licence."), self)
        head = QGridLayout()
        head.setHorizontalSpacing(16)
        head.addWidget(picture, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        for row, label in enumerate((name, purpose, licence)):
            head.addWidget(label, row, 1)
        head.setColumnStretch(1, 1)
        self.details = Muted(self._details(), self)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self.details)
        column.addStretch(1)
        column.addWidget(_Close(self))
        self.setMinimumWidth(480)

    def _details(self) -> str:
        lines = [f"Python {platform.python_version()}  ·  Qt {qVersion()}  ·  {platform.system()}", ""]
        lines += [f"{name} {_version(name)}  ·  {licence}" for name, licence in COMPONENTS]
        lines.append(self.tr("Noto Sans CJK, Noto Color Emoji  ·  SIL Open Font Licence 1.1"))
        return "\n".join(lines)


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:  # a bundle may leave the metadata out
        return ""
