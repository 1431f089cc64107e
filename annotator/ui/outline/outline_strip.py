"""The strip itself: a slider over the turns of the list, painted in the colours of the active facet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from annotator.ui.outline.outline_codes import FIRST, UNTAGGED
from annotator.ui.outline.outline_reader import OutlineReader
from annotator.ui.theme import Theme, label_ink, theme_of
from annotator.ui.widgets.claimed_keys import claims
from annotator.ui.widgets.plain_text import show_tip
from annotator.ui.workspace.turn_order import ascends

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from annotator.ui.turn_list import TurnList
    from annotator.ui.workspace.workspace import Workspace

WIDTH = 26  # pixels
_PATIENCE = 60  # milliseconds between a change of tags and its colour here
_TALLEST = 12  # pixels of one turn: short dialogues do not fill the strip
_GAP_LEFT, _BAND_LEFT, _BAND = 3, 7, 10  # where untagged turns are notched; where bands begin, how wide
_MARKS_LEFT = 19
# Shares of the width: labels differ in more than colour.
_WIDTHS = (1.0, 0.7, 0.85, 0.55)
_TOP = 4
_OWN = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
     Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
)  # fmt: skip


class Outline(QAbstractSlider):
    """The turns of the list from top to bottom; click, drag and keys make a turn the current one.

    ``done`` says that the person wants back to the list. To screen readers it is a slider whose
    value is the number of the current turn.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, turns: TurnList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._turns = turns
        self._hits: Sequence[int] = ()
        self._following = False
        self._picture: QPixmap | None = None
        self.reader = OutlineReader(workspace, self)
        self._later = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._later.timeout.connect(self._repaint)
        self.reader.changed.connect(self._on_read)
        self.setOrientation(Qt.Orientation.Vertical)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Turn outline"))
        self.valueChanged.connect(self._go)
        workspace.cursor.turn_changed.connect(self.follow)
        turns.viewport().installEventFilter(self)
        self._visible = (0, 0)

    # --- what is shown -----------------------------------------------------------------------

    def set_hits(self, turn_ids: Iterable[int]) -> None:
        """Mark these turns as found."""
        self._hits = sorted(turn_ids)
        self._repaint()

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(WIDTH, 200)

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as low as one likes."""
        return QSize(WIDTH, 40)

    @property
    def rows(self) -> int:
        """How many turns the strip has."""
        return len(self.reader.ids)

    def _on_read(self) -> None:
        """What was tagged shows in the list at once, and here a moment later."""
        if self.maximum() != max(1, self.rows):
            self._repaint()
        elif not self._later.isActive():
            self._later.start()

    def _repaint(self) -> None:
        self._picture = None
        self.follow()
        self.update()

    def follow(self) -> None:
        """Stand on the current turn."""
        row = self.reader.row_of(self._workspace.cursor.turn_id)
        self._following = True
        self.setRange(1, max(1, self.rows))
        self.setPageStep(max(1, self._visible[1] - self._visible[0]))
        if row is not None:
            self.setValue(row + 1)
        self._following = False
        if QAccessible.isActive() or self.hasFocus():
            self._describe(row)
        self.update()

    def _describe(self, row: int | None) -> None:
        words = self.words(row) if row is not None else self.tr("No turns")
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def words(self, row: int) -> str:
        """A turn in words: its number, speaker, and what it has in the active facet."""
        project, facet = self._workspace.project, self.reader.facet
        found = project.turns.page(self.reader.ids[row : row + 1]) if project is not None else []
        parts = [self.tr("Turn {number} of {count}").format(number=f"{row + 1:,}", count=f"{self.rows:,}")]
        if found and self._workspace.cursor.filter is not None:
            parts = [self.tr("Turn {number}").format(number=f"{found[0].position + 1:,}")]
        if found and found[0].speaker:
            parts.append(found[0].speaker)
        if facet is not None:
            label = self.reader.label(row)
            if label is not None:
                parts.append(f"{facet.name}: {label.name}")
            elif self.reader.codes[row] == UNTAGGED:
                parts.append(self.tr("{facet}: not tagged").format(facet=facet.name))
        return " · ".join(parts)

    # --- rows and pixels -----------------------------------------------------------------------

    def _tall(self) -> float:
        """The height of all turns in pixels."""
        return max(1.0, min(self.height() - 2 * _TOP, self.rows * _TALLEST))

    def y_of(self, row: int) -> float:
        """The top of a row."""
        return _TOP + row * self._tall() / max(1, self.rows)

    def row_at(self, y: float) -> int:
        """The row at a height, the nearest where there is none."""
        return max(0, min(int((y - _TOP) * self.rows / self._tall()), self.rows - 1))

    # --- going there -----------------------------------------------------------------------------

    def _go(self, value: int) -> None:
        if not self._following and 0 < value <= self.rows:
            self._workspace.cursor.select_turn(self.reader.ids[value - 1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the turn under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and self.rows:
            self.setValue(self.row_at(event.position().y()) + 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along while the button is down."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.rows:
            self.setValue(self.row_at(event.position().y()) + 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The list has the keyboard again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.done.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up is toward the beginning; Enter and Escape go back to the list."""
        page = self.pageStep()
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -self.rows,
            Qt.Key.Key_End: self.rows,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.setValue(self.value() + steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self.done.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say where one is."""
        self.follow()
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the strip's keys; make tool tips of what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            if self.rows and event.pos().y() <= _TOP + self._tall():
                show_tip(event.globalPos(), self.words(self.row_at(event.pos().y())), self)
            return True
        return claims(event, _OWN) or super().event(event)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bands from their picture, then what moves: the visible turns, the current one, the focus."""
        theme = theme_of(self.palette())
        if self._picture is None or self._picture.size() != self.size() * self.devicePixelRatioF():
            self._picture = self._bands(theme)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self.rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_visible(painter, theme)
            self._paint_current(painter, theme)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _bands(self, theme: Theme) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(theme.window))
        # A file that can no longer be read must not leave a painter behind: Qt would end the program.
        marks, bands = self._marked(), self.reader.codes.bands(int(self._tall()))
        painter = QPainter(picture)
        painter.fillRect(QRectF(0, 0, 1, self.height()), QColor(theme.line))
        step = self._tall() / max(1, len(bands))
        inks = [QColor(label_ink(theme, label.colour)) for label in self.reader.labels] or [
            QColor(theme.muted)
        ]
        for number, band in enumerate(bands):
            top = _TOP + number * step
            tall = step - (1 if step >= 4 else 0)
            if band.gaps:
                painter.fillRect(QRectF(_GAP_LEFT, top, 2, tall), QColor(theme.border))
            if band.code >= FIRST:
                kind = min(band.code - FIRST, len(inks) - 1)
                wide = _BAND * _WIDTHS[kind % len(_WIDTHS)]
                painter.fillRect(QRectF(_BAND_LEFT, top, wide, tall), inks[kind])
            else:
                painter.fillRect(QRectF(_BAND_LEFT, top, _BAND, tall), QColor(theme.sunken))
        self._paint_marks(painter, marks, theme)
        painter.end()
        return picture

    def _marked(self) -> list[tuple[str, Sequence[int]]]:
        """The turns (row numbers) that were found, flagged and bookmarked."""
        project = self._workspace.project
        marks: list[tuple[str, Sequence[int]]] = [("hit", self._hits)]
        if project is not None:
            marks += [("flag", project.marks.turns("flag")), ("bookmark", project.marks.turns("bookmark"))]
        return marks

    def _paint_marks(
        self, painter: QPainter, marks: Sequence[tuple[str, Sequence[int]]], theme: Theme
    ) -> None:
        """Hits as ticks; flags and bookmarks as the shapes they have in the list, simplified."""
        taken: set[tuple[str, int]] = set()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for kind, ids in marks:
            for turn in self._within(ids):
                row = self.reader.row_of(turn)
                y = round(self.y_of(row)) if row is not None else -1
                if y < 0 or (kind, y // 3) in taken:
                    continue
                taken.add((kind, y // 3))
                _paint_mark(painter, kind, y + min(3.0, self._tall() / self.rows / 2), theme)

    def _within(self, ids: Sequence[int]) -> Sequence[int]:
        """Those of some ids, in the order of the project, that can be in the list."""
        if not self.rows:
            return ()
        if not ascends(self.reader.ids) or list(ids) != sorted(ids):
            return ids
        return ids[bisect_left(ids, self.reader.ids[0]) : bisect_right(ids, self.reader.ids[-1])]

    def _paint_visible(self, painter: QPainter, theme: Theme) -> None:
        first, last = self._visible
        top, bottom = self.y_of(first), self.y_of(last + 1)
        if bottom - top < 6:
            top, bottom = (top + bottom) / 2 - 3, (top + bottom) / 2 + 3
        ink = QColor(theme.text)
        ink.setAlphaF(0.08)
        painter.setBrush(ink)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawRoundedRect(QRectF(1.5, top - 0.5, self.width() - 3, bottom - top), 3, 3)

    def _paint_current(self, painter: QPainter, theme: Theme) -> None:
        row = self.reader.row_of(self._workspace.cursor.turn_id)
        if row is None:
            return
        y = round(self.y_of(row) + min(_TALLEST, self._tall() / self.rows) / 2) + 0.5
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(QPointF(2, y), QPointF(self.width() - 2, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawPolygon(QPolygonF([QPointF(1, y - 4), QPointF(6, y), QPointF(1, y + 4)]))

    # --- following the list ----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whenever the list is painted, other turns may be in sight."""
        if event.type() == QEvent.Type.Paint:
            shown = self._turns.view.rows.visible()
            seen = (shown[0].row, shown[-1].row) if shown else (0, 0)
            if seen != self._visible:
                self._visible = seen
                self.setPageStep(max(1, seen[1] - seen[0]))
                self.update()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is to see."""
        super().showEvent(event)
        self.reader.wake(awake=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing that nobody sees."""
        super().hideEvent(event)
        self.reader.wake(awake=False)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and language."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._picture = None
            self.update()
        elif event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Turn outline"))


def _paint_mark(painter: QPainter, kind: str, y: float, theme: Theme) -> None:
    left = _MARKS_LEFT
    if kind == "hit":
        painter.setBrush(QColor(theme.warning))
        painter.drawRect(QRectF(left, y - 1, 6, 2))
    elif kind == "flag":
        painter.setBrush(QColor(theme.danger))
        painter.drawPolygon(QPolygonF([QPointF(left, y - 3), QPointF(left + 6, y), QPointF(left, y + 3)]))
    else:
        painter.setBrush(QColor(theme.accent))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left + 1, y - 3), QPointF(left + 5, y - 3), QPointF(left + 5, y + 4),
                    QPointF(left + 3, y + 1.5), QPointF(left + 1, y + 4),
                ]
            )
        )  # fmt: skip
