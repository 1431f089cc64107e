"""How the selected file is read: its encoding, and the rule that finds its speakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.importers import FORMATS, RULES, TEXT, custom_rule, encodings_offered
from annotator.ui.importing.file_table import format_name
from annotator.ui.importing.import_plan import known_encoding
from annotator.ui.texts.error_texts import in_words
from annotator.ui.widgets.ranked_labels import Problem
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from annotator.importers import MarkerRule
    from annotator.ui.importing.file_table import FileEntry
    from annotator.ui.workspace.typed_signals import Carries

_OWN = "own"
_TYPING_PAUSE = 300  # milliseconds after the last character before the preview follows


class Controls(QWidget):
    """Combo boxes, a field for a pattern of one's own, and a button for all files."""

    # None is for automatic
    format_chosen: Carries[str | None] = carrying()  # the key of a format
    encoding_chosen: Carries[str | None] = carrying()
    rule_chosen: Carries[MarkerRule | None] = carrying()
    for_all = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self.format = QComboBox(self)
        self.format.setAccessibleName(self.tr("Format"))
        self.encoding = QComboBox(self)
        self.encoding.setEditable(True)
        self.encoding.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.rule = QComboBox(self)
        self.rule.setAccessibleName(self.tr("How speakers are marked"))
        self.pattern = QLineEdit(self)
        self.pattern.setAccessibleName(self.tr("Pattern of a speaker marker"))
        self.pattern.setPlaceholderText(r"^(?P<speaker>[^:\n]{1,20}):\s*")
        self.problem = Problem(self)
        self.all = QPushButton(self.tr("Apply to all files"), self)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("&Format"), self.format)
        form.addRow(self.tr("&Encoding"), self.encoding)
        form.addRow(self.tr("&Speakers"), self.rule)
        form.addRow(self.tr("&Pattern"), self.pattern)
        form.addRow("", self.problem)
        form.addRow("", self.all)
        self._form = form
        self._show_pattern(shown=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(form)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._pause.timeout.connect(self._pattern_typed)
        self.format.activated.connect(lambda at: self.format_chosen.emit(self.format.itemData(at)))
        self.encoding.activated.connect(self._encoding_picked)
        line = self.encoding.lineEdit()
        assert line is not None  # noqa: S101 - the box was made editable
        line.editingFinished.connect(self._encoding_typed)
        self.rule.activated.connect(self._rule_picked)
        self.pattern.textEdited.connect(self._pause.start)
        self.all.clicked.connect(self.for_all)

    def show_entry(self, entry: FileEntry | None) -> None:
        """Show what was chosen and found for a file; None switches everything off."""
        self.setEnabled(entry is not None)
        if entry is None:
            return
        self._showing = True
        self._fill_formats(entry)
        self._fill_encodings(entry)
        self._fill_rules(entry)
        self._showing = False

    def _fill_formats(self, entry: FileEntry) -> None:
        self.format.clear()
        automatic = self.tr("Automatic")
        if entry.found_format and entry.format is None:
            automatic = self.tr("Automatic: {name}").format(name=format_name(entry.found_format))
        self.format.addItem(automatic, None)
        for form in FORMATS:
            self.format.addItem(format_name(form.key), form.key)
        self.format.setCurrentIndex(max(0, self.format.findData(entry.format)))
        key = entry.format or entry.found_format or TEXT.key
        now = next(form for form in FORMATS if form.key == key)
        self._form.setRowVisible(self.encoding, now.encoded)
        # Nothing is to be settled about speakers where the format itself says who speaks.
        self._form.setRowVisible(self.rule, now is TEXT or (not now.encoded and bool(entry.found_rule)))

    def _fill_encodings(self, entry: FileEntry) -> None:
        self.encoding.clear()
        automatic = self.tr("Automatic")
        if entry.found_encoding and entry.encoding is None:
            automatic = self.tr("Automatic: {name}").format(name=entry.found_encoding)
        self.encoding.addItem(automatic, None)
        names = dict.fromkeys([*entry.other_encodings, *encodings_offered()])
        if entry.encoding is not None:
            names.setdefault(entry.encoding)
        for name in names:
            self.encoding.addItem(name, name)
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(entry.encoding)))

    def _fill_rules(self, entry: FileEntry) -> None:
        self.rule.clear()
        automatic = self.tr("Automatic")
        if entry.found_rule and entry.rule is None:
            found = QCoreApplication.translate("Markers", entry.found_rule)
            automatic = self.tr("Automatic: {name}").format(name=found)
        self.rule.addItem(automatic, None)
        for rule in RULES:
            self.rule.addItem(QCoreApplication.translate("Markers", rule.name), rule.key)
            described = QCoreApplication.translate("Markers", rule.description)
            self.rule.setItemData(self.rule.count() - 1, described, 3)
        self.rule.addItem(self.tr("Custom pattern"), _OWN)
        key = entry.rule.key if entry.rule is not None else None
        at = self.rule.findData(key) if key is not None else 0
        self.rule.setCurrentIndex(at if at >= 0 else self.rule.count() - 1)
        own = at < 0
        if own and entry.rule is not None and not self.pattern.hasFocus():
            self.pattern.setText(entry.rule.pattern.pattern)
        self._show_pattern(shown=own and self._form.isRowVisible(self.rule))

    def _show_pattern(self, *, shown: bool) -> None:
        self._form.setRowVisible(self.pattern, shown)

    def _encoding_picked(self, index: int) -> None:
        self.problem.say("")
        self.encoding_chosen.emit(self.encoding.itemData(index))

    def _encoding_typed(self) -> None:
        text = self.encoding.currentText().strip()
        index = self.encoding.findText(text)
        if index >= 0:
            self._encoding_picked(index)
        elif known_encoding(text):
            self.problem.say("")
            self.encoding_chosen.emit(text)
        else:
            self.problem.say(self.tr("There is no encoding called {name}.").format(name=text))

    def _rule_picked(self, index: int) -> None:
        key = self.rule.itemData(index)
        self._show_pattern(shown=key == _OWN)
        self.problem.say("")
        if key == _OWN:
            self.pattern.setFocus()
            self._pattern_typed()
        else:
            self.rule_chosen.emit(next((rule for rule in RULES if rule.key == key), None))

    def _pattern_typed(self) -> None:
        text = self.pattern.text()
        if not text:
            return
        try:
            rule: MarkerRule = custom_rule(text)
        except ValueError as error:
            self.problem.say(in_words(error.args[0]))
            return
        self.problem.say("")
        self.rule_chosen.emit(rule)
