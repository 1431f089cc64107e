"""The pages of the settings, each a column of named fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.ui.settings.setting_fields import Number, Steps, Switch, ValueField
from annotator.ui.settings.settings import FONT_STEPS, Settings
from annotator.ui.settings.turn_layout import LONGEST_LINES, SPACINGS, USUAL_LINE, USUAL_SPACING
from annotator.ui.texts.translation import SYSTEM, available
from annotator.ui.turn_list.text_marks import DOUBTFUL
from annotator.ui.widgets.ranked_labels import Muted, Problem
from annotator.ui.widgets.scrolled_page import scrolled

if TYPE_CHECKING:
    from collections.abc import Callable


class SettingsPage(QWidget):
    """A form with a button under it that gives the standard values back. ``resets`` names the settings."""

    resets: tuple[str, ...] = ()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.settings = settings
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(12)
        self.column = QVBoxLayout(scrolled(self))
        self.column.setContentsMargins(4, 16, 4, 4)
        self.column.setSpacing(12)
        self.column.addLayout(self.form)

    def finish(self) -> None:
        """Put the reset button under what was added."""
        self.column.addStretch(1)
        if self.resets:
            self.reset = QPushButton(self.tr("Restore defaults"), self)
            self.reset.setAutoDefault(False)
            self.reset.clicked.connect(self.restore)
            row = QHBoxLayout()
            row.addWidget(self.reset)
            row.addStretch(1)
            self.column.addLayout(row)

    def restore(self) -> None:
        """Give every setting of the page its standard value."""
        for name in self.resets:
            setattr(self.settings, name, Settings.__dict__[name].default)


class Appearance(SettingsPage):
    """Light or dark, fonts, the language of the window."""

    resets = ("theme", "font_family", "font_step", "language")

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(settings, parent)
        themes = (
            ("system", self.tr("Follow system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        )
        self.theme = ValueField(themes, settings, "theme", self)
        families = [(name, name) for name in _families()]
        self.family = ValueField([("", self.tr("System default")), *families], settings, "font_family", self)
        self.family.setMaxVisibleItems(16)
        self.family.setMinimumContentsLength(18)
        self.points = Steps(FONT_STEPS, settings, "font_step", self)
        languages = [(SYSTEM, self.tr("Follow system")), *available()]
        self.language = ValueField(languages, settings, "language", self)
        self.form.addRow(self.tr("&Theme"), self.theme)
        self.form.addRow(self.tr("&Font"), self.family)
        self.form.addRow(self.tr("Text si&ze"), self.points)
        self.form.addRow(self.tr("Interface la&nguage"), self.language)
        self.finish()


class ReadingSettings(SettingsPage):
    """How turns are laid out, and what is underlined in them."""

    resets = (
        "density",
        "speaker_sides",
        "line_length",
        "line_spacing",
        "show_languages",
        "underline_repairs",
    )

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(settings, parent)
        densities = (
            ("comfortable", self.tr("Comfortable, tags under each turn")),
            ("reading", self.tr("Reading, small tags")),
            ("compact", self.tr("Compact, one line a turn")),
        )
        self.density = ValueField(densities, settings, "density", self)
        self.density.setSizeAdjustPolicy(ValueField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.density.setMinimumContentsLength(14)
        self.line = Number(
            LONGEST_LINES,
            settings,
            "line_length",
            self,
            standard=USUAL_LINE,
            suffix=self.tr(" characters at most"),
        )
        self.line.setSingleStep(10)
        self.spacing = Number(SPACINGS, settings, "line_spacing", self, standard=USUAL_SPACING, suffix=" %")
        self.spacing.setSingleStep(10)
        self.sides = Switch(self.tr("S&peakers on two sides"), settings, "speaker_sides", self)
        self.languages = Switch(self.tr("&Underline other languages"), settings, "show_languages", self)
        self.repairs = Switch(self.tr("Underline all &repairs"), settings, "underline_repairs", self)
        self.form.addRow(self.tr("D&ensity"), self.density)
        self.form.addRow(self.tr("Line &width"), self.line)
        self.form.addRow(self.tr("Line &spacing"), self.spacing)
        for switch in (self.sides, self.languages, self.repairs):
            self.form.addRow("", switch)
        self.finish()


def _families() -> list[str]:
    """The fonts one can read a transcript in."""
    database = QFontDatabase
    return [
        family
        for family in database.families()
        if database.isSmoothlyScalable(family)
        and not database.isPrivateFamily(family)
        and "emoji" not in family.casefold()
    ]


class Behaviour(SettingsPage):
    """What happens after a key, and what counts as a doubt."""

    resets = ("auto_advance", "advance", "repair_threshold", "backups", "overview_first")

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(settings, parent)
        self.moves = Switch(self.tr("&Auto-advance after tagging"), settings, "auto_advance", self)
        modes = (
            ("facet", self.tr("Next turn that lacks this facet")),
            ("turn", self.tr("Next facet of the turn, then the next turn")),
        )
        self.advance = ValueField(modes, settings, "advance", self)
        self.advance.setSizeAdjustPolicy(ValueField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.advance.setMinimumContentsLength(24)
        self.threshold = Number(
            (1, 100), settings, "repair_threshold", self, standard=round(DOUBTFUL * 100), suffix=" %"
        )
        self.form.addRow("", self.moves)
        self.form.addRow(self.tr("Advance &to"), self.advance)
        self.form.addRow(self.tr("Repairs are &doubtful below"), self.threshold)
        self.backups = Switch(self.tr("Keep &backups beside the project"), settings, "backups", self)
        self.form.addRow("", self.backups)
        text = self.tr("Begin a project of several dialogues with its &overview")
        self.overview = Switch(text, settings, "overview_first", self)
        self.form.addRow("", self.overview)
        self.finish()
        self.moves.toggled.connect(self.advance.setEnabled)
        self.advance.setEnabled(self.moves.isChecked())


class Person(SettingsPage):
    """Who tags."""

    def __init__(
        self, settings: Settings, name: str, rename: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(settings, parent)
        self._rename = rename
        self._kept = name
        self.name = QLineEdit(name, self)
        self.problem = Problem(self)
        self.form.addRow(self.tr("&Your name"), self.name)
        self.form.addRow("", self.problem)
        self.form.addRow(
            "",
            Muted(
                self.tr("Your name is stored with every tag you give, so that others see who decided what."),
                self,
            ),
        )
        self.finish()
        self.name.textChanged.connect(self._check)
        self.name.editingFinished.connect(self.keep)

    def _check(self) -> None:
        self.problem.say("" if self.name.text().strip() else self.tr("The name cannot be empty."))

    def keep(self) -> None:
        """Use the name that stands there, if any does."""
        name = self.name.text().strip()
        if name and name != self._kept:
            self._kept = name
            self._rename(name)
