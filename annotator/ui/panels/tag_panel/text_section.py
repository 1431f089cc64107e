"""The section of a free-text facet, such as the note: a field whose text is never lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from annotator.model import Facet
from annotator.ui.notes.link_highlighter import LinkHighlighter
from annotator.ui.notes.link_row import LinkRow
from annotator.ui.notes.turn_picker import link_menu
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.facet_state import FacetState, Unit
from annotator.ui.widgets.growing_edit import GrowingEdit
from annotator.ui.widgets.plain_parts import LinkButton
from annotator.ui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class TextSection(FacetSection):
    """A note on the selected turns.

    What is typed belongs to the turns that were selected when typing began: it is kept for
    them after a pause, when the focus leaves, and before another turn is shown.
    """

    def __init__(self, workspace: Workspace, facet: Facet, parent: QWidget | None = None) -> None:
        super().__init__(workspace, facet, parent)
        self._turns: list[int] = []  # whose text stands in the field
        self._kept = ""  # what the project holds for them, as far as this field knows
        self.edit = GrowingEdit(self)
        self.edit.setAccessibleName(facet.name)
        self.edit.setToolTip(
            "\n".join(
                part
                for part in (
                    facet.question,
                    self.tr("Saved as you type. #12 links to turn 12. Ctrl+Enter or Escape goes back."),
                )
                if part
            )
        )
        self.edit.drafted.connect(self.flush)
        self.edit.left.connect(self.done)
        line = QHBoxLayout()
        line.setContentsMargins(3, 0, 3, 2)
        line.addWidget(self.edit)
        self.box.addLayout(line)
        self.picker = LinkButton(self.tr("Link…"), self)
        self.picker.setAccessibleName(
            self.tr("Put a link to another turn into {facet}").format(facet=facet.name)
        )
        self.picker.setToolTip(self.tr("Link to the turn before or after, or to a bookmarked one"))
        self.picker.clicked.connect(self._pick_link)
        self.top.addWidget(self.picker)
        self.highlighter = LinkHighlighter(self.edit)
        self.links = LinkRow(workspace, self)
        self.links.went.connect(self.done)
        self.edit.textChanged.connect(self._show_links)
        self.box.addWidget(self.links)

    def activate(self) -> None:
        """A click on the heading opens the field."""
        self.focus_entry()

    def focus_entry(self) -> None:
        """Put the keyboard into the field."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _pick_link(self) -> None:
        menu = link_menu(self.workspace, self.insert_link, self)
        menu.popup(self.picker.mapToGlobal(self.picker.rect().bottomLeft()))
        first = next(iter(menu.actions()), None)
        if first is not None:
            menu.setActiveAction(first)

    def insert_link(self, link: str) -> None:
        """Write a link where the cursor is, apart from the words around it, and go on writing."""
        cursor = self.edit.textCursor()
        before = self.edit.toPlainText()
        space = " " if before and not before[-1].isspace() and cursor.atEnd() else ""
        cursor.insertText(space + link)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_links(self) -> None:
        self.links.show_text(self.edit.toPlainText())

    def flush(self) -> None:
        """Keep what was typed, for the turns it was typed for."""
        text = self.edit.toPlainText().strip()
        if text == self._kept or not self._turns or not self.workspace.writable:
            return
        before, self._kept = self._kept, text
        if self.verbs.write(self._turns, text) is None:
            self._kept = before

    def rebind(self) -> None:
        """Keep the draft, then belong to the turns selected now."""
        self.flush()
        self._turns = list(self.workspace.cursor.selection) if self.facet.scope == "turn" else []
        self._kept = ""
        self.edit.set_text("")

    def show_state(self, state: FacetState, units: Sequence[Unit], *, enabled: bool) -> None:
        """Show the common text; a draft in the field stays."""
        super().show_state(state, units, enabled=enabled)
        whole = self.facet.scope == "dialogue"
        self.edit.setReadOnly(not enabled)
        self.edit.setEnabled(bool(state.total) and not whole)
        self.picker.setVisible(enabled and state.total == 1 and not whole)
        if whole:
            self.edit.setPlaceholderText(self.tr("Texts about a whole dialogue cannot be written yet"))
            return
        several = state.text is None
        self.edit.setPlaceholderText(
            self.tr("Different texts; what you type replaces them") if several else self.facet.question
        )
        if self.edit.toPlainText().strip() == self._kept:
            self._kept = (state.text or "").strip()
            if self.edit.toPlainText().strip() != self._kept:
                self.edit.set_text(state.text or "")
        self._show_links()
