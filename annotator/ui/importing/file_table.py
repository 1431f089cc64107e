"""The list of files about to be imported: name, how each is read, what that gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from annotator.importers import FORMATS, question_text
from annotator.ui import theme
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import in_words, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.errors import UserError
    from annotator.importers import DialoguePace, FileOnDisk, MarkerRule, Tier
    from annotator.model import LeftOut, Question

State = Literal["waiting", "ready", "known", "removed", "again", "failed"]
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

NAME, FORMAT, ENCODING, RULE, TURNS, REPAIRS, STATUS = range(7)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: what the person chose for it, and what reading it that way gave.

    ``encoding``, ``rule``, ``format``, ``mapping`` and ``tiers`` are None while the program may choose;
    what it took is in ``found_encoding`` and the like. ``answers`` go from the keys of questions to those of
    answers,
    ``questions`` are those that are open. ``state``: not read yet; can be imported; is in the project
    already; was removed from it and will come back; is twice in this list; cannot be read.
    """

    file: FileOnDisk
    encoding: str | None = None
    rule: MarkerRule | None = None
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    state: State = "waiting"
    found_encoding: str = ""
    found_rule: str = ""  # the name of the rule
    found_format: str = ""
    found_mapping: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    tiers: tuple[str, ...] | None = None
    found_tiers: tuple[Tier, ...] = ()
    problems: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    pace: DialoguePace | None = None
    dialogues: int = 0
    other_encodings: tuple[str, ...] = ()
    sha256: str = ""
    turns: int = 0
    repairs: int = 0
    damage: int = 0
    undecodable: int = 0
    error: UserError | None = None
    partial: bool = False  # only the beginning of a large file has been looked at
    round: int = 0  # raised with every new choice; answers of an older round are stale


_FORMATS = {
    "text": QT_TRANSLATE_NOOP("ImportFormat", "Text"),
    "xlsx": QT_TRANSLATE_NOOP("ImportFormat", "Excel"),
    "messages": QT_TRANSLATE_NOOP("ImportFormat", "OpenAI messages"),
    "docx": QT_TRANSLATE_NOOP("ImportFormat", "Word"),
    "slack-day": QT_TRANSLATE_NOOP("ImportFormat", "Slack (one day)"),
    "zoom-chat": QT_TRANSLATE_NOOP("ImportFormat", "Zoom chat"),
    "eou": QT_TRANSLATE_NOOP("ImportFormat", "Dialogues a line (__eou__)"),
    "kaldi": QT_TRANSLATE_NOOP("ImportFormat", "Kaldi text"),
}
_NAMES = {form.key: form.name for form in FORMATS}
_PROBLEMS_SHOWN = 20


def format_name(key: str) -> str:
    """A format's name for people; "" for none. Most of them are names in every language."""
    if key in _FORMATS:
        return QCoreApplication.translate("ImportFormat", _FORMATS[key])
    return _NAMES.get(key, "")


def status_of(entry: FileEntry) -> str:
    """The last column in words."""
    translate = QCoreApplication.translate
    words = {
        "failed": translate("FileTable", "Cannot be read"),
        "waiting": translate("FileTable", "Reading…"),
        "known": translate("FileTable", "Already in the project"),
        "removed": translate("FileTable", "Removed before; will be restored"),
        "again": translate("FileTable", "Duplicate"),
    }
    if entry.state in words:
        return words[entry.state]
    if entry.questions:
        return translate("FileTable", "Please check")
    if entry.problems:
        return counted(
            len(entry.problems),
            QT_TRANSLATE_NOOP("Counted", "1 problem"),
            QT_TRANSLATE_NOOP("Counted", "{n} problems"),
        )
    if entry.undecodable:
        return translate("FileTable", "{count} bytes unreadable").format(count=f"{entry.undecodable:,}")
    if entry.damage:
        return translate("FileTable", "{count} damaged places").format(count=f"{entry.damage:,}")
    return translate("FileTable", "Ready")


def to_check(entry: FileEntry) -> bool:
    """Whether a person should look at a file: it has open questions, or cannot be read."""
    return bool(entry.questions) or entry.state == "failed"


class FileTable(QAbstractTableModel):
    """The entries as a table; other objects change them through :meth:`put` and :meth:`choose`."""

    chosen = Signal(list)  # rows whose reading has to be done anew

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.entries: list[FileEntry] = []

    def add(self, files: Iterable[FileOnDisk]) -> None:
        """Append files nobody has looked at yet."""
        new = [FileEntry(file) for file in files]
        if new:
            first = len(self.entries)
            self.beginInsertRows(_ROOT, first, first + len(new) - 1)
            self.entries.extend(new)
            self.endInsertRows()

    def next_to_check(self, after: int) -> int | None:
        """The first row behind that one, round about, that a person should look at; None for no other."""
        rows = [*range(after + 1, len(self.entries)), *range(max(0, after))]
        return next((row for row in rows if to_check(self.entries[row])), None)

    def put(self, row: int, entry: FileEntry) -> None:
        """Replace an entry."""
        self.entries[row] = entry
        self.dataChanged.emit(self.index(row, 0), self.index(row, STATUS))

    def choose(self, rows: Iterable[int], **choice: Any) -> None:
        """Set what was chosen for rows (``encoding``, ``rule``, ``tiers``…); they are read anew."""
        changed = []
        for row in rows:
            entry = self.entries[row]
            wanted = replace(entry, **choice)
            if wanted != entry:
                self.put(row, replace(wanted, state="waiting", error=None, round=entry.round + 1))
                changed.append(row)
        if changed:
            self.chosen.emit(changed)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a file."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """The columns at the top of this module."""
        return 0 if parent.isValid() else STATUS + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles, aligned like what stands below them."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("File"),
                self.tr("Format"),
                self.tr("Encoding"),
                self.tr("Markers"),
                self.tr("Turns"),
                self.tr("Repairs"),
                self.tr("Status"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and its colour where it needs attention."""
        entry = self.entries[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(entry, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(entry, column)
        return None

    def _text(self, entry: FileEntry, column: int) -> str:
        if column == NAME:
            return entry.file.name
        if column == STATUS:
            return status_of(entry)
        if column == FORMAT:
            return format_name(entry.found_format)
        if entry.state in {"waiting", "failed"} or not entry.found_format:
            return ""
        more = "+" if entry.partial else ""
        return {
            ENCODING: entry.found_encoding,
            RULE: QCoreApplication.translate("Markers", entry.found_rule),
            TURNS: f"{entry.turns:,}{more}",
            REPAIRS: f"{entry.repairs:,}{more}",
        }[column]

    def _tip(self, entry: FileEntry, column: int) -> str:
        if column == NAME:
            return str(entry.file.place)
        if column == STATUS and entry.error is not None:
            return str(spoken(entry.error))
        if column == STATUS and entry.questions:
            return "\n".join(question_text(one, in_words) for one in entry.questions[:_PROBLEMS_SHOWN])
        if column == STATUS and entry.problems:
            return "\n".join(map(in_words, entry.problems[:_PROBLEMS_SHOWN]))
        return self._text(entry, column)

    def _colour(self, entry: FileEntry, column: int) -> QColor | None:
        colours = theme.theme_of(self._owner.palette())
        if column == STATUS and entry.state == "failed":
            return QColor(colours.danger)
        if (
            column == STATUS
            and entry.state == "ready"
            and (entry.damage or entry.undecodable or entry.problems or entry.questions)
        ):
            return QColor(colours.warning)
        if entry.state in {"known", "again", "waiting"}:
            return QColor(colours.muted)
        return None


def _alignment(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in {TURNS, REPAIRS} else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
