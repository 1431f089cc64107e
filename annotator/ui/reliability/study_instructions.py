"""The instructions of a study: read by annotators, written by whoever coordinates."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from annotator.ui.dialogs.dialog_parts import dialog_column
from annotator.ui.widgets.ranked_labels import Muted, Title


class InstructionsDialog(QDialog):
    """Shows the instructions; where they may be changed, they can be. :meth:`answer` is what stands there."""

    def __init__(self, text: str, *, owner: str = "", editable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Instructions"))
        self.setMinimumSize(560, 440)
        self.text = QPlainTextEdit(text, self)
        self.text.setAccessibleName(self.windowTitle())
        self.text.setReadOnly(not editable)
        self.text.setTabChangesFocus(True)
        if editable:
            self.text.setPlaceholderText(
                self.tr("What annotators should know. It goes along in every packet.")
            )
        else:
            self.text.setPlaceholderText(self.tr("No instructions came with this packet."))
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Save | kinds.Cancel if editable else kinds.Close, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, 10)
        column.addWidget(Title(self.windowTitle(), 1.15, self))
        if owner:
            column.addWidget(
                Muted(
                    self.tr(
                        "This packet is for {name}: everything that is tagged in it counts as theirs."
                    ).format(name=owner),
                    self,
                )
            )
        column.addWidget(self.text, 1)
        column.addWidget(buttons)

    def answer(self) -> str:
        """The text, without space at its ends."""
        return self.text.toPlainText().strip()
