"""Sections whose answer is picked from buttons: stance, language, dialogue acts and the like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.model import Facet, Tag, Target
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.facet_state import FacetState, Unit
from annotator.ui.panels.tag_panel.target_list import TargetBlock
from annotator.ui.texts.label_names import label_words
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.flow_layout import CellLayout
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.widgets.plain_parts import TextButton
from annotator.ui.widgets.segmented import Segmented
from annotator.ui.widgets.toggle import Toggle
from annotator.ui.workspace.go_to_turn import number_of
from annotator.ui.workspace.workspace import Workspace


class LabelGrid(QWidget):
    """Label buttons on an even grid; the arrow keys walk it, Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[LabelButton] = []
        self._cells = CellLayout(self, gap=2)

    def add(self, button: LabelButton) -> None:
        """Put one more button at the end."""
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.buttons else Qt.FocusPolicy.TabFocus)
        button.installEventFilter(self)
        self.buttons.append(button)
        self._cells.addWidget(button)

    def eventFilter(self, watched: object, event: object) -> bool:
        """Arrow keys move between the buttons, and Tab will come back to the one they reach."""
        steps: dict[int, int] = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QKeyEvent.Type.KeyPress
            and watched in self.buttons
        ):
            step = steps.get(event.key())
            if step is not None:
                here = self.buttons.index(watched)
                self._reach(self.buttons[(here + step) % len(self.buttons)])
                return True
        return False

    def _reach(self, wanted: LabelButton) -> None:
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is wanted else Qt.FocusPolicy.NoFocus)
        wanted.setFocus(Qt.FocusReason.TabFocusReason)


class ChoiceSection(FacetSection):
    """A facet of one label (or of several from a closed list), with what belongs to its tags:
    target, the machine's finding to confirm, intensity, uncertain."""

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(workspace, facet, parent)
        self.targets = TargetBlock(workspace, self.verbs, self) if facet.targeted else None
        self._toward: Target | None = None  # what the buttons are called by
        if self.targets is not None:
            self.box.addWidget(self.targets)
        self.finding = self._build_finding()
        self.grid = LabelGrid(self)
        self._by_key: dict[str, LabelButton] = {}
        for label in facet.labels:
            button = LabelButton(LabelFace(label.name, label.shortcut, label.colour), self.grid)
            button.label = label.key if facet.scope == "turn" else ""
            button.clicked.connect(lambda _on=False, key=label.key: self._clicked(key))
            self._by_key[label.key] = button
            self.grid.add(button)
        self.box.addWidget(self.grid)
        self.empty = ElidedText(
            self.tr("This facet has no labels yet. Add them in the codebook."),
            lines=3,
            muted=True,
            parent=self,
        )
        self.empty.setVisible(not facet.labels)
        line = QHBoxLayout()
        line.setContentsMargins(4, 0, 4, 0)
        line.addWidget(self.empty)
        self.box.addLayout(line)
        self._build_options()

    def _build_finding(self) -> QWidget:
        """The line with what was detected and the button that accepts it."""
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        self.found = ElidedText(muted=True, scale=0.92, parent=line)
        self.confirm = TextButton(self.tr("Confirm"), primary=True, parent=line)
        self.confirm.setToolTip(self.tr("Accept the detected label. Key: Enter"))
        self.confirm.setAccessibleName(self.tr("Confirm the detected {facet}").format(facet=self.facet.name))
        self.confirm.clicked.connect(self._confirm)
        row.addWidget(self.found, 1)
        row.addWidget(self.confirm)
        self.box.addWidget(line)
        line.hide()
        return line

    def _build_options(self) -> None:
        """How strong, below the labels; how sure, beside the heading."""
        self.intensity: Segmented | None = None
        if self.facet.intensity:
            words = [self.tr("weak"), self.tr("moderate"), self.tr("strong")]
            self.intensity = Segmented(words, self)
            self.intensity.setAccessibleName(self.tr("Intensity"))
            self.intensity.picked.connect(self._intensity_picked)
            self.intensity.setMaximumWidth(360)
            self.box.addWidget(self.intensity)
        if self.facet.scope == "turn" and self.facet.labels:
            self.uncertain = Toggle(LabelFace(self.tr("uncertain")), self)
            self.uncertain.clicked.connect(self._toggle_uncertain)
            self.top.addWidget(self.uncertain)

    # --- clicks -------------------------------------------------------------------------

    def _clicked(self, key: str) -> None:
        if self.state.given(key) is Given.YES:
            self.verbs.take(key, self.target())
        else:
            self.verbs.give(key)

    def _confirm(self) -> None:
        self.verbs.confirm()

    def _toggle_uncertain(self) -> None:
        self.verbs.toggle_uncertain()

    def _intensity_picked(self, value: int) -> None:
        left = self._left()
        if left is not None:
            same = left.intensity == value
        else:
            same = self.state.intensities == {value} and self.state.tagged == self.state.total
        self.verbs.set_intensity(None if same else value)

    def _left(self) -> Tag | None:
        """The tag of the turn before, while strength and doubt still go to it."""
        given = (
            self.workspace.tagging.just_given(self.facet.key)
            if self.enabled and not self.state.tagged
            else None
        )
        return given[1] if given is not None else None

    def _aside(self, state: FacetState) -> str:
        """Which tag strength and doubt go to, where it is not the one of the turn shown."""
        given = (
            self.workspace.tagging.just_given(self.facet.key) if self.enabled and not state.tagged else None
        )
        number = number_of(self.workspace, given[0]) if given is not None else None
        if given is None or number is None:
            return super()._aside(state)
        names = {label.key: label.name for label in self.facet.labels}
        return self.tr("turn {n}: {label}").format(n=f"{number:,}", label=names.get(given[1].label, ""))

    # --- showing ------------------------------------------------------------------------

    def target(self) -> str | None:
        """The target in hand, above the buttons."""
        target = self.workspace.target_in_hand() if self.facet.targeted else None
        return target.key if target is not None else None

    def face(self, key: str, *, shortcut: str | None = None) -> LabelFace:
        """What a button for that label shows now; toward a choice it names the sides."""
        face = super().face(key, shortcut=shortcut)
        label = next(x for x in self.facet.labels if x.key == key)
        words = label_words(label, self.facet, self._toward)
        if words == label.name:
            return face
        return replace(face, name=words, tooltip=f"{words} ({label.name})\n{face.tooltip}")

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show labels, finding, intensity and uncertainty."""
        super().show_state(state, units, enabled=enabled)
        self._toward = self.workspace.target_in_hand() if self.facet.targeted else None
        if self.targets is not None:
            self.targets.show_targets(self.workspace.cursor.dialogue(), enabled=enabled)
        offered = {label.key for label in state.labels()}
        for key, button in self._by_key.items():
            button.setVisible(key in offered)
            button.setEnabled(enabled)
            button.set_face(self.face(key))
        self._show_finding(enabled=enabled)
        self._show_options(enabled=enabled)

    def _show_finding(self, *, enabled: bool) -> None:
        waiting = self.state.to_confirm
        self.finding.setVisible(bool(waiting) and self.facet.detected)
        if not waiting:
            return
        if self.state.total == 1:
            names = [x.name for x in self.facet.labels if x.key in self.state.found]
            text = self.tr("Detected: {names}").format(names=", ".join(names))
        else:
            text = self.tr("Detected in {some} of {all} turns").format(
                some=f"{waiting:,}", all=f"{self.state.total:,}"
            )
        self.found.set_text(text)
        self.confirm.setEnabled(enabled)

    def _show_options(self, *, enabled: bool) -> None:
        left = self._left()
        tagged = enabled and (self.state.tagged > 0 or left is not None)
        why = "\n" + self.tr("Give a label first.")
        if self.state.tagged:
            why = ""
        elif left is not None:
            why = f"\n{self._aside(self.state)}"
        if self.intensity is not None:
            self.intensity.setEnabled(tagged)
            values = {left.intensity} if left is not None and left.intensity else self.state.intensities
            self.intensity.show_values(sorted(values))
            weaker, stronger = self.tr("Key: - weaker"), self.tr("Key: = stronger")
            tips = [(self.tr("weak"), weaker), (self.tr("moderate"), f"{weaker}, {stronger}")]
            tips.append((self.tr("strong"), stronger))
            self.intensity.set_tooltips([f"{word}\n{key}{why}" for word, key in tips])
        if self.uncertain is None:
            return
        self.uncertain.setEnabled(tagged)
        some = self.state.uncertain
        given = Given.NO if not some else Given.YES if some == self.state.tagged else Given.SOME
        if left is not None:
            given = Given.YES if left.uncertain else Given.NO
        self.uncertain.set_face(
            LabelFace(
                self.tr("uncertain"),
                "U" if self.workspace.facet == self.facet.key else "",
                given=given,
                tooltip=self.tr("Mark the label as uncertain. Key: U") + why,
                spoken=self.tr("on") if given is Given.YES else self.tr("off"),
            )
        )
