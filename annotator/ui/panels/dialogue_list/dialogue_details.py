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
from annotator.ui.texts import source_metadata as said
from annotator.ui.theme.qt_colours import sized
from annotator.ui.workspace.workspace import Workspace

translate = QCoreApplication.translate  # the name the translation tools look for


def facts(dialogue: Dialogue, source: Source) -> list[tuple[str, str]]:
    """What is known about a dialogue and its source, as pairs of name and value."""
    origins = {
        "bom": translate("SourceDetails", "from its byte order mark"),
        "detected": translate("SourceDetails", "detected, {share} % certain").format(
            share=round(source.encoding_confidence * 100)
        ),
        "chosen": translate("SourceDetails", "chosen by a person"),
    }
    newlines = {
        "\n": "LF",
        "\r\n": "CR LF",
        "\r": "CR",
        "mixed": translate("SourceDetails", "mixed"),
        "": translate("SourceDetails", "none"),
    }
    pairs = [
        (translate("SourceDetails", "File"), source.name),
        (
            translate("SourceDetails", "Size"),
            translate("SourceDetails", "{count} bytes").format(count=f"{source.size:,}"),
        ),
        (translate("SourceDetails", "SHA-256"), source.sha256),
        (translate("SourceDetails", "Imported"), source.imported_at.replace("T", " ").replace("Z", " UTC")),
        (translate("SourceDetails", "Encoding"), f"{source.encoding} ({origins[source.encoding_origin]})"),
        (
            translate("SourceDetails", "Byte order mark"),
            translate("SourceDetails", "yes") if source.bom else translate("SourceDetails", "no"),
        ),
        (translate("SourceDetails", "Line ends"), newlines.get(source.newline, source.newline)),
        (translate("SourceDetails", "Undecodable bytes"), str(source.undecodable)),
        (
            translate("SourceDetails", "Damage chain"),
            " → ".join(dialogue.chain) or translate("SourceDetails", "none found"),
        ),
        (translate("SourceDetails", "Repair steps"), str(dialogue.repair_count)),
        (translate("SourceDetails", "Damaged places"), str(dialogue.damage_count)),
        (translate("SourceDetails", "Gaps"), str(dialogue.gap_count)),
        (translate("SourceDetails", "Split by"), dialogue.rule or translate("SourceDetails", "not given")),
        (
            translate("SourceDetails", "Repaired by"),
            dialogue.engine or translate("SourceDetails", "not given"),
        ),
        (translate("SourceDetails", "Dialogue key"), dialogue.key),
    ]
    return [(name, value) for name, value in (*pairs, *said.pairs(dialogue.meta)) if value]


class SourceDetails(QDialog):
    """The facts about a dialogue's source; every value can be selected and copied."""

    def __init__(self, dialogue: Dialogue, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("SourceDetails", "Source details"))
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
    dialogue = workspace.cursor.dialogue()
    if dialogue is None or workspace.project is None:
        return None
    source = next((one for one in workspace.project.sources.all() if one.id == dialogue.source_id), None)
    if source is None:
        return None
    window = SourceDetails(dialogue, source, parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.open()
    return window
