"""What tests do to the dialog of the study."""

from __future__ import annotations

from PySide6.QtCore import Qt

from annotator.ui.study.study_dialog import StudyDialog


def check_language(dialog: StudyDialog, code: str, *, declared: bool) -> None:
    """Check a language in the list, or take the check off."""
    rows = (dialog.languages.item(row) for row in range(dialog.languages.count()))
    (found,) = (item for item in rows if item.data(Qt.ItemDataRole.UserRole) == code)
    found.setCheckState(Qt.CheckState.Checked if declared else Qt.CheckState.Unchecked)
