"""Asks how a picture shall be written: format, size, style, and what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.widgets.plain_parts import with_margin
from annotator.ui.widgets.ranked_labels import Muted

CM = 2.54  # in an inch


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """How and where to write a picture; ``size`` in inches."""

    path: Path
    format: str
    style: str
    size: tuple[float, float]
    dpi: int
    table: bool
    caption: bool


class ExportPictureDialog(QDialog):
    """Format, size in centimetres, dots an inch, style, table and caption; then the file's name."""

    def __init__(
        self, name: str, size: tuple[float, float], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export picture"))
        self.setMinimumWidth(420)
        self._name, self._folder = name, folder
        self.choice: ExportChoice | None = None
        self.format = QComboBox(self)
        for label, key in (
            (self.tr("SVG (vector, for editing)"), "svg"),
            (self.tr("PDF (vector, for papers)"), "pdf"),
            (self.tr("PNG (pixels)"), "png"),
        ):
            self.format.addItem(label, key)
        self.style_box = QComboBox(self)
        for label, key in (
            (self.tr("Print"), "print"),
            (self.tr("Screen, light"), "light"),
            (self.tr("Screen, dark"), "dark"),
        ):
            self.style_box.addItem(label, key)
        self.width_box, self.height_box = (self._side(inches) for inches in size)
        self.dpi = with_margin(QSpinBox(self))
        self.dpi.setRange(20, 2400)
        self.dpi.setValue(300)
        self.dpi.setSuffix(" dpi")
        self.pixels = Muted(parent=self)
        self.table = QCheckBox(self.tr("&Table beside it (CSV)"), self)
        self.caption = QCheckBox(self.tr("&Caption beside it (text)"), self)
        for check in (self.table, self.caption):
            check.setChecked(True)
        self._build()
        self.width_box.valueChanged.connect(self._tell)
        self.height_box.valueChanged.connect(self._tell)
        self.dpi.valueChanged.connect(self._tell)
        self.format.currentIndexChanged.connect(self._tell)
        self._tell()

    def _side(self, inches: float) -> QDoubleSpinBox:
        box = with_margin(QDoubleSpinBox(self))
        box.setRange(3.0, 150.0)
        box.setDecimals(1)
        box.setSingleStep(0.5)
        box.setValue(inches * CM)
        box.setSuffix(" cm")
        return box

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        size = QHBoxLayout()
        size.addWidget(self.width_box)
        size.addWidget(QLabel("×", self))
        size.addWidget(self.height_box)
        size.addStretch(1)
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("&Style"), self.style_box)
        form.addRow(self.tr("Si&ze"), size)
        form.addRow(self.tr("&Resolution"), self.dpi)
        form.addRow("", self.pixels)
        self.width_box.setAccessibleName(self.tr("Width"))
        self.height_box.setAccessibleName(self.tr("Height"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save_button = buttons.addButton(self.tr("Save as…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setProperty("primary", "true")
        self.save_button.setDefault(True)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(14)
        column.addLayout(form)
        column.addWidget(self.table)
        column.addWidget(self.caption)
        column.addStretch(1)
        column.addWidget(buttons)

    def _tell(self) -> None:
        is_pixels = self.format.currentData() == "png"
        self.dpi.setEnabled(is_pixels)
        width, height = (round(side * self.dpi.value()) for side in self._size())
        self.pixels.setText(
            self.tr("{width} × {height} pixels").format(width=f"{width:,}", height=f"{height:,}")
            if is_pixels
            else self.tr("Sharp at every size")
        )

    def _size(self) -> tuple[float, float]:
        return self.width_box.value() / CM, self.height_box.value() / CM

    def _save(self) -> None:
        ending = str(self.format.currentData())
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export picture"),
            str(self._folder / f"{self._name}.{ending}"),
            f"{ending.upper()} (*.{ending})",
        )
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.casefold() != f".{ending}":
            path = path.with_name(f"{path.name}.{ending}")
        self.choice = ExportChoice(
            path,
            ending,
            str(self.style_box.currentData()),
            self._size(),
            self.dpi.value(),
            self.table.isChecked(),
            self.caption.isChecked(),
        )
        self.accept()
