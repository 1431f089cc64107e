"""The turn list in the window: shows the dialogue in hand and keeps in step with the workspace."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.ui.spans.span_commands import may_resize, resize
from annotator.ui.spans.span_mode import TextMode
from annotator.ui.spans.turn_menu import menu_point, turn_menu
from annotator.ui.tagging.dropped_label import give_dropped, scope_of_label
from annotator.ui.turn_list.cursor_view import ListState
from annotator.ui.turn_list.speaker_places import SpeakerPlaces
from annotator.ui.turn_list.turn_view import TurnListView
from annotator.ui.workspace.cursor import TextRange

if TYPE_CHECKING:
    from annotator.errors import UserError
    from annotator.model import Changes, Target, Turn
    from annotator.store.first_page import FirstPage
    from annotator.ui.turn_list.tag_chips import MachineLabel
    from annotator.ui.workspace.workspace import Workspace

_STATES_KEPT = 2000  # dialogues whose scroll position is remembered
_FEW = 64  # changed turns that are looked at for new names


class TurnList(QWidget):
    """The list of the dialogue in hand. Takes the focus for its view."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._dialogue: int | None = None
        self._states: dict[int, ListState] = {}
        self._filtered = False
        self._titles: dict[int, str] = {}
        self._names: dict[str, str] = {}  # of people, by key
        self._remarks: dict[int, Mapping[int, tuple[list[str], list[str]]]] = {}  # by dialogue and turn
        self._speakers = SpeakerPlaces(workspace)
        self._sides = False
        self.view = TurnListView(self)
        self.view.name_of = self._name_of
        self.view.cache.remarks_of = self._remarks_of
        self.setFocusProxy(self.view)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.view)
        self.view.cursor_moved.connect(self._on_moved)
        self.view.failed.connect(self._on_failed)
        self.view.text_selected.connect(workspace.cursor.set_text)
        self.view.may_resize = lambda tag: may_resize(workspace, tag)
        self.view.span_resized.connect(lambda key, start, end: resize(workspace, key, start, end))
        self.view.label_drop.scope_of = lambda key: scope_of_label(workspace, key)
        self.view.label_dropped.connect(self._on_label)
        self.text_mode = TextMode(workspace, self)
        self.view.text_entered.connect(self.text_mode.enter)
        self.view.text_left.connect(self.text_mode.leave)
        workspace.cursor.text_wanted.connect(self._on_text_wanted)
        workspace.cursor.place_wanted.connect(self._on_place_wanted)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        workspace.project_changed.connect(self._on_project)
        workspace.cursor.dialogue_changed.connect(self._on_dialogue)
        workspace.cursor.filter_changed.connect(self._on_filter)
        workspace.cursor.turn_changed.connect(self._on_turn)
        workspace.changed.connect(self._on_changed)
        self._on_project()

    def viewport(self) -> QWidget:
        """What the turns are painted on."""
        return self.view.viewport()

    def show_ahead(self, first: FirstPage) -> None:
        """Show the dialogue of a project that is about to be opened; to look at, until it is."""
        self.view.setEnabled(False)
        self.view.looks.set_codebook(first.codebook, _machine_label())
        self.view.looks.prepare(lambda _: first.dialogue.title, first.dialogue.targets, across=False)
        self._speakers.ahead = first
        self._set_speakers(first.dialogue.id, measure=False)
        self.view.set_turns(first.turn_ids, first.page)
        self.view.set_current(first.turn_id)

    # --- from the workspace ------------------------------------------------------------------

    def _on_project(self) -> None:
        self.view.setEnabled(True)
        self._states.clear()
        self._names.clear()
        self._speakers.ahead = None
        self._speakers.forget()
        self._dialogue = None
        self._set_codebook()
        self._show()

    def _set_codebook(self) -> None:
        self.view.looks.set_codebook(self._workspace.codebook, _machine_label())

    def _on_dialogue(self) -> None:
        if self._workspace.cursor.everywhere:
            # The cursor has gone to another dialogue in a list that stays as it is.
            self._dialogue = self._workspace.cursor.dialogue_id
            self._set_targets()
            return
        self._keep_place()
        self._show()

    def _keep_place(self) -> None:
        if self._dialogue is not None and not self._filtered:
            self._states.pop(self._dialogue, None)
            self._states[self._dialogue] = self.view.saved_place()
            if len(self._states) > _STATES_KEPT:
                del self._states[next(iter(self._states))]

    def _on_filter(self) -> None:
        self._keep_place()
        # More of the same search: whoever has begun to read stays where they are.
        place = self.view.saved_place() if self._filtered and self._workspace.cursor.everywhere else None
        self._show()
        if place is not None:
            self.view.restore(place)

    def _name_of(self, key: str) -> str:
        project = self._workspace.project
        if key not in self._names and project is not None:
            self._names = {one.key: one.name for one in project.people.all()}
        return self._names.get(key, "")

    def _title_of(self, dialogue_id: int) -> str:
        project = self._workspace.project
        if dialogue_id not in self._titles and project is not None:
            self._titles.update((x.id, x.title) for x in project.dialogues.page([dialogue_id]))
        return self._titles.get(dialogue_id, "")

    def _remarks_of(self, turn: Turn) -> tuple[str, str]:
        """The lines that somebody took out before a turn, and behind the last one."""
        project, dialogue = self._workspace.project, turn.dialogue_id
        if project is None:
            return "", ""
        if dialogue not in self._remarks:
            self._remarks[dialogue] = project.structure.remarks_beside(dialogue)
        before, behind = self._remarks[dialogue].get(turn.id, ((), ()))
        return " · ".join(before), " · ".join(behind)

    def set_sides(self, *, on: bool) -> None:
        """Let every other speaker stand at the right, or nobody."""
        self._sides = on
        self._set_speakers()

    def _set_speakers(self, dialogue_id: int | None = None, *, measure: bool = True) -> None:
        """Colours and sides, for the dialogue in hand or another one."""
        workspace = self._workspace
        sided = self._sides and not workspace.cursor.everywhere
        here = workspace.cursor.dialogue_id if dialogue_id is None else dialogue_id
        right = self._speakers.right(here) if sided else frozenset()
        self.view.looks.set_speakers(self._speakers.slots(here), right, measure=measure)

    def _follow_names(self, changes: Changes) -> None:
        """Give colours anew where somebody is called by a name that had none."""
        view = self.view
        rows = [view.turns.row_of(turn) for turn in changes.turns] if len(changes.turns) <= _FEW else []
        turns = [view.turns.turn(row) for row in rows if row is not None]
        named = all(turn is None or turn.speaker in view.cache.style.slots for turn in turns)
        if changes.structure or changes.everything or len(changes.turns) > _FEW or not named:
            self._speakers.forget()
            self._set_speakers()

    def _set_targets(self) -> None:
        self.view.looks.set_targets(self._targets())

    def _targets(self) -> Sequence[Target]:
        dialogue = self._workspace.cursor.dialogue()
        return dialogue.targets if dialogue is not None else ()

    def _show(self) -> None:
        """Show the dialogue in hand, where it was left."""
        workspace = self._workspace
        self._dialogue = workspace.cursor.dialogue_id
        project = workspace.project
        ids = workspace.cursor.turn_ids if project is not None else array("q")
        self._titles.clear()
        self._remarks.clear()
        self.view.looks.prepare(self._title_of, self._targets(), across=workspace.cursor.everywhere)
        self._set_speakers(measure=False)
        self.view.set_turns(ids, self._page)
        self._filtered = workspace.cursor.filter is not None
        if self._dialogue in self._states and not self._filtered:
            self.view.restore(self._states[self._dialogue])
        else:
            self._on_turn()

    def _page(self, ids: Sequence[int]) -> list[Turn]:
        project = self._workspace.project
        return project.turns.page(ids) if project is not None else []

    def _on_turn(self) -> None:
        workspace = self._workspace
        # Between two dialogues the workspace still names the turn of the one before.
        here = (
            workspace.cursor.turn_id is None or self.view.turns.row_of(workspace.cursor.turn_id) is not None
        )
        text = self.view.pointer.selection
        if text is not None and text.turn_id != workspace.cursor.turn_id:
            self.view.pointer.release_text()
        if here and workspace.cursor.dialogue_id == self._dialogue:
            self.view.set_current(workspace.cursor.turn_id, workspace.cursor.selection)

    def _on_changed(self, changes: Changes) -> None:
        if changes.structure or changes.everything or changes.dialogues:
            self._remarks.clear()
        if changes.codebook or changes.everything:
            self._set_codebook()
        if changes.project or changes.everything:
            self._names.clear()
        if changes.everything:
            self.view.refresh()
        elif changes.turns:
            self.view.refresh(changes.turns)
        self._follow_names(changes)
        if self._dialogue in changes.dialogues:
            self._follow_dialogue(only_turns=bool(changes.turns) and not changes.structure)

    def _follow_dialogue(self, *, only_turns: bool) -> None:
        """Measure all turns anew where their dialogue may be called otherwise or have other targets."""
        known = dict(self._titles)
        self._titles.clear()
        targets = self._targets()
        titled = all(self._title_of(dialogue) == title for dialogue, title in known.items())
        if not (only_turns and titled and tuple(targets) == self.view.cache.labels.targets):
            self.view.looks.set_targets(targets)

    def _open_menu(self, where: QPoint) -> None:
        turn_menu(self._workspace, self.view).popup(menu_point(self.view, where))

    def _on_text_wanted(self, text: TextRange) -> None:
        if self.view.caret.select(text.turn_id, text.start, text.end):
            self.view.setFocus()

    def _on_place_wanted(self, place: TextRange) -> None:
        self.view.caret.reveal(place.turn_id, place.start, place.end)

    # --- to the workspace --------------------------------------------------------------------

    def _on_moved(self, turn_id: int | None, selected: list[int]) -> None:
        if len(selected) > 1:
            self._workspace.cursor.select_turns(selected, turn_id)
        else:
            self._workspace.cursor.select_turn(turn_id)

    def _on_label(self, key: str, words: TextRange | None) -> None:
        give_dropped(self._workspace, key, words)

    def _on_failed(self, error: UserError) -> None:
        self._workspace.say_error(error)


def _machine_label() -> MachineLabel:
    from annotator.ui.tagging.machine_labels import machine_label  # noqa: PLC0415 - after the first paint

    return machine_label
