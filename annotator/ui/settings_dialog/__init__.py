"""The settings of the person: what holds in every project, on this computer."""

from annotator.ui.settings_dialog.dialog import SettingsDialog

__all__ = ["SettingsDialog"]
