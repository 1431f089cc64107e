"""The section of a facet with several labels to which new ones are added while tagging."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.model import Facet
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.facet_state import FacetState, Unit
from annotator.ui.panels.tag_panel.label_matching import LabelOffer, offers, quick_labels
from annotator.ui.panels.tag_panel.suggested_labels import SuggestionRow
from annotator.ui.widgets.chip import Chip
from annotator.ui.widgets.flow_layout import FlowLayout
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.workspace.workspace import Workspace

_RECENT = 30  # how many recently used labels are remembered


class TopicSection(FacetSection):
    """Given labels as chips, a field that finds labels or makes new ones, and the usual ones below.

    While something is typed, the labels below are the ones that match; Down and Up choose
    among them, Enter gives the chosen one. What Enter will do always carries the ↵ key.
    """

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(workspace, facet, parent)
        self.recent: list[str] = []
        self.offered: list[LabelOffer] = []
        self._row = 0
        self._enabled = True
        self._chip_holder = QWidget(self)
        self._chips = FlowLayout(self._chip_holder, gap=2)
        self.chips: list[Chip] = []
        self.entry = QLineEdit(self)
        self.entry.setPlaceholderText(self.tr("Find or add: {facet}").format(facet=facet.name.lower()))
        self.entry.setAccessibleName(self.tr("Find or add a label of {facet}").format(facet=facet.name))
        self.entry.setToolTip(
            self.tr(
                "Enter applies the highlighted label, Up and Down choose, Escape goes back. Key: {key}"
            ).format(key=self.tr("Enter while this facet is active"))
        )
        self.entry.setMaxLength(200)
        self.entry.textChanged.connect(self._retyped)
        self.entry.returnPressed.connect(self.accept)
        self.entry.installEventFilter(self)
        self._offer_holder = QWidget(self)
        self._offers = FlowLayout(self._offer_holder, gap=2)
        self.buttons: list[LabelButton] = []
        self.suggestions = SuggestionRow(self)
        self.suggestions.done.connect(self.done)
        line = QHBoxLayout()
        line.setContentsMargins(3, 2, 3, 2)
        line.addWidget(self.entry)
        self.box.addWidget(self._chip_holder)
        self.box.addLayout(line)
        self.box.addWidget(self.suggestions)
        self.box.addWidget(self._offer_holder)
        self._load_usual()

    def _load_usual(self) -> None:
        """Start with the labels this project uses most."""
        project = self.workspace.project
        counts = project.progress.label_counts(self.facet.key) if project is not None else {}
        self.recent = sorted(counts, key=lambda key: -counts[key])[:_RECENT]

    def focus_entry(self) -> None:
        """Put the keyboard into the field."""
        self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def rebind(self) -> None:
        """What was typed for other turns, or suggested, is not meant for these."""
        self.entry.clear()
        self.suggestions.clear()

    def show_suggestions(self, labels: Sequence[str], take: Callable[[str], object]) -> None:
        """Show labels that may fit until one is taken or another turn is selected."""
        known = {label.key for label in self.facet.labels}
        faces = [
            (key, replace(self.face(key, shortcut=""), remark="", given=Given.FOUND))
            for key in labels
            if key in known
        ]
        self.suggestions.show_labels(faces, take)

    # --- showing ------------------------------------------------------------------------

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show the chips and the offers."""
        fresh = [key for key in state.counts if key not in self.state.counts]
        if fresh and self.state.total == state.total:
            self.recent = [*fresh, *(key for key in self.recent if key not in fresh)][:_RECENT]
        super().show_state(state, units, enabled=enabled)
        self._enabled = enabled
        self.entry.setEnabled(enabled)
        self._show_chips()
        self._show_offers()

    def _show_chips(self) -> None:
        faces = [(x.key, self._with_doubt(x.key)) for x in self.state.labels() if x.key in self.state.counts]
        if [chip.face for chip in self.chips] == [face for _, face in faces] and all(
            chip.isEnabled() == self._enabled for chip in self.chips
        ):
            return
        had_focus = any(chip.hasFocus() for chip in self.chips)
        _discard(self._chips, self.chips)
        self.chips = [self._chip(key, face) for key, face in faces]
        self._chip_holder.setVisible(bool(self.chips))
        if had_focus:
            (self.chips[0] if self.chips else self.entry).setFocus()

    def _with_doubt(self, key: str) -> LabelFace:
        """The face of a given label, which says where the annotator is not sure of it."""
        face = self.face(key)
        if key not in self.state.doubted:
            return face
        word = self.tr("uncertain")
        return replace(face, remark=" · ".join(part for part in (face.remark, word) if part))

    def _chip(self, key: str, face: LabelFace) -> Chip:
        chip = Chip(face, self._chip_holder)
        some = face.given is Given.SOME
        action = self.tr("Click to tag all selected turns") if some else self.tr("Click to remove")
        chip.setToolTip(f"{face.tooltip}\n{action}")
        named = f"{face.name}, {face.remark}" if face.remark else face.name
        chip.setAccessibleName(f"{named}: {action}")
        chip.setEnabled(self._enabled)
        chip.clicked.connect(lambda: self.verbs.give_rest(key) if some else self.verbs.take(key))
        self._chips.addWidget(chip)
        chip.show()
        return chip

    def _show_offers(self) -> None:
        typed = self.entry.text()
        given = {key for key in self.state.counts if self.state.given(key) is Given.YES}
        if typed.strip():
            self.offered = offers(typed, self.facet.labels, given)
        else:
            usual = quick_labels(self.facet.labels, self.recent, set(self.state.counts))
            self.offered = [LabelOffer(label.key, label.name) for label in usual]
        self._row = max(0, min(self._row, len(self.offered) - 1))
        faces = [self._offer_face(row, offer) for row, offer in enumerate(self.offered)]
        while len(self.buttons) > len(faces):
            _discard(self._offers, [self.buttons.pop()])
        while len(self.buttons) < len(faces):
            self._add_button()
        for button, offer, face in zip(self.buttons, self.offered, faces, strict=True):
            button.set_face(face)
            button.label = offer.key or "" if self.facet.scope == "turn" else ""
            button.setEnabled(self._enabled)
        self._offer_holder.setVisible(bool(faces))

    def _offer_face(self, row: int, offer: LabelOffer) -> LabelFace:
        marked = bool(self.entry.text().strip()) and row == self._row
        cap = "↵" if marked else ""
        if offer.key is None:
            name = self.tr("new: {name}").format(name=offer.name)
            tip = self.tr("Add this label to the codebook and tag the turn. Key: Enter")
            return LabelFace(name, cap, tooltip=tip, spoken=self.tr("Enter adds it") if marked else "")
        face = self.face(offer.key)
        return LabelFace(
            face.name, cap or face.key, face.colour, face.given, face.remark, face.tooltip, face.spoken
        )

    def _add_button(self) -> None:
        row = len(self.buttons)
        button = LabelButton(LabelFace(""), self._offer_holder)
        button.clicked.connect(lambda: self._take_offer(row))
        self.buttons.append(button)
        self._offers.addWidget(button)
        button.show()

    # --- typing -------------------------------------------------------------------------

    def _retyped(self) -> None:
        self._row = 0
        self._show_offers()

    def accept(self) -> None:
        """What Enter does: give the marked label, or make the new one."""
        if self.entry.text().strip() and self.offered:
            self._take_offer(self._row)

    def _take_offer(self, row: int) -> None:
        offer = self.offered[row]
        if offer.key is None:
            self.verbs.add(offer.name)
        elif self.state.given(offer.key) is Given.SOME:
            self.verbs.give_rest(offer.key)
        elif self.state.given(offer.key) is not Given.YES:
            self.verbs.give(offer.key)
        self.entry.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up walk the offers, Escape empties the field first, Backspace takes a chip."""
        if watched is not self.entry or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        typed = bool(self.entry.text())
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and typed and self.offered:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._row = (self._row + step) % len(self.offered)
            self._show_offers()
            return True
        if event.key() == Qt.Key.Key_Escape and typed:
            self.entry.clear()
            return True
        if event.key() == Qt.Key.Key_Backspace and not typed and self.chips:
            self.chips[-1].setFocus(Qt.FocusReason.BacktabFocusReason)
            return True
        return False


def _discard(layout: FlowLayout, widgets: Sequence[QWidget]) -> None:
    for widget in widgets:
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
