"""The settings window. Every change holds at once; each page can be reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout, QWidget

from annotator.ui.dialogs.dialog_parts import resize_within_screen
from annotator.ui.keys.key_editor import KeyEditor
from annotator.ui.settings.settings_pages import Appearance, Behaviour, Person, ReadingSettings

if TYPE_CHECKING:
    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.settings.settings import Settings
    from annotator.ui.workspace.workspace import Workspace


class SettingsDialog(QDialog):
    """Appearance, reading, tagging, keys and the person, a tab each."""

    def __init__(
        self, workspace: Workspace, settings: Settings, keymap: KeyMap, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        resize_within_screen(self, 640, 560)
        self.setMinimumSize(420, 300)
        self._workspace = workspace
        self._settings = settings
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Settings"))
        self.appearance = Appearance(settings, self.tabs)
        self.reading = ReadingSettings(settings, self.tabs)
        self.behaviour = Behaviour(settings, self.tabs)
        self.keys = KeyEditor(workspace, keymap, self.tabs)
        self.keys.setContentsMargins(0, 12, 0, 0)
        project = workspace.project
        name = settings.annotator_name or (project.annotator.name if project is not None else "")
        self.person = Person(settings, name, self._rename, self.tabs)
        for page, title in (
            (self.appearance, self.tr("Appearance")),
            (self.reading, self.tr("Reading")),
            (self.behaviour, self.tr("Tagging")),
            (self.keys, self.tr("Keys")),
            (self.person, self.tr("You")),
        ):
            self.tabs.addTab(page, title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.tabs, 1)
        column.addWidget(buttons)

    def show_keys(self) -> None:
        """Turn to the page of the keys."""
        self.tabs.setCurrentWidget(self.keys)
        self.keys.search.setFocus()

    def _rename(self, name: str) -> None:
        self._settings.annotator_name = name
        if self._workspace.writable:
            self._workspace.do(lambda project: project.people.rename(name))

    def done(self, result: int) -> None:
        """A name that is being typed counts."""
        self.person.keep()
        super().done(result)
