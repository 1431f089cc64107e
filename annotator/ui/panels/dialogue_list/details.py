"""Where a dialogue comes from: its file, how that was read, and what was repaired."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Dialogue, Source
from annotator.ui.panels.tones import sized
from annotator.ui.workspace import Workspace


def _tr(text: str) -> str:
    return QCoreApplication.translate("SourceDetails", text)


def facts(dialogue: Dialogue, source: Source) -> list[tuple[str, str]]:
    """What is known about a dialogue and its source, as pairs of name and value."""
    origins = {
        "bom": _tr("said by its byte order mark"),
        "detected": _tr("found, {share} % sure").format(share=round(source.encoding_confidence * 100)),
        "chosen": _tr("chosen by a person"),
    }
    newlines = {"\n": "LF", "\r\n": "CR LF", "\r": "CR", "mixed": _tr("mixed"), "": _tr("none")}
    pairs = [
        (_tr("File"), source.name),
        (_tr("Size"), _tr("{count} bytes").format(count=f"{source.size:,}")),
        (_tr("SHA-256"), source.sha256),
        (_tr("Imported"), source.imported_at.replace("T", " ").replace("Z", " UTC")),
        (_tr("Encoding"), f"{source.encoding} ({origins[source.encoding_origin]})"),
        (_tr("Byte order mark"), _tr("yes") if source.bom else _tr("no")),
        (_tr("Line ends"), newlines.get(source.newline, source.newline)),
        (_tr("Undecodable bytes"), str(source.undecodable)),
        (_tr("Damage chain"), " → ".join(dialogue.chain) or _tr("none found")),
        (_tr("Repair steps"), str(dialogue.repair_count)),
        (_tr("Damaged places"), str(dialogue.damage_count)),
        (_tr("Gaps"), str(dialogue.gap_count)),
        (_tr("Split by"), dialogue.rule or _tr("not said")),
        (_tr("Repaired by"), dialogue.engine or _tr("not said")),
        (_tr("Dialogue key"), dialogue.key),
    ]
    return [(name, value) for name, value in pairs if value]


class SourceDetails(QDialog):
    """The facts about a dialogue's source; every value can be selected and copied."""

    def __init__(self, dialogue: Dialogue, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Source details"))
        self.setMinimumWidth(420)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(14)
        title = QLabel(dialogue.title, self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        title.setFont(sized(self.font(), 1.1, bold=True))
        box.addWidget(title)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        self.values: dict[str, QLabel] = {}
        for name, value in facts(dialogue, source):
            label = QLabel(value, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(" " in value and len(value) > 60)
            label.setAccessibleName(f"{name}: {value}")
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            form.addRow(name, label)
            self.values[name] = label
        box.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)


def show_details(workspace: Workspace, parent: QWidget) -> SourceDetails | None:
    """Open the details of the dialogue in hand beside the window; None where there is none."""
    dialogue = workspace.dialogue()
    if dialogue is None or workspace.project is None:
        return None
    source = next((one for one in workspace.project.sources() if one.id == dialogue.source_id), None)
    if source is None:
        return None
    window = SourceDetails(dialogue, source, parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.open()
    return window
