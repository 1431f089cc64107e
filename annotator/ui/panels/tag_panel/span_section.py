"""The section of a facet about words inside a turn: labels for the selected words, and all spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from annotator.model import Facet, Tag
from annotator.ui.panels.tag_panel.choice_section import LabelGrid
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.facet_state import FacetState, Unit
from annotator.ui.panels.tag_panel.span_row import SpanFace, SpanRow
from annotator.ui.spans import span_commands as spans
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.label_button import Given, LabelButton, LabelFace
from annotator.ui.workspace.cursor import TextRange
from annotator.ui.workspace.workspace import Workspace

_WORDS = 60  # characters of a span that its row holds
_MOST = 100  # rows; a selection of many turns may have more spans


class SpanSection(FacetSection):
    """Buttons that tag the words selected in the list, and the spans of the selected turns: each can
    be gone to, given another label, and taken off."""

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(workspace, facet, parent)
        self.rows: list[SpanRow] = []
        self._spans: list[tuple[Tag, str]] = []
        self._shown: object = None
        self._patterns = self._numbered()
        self.grid = LabelGrid(self)
        self._buttons: dict[str, LabelButton] = {}
        for label in facet.labels:
            if not label.retired:
                button = LabelButton(LabelFace(label.name, label.shortcut, label.colour), self.grid)
                button.label = label.key
                button.clicked.connect(lambda _on=False, key=label.key: self._give(key))
                self._buttons[label.key] = button
                self.grid.add(button)
        self.entry = QLineEdit(self)
        self.entry.setPlaceholderText(self.tr("New label for the selected words"))
        self.entry.setAccessibleName(self.tr("New label of {facet}").format(facet=facet.name))
        self.entry.setMaxLength(200)
        self.entry.returnPressed.connect(self._add)
        self.entry.setVisible(facet.open)
        line = QHBoxLayout()
        line.setContentsMargins(3, 2, 3, 2)
        line.addWidget(self.entry)
        self.hint = ElidedText(lines=3, muted=True, scale=0.94, parent=self)
        self._holder = QWidget(self)
        self._list = QVBoxLayout(self._holder)
        self._list.setContentsMargins(0, 2, 0, 0)
        self._list.setSpacing(0)
        above = QHBoxLayout()
        above.setContentsMargins(4, 0, 4, 0)
        above.addWidget(self.hint)
        self.box.addLayout(above)
        self.box.addWidget(self.grid)
        self.box.addLayout(line)
        self.box.addWidget(self._holder)
        workspace.cursor.text_changed.connect(self._show_text)

    def _numbered(self) -> dict[str, int]:
        """Which pattern the bars of each label have in the list."""
        facets = (facet for facet in self.workspace.codebook.facets if facet.scope == "span")
        return {label.key: number for number, label in enumerate(x for facet in facets for x in facet.labels)}

    # --- showing ------------------------------------------------------------------------

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show the spans of the selected turns."""
        super().show_state(state, units, enabled=enabled)
        me = self.workspace.project.annotator.key if self.workspace.project is not None else ""
        self._spans = [
            (tag, " ".join(unit.text[tag.start : tag.end].split()))
            for unit in units
            for tag in sorted(unit.tags, key=lambda tag: (tag.start or 0, -(tag.end or 0)))
            if tag.facet == self.facet.key and tag.annotator == me and tag.start is not None
        ]
        self._show_text()

    def _show_text(self) -> None:
        """Show what of it concerns the selected words."""
        text = self.workspace.cursor.text
        some = text is not None and text.start < text.end
        here = {
            tag.label: tag.key
            for tag, _ in self._spans
            if text is not None and (tag.turn_id, tag.start, tag.end) == (text.turn_id, text.start, text.end)
        }
        for key, button in self._buttons.items():
            button.setEnabled(self.enabled)
            given = Given.YES if key in here else Given.NO
            spoken = self.tr("given to the selected words") if key in here else self.tr("not given")
            button.set_face(replace(self.face(key), given=given, remark="", spoken=spoken))
        self.entry.setEnabled(self.enabled and some)
        self._show_hint(some=some)
        faces = [self._face(tag, words, current=tag.key in here.values()) for tag, words in self._spans]
        if (faces[:_MOST], self.enabled) != self._shown:
            self._shown = (faces[:_MOST], self.enabled)
            self._show_rows(faces[:_MOST])

    def _show_hint(self, *, some: bool) -> None:
        if some:
            self.hint.set_text(self.tr("Choose a label for the selected words."))
        else:
            self.hint.set_text(
                self.tr(
                    "Select words in the turn (with the mouse, or press {key}), then choose a label; "
                    "or drag a label onto a word."
                ).format(key=self._key("select-words", "F2"))
            )

    def _key(self, action: str, otherwise: str) -> str:
        found = next((x for x in self.window().actions() if x.objectName() == action), None)
        keys = found.shortcut() if found is not None else QKeySequence()
        return keys.toString(QKeySequence.SequenceFormat.NativeText) or otherwise

    def _face(self, tag: Tag, words: str, *, current: bool) -> SpanFace:
        label = next((x for x in self.facet.labels if x.key == tag.label), None)
        return SpanFace(
            tag.key,
            label.name if label is not None else tag.value,
            words if len(words) <= _WORDS else words[: _WORDS - 1] + "…",
            label.colour if label is not None else "",
            self._patterns.get(tag.label, 0),
            tag.uncertain,
            current,
        )

    def _show_rows(self, faces: Sequence[SpanFace]) -> None:
        focus = QApplication.focusWidget()
        held = next(
            (n for n, row in enumerate(self.rows) if focus is not None and row.isAncestorOf(focus)), None
        )
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [SpanRow(face, self._act, self._holder) for face in faces]
        for row in self.rows:
            row.set_writable(self.enabled)
            self._list.addWidget(row)
            row.show()
        self._holder.setVisible(bool(self.rows))
        if held is not None:
            if self.rows:
                self.rows[min(held, len(self.rows) - 1)].button.setFocus()
            else:
                self.done.emit()

    # --- what people do -----------------------------------------------------------------

    def focus_entry(self) -> None:
        """Put the keyboard into the field for a new label, else on the first label."""
        if self.facet.open and self.entry.isEnabled():
            self.entry.setFocus()
        else:
            super().focus_entry()

    def _give(self, label: str) -> None:
        self.workspace.set_facet(self.facet.key)
        self.workspace.tagging.apply_label(label)

    def _add(self) -> None:
        """Add a label of the typed name and give it to the selected words."""
        name, text = " ".join(self.entry.text().split()), self.workspace.cursor.text
        if not name or text is None or text.start == text.end:
            return
        if spans.give_new(self.workspace, self.facet.key, name) is not None:
            self.entry.clear()
            self.done.emit()

    def _act(self, what: str, key: str) -> None:
        tag = next((tag for tag, _ in self._spans if tag.key == key), None)
        if tag is None or tag.turn_id is None or tag.start is None or tag.end is None:
            return
        if what == "go":
            self.workspace.set_facet(self.facet.key)
            self.workspace.cursor.text_wanted.emit(TextRange(tag.turn_id, tag.start, tag.end))
        elif not self.enabled:
            return
        elif what == "remove":
            spans.remove(self.workspace, key)
        else:
            self._ask_label(tag)

    def _ask_label(self, tag: Tag) -> None:
        """A menu of the facet's labels, the present one checked."""
        row = next(row for row in self.rows if row.face.key == tag.key)
        menu = self.labels_menu(tag)
        menu.popup(row.menu_point())
        first = next((x for x in menu.actions() if x.isEnabled()), None)
        if first is not None:
            menu.setActiveAction(first)

    def labels_menu(self, tag: Tag) -> QMenu:
        """The labels that the tag may get instead; choosing one gives it."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Change label"))
        menu.aboutToHide.connect(menu.deleteLater)
        for label in self.facet.labels:
            if label.retired and label.key != tag.label:
                continue
            entry = menu.addAction(label.name.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(label.key == tag.label)
            entry.triggered.connect(
                lambda _=False, key=label.key: spans.relabel(self.workspace, tag.key, key)
            )
        return menu
