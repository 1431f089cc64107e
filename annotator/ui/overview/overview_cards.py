"""A card of the overview: a title, a few words, and rows whose columns stand under each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.overview.overview_bars import Bar, BarColumns, RowFace, columns_of, smaller
from annotator.ui.widgets.ranked_labels import Muted, Title

_MARGIN = 16
_RADIUS = 8


class Heads(QWidget):
    """The names of the columns of figures, over them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = BarColumns(0, 0, ())
        self._names: Sequence[str] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_heads(self, names: Sequence[str], columns: BarColumns) -> None:
        """Show these names from now on."""
        self._names, self._columns = names, columns
        self.setFixedHeight(round(QFontMetricsF(smaller(self.font())).height()) + 4)
        self.setVisible(any(names))
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Paint them right-aligned, as the figures are."""
        painter = QPainter(self)
        painter.setFont(smaller(self.font()))
        painter.setPen(QColor(theme.theme_of(self.palette()).muted))
        right = self.width() - 8.0
        for at in reversed(range(len(self._columns.figures))):
            width = self._columns.figures[at]
            name = self._names[at] if at < len(self._names) else ""
            place = QRectF(right - width - 2, 0, width + 2, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            right -= width + 16
        painter.end()


class Section(QWidget):
    """A card. Rows that are there are used again, so that the keyboard stays where it is."""

    def __init__(self, title: str, parent: QWidget, heads: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._faces: list[RowFace] = []
        self.peers: list[Section] = [self]  # whose columns stand in one line with these
        self._names = heads
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.title = Title(title, 1.08, self)
        self.title.setWordWrap(False)
        self.aside = QLabel(self)
        self.aside.setObjectName("muted")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(8, 0, 8, 0)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.aside)
        self.heads = Heads(self)
        self.words = Muted("", self)
        self.words.setContentsMargins(8, 2, 8, 4)
        self.bars: list[Bar] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        box = QVBoxLayout(self)
        box.setContentsMargins(_MARGIN - 8, _MARGIN - 4, _MARGIN - 8, _MARGIN - 6)
        box.setSpacing(4)
        box.addLayout(self.head)
        box.addWidget(self.heads)
        box.addWidget(self.words)
        box.addLayout(self._rows)
        self.foot = QVBoxLayout()
        box.addLayout(self.foot)
        self.setAccessibleName(title)
        self.heads.hide()
        self.words.hide()

    def show_rows(self, faces: Iterable[RowFace], *, empty: str, ready: bool) -> None:
        """Show these rows; where there is none, why. Until they are ``ready`` they may still grow."""
        shown = list(faces)
        while len(self.bars) > len(shown):
            gone = self.bars.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.bars) < len(shown):
            bar = Bar(self)
            self.bars.append(bar)
            self._rows.addWidget(bar)
        self._faces = shown
        self.aside.setText("" if ready else self.tr("counting…"))
        text = "" if self._faces else (empty if ready else "")
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self.arrange()

    def arrange(self) -> None:
        """Measure the columns anew and paint the rows in them."""
        columns = self._columns()
        for bar, face in zip(self.bars, self._faces, strict=False):  # Qt lays out between two rows, too
            bar.show_face(face, columns)
        self.heads.show_heads(self._names if self._faces else (), columns)

    def _columns(self) -> BarColumns:
        """The columns that all peers have: the names always, the figures where they are the same ones."""
        own = self.own_columns(self.width())
        others = [(peer, peer.own_columns(self.width())) for peer in self.peers if peer is not self]
        names = max([own.name, *(columns.name for _, columns in others)])
        alike = [columns for peer, columns in others if peer.same_figures(self) and columns.figures]
        figures = zip(own.figures, *(columns.figures for columns in alike), strict=False)
        return BarColumns(own.lead, names, tuple(max(widths) for widths in figures))

    def same_figures(self, other: Section) -> bool:
        """Whether its columns of figures are those of the other one."""
        return self._names == other._names

    def own_columns(self, width: float) -> BarColumns:
        """The columns that its own rows need in so many pixels."""
        return columns_of(self._faces, self._names, self.font(), width - 2 * _MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns their share of the new width."""
        super().resizeEvent(event)
        self.arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again for another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.arrange()

    def paintEvent(self, _event: object) -> None:
        """Paint the ground of the card."""
        look = theme.theme_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.line), 1))
        painter.setBrush(QColor(look.base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()
