"""What all sections of the tag panel are: a heading, an accent where active, a state to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model import Facet
from annotator.ui.panels.tag_panel.facet_state import FacetState, Unit
from annotator.ui.panels.tag_panel.panel_edits import Verbs
from annotator.ui.theme.qt_colours import tones_of
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.widgets.plain_text import wrapped
from annotator.ui.widgets.section_heading import SectionHeading
from annotator.ui.widgets.toggle import Toggle
from annotator.ui.workspace.workspace import Workspace


class FacetSection(QWidget):
    """One facet of the codebook for the selected turns (or the dialogue).

    ``done`` says that the person is finished here and wants back to the list.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.facet = facet
        self.verbs = Verbs(workspace, facet)
        self.state = FacetState(facet, 0)
        self.units: Sequence[Unit] = ()
        self.enabled = True
        self._active = False
        self.setObjectName(f"facet.{facet.key}")
        self.heading = SectionHeading(facet.name, facet.shortcut.upper(), self)
        self.heading.setToolTip(wrapped(self._question()))
        self.uncertain: Toggle | None = None
        self.heading.clicked.connect(self.activate)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(13, 5, 13, 8)
        self.box.setSpacing(4)
        self.top = QHBoxLayout()
        self.top.setSpacing(4)
        self.top.addWidget(self.heading, 1)
        self.box.addLayout(self.top)

    def _question(self) -> str:
        key = self.tr("Key: {key}").format(key=self.facet.shortcut.upper()) if self.facet.shortcut else ""
        return "\n".join(part for part in (self.facet.question, key) if part)

    # --- for the panel ------------------------------------------------------------------

    def activate(self) -> None:
        """Make this facet the one that the keys answer."""
        self.workspace.moving.activate_facet(self.facet.key)

    def focus_entry(self) -> None:
        """Put the keyboard into the section's text field, or on its first control."""
        for button in self.findChildren(LabelButton):
            if button.isVisibleTo(self) and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def flush(self) -> None:
        """Keep what was typed and not kept yet."""

    def show_suggestions(self, labels: Sequence[str], take: Callable[[str], object]) -> None:
        """Show labels that may fit, for sections that can; ``take`` gives one."""

    def rebind(self) -> None:
        """Other turns are selected: whatever belonged to the ones before ends here."""

    def target(self) -> str | None:
        """The key of the target that tags shown here are toward, None for facets without."""
        return None

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show how the units stand with the facet; ``enabled`` says that tags may be changed."""
        self.units, self.enabled = units, enabled
        self.state = state
        active = self.workspace.facet == self.facet.key
        if active != self._active:
            self._active = active
            self.update()
        self.heading.show_state(active=active, aside=self._aside(state))

    def _aside(self, state: FacetState) -> str:
        if state.total > 1 and 0 < state.tagged < state.total:
            return self.tr("{some} of {all}").format(some=f"{state.tagged:,}", all=f"{state.total:,}")
        return ""

    # --- faces of labels ----------------------------------------------------------------

    def face(self, key: str, *, shortcut: str | None = None) -> LabelFace:
        """What a button for that label shows now."""
        label = next(x for x in self.facet.labels if x.key == key)
        given = self.state.given(key)
        cap = label.shortcut if shortcut is None else shortcut
        tooltip = [label.definition, label.examples and self.tr("e.g. {text}").format(text=label.examples)]
        if cap:
            tooltip.append(self.tr("Key: {key}").format(key=cap))
        return LabelFace(
            name=label.name,
            key=cap,
            colour=label.colour,
            given=given,
            remark=self._remark(key, given),
            tooltip=wrapped("\n".join(part for part in tooltip if part) or label.name),
            spoken=self._spoken(key, given),
        )

    def _remark(self, key: str, given: Given) -> str:
        if given is Given.SOME:
            return f"{self.state.counts[key]:,}/{self.state.total:,}"
        if given is Given.FOUND:
            found = self.state.found[key]
            word = self.tr("detected") if self.facet.detected else self.tr("suggested")
            return word if self.state.total == 1 else f"{found:,}/{self.state.total:,}"
        return ""

    def _spoken(self, key: str, given: Given) -> str:
        total = self.state.total
        if given is Given.SOME:
            return self.tr("on {some} of {all} turns").format(
                some=f"{self.state.counts[key]:,}", all=f"{total:,}"
            )
        words = {
            Given.YES: self.tr("given"),
            Given.FOUND: self.tr("detected, not confirmed"),
            Given.NO: self.tr("not given"),
        }
        return words[given]

    # --- Qt -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: object) -> None:
        """Mark the active section at its left edge and with a breath of the accent."""
        if not self._active:
            return
        painter = QPainter(self)
        tones = tones_of(self)
        painter.fillRect(self.rect(), tones.selected)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.accent)
        painter.drawRoundedRect(QRectF(-3, 6, 6, self.height() - 12), 3, 3)
        painter.end()
