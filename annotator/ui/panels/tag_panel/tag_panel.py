"""The tag panel: the codebook's questions about the selected turns, answered by mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from annotator.model import Changes, Codebook, Facet, Label, Turn
from annotator.ui.panels.tag_panel.facet_section import FacetSection
from annotator.ui.panels.tag_panel.facet_state import Unit, facet_state, units_of
from annotator.ui.panels.tag_panel.panel_header import TurnHeader
from annotator.ui.panels.tag_panel.section_kinds import section_for
from annotator.ui.tagging.machine_labels import machine_label
from annotator.ui.widgets.elided_text import ElidedText
from annotator.ui.widgets.plain_parts import EmptyNotice, Hairline
from annotator.ui.workspace.workspace import Workspace

_MOST_TURNS = 1000  # turns of a selection that are read to show how they stand
_LEAST_WIDTH = 280


class TagPanel(QWidget):
    """One section for each facet of the codebook, for the turns selected in the workspace.

    ``done`` says that the person is finished typing: the turn list should take the focus.
    Whoever closes a project calls :meth:`flush` before, so that a note in the making is kept.
    """

    done = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.sections: dict[str, FacetSection] = {}
        self._built: Codebook | None = None
        self._read_only = False
        self._selection: tuple[int, ...] = ()
        self.setObjectName("tag_panel")
        self.setAccessibleName(self.tr("Tags of the turn"))
        self.setMinimumWidth(_LEAST_WIDTH)
        self._build()
        self._soon = QTimer(self)  # one refresh for all signals of one key press
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._revealing = False  # the active section is kept in sight until the person scrolls or moves on
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(self._on_height)
        bar.actionTriggered.connect(self._leave_scrolled)
        workspace.cursor.turn_changed.connect(self._turn_changed)
        workspace.cursor.dialogue_changed.connect(self._soon.start)
        workspace.project_changed.connect(self._project_changed)
        workspace.facet_changed.connect(self._facet_changed)
        workspace.changed.connect(self._changed)
        workspace.target_changed.connect(self._soon.start)
        workspace.entry_requested.connect(self.focus_entry)
        self._turn_changed()
        self.refresh()

    def _build(self) -> None:
        self.header = TurnHeader(self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        filled = QWidget(self)
        box = QVBoxLayout(filled)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self.area, 1)
        self.empty = EmptyNotice("", "", self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(filled)

    # --- for the window -----------------------------------------------------------------

    def flush(self) -> None:
        """Keep everything that was typed and not kept yet."""
        for section in self.sections.values():
            section.flush()

    def focus_entry(self, facet: str) -> None:
        """Put the keyboard into the text field of a facet (or on its first button)."""
        self.refresh_now()
        section = self.sections.get(facet)
        if section is not None and self.workspace.cursor.turn_id is not None:
            section.focus_entry()
            self.area.ensureWidgetVisible(section, 0, 8)

    def show_suggestions(self, facet: str, labels: Sequence[str], take: Callable[[str], object]) -> None:
        """Show labels that may fit the current turn in the section of their facet."""
        self.refresh_now()
        section = self.sections.get(facet)
        if section is not None:
            section.show_suggestions(labels, take)
            self.area.ensureWidgetVisible(section, 0, 8)

    def refresh_now(self) -> None:
        """Show the present state at once instead of after the current event."""
        if self._soon.isActive():
            self._soon.stop()
            self.refresh()

    # --- following the workspace --------------------------------------------------------

    def _turn_changed(self) -> None:
        if self.workspace.cursor.selection != self._selection:
            self._selection = self.workspace.cursor.selection
            self._revealing = False
            for section in self.sections.values():
                section.rebind()
        self._soon.start()

    def _project_changed(self) -> None:
        self._built = None
        self._soon.start()

    def _facet_changed(self) -> None:
        self.refresh_now()
        self._soon.start()
        self._revealing = True
        self._show_active()

    def _on_height(self) -> None:
        if self._revealing:  # a new section finds its height late, and its place after that
            QTimer.singleShot(0, self, self._show_active)

    def _leave_scrolled(self) -> None:
        self._revealing = False

    def _show_active(self) -> None:
        section = self.sections.get(self.workspace.facet)
        if section is not None:
            self.area.ensureWidgetVisible(section, 0, 8)

    def _changed(self, changes: Changes) -> None:
        here = not changes.turns.isdisjoint(self.workspace.cursor.selection)
        # Strength and doubt go to the label just given, whose turn may be in the dialogue before.
        if (
            here
            or len(changes.turns) == 1
            or changes.codebook
            or changes.everything
            or self.workspace.cursor.dialogue_id in changes.dialogues
        ):
            self._soon.start()

    # --- showing ------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show how the selected turns stand with every facet."""
        project = self.workspace.project
        turns = self._turns()
        if project is None or not turns:
            self._show_empty()
            return
        self._rebuild()
        self._stack.setCurrentIndex(1)
        self.header.show_turns(turns, len(self.workspace.cursor.selection))
        enabled = self.workspace.writable
        self.header.show_notice(
            "" if enabled else self.tr("Open read-only: tags can be seen and not changed.")
        )
        facets, me = self.workspace.codebook.facets, project.annotator.key
        turn_units = units_of(turns, facets, self._finding)
        dialogue = self.workspace.cursor.dialogue_id
        dialogue_units = [Unit(project.tags.of_dialogue(dialogue))] if dialogue is not None else []
        for facet in facets:
            section = self.sections.get(facet.key)
            if section is None:
                continue
            units = dialogue_units if facet.scope == "dialogue" else turn_units
            state = facet_state(facet, units, me, section.target())
            section.show_state(state, units, enabled=enabled)

    def _turns(self) -> list[Turn]:
        if self.workspace.project is None or not self.workspace.cursor.selection:
            return []
        return self.workspace.project.turns.page(self.workspace.cursor.selection[:_MOST_TURNS])

    def _finding(self, turn: Turn, facet: Facet) -> Label | None:
        return machine_label(turn, self.workspace.codebook, facet.key)

    def _show_empty(self) -> None:
        if self.workspace.project is None:
            texts = (self.tr("No project"), self.tr("Open a project or drop transcripts on the window."))
        else:
            texts = (self.tr("No turn selected"), self.tr("Select a turn in the list to tag it."))
        self.empty.set_texts(*texts)
        self._stack.setCurrentIndex(0)

    def _rebuild(self) -> None:
        """Make the sections anew where the codebook is another; keep the focus where it was."""
        codebook = self.workspace.codebook
        if codebook == self._built:
            return
        self._built = codebook
        self.flush()
        focus = self._focused()
        live = [facet for facet in codebook.facets if not facet.retired]
        content = QWidget(self)
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(0)
        self.sections = {}
        for scope in ("turn", "dialogue"):
            members = [facet for facet in live if (facet.scope == "dialogue") == (scope == "dialogue")]
            if scope == "dialogue" and members:
                box.addWidget(self._dialogue_heading(content))
            for facet in members:
                self._add_section(facet, content, box)
        box.addStretch(1)
        self.area.setWidget(content)
        if focus in self.sections:
            self.sections[focus].focus_entry()

    def _focused(self) -> str:
        """The facet whose section has the keyboard now, "" where none has."""
        widget = QApplication.focusWidget()
        if widget is None:
            return ""
        return next((key for key, part in self.sections.items() if part.isAncestorOf(widget)), "")

    def _add_section(self, facet: Facet, content: QWidget, box: QVBoxLayout) -> None:
        section = section_for(self.workspace, facet, content)
        section.done.connect(self.done)
        section.rebind()
        self.sections[facet.key] = section
        box.addWidget(section)
        box.addWidget(Hairline(content))

    def _dialogue_heading(self, content: QWidget) -> QWidget:
        holder = QWidget(content)
        box = QVBoxLayout(holder)
        box.setContentsMargins(16, 16, 14, 2)
        box.addWidget(ElidedText(self.tr("Whole dialogue"), muted=True, scale=0.9, parent=holder))
        return holder
