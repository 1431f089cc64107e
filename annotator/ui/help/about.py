"""What this program is made of."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from annotator.core.resources import resource
from annotator.core.version import VERSION
from annotator.ui.help.licences import LicencesDialog, expression, shipped
from annotator.ui.texts.translation import program_name
from annotator.ui.widgets.ranked_labels import Muted, Title

# What the program is built from: distribution and licence, as far as the program makes use of it.
COMPONENTS: tuple[tuple[str, str], ...] = (
    ("PySide6-Essentials", "LGPL-3.0-only"),
    ("SQLAlchemy", "MIT"),
    ("numpy", "BSD-3-Clause"),
    ("ftfy", "Apache-2.0"),
    ("regex", "Apache-2.0"),
    ("rjieba", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("filelock", "MIT"),
    ("click", "BSD-3-Clause"),
    ("rich", "MIT"),
)


class _Close(QDialogButtonBox):
    def __init__(self, dialog: QDialog) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Close, dialog)
        self.rejected.connect(dialog.reject)


class AboutDialog(QDialog):
    """Name, version, licence, and the versions and licences of what is inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About {name}").format(name=program_name()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel(self)
        picture.setPixmap(QIcon(str(resource("icons", "dialogue-annotator.svg"))).pixmap(64, 64))
        name = Title(f"{program_name()} {VERSION}", 1.5, self)
        purpose = QLabel(
            self.tr("Repair, split and tag transcripts of conversations. Nothing leaves this computer."), self
        )
        purpose.setWordWrap(True)
        licence = QLabel(
            self.tr("Free software under the MIT licence, with parts under others: {licences}.").format(
                licences=expression()
            ),
            self,
        )
        licence.setWordWrap(True)
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
        buttons = _Close(self)
        self.licences = buttons.addButton(self.tr("Licences"), QDialogButtonBox.ButtonRole.ActionRole)
        self.licences.clicked.connect(lambda: LicencesDialog(self).open())
        column.addWidget(buttons)
        self.setMinimumWidth(480)

    def _details(self) -> str:
        lines = [f"Python {platform.python_version()}  ·  Qt {qVersion()}  ·  {platform.system()}", ""]
        lines += [f"{name} {_version(name)}  ·  {licence}" for name, licence in COMPONENTS]
        lines += ["", *(f"{name}  ·  {licence}" for name, licence in shipped()[1:])]
        return "\n".join(lines)


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:  # a bundle may leave the metadata out
        return ""
