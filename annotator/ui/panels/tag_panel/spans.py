"""The section of a facet about words inside a turn: the spans that have been tagged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.model import Facet, Tag
from annotator.ui.panels.tag_panel.section import FacetSection
from annotator.ui.panels.tag_panel.state import FacetState, Unit
from annotator.ui.panels.widgets import Chip, ElidedText, FlowLayout, LabelFace
from annotator.ui.workspace import Workspace

_WORDS = 24  # characters of a span that its chip shows


class SpanSection(FacetSection):
    """The annotator's spans of one facet as chips, each with its words; clicking takes one off."""

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(workspace, facet, parent)
        self.chips: list[Chip] = []
        self._shown: object = None
        holder = QWidget(self)
        self._flow = FlowLayout(holder, gap=3)
        self.hint = ElidedText(
            self.tr("Select words in the turn and tag them there."),
            lines=2,
            muted=True,
            scale=0.94,
            parent=self,
        )
        self.box.addWidget(holder)
        self.box.addWidget(self.hint)

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show the spans of the selected turns."""
        super().show_state(state, units, enabled=enabled)
        me = self.workspace.project.annotator.key if self.workspace.project is not None else ""
        spans = [
            (tag, unit.text)
            for unit in units
            for tag in unit.tags
            if tag.facet == self.facet.key and tag.annotator == me and tag.start is not None
        ]
        if (spans, enabled) == self._shown:
            return
        self._shown = (spans, enabled)
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(tag, text, enabled=enabled) for tag, text in spans]
        self.hint.setVisible(not self.chips)

    def _chip(self, tag: Tag, text: str, *, enabled: bool) -> Chip:
        names = {label.key: label for label in self.facet.labels}
        label = names.get(tag.label)
        words = " ".join(text[tag.start : tag.end].split())
        shown = words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
        face = LabelFace(
            name=f"{label.name if label is not None else tag.value} · {shown}",
            colour=label.colour if label is not None else "",
            tooltip=self.tr("“{words}”. Click to take it off").format(words=words),
            spoken=self.tr("given"),
        )
        chip = Chip(face, self)
        chip.setEnabled(enabled)
        chip.clicked.connect(lambda: self.workspace.do(lambda project: project.remove_tags([tag.key])))
        self._flow.addWidget(chip)
        chip.show()
        return chip
