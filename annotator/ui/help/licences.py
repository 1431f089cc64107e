"""What the program is built from: the licence texts that a bundle brings, or a list of what is installed.

What the program itself ships and under which licence stands in ``resources/licences.json``, which every
declaration (wheel, .deb, README, bill of materials) is compared with.
"""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.resources import resource
from annotator.ui.dialogs.dialog_parts import resize_within_screen

LIST = "LICENCES.txt"


def shipped() -> list[tuple[str, str]]:
    """Names of what the program ships with their licences (SPDX): the program itself, then its parts."""
    table = json.loads(resource("licences.json").read_bytes())
    return [(str(part["name"]), str(part["licence"])) for part in (table["program"], *table["parts"])]


def expression() -> str:
    """The licences of everything that the program ships, as one SPDX expression; its own comes first."""
    program, *parts = [licence for _, licence in shipped()]
    return " AND ".join(dict.fromkeys([program, *sorted(parts)]))


def folder() -> Path | None:
    """Where a bundle keeps its licence texts; None outside a bundle."""
    frozen = getattr(sys, "_MEIPASS", "")
    found = Path(frozen) / "licences" if frozen else None
    return found if found is not None and found.is_dir() else None


def texts(bundled: Path | None) -> list[tuple[str, str]]:
    """Titles with texts, the list of all first. Without a bundle only the list of what is installed."""
    if bundled is None:
        own = [f"{name}: {licence}" for name, licence in shipped()]
        return [(LIST, "\n".join([*own, "", *sorted(set(_installed()), key=str.casefold)]))]
    files = sorted(file for file in bundled.rglob("*") if file.is_file() and file.suffix != ".json")
    files.sort(key=lambda file: file.name != LIST)
    return [
        (file.relative_to(bundled).as_posix(), file.read_text(encoding="utf-8", errors="replace"))
        for file in files
    ]


def _installed() -> list[str]:
    return [
        f"{found.metadata['Name']} {found.version}: {_licence(found)}" for found in metadata.distributions()
    ]


def _licence(found: metadata.Distribution) -> str:
    about = found.metadata
    own = "".join(
        (about.get_all("License-Expression") or about.get_all("License") or [""])[0].split("\n")[:1]
    )[:60]
    classes = [row.rsplit(" :: ", 1)[-1] for row in about.get_all("Classifier") or () if "License ::" in row]
    return own or ", ".join(classes) or "?"


class LicencesDialog(QDialog):
    """The list of parts above, the text of the chosen one below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        resize_within_screen(self, 720, 560)
        self.texts = texts(folder())
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.list.addItems([title for title, _ in self.texts])
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Licence text"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.list, 1)
        column.addWidget(self.text, 2)
        column.addWidget(buttons)
        self.list.currentRowChanged.connect(lambda row: self.text.setPlainText(self.texts[row][1]))
        self.list.setVisible(len(self.texts) > 1)
        self.list.setCurrentRow(0)
