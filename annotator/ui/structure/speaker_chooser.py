"""The small window in which a person says who spoke: an existing name, or a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text_folding import loosely
from annotator.ui.dialogs.dialog_parts import footer
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.widgets.ranked_labels import Muted, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROWS = 7  # names that are seen at once
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class NameChoice:
    """A name that can be chosen, and how many turns it has where the person is."""

    name: str
    turns: int = 0


@dataclass(frozen=True, slots=True)
class NamingScope:
    """How much is changed: its key, and what stands beside its button."""

    key: str
    text: str


class SpeakerChooser(QDialog):
    """Asks for a name and how far it holds.

    ``take`` gets the name and the key of the scope, and says what is wrong, "" for nothing; only then
    does the window close. Letters typed look for a name; one that there is not is a new one.
    """

    def __init__(
        self,
        now: str,
        choices: Sequence[NameChoice],
        scopes: Sequence[NamingScope],
        take: Callable[[str, str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change the speaker"))
        self._choices = tuple(choices)
        self._take = take
        self._now = now
        said = self.tr("Now: {name}").format(name=now) if now else self.tr("Now: nobody")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Name of the speaker"))
        self.field.setAccessibleName(self.tr("Name of the speaker"))
        self.names = QListWidget(self)
        self.names.setAccessibleName(self.tr("Speakers"))
        self.names.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scopes = QButtonGroup(self)
        self.problem = Problem(self)
        self._scopes = tuple(scopes)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(10)
        for part in (Muted(said, self), self.field, self.names):
            box.addWidget(part, int(part is self.names))
        for number, scope in enumerate(self._scopes):
            button = QRadioButton(scope.text.replace("&", "&&"), self)
            self.scopes.addButton(button, number)
            button.setChecked(number == 0)
            button.setVisible(len(self._scopes) > 1)
            box.addWidget(button)
        buttons, self.change = footer(self, self.tr("Change"))
        for last in (self.problem, buttons):
            box.addWidget(last)
        self.field.textChanged.connect(self._show)
        self.names.itemActivated.connect(lambda _item: self.accept())
        self.names.itemDoubleClicked.connect(lambda _item: self.accept())
        self.field.installEventFilter(self)
        self.setMinimumWidth(400)
        self._show()
        line = self.names.sizeHintForRow(0) if self.names.count() else self.fontMetrics().height() + 8
        self.names.setMinimumHeight(line * min(_ROWS, max(3, len(self._choices))) + 8)
        self.field.setFocus()

    @property
    def name(self) -> str:
        """The name that is chosen: that of the list's current row, else what was typed."""
        if self.names.currentRow() < 0:
            return " ".join(self.field.text().split())
        return str(self.names.currentItem().data(Qt.ItemDataRole.UserRole))

    @property
    def scope(self) -> str:
        """The key of the scope that is chosen."""
        return self._scopes[max(0, self.scopes.checkedId())].key

    def accept(self) -> None:
        """Take the name over; stay where that is not possible."""
        problem = self._take(self.name, self.scope)
        if problem:
            self.problem.say(problem)
        else:
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the field has the keyboard."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and watched is self.field
            and event.key() in _MOVES
        ):
            self.names.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        """List the names that fit what was typed, and the typed one where nobody is called so."""
        typed = " ".join(self.field.text().split())
        self.names.clear()
        self.problem.say("")
        wanted = loosely(typed)
        fitting = [one for one in self._choices if wanted in loosely(one.name)]
        exact = any(one.name == typed for one in self._choices)
        if typed:
            fitting.sort(key=lambda one: (one.name != typed, not loosely(one.name).startswith(wanted)))
        for one in fitting:
            self._add(_described(one) if one.name else self.tr("(nobody)"), one.name)
        if typed and not exact and typed != self._now:
            self._add(self.tr("New speaker: {name}").format(name=typed), typed)
        self.names.setCurrentRow(0 if self.names.count() else -1)
        self.change.setEnabled(self.names.count() > 0)

    def _add(self, text: str, name: str) -> None:
        item = QListWidgetItem(text, self.names)
        item.setData(Qt.ItemDataRole.UserRole, name)


def _described(choice: NameChoice) -> str:
    if not choice.turns:
        return choice.name
    turns = counted(
        choice.turns, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns")
    )
    return f"{choice.name}  ·  {turns}"
