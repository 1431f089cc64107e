"""The bar over the turns: words to look for, conditions as chips, how many fit, the way from hit to hit."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal

from annotator.errors import UserError
from annotator.ui.filtering.background_search import BackgroundSearch, FoundTurns
from annotator.ui.filtering.bar_parts import BarParts
from annotator.ui.filtering.filter_menus import ConditionMenu, FilterInHand, ViewMenu
from annotator.ui.filtering.search_hits import HitWalk
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.texts.error_texts import reason
from annotator.ui.window.messages import sentence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.model import Changes, TurnFilter
    from annotator.ui.turn_list import TurnList
    from annotator.ui.workspace.workspace import Workspace

_PAUSE = 200  # milliseconds without a key after which what was typed is looked for
_HERE, _EVERYWHERE = 0, 1


class FilterBar(BarParts):
    """Shows and changes the filter of the workspace. Hidden while nobody looks for anything."""

    done = Signal()  # the keyboard may go back to the turns

    def __init__(self, workspace: Workspace, turns: TurnList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._conditions: TurnFilter | None = None  # the chips
        self._wanted: TurnFilter | None = None
        self._applying = False
        self.search = BackgroundSearch(self)
        self.walk = HitWalk(workspace, turns, self)
        self._connect()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.apply)
        self.search.found.connect(self._on_found)
        self.search.counted.connect(self._on_counted)
        self.search.failed.connect(self._on_failed)
        self.walk.counted.connect(self._say)
        workspace.cursor.filter_changed.connect(self._on_filter)
        workspace.cursor.dialogue_changed.connect(self._on_dialogue)
        workspace.changed.connect(self._on_changed)
        workspace.cursor.turn_changed.connect(self._say)
        workspace.project_changed.connect(self._on_project)
        self.hide()

    def _connect(self) -> None:
        self.line.textEdited.connect(lambda _: self._pause.start())
        self.line.asked.connect(self._on_enter)
        self.line.left.connect(self.leave)
        self.line.down.connect(self.done)
        self.regex.toggled.connect(lambda _: self.apply())
        self.scope.activated.connect(lambda _: self.apply())
        in_hand = FilterInHand(lambda: self.wanted, self.set_wanted)
        self.add.setMenu(ConditionMenu(self._workspace, in_hand, self))
        self.views.setMenu(ViewMenu(self._workspace, in_hand, self))
        self.stop.clicked.connect(self._on_stop)
        self.up.clicked.connect(lambda: self.go(-1))
        self.down.clicked.connect(lambda: self.go(1))
        self.close_button.clicked.connect(self.leave)

    # --- opening and leaving -------------------------------------------------------------

    def look(self, *, everywhere: bool = False) -> None:
        """Show the bar with the keyboard in it; a scope that differs is looked through at once."""
        if self._workspace.project is None:
            return
        self.show()
        scope = _EVERYWHERE if everywhere else _HERE
        if self.scope.currentIndex() != scope:
            self.scope.setCurrentIndex(scope)
            self.apply()
        self.line.setFocus()
        self.line.selectAll()

    def leave(self) -> None:
        """Show all turns again, and hide."""
        self._pause.stop()
        self.search.stop()
        self.line.clear()
        self._conditions = None
        self.apply()
        self.hide()
        self.done.emit()

    # --- the filter ----------------------------------------------------------------------

    @property
    def wanted(self) -> TurnFilter:
        """The filter that stands in the bar. Raises UserError where it cannot be read."""
        from annotator import filters  # noqa: PLC0415 - after the first paint
        from annotator.model import TurnFilter  # noqa: PLC0415

        chips = self._conditions or TurnFilter()
        text = self.line.text()
        if self.regex.isChecked():
            wanted = replace(chips, text=text, regex=bool(text))
        else:
            project = self._workspace.project
            names = None if project is None else project.search.names()
            wanted = _joined(chips, filters.parse(text, names))
        if wanted.regex:
            filters.compiled(wanted.text)
        return wanted

    def set_wanted(self, wanted: TurnFilter) -> None:
        """Put a filter into the bar, words and chips, and apply it."""
        self._conditions = replace(wanted, text="", regex=False)
        from annotator.filters import text_of  # noqa: PLC0415 - after the first paint
        from annotator.model import TurnFilter  # noqa: PLC0415

        with QSignalBlocker(self.regex):
            self.regex.setChecked(wanted.regex)
        self.line.setText(wanted.text if wanted.regex else text_of(TurnFilter(wanted.text)))
        self.show()
        self.apply()

    def show_everywhere(self, wanted: TurnFilter) -> None:
        """Put a filter into the bar and look for it in the whole project."""
        self.scope.setCurrentIndex(_EVERYWHERE)
        self.set_wanted(wanted)

    def apply(self) -> None:
        """Look for what stands in the bar."""
        self._pause.stop()
        try:
            wanted = self.wanted
        except UserError as error:
            self.problem.say(sentence(reason(error)))
            return
        self.problem.say("")
        self._show_searching(searching=False)
        self._wanted = None if wanted.empty else wanted
        self._show_chips(wanted)
        self.walk.show_hits(self._wanted)
        workspace = self._workspace
        project = workspace.project
        if project is None:
            return
        if self._wanted is not None and self.scope.currentIndex() == _EVERYWHERE:
            self._show_searching(searching=True)
            self.search.start(project, self._wanted)
            return
        self.search.stop()
        self._set(None)

    def _set(self, found: FoundTurns | None) -> None:
        self._applying = True
        try:
            if found is None and self._wanted is None and self._workspace.cursor.filter is None:
                pass
            else:
                self._workspace.cursor.set_filter(self._wanted, found.turns if found is not None else None)
        finally:
            self._applying = False
        self._say()

    def _on_enter(self, step: int) -> None:
        """Typed conditions become chips; then on to the next hit."""
        typed = self._pause.isActive()
        if not self.regex.isChecked():
            try:
                wanted = self.wanted
            except UserError:
                self.apply()
                return
            given = replace(wanted, text="", regex=False)
            if given != self._conditions and not (given.empty and self._conditions is None):
                self.set_wanted(wanted)
                return
        if typed:
            self.apply()
        else:
            self.go(step)

    def go(self, step: int) -> None:
        """To the next hit, or the one before; to the next turn shown where no words are looked for."""
        if self._pause.isActive():
            self.apply()
        self.walk.go(step)
        self._say()

    # --- what has been found ---------------------------------------------------------------

    def _on_found(self, found: FoundTurns) -> None:
        if self._wanted is None:
            return
        self._show_searching(searching=not found.whole)
        self._set(found)

    def _on_counted(self, turns: int) -> None:
        self.count.setText(self.tr("Searching… {n} turns so far").format(n=f"{turns:,}"))

    def _on_failed(self, error: UserError) -> None:
        self._show_searching(searching=False)
        self.problem.say(sentence(reason(error)))

    def _on_stop(self) -> None:
        self.search.stop()
        self._show_searching(searching=False)
        self._say()
        self.count.setText(self.tr("{found} (stopped)").format(found=self.count.text()))

    def _show_searching(self, searching: bool) -> None:
        self.stop.setVisible(searching)
        if searching:
            self.count.setText(self.tr("Searching…"))

    def _say(self) -> None:
        """How many turns are shown, how many hits are in them, and where one stands."""
        if self.isHidden() or (
            self.search.running and not self.stop.isHidden() and not self._workspace.cursor.everywhere
        ):
            return
        workspace = self._workspace
        if workspace.cursor.filter is None:
            self.count.setText("")
            return
        shown = len(workspace.cursor.turn_ids)
        turns = counted(
            shown, QT_TRANSLATE_NOOP("Counted", "1 turn"), QT_TRANSLATE_NOOP("Counted", "{n} turns")
        )
        parts = [turns]
        row = workspace.cursor.row_of(workspace.cursor.turn_id)
        if row is not None:
            parts = [self.tr("{row} of {count} turns").format(row=f"{row + 1:,}", count=f"{shown:,}")]
        hits = self.walk.count() if shown else None
        if hits is not None:
            found = counted(
                hits, QT_TRANSLATE_NOOP("Counted", "1 match"), QT_TRANSLATE_NOOP("Counted", "{n} matches")
            )
            parts.append(found)
        self.count.setText("  ·  ".join(parts))

    def _show_chips(self, wanted: TurnFilter) -> None:
        from annotator.ui.filtering.filter_conditions import conditions  # noqa: PLC0415 - after the first paint
        from annotator.ui.widgets.chip import Chip  # noqa: PLC0415
        from annotator.ui.widgets.label_button import LabelFace  # noqa: PLC0415

        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        chips = replace(wanted, text="", regex=False) if self._conditions is not None else None
        given = list(conditions(self._workspace, chips)) if chips is not None and not chips.empty else []
        for condition in given:
            chip = Chip(LabelFace(condition.text, tooltip=self.tr("Remove filter")), self.chips)
            chip.clicked.connect(lambda _=False, without=condition.without: self._without(without))
            self._flow.addWidget(chip)
            chip.show()
        self.chips.setVisible(bool(given))

    def _without(self, without: TurnFilter) -> None:
        self._conditions = without
        self.apply()
        self.line.setFocus()

    # --- from the workspace ------------------------------------------------------------------

    def _on_filter(self) -> None:
        """Somebody else changed what is shown: a dialogue without a turn that fits was gone to."""
        if self._applying:
            return
        again = (
            self._pause.isActive()
        )  # dialogues came or went: the whole project is about to be searched anew
        if not self._workspace.cursor.everywhere and self.scope.currentIndex() == _EVERYWHERE and not again:
            self.search.stop()
            self._show_searching(searching=False)
            self.scope.setCurrentIndex(_HERE)
        self._say()

    def _on_dialogue(self) -> None:
        if not self._workspace.cursor.everywhere:
            self._say()

    def _on_changed(self, changes: Changes) -> None:
        if (changes.structure or changes.everything) and self._wanted is not None:
            self._pause.start()

    def _on_project(self) -> None:
        self.search.stop()
        self._pause.stop()
        self._conditions = self._wanted = None
        self.line.clear()
        self.walk.show_hits(None)
        self.hide()


def _joined(chips: TurnFilter, typed: TurnFilter) -> TurnFilter:
    """What both say: lists together, the typed one where there can be only one."""
    values: dict[str, Any] = {}
    for field in fields(typed):
        one, other = getattr(chips, field.name), getattr(typed, field.name)
        if isinstance(one, tuple):
            values[field.name] = (*one, *(value for value in other if value not in one))
        else:
            values[field.name] = other if other not in (None, "", False) else one
    return replace(typed, **values)
