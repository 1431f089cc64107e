"""One row of the overview: a name, a bar, figures. It is a button that opens the turns behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.ui import theme
from annotator.ui.widgets.plain_text import show_tip

_PAD = 8  # beside and between the columns
_AIR = 10  # above and below the text, together
_THICK = 8  # of a bar
_WIDE = 5  # pixels of a cell that has a gap beside it and is filled from the left; narrower ones are shaded
_SEEN = 0.22  # how much of its colour the smallest shade has
_PRESSES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})

Door = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a bar: its share that is filled (0 to 1), how wide it is, what it says, where it leads."""

    share: float
    weight: float
    words: str
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class RowFace:
    """What a row shows. ``figures`` stand in columns at the right; ``colour`` "" is the accent.

    ``dot`` puts the colour before the name, too, as labels have it. ``cells`` divide the bar, else
    ``share`` (0 to 1) of it is filled; None leaves it out. Without ``door`` the row is no button.
    """

    name: str
    figures: tuple[str, ...]
    lead: str = ""
    share: float | None = None
    cells: tuple[Cell, ...] = ()
    colour: str = ""
    dot: bool = False
    words: str = ""  # read aloud, and shown under the mouse
    door: Door | None = None
    quiet: bool = False  # there is nothing in it


@dataclass(frozen=True, slots=True)
class BarColumns:
    """Where the columns of a section stand: widths of lead, name and figures, in pixels."""

    lead: float
    name: float
    figures: tuple[float, ...]


def columns_of(faces: Sequence[RowFace], heads: Sequence[str], font: QFont, width: float) -> BarColumns:
    """Columns as wide as their texts; the names get 45 percent of the width at most."""
    metrics, bold = QFontMetricsF(font), QFontMetricsF(_bold(font))
    small = QFontMetricsF(smaller(font))
    count = max((len(face.figures) for face in faces), default=0)
    figures = []
    for at in range(count):
        texts = [face.figures[at] for face in faces if at < len(face.figures)]
        head = small.horizontalAdvance(heads[at]) if at < len(heads) else 0.0
        figures.append(max([head, *(metrics.horizontalAdvance(text) for text in texts)]))
    lead = max((bold.horizontalAdvance(face.lead) for face in faces), default=0.0)
    dots = any(face.dot for face in faces)
    name = max((metrics.horizontalAdvance(face.name) for face in faces), default=0.0) + (14 if dots else 0)
    most = max(64.0, width * 0.45)
    lead = min(lead, most * (0.5 if name else 1.0))
    return BarColumns(lead, min(name, most - lead), tuple(figures))


def smaller(font: QFont) -> QFont:
    """The font of second-rank text."""
    copy = QFont(font)
    copy.setPointSizeF(font.pointSizeF() * 0.9)
    return copy


def _bold(font: QFont) -> QFont:
    copy = QFont(font)
    copy.setWeight(QFont.Weight.DemiBold)
    return copy


class Bar(QAbstractButton):
    """A painted row; a click, Space or Return opens its door, a click on a cell that cell's."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._face = RowFace("", ())
        self._columns = BarColumns(0, 0, ())
        self._hot: Cell | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def face(self) -> RowFace:
        """What the row shows."""
        return self._face

    def show_face(self, face: RowFace, columns: BarColumns) -> None:
        """Show this from now on."""
        open_ = face.door is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if open_ else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if open_ else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(face.words or " ".join((face.lead, face.name, *face.figures)).strip())
        self.setText(face.name.replace("&", "&&"))
        if face != self._face or columns != self._columns:
            self._face, self._columns, self._hot = face, columns, None
            self.updateGeometry()
            self.update()

    def enter(self) -> None:
        """Open the door of the row."""
        if self._face.door is not None:
            self._face.door()

    # --- Qt's calls --------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as a line of text with some air; the width is the section's."""
        return QSize(240, round(QFontMetricsF(self.font()).height() + _AIR))

    def event(self, event: QEvent) -> bool:
        """Keep Return and Space from the window; say under the mouse what a cell is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.key() in _PRESSES:
                event.accept()
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(event.pos().x())
            words = cell.words if cell is not None else self._face.words
            if words:
                show_tip(event.globalPos(), words, self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and Space open the door; arrows go to the next row, as Tab does."""
        if event.key() in _PRESSES:
            self.enter()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the door of the cell under the mouse, else that of the row."""
        inside = self.rect().contains(event.position().toPoint())
        cell = self._cell_at(event.position().x())
        super().mouseReleaseEvent(event)
        if inside and event.button() == Qt.MouseButton.LeftButton:
            if cell is not None and cell.door is not None:
                cell.door()
            else:
                self.enter()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which cell is meant."""
        super().mouseMoveEvent(event)
        cell = self._cell_at(event.position().x())
        if cell is not self._hot:
            self._hot = cell
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No cell is meant any more."""
        super().leaveEvent(event)
        self._hot = None
        self.update()

    # --- painting ----------------------------------------------------------------------

    def paintEvent(self, _event: object) -> None:
        """Paint the row."""
        look, face = theme.theme_of(self.palette()), self._face
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if face.door is not None and (self.underMouse() or self.hasFocus()):
            painter.setPen(QPen(QColor(look.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 5, 5)
        self._texts(painter, look)
        bar = self._bar_rect()
        ink = QColor(theme.label_ink(look, face.colour) if face.colour else look.accent)
        if bar.width() > 12 and face.cells:
            self._cells(painter, bar, ink, look)
        elif bar.width() > 12 and face.share is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.line))
            painter.drawRoundedRect(bar, 2, 2)
            if face.share > 0:
                painter.setBrush(ink)
                width = max(3.0, bar.width() * min(face.share, 1.0))
                painter.drawRoundedRect(QRectF(bar.left(), bar.top(), width, bar.height()), 2, 2)
        painter.end()

    def _bar_rect(self) -> QRectF:
        columns = self._columns
        left = (
            _PAD
            + columns.lead
            + (_PAD * 1.5 if columns.lead and columns.name else 0)
            + columns.name
            + 2 * _PAD
        )
        right = self.width() - _PAD - sum(width + 2 * _PAD for width in columns.figures)
        thick = _THICK + (4 if self._face.cells else 0)
        return QRectF(left, (self.height() - thick) / 2, max(right - left, 0), thick)

    def _texts(self, painter: QPainter, look: theme.Theme) -> None:
        face, columns = self._face, self._columns
        middle = Qt.AlignmentFlag.AlignVCenter
        height = float(self.height())
        x = float(_PAD)
        muted, text = QColor(look.muted), QColor(look.text)
        if columns.lead:
            painter.setFont(_bold(self.font()))
            painter.setPen(text)
            lead = QFontMetricsF(painter.font()).elidedText(
                face.lead, Qt.TextElideMode.ElideRight, columns.lead + 1
            )
            painter.drawText(
                QRectF(x, 0, columns.lead + 1, height), middle | Qt.AlignmentFlag.AlignLeft, lead
            )
            x += columns.lead + (_PAD * 1.5 if columns.name else 0)
        painter.setFont(self.font())
        room = columns.name
        if face.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.label_ink(look, face.colour)))
            painter.drawEllipse(QPointF(x + 4, height / 2), 4, 4)
            x, room = x + 14, room - 14
        painter.setPen(muted if face.quiet else text)
        name = QFontMetricsF(self.font()).elidedText(face.name, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(x, 0, room + 1, height), middle | Qt.AlignmentFlag.AlignLeft, name)
        right = float(self.width() - _PAD)
        for at in reversed(range(len(columns.figures))):
            width = columns.figures[at]
            painter.setPen(muted if face.quiet or at else text)
            figure = face.figures[at] if at < len(face.figures) else ""
            painter.drawText(
                QRectF(right - width - 2, 0, width + 2, height), middle | Qt.AlignmentFlag.AlignRight, figure
            )
            right -= width + 2 * _PAD

    def _places(self) -> list[tuple[Cell, float, float]]:
        """Each cell with where it begins and ends."""
        bar = self._bar_rect()
        whole = sum(cell.weight for cell in self._face.cells) or 1.0
        places, x = [], bar.left()
        for cell in self._face.cells:
            end = x + bar.width() * cell.weight / whole
            places.append((cell, x, end))
            x = end
        return places

    def _cell_at(self, x: float) -> Cell | None:
        return next((cell for cell, left, right in self._places() if left <= x < right), None)

    def _cells(self, painter: QPainter, bar: QRectF, ink: QColor, look: theme.Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for cell, left, right in self._places():
            wide = right - left >= _WIDE
            x, end = (left, right - 1.5) if wide else (float(round(left)), float(round(right)))
            place = QRectF(x, bar.top(), end - x, bar.height())
            hot = cell is self._hot and cell.door is not None
            track = look.border if hot else look.line
            if wide:
                painter.setBrush(QColor(track))
                painter.drawRoundedRect(place, 1.5, 1.5)
                if cell.share > 0:
                    painter.setBrush(ink)
                    filled = max(2.0, place.width() * min(cell.share, 1.0))
                    painter.drawRoundedRect(
                        QRectF(place.left(), place.top(), filled, place.height()), 1.5, 1.5
                    )
            else:
                shade = min(1.0, _SEEN + (1 - _SEEN) * cell.share) if cell.share > 0 else 0.0
                painter.fillRect(place, QColor(theme.blend(ink.name(), track, shade)))
