"""The chips under a turn: what its tags say, how wide that is, and how it is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.model import Codebook, Facet, Label, Tag, Target, Turn
from annotator.ui.texts.label_names import label_words, toward
from annotator.ui.theme import chip_colours
from annotator.ui.turn_list.row_style import RowStyle
from annotator.ui.turn_list.span_bars import SpanLook

MachineLabel = Callable[[Turn, Codebook], "Label | None"]

_LEVELS = 3  # of intensity
_QUOTE = 24  # characters of a span that its chip quotes
_PAD, _SPACE = 0.55, 0.4  # of a Chinese character's width


@dataclass(frozen=True, slots=True)
class TagChip:
    """One tag in words. ``machine``: no person has said so. ``spoken`` is for screen readers."""

    facet: str
    text: str
    colour: str = ""
    machine: bool = False
    uncertain: bool = False
    intensity: int | None = None
    tip: str = ""

    @property
    def spoken(self) -> str:
        """The tag as a screen reader says it: "stance favor, strong, uncertain"."""
        translate = QCoreApplication.translate
        parts = [f"{self.facet} {self.text}".strip()]
        if self.intensity:
            parts.append(intensity_word(self.intensity))
        if self.uncertain:
            parts.append(translate("TurnList", "uncertain"))
        if self.machine:
            parts.append(translate("TurnList", "detected"))
        return " ".join(parts)


def intensity_word(intensity: int) -> str:
    """Weak, moderate or strong."""
    translate = QCoreApplication.translate
    words = (
        translate("TurnList", "weak"),
        translate("TurnList", "moderate"),
        translate("TurnList", "strong"),
    )
    return words[max(1, min(intensity, _LEVELS)) - 1]


class Labels:
    """A codebook laid out for looking up, with what the chips of one list further depend on."""

    def __init__(self, codebook: Codebook, machine_label: MachineLabel | None = None) -> None:
        self.codebook = codebook
        self.targets: Sequence[Target] = ()
        self._machine_label = machine_label
        self._facets = {facet.key: facet for facet in codebook.facets}
        self._labels = {label.key: label for facet in codebook.facets for label in facet.labels}
        self._patterns = {
            label.key: number
            for number, label in enumerate(
                label for facet in codebook.facets if facet.scope == "span" for label in facet.labels
            )
        }
        self._order = {
            label.key: (facet.position, label.position) for facet in codebook.facets for label in facet.labels
        }

    def set_targets(self, targets: Sequence[Target]) -> None:
        """Take the targets of stances: they name the sides of a choice, and where several are, themselves."""
        self.targets = tuple(targets)

    def chips(self, turn: Turn) -> tuple[TagChip, ...]:
        """The chips of a turn in the order of the codebook; what the machine found comes with them."""
        tags = sorted(turn.tags, key=lambda tag: (self._place(tag), tag.start or 0, tag.key))
        placed = [(self._place(tag), self._chip(turn, tag)) for tag in tags]
        said = {tag.facet for tag in turn.tags}
        for facet in self.codebook.facets:
            if facet.detected and not facet.retired and facet.key not in said and self._machine_label:
                label = self._machine_label(turn, self.codebook)
                if label is not None and label.facet == facet.key:
                    chip = self._of_label(facet, label, machine=True)
                    placed.append((self._order.get(label.key, (facet.position, 0)), chip))
        return tuple(chip for _, chip in sorted(placed, key=lambda pair: pair[0]))

    def _place(self, tag: Tag) -> tuple[int, int]:
        facet = self._facets.get(tag.facet)
        return self._order.get(tag.label, (facet.position if facet is not None else 1_000_000, 0))

    def look(self, tag: Tag) -> SpanLook:
        """How the bar of a span with that tag looks."""
        label = self._labels.get(tag.label)
        if label is None:
            return SpanLook(name=tag.value)
        return SpanLook(label.colour, label.name, self._patterns.get(label.key, 0))

    def _of_label(self, facet: Facet, label: Label, *, machine: bool) -> TagChip:
        return TagChip(facet.name, label.name, label.colour, machine=machine, tip=label.definition)

    def _chip(self, turn: Turn, tag: Tag) -> TagChip:
        facet = self._facets.get(tag.facet)
        label = self._labels.get(tag.label)
        target = toward(tag.target, self.targets)
        words = label_words(label, facet, target) if label is not None else tag.label
        text = " ".join((tag.value or words).split())
        if tag.start is not None and tag.end is not None:
            quote = " ".join(turn.text[tag.start : tag.end].split())
            text += f" “{quote[:_QUOTE]}{'…' if len(quote) > _QUOTE else ''}”"
        if tag.target is not None and target is not None and len(self.targets) > 1:
            text += f" → {target.statement}"
        definition = label.definition if label is not None else tag.value
        return TagChip(
            facet=facet.name if facet is not None else tag.facet,
            text=text,
            colour=label.colour if label is not None else "",
            machine=tag.origin == "suggested",
            uncertain=tag.uncertain,
            intensity=tag.intensity,
            tip="\n".join(part for part in (definition, tag.note) if part),
        )


@dataclass(frozen=True, slots=True)
class PlacedChip:
    """A chip and where it stands, relative to the first one."""

    chip: TagChip
    rect: QRectF


def _word(chip: TagChip) -> str:
    return QCoreApplication.translate("TurnList", "auto") if chip.machine else ""


def _widths(chip: TagChip, style: RowStyle) -> tuple[float, float, float, float]:
    """Of facet name, label, intensity and closing words, each with the space before it."""
    space = style.square * _SPACE
    facet = style.tiny_metrics.horizontalAdvance(chip.facet) + space if chip.facet else 0.0
    label = style.small_metrics.horizontalAdvance(chip.text)
    dots = _LEVELS * style.square * 0.42 + space if chip.intensity else 0.0
    tail = style.small_metrics.horizontalAdvance("?") + space * 0.6 if chip.uncertain else 0.0
    if chip.machine:
        tail += style.tiny_metrics.horizontalAdvance(_word(chip)) + space
    return facet, label, dots, tail


def place(chips: Sequence[TagChip], width: float, style: RowStyle) -> tuple[list[PlacedChip], float]:
    """Put the chips in rows of a width; returns them and the height they take."""
    placed: list[PlacedChip] = []
    x = y = 0.0
    gap = style.square * 0.45
    for chip in chips:
        wide = min(sum(_widths(chip, style)) + 2 * style.square * _PAD, width)
        if x and x + wide > width:
            x, y = 0.0, y + style.chip_height + gap
        placed.append(PlacedChip(chip, QRectF(x, y, wide, style.chip_height)))
        x += wide + gap
    return placed, y + style.chip_height if placed else 0.0


def draw(painter: QPainter, placed: PlacedChip, origin: QPointF, style: RowStyle) -> None:
    """Paint one chip. A machine's is dashed and says so in a word; a doubt is a question mark."""
    chip = placed.chip
    colours = chip_colours(style.theme, chip.colour, machine=chip.machine)
    rect = placed.rect.translated(origin).adjusted(0.5, 0.5, -0.5, -0.5)
    pen = QPen(QColor(colours.border), 1)
    if colours.dashed:
        pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.setBrush(QColor(colours.fill))
    radius = style.square * 0.36
    painter.drawRoundedRect(rect, radius, radius)
    _draw_words(painter, chip, rect, style)


def _draw_words(painter: QPainter, chip: TagChip, rect: QRectF, style: RowStyle) -> None:
    colours = chip_colours(style.theme, chip.colour, machine=chip.machine)
    facet, label, dots, tail = _widths(chip, style)
    pad, space = style.square * _PAD, style.square * _SPACE
    room = rect.width() + 1 - 2 * pad
    label = max(0.0, min(label, room - facet - dots - tail))
    x = rect.left() + pad
    baseline = rect.center().y() + style.small_metrics.capHeight() / 2
    if chip.facet:
        painter.setFont(style.tiny)
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPointF(x, baseline), chip.facet)
        x += facet
    painter.setFont(style.small)
    painter.setPen(QColor(colours.text))
    words = style.small_metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, label + 1)
    painter.drawText(QPointF(x, baseline), words)
    x += label
    if chip.intensity:
        _draw_intensity(painter, chip.intensity, QPointF(x + space, rect.center().y()), colours.text, style)
        x += dots
    if chip.uncertain:
        painter.drawText(QPointF(x + space * 0.6, baseline), "?")
        x += style.small_metrics.horizontalAdvance("?") + space * 0.6
    if chip.machine:
        painter.setFont(style.tiny)
        painter.setPen(QColor(colours.muted))
        painter.drawText(QPointF(x + space, baseline), _word(chip))


def _draw_intensity(painter: QPainter, level: int, at: QPointF, ink: str, style: RowStyle) -> None:
    """Three small squares, as many of them filled as the tag is strong."""
    size = round(style.square * 0.34)
    painter.setPen(QPen(QColor(ink), 1))
    for number in range(_LEVELS):
        painter.setBrush(QColor(ink) if number < level else Qt.BrushStyle.NoBrush)
        left = round(at.x() + number * style.square * 0.42)
        painter.drawRect(QRectF(left + 0.5, round(at.y() - size / 2) + 0.5, size - 1, size - 1))
