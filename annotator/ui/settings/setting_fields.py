"""Controls that show one setting and change it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox

from annotator.ui.widgets.plain_parts import with_margin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from annotator.ui.settings.settings import Settings


class Switch(QCheckBox):
    """A setting that is on or off."""

    def __init__(self, text: str, settings: Settings, name: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._settings, self._name = settings, name
        self.refresh()
        self.toggled.connect(lambda on: setattr(settings, name, on))
        settings.changed.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Show what holds."""
        self.setChecked(bool(getattr(self._settings, self._name)))


class ValueField(QComboBox):
    """A setting with a few values, each with its words."""

    def __init__(
        self, values: Sequence[tuple[str, str]], settings: Settings, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._settings, self._name = settings, name
        for value, words in values:
            self.addItem(words, value)
        self.refresh()
        self.activated.connect(self._on_activated)
        settings.changed.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Show what holds; a value that is not in the list shows as the first."""
        self.setCurrentIndex(max(0, self.findData(getattr(self._settings, self._name))))

    def _on_activated(self, row: int) -> None:
        setattr(self._settings, self._name, self.itemData(row))


class Number(QSpinBox):
    """A setting that is a number. ``standard`` is what a stored 0 means, and is stored as 0."""

    def __init__(
        self,
        limits: tuple[int, int],
        settings: Settings,
        name: str,
        parent: QWidget,
        *,
        standard: int = 0,
        suffix: str = "",
    ) -> None:
        super().__init__(parent)
        self._settings, self._name, self._standard = settings, name, standard
        self.setRange(*limits)
        self.setSuffix(suffix)
        with_margin(self)
        self.refresh()
        self.valueChanged.connect(self._on_value)
        settings.changed.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Show what holds."""
        self.setValue(int(getattr(self._settings, self._name)) or self._standard)

    def _on_value(self, value: int) -> None:
        stored = 0 if value == self._standard else value
        if stored != getattr(self._settings, self._name):
            setattr(self._settings, self._name, stored)


class Steps(Number):
    """A setting of so many steps above or below the standard, such as points of text."""

    def __init__(self, limits: tuple[int, int], settings: Settings, name: str, parent: QWidget) -> None:
        super().__init__(limits, settings, name, parent)
        self.lineEdit().setReadOnly(True)  # the arrows choose; nobody types “+2 pt”

    def textFromValue(self, value: int) -> str:
        """``Standard``, or how much more or less."""
        return f"{value:+d} pt".replace("-", "−") if value else self.tr("Standard")
