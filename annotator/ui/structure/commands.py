"""The commands that correct who spoke and where turns begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.ui.words import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from annotator.model import Changes, Turn
    from annotator.store import Project
    from annotator.ui.structure.chooser import Choice, Scope, SpeakerChooser
    from annotator.ui.workspace import Workspace


class StructureCommands(QObject):
    """Asks what is needed, makes the edit, and says what it did, with a button that takes it back."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    # --- who speaks ------------------------------------------------------------------------

    def change_speaker(self) -> SpeakerChooser | None:
        """Ask who said the selected turns."""
        workspace = self._workspace
        turns = workspace.selected_turns()
        turn = workspace.turn()
        if turn is None or not turns or workspace.project is None or not workspace.writable:
            return None
        # After the first paint: its list comes with the panels.
        from annotator.ui.structure.chooser import SpeakerChooser  # noqa: PLC0415

        choices = self._choices(workspace.project, turn)
        scopes = self._scopes(workspace.project, turn, turns)

        def take(name: str, scope: str) -> str:
            return self._changed(turn, turns, name, scope)

        dialog = SpeakerChooser(turn.speaker, choices, scopes, take, self._window)
        dialog.open()
        return dialog

    def _choices(self, project: Project, turn: Turn) -> list[Choice]:
        """The names of the dialogue, most turns first, then the others of the project, then nobody."""
        from annotator.ui.structure.chooser import Choice  # noqa: PLC0415

        here = sorted(project.speakers.table([turn.dialogue_id]), key=lambda one: -one.turns)
        names = {one.name: one.turns for one in here}
        names.update((name, 0) for name in project.search.speakers() if name not in names)
        names.setdefault("", 0)
        return [
            Choice(name, names[name])
            for name in sorted(names, key=lambda name: not name)
            if name != turn.speaker
        ]

    def _scopes(self, project: Project, turn: Turn, turns: list[Turn]) -> list[Scope]:
        from annotator.ui.structure.chooser import Scope  # noqa: PLC0415

        scopes = [
            Scope(
                "turns",
                counted(
                    len(turns),
                    QT_TRANSLATE_NOOP("Counted", "This turn only"),
                    QT_TRANSLATE_NOOP("Counted", "The {n} selected turns"),
                ),
            )
        ]
        here, there = _spoken(project, turn.speaker, turn.dialogue_id), _spoken(project, turn.speaker, None)
        one, many = (
            QT_TRANSLATE_NOOP("Counted", "The one turn of {name} in this dialogue"),
            QT_TRANSLATE_NOOP("Counted", "All {n} turns of {name} in this dialogue"),
        )
        if here > 1:
            scopes.append(Scope("dialogue", counted(here, one, many, name=self._name(turn))))
        one, many = (
            QT_TRANSLATE_NOOP("Counted", "The one turn of {name} in the project"),
            QT_TRANSLATE_NOOP("Counted", "All {n} turns of {name} in the project"),
        )
        if there > here:
            scopes.append(Scope("project", counted(there, one, many, name=self._name(turn))))
        return scopes

    def _name(self, turn: Turn) -> str:
        return turn.speaker or self.tr("nobody")

    def _changed(self, turn: Turn, turns: list[Turn], name: str, scope: str) -> str:
        """Make the change; what is wrong with it, "" for nothing."""
        where = [turn.dialogue_id] if scope == "dialogue" else None
        ids = [one.id for one in turns]
        problem = ""

        def edit(project: Project) -> Changes | None:
            nonlocal problem
            try:
                if scope == "turns":
                    return project.speakers.change(ids, name)
                return project.speakers.rename(turn.speaker, name, where)
            except UserError as error:
                problem = f"{error.what}. {error.remedy}".strip()
                return None

        changes = self._workspace.do(edit)
        if changes is not None and changes.edit is not None:
            number = len(changes.turns)
            one, many = (
                QT_TRANSLATE_NOOP("Counted", "1 turn is {name}’s now."),
                QT_TRANSLATE_NOOP("Counted", "{n} turns are {name}’s now."),
            )
            if not name:
                one, many = (
                    QT_TRANSLATE_NOOP("Counted", "1 turn is nobody’s now."),
                    QT_TRANSLATE_NOOP("Counted", "{n} turns are nobody’s now."),
                )
            self._workspace.inform_done(counted(number, one, many, name=name))
        return problem


def _spoken(project: Project, name: str, dialogue: int | None) -> int:
    table = project.speakers.table(None if dialogue is None else [dialogue])
    return sum(one.turns for one in table if one.name == name)
