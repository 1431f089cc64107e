"""Another language for the window: it is made anew in the same place, with the same project and turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.ui.texts.translation import program_name, speak, wanted
from annotator.ui.window.main_window import MainWindow
from annotator.ui.window.messages import Message
from annotator.ui.window.startup import Start, StartRequest

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication

    from annotator.ui.settings.settings import Settings


class LanguageSwitch(QObject):
    """Holds the window, and puts one in another language in its place when the setting changes.

    Words are given to widgets when they are made, so that a window in another language is another
    window. Everything is stored at all times; what would be lost is only what is being typed in a
    dialog, and dialogs of the window are closed first.
    """

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        make: Callable[[Settings], MainWindow] = MainWindow,
    ) -> None:
        super().__init__(settings)
        self._application = application
        self._settings = settings
        self._make = make
        self._language = wanted(settings.language)
        self._translators: list[QTranslator] = []
        self.speak()
        self.window = make(settings)
        settings.changed.connect(self._on_setting)

    def _on_setting(self, key: str) -> None:
        if key == "look/language" and wanted(self._settings.language) != self._language:
            # Later: the control that was used belongs to the window that goes.
            QTimer.singleShot(0, self, self.switch)

    def switch(self) -> bool:
        """Put a window in the language of the settings in the place of this one.

        False where the window did not close, because a job runs and is not to be stopped: then the
        language changes at the next start.
        """
        old, application = self.window, self._application
        if wanted(self._settings.language) == self._language:
            return True
        from_settings = self._close_dialogs()
        project = old.workspace.project
        request = StartRequest(last=project is not None, read_only=project is not None and project.read_only)
        quits = application.quitOnLastWindowClosed()
        application.setQuitOnLastWindowClosed(False)
        try:
            if not old.close():
                text = self.tr("The language changes when the program is started again.")
                old.workspace.say(Message("info", text))
                return False
            self.speak()
            self.window = self._make(self._settings)
            Start(self.window, request)
            if not self.window.windowState():  # what is remembered for the next day is bounded by the screen
                self.window.setGeometry(old.geometry())
            self.window.show()
        finally:
            application.setQuitOnLastWindowClosed(quits)
        old.deleteLater()
        if from_settings:
            self.window.first_painted.connect(self.window.commands.dialogs.edit_settings)
        return True

    def speak(self) -> None:
        """Let whatever is made from now on speak the language of the settings."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._language = wanted(self._settings.language)
        self._translators = speak(self._application, self._settings.language)
        self._application.setApplicationDisplayName(program_name())

    def _close_dialogs(self) -> bool:
        """Close the dialogs over the window; whether the settings were among them."""
        from PySide6.QtWidgets import QDialog  # noqa: PLC0415 - as below

        from annotator.ui.settings.settings_dialog import SettingsDialog  # noqa: PLC0415 - rarely needed

        dialogs = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        for dialog in dialogs:
            dialog.close()
        return any(isinstance(dialog, SettingsDialog) for dialog in dialogs)
