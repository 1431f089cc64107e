"""The commands that correct who spoke and where turns begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.errors import UserError
from annotator.ui.background.companion import companion_of
from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction, from_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from annotator.importers import MarkerRule
    from annotator.model import Changes, Turn
    from annotator.pipeline.read_again import ReadingPlan
    from annotator.store import Project
    from annotator.store.structure_outcomes import Outcome
    from annotator.ui.structure.read_again_dialog import Beside, ReadAgainDialog
    from annotator.ui.structure.speaker_chooser import NameChoice, NamingScope, SpeakerChooser
    from annotator.ui.structure.speaker_table import SpeakersDialog
    from annotator.ui.structure.split_dialog import SplitDialog
    from annotator.ui.workspace.workspace import Workspace

_LONG = 2_000  # turns of a dialogue that is read again beside the window
_QUOTED = 40  # characters of a remark in a message


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
        turns = workspace.cursor.selected_turns()
        turn = workspace.cursor.turn()
        if turn is None or not turns or workspace.project is None or not workspace.writable:
            return None
        # After the first paint: its list comes with the panels.
        from annotator.ui.structure.speaker_chooser import SpeakerChooser  # noqa: PLC0415

        choices = self._choices(workspace.project, turn)
        scopes = self._scopes(workspace.project, turn, turns)

        def take(name: str, scope: str) -> str:
            return self._changed(turn, turns, name, scope)

        dialog = SpeakerChooser(turn.speaker, choices, scopes, take, self._window)
        dialog.open()
        return dialog

    def speakers(self) -> SpeakersDialog | None:
        """Show who speaks, and what is known about them."""
        if self._workspace.project is None:
            return None
        from annotator.ui.structure.speaker_table import SpeakersDialog  # noqa: PLC0415 - after the first paint

        dialog = SpeakersDialog(self._workspace, self._window)
        dialog.open()
        return dialog

    # --- where turns begin ------------------------------------------------------------------

    def split(self) -> SplitDialog | None:
        """Ask where the current turn is to be split; the caret in its text says where to begin with."""
        workspace = self._workspace
        turn, project = workspace.cursor.turn(), workspace.project
        if turn is None or project is None or not workspace.writable:
            return None
        from annotator.ui.structure.inner_markers import likely_place  # noqa: PLC0415 - after the first paint
        from annotator.ui.structure.split_dialog import SplitDialog  # noqa: PLC0415

        text = workspace.cursor.text
        chosen = text.start if text is not None and text.turn_id == turn.id else None
        at = likely_place(turn.text) if chosen is None else chosen
        names = [turn.speaker, *(choice.name for choice in self._choices(project, turn))]

        def take(at: int, marker: int, speaker: str) -> str:
            return self._make(
                lambda made: made.structure.split(turn.id, at, speaker=speaker, marker=marker),
                self.tr("The turn was split in two."),
            )

        dialog = SplitDialog(
            turn,
            at,
            names,
            lambda at, marker: project.structure.look_at_split(turn.id, at, marker=marker),
            take,
            parent=self._window,
        )
        dialog.open()
        return dialog

    def read_again(self) -> ReadAgainDialog | None:
        """Ask by which rule the dialogue is to be divided into turns anew."""
        workspace = self._workspace
        dialogue, project = workspace.cursor.dialogue(), workspace.project
        if dialogue is None or project is None or not workspace.writable:
            return None
        from annotator.pipeline import read_again  # noqa: PLC0415 - after the first paint
        from annotator.ui.structure.read_again_dialog import ReadAgainDialog  # noqa: PLC0415 - after the first paint

        if not read_again.can_be_read_again(dialogue):
            workspace.inform(
                self.tr("The format of its file says where turns begin in “{title}”.").format(
                    title=dialogue.title
                ),
                self.tr("Correct single turns, or import the file again with other columns or tiers."),
            )
            return None

        def take(plan: ReadingPlan, drop: bool) -> str:
            return self._make(
                lambda made: read_again.take_over(made, plan, drop=drop),
                counted(
                    len(plan.reading.turns),
                    QT_TRANSLATE_NOOP("Counted", "The dialogue has 1 turn now."),
                    QT_TRANSLATE_NOOP("Counted", "The dialogue has {n} turns now."),
                ),
            )

        dialog = ReadAgainDialog(
            dialogue,
            read_again.rule_named(dialogue.rule),
            read_again.answers_of(dialogue),
            lambda rule, answers: read_again.read_by(project, dialogue.id, rule, answers),
            take,
            beside=_beside(project, dialogue.id) if dialogue.turn_count > _LONG else None,
            parent=self._window,
        )
        dialog.open()
        return dialog

    def join(self) -> None:
        """Join the current turn with the next one; where tags would go, ask first."""
        turn = self._workspace.cursor.turn_id
        if turn is not None:
            self._unless_lost(
                lambda project: project.structure.look_at_join(turn),
                lambda project, drop: project.structure.join(turn, drop=drop),
                self.tr("The two turns were joined."),
                self.tr("Join anyway"),
            )

    def set_aside(self) -> None:
        """Say that the current turn is none; where it has tags, ask first."""
        turn = self._workspace.cursor.turn_id
        if turn is not None:
            self._unless_lost(
                lambda project: project.structure.look_at_set_aside(turn),
                lambda project, drop: project.structure.set_aside(turn, drop=drop),
                self.tr("The line is no longer a turn; its text is kept before the next turn."),
                self.tr("Take it out anyway"),
            )

    def restore(self) -> None:
        """Make the line before the current turn, which somebody said is none, a turn again."""
        workspace = self._workspace
        if workspace.project is None or workspace.cursor.turn_id is None:
            return
        found = workspace.project.structure.remarks_at(workspace.cursor.turn_id)
        if not found:
            workspace.inform(self.tr("There is no line before this turn that was taken out."))
            return
        remark, words = found[-1]
        shown = " ".join(words.split())
        shown = shown if len(shown) <= _QUOTED else shown[:_QUOTED] + "…"
        self._make(
            lambda project: project.structure.restore(remark.id),
            self.tr("“{words}” is a turn again.").format(words=shown),
        )

    def _unless_lost(
        self,
        look: Callable[[Project], Outcome],
        edit: Callable[[Project, bool], Changes],
        done: str,
        anyway: str,
    ) -> None:
        """Make an edit; where tags would go by it, say how many, with a button that makes it all the same."""
        workspace = self._workspace
        if workspace.project is None:
            return
        try:
            lost = look(workspace.project).lost if workspace.writable else 0
        except UserError as error:
            workspace.say(from_error(error))
            return
        if not lost:
            self._make(lambda project: edit(project, False), done)  # noqa: FBT003 - what the edit asks for
            return
        text = counted(
            lost,
            QT_TRANSLATE_NOOP("Counted", "1 tag would have no place any more."),
            QT_TRANSLATE_NOOP("Counted", "{n} tags would have no place any more."),
        )
        detail = self.tr("They would be removed; undoing brings them back.")
        run = lambda: self._make(lambda project: edit(project, True), done)  # noqa: E731, FBT003
        workspace.say(Message("warning", text, detail, (MessageAction(anyway, run),)))

    def _make(self, edit: Callable[[Project], Changes], done: str) -> str:
        """Make an edit and say so, with a button that takes it back; what is wrong, "" for nothing."""
        problem = ""

        def made(project: Project) -> Changes | None:
            nonlocal problem
            try:
                return edit(project)
            except UserError as error:
                message = from_error(error)
                problem = " ".join(part for part in (message.text, message.detail) if part)
                raise

        changes = self._workspace.do(made)
        if changes is not None:
            self._workspace.history.inform_done(done)
        return problem

    # --- how ---------------------------------------------------------------------------------

    def _choices(self, project: Project, turn: Turn) -> list[NameChoice]:
        """The names of the dialogue, most turns first, then the others of the project, then nobody."""
        from annotator.ui.structure.speaker_chooser import NameChoice  # noqa: PLC0415

        here = sorted(project.speakers.table([turn.dialogue_id]), key=lambda one: -one.turns)
        names = {one.name: one.turns for one in here}
        names.update((name, 0) for name in project.search.speakers() if name not in names)
        names.setdefault("", 0)
        return [
            NameChoice(name, names[name])
            for name in sorted(names, key=lambda name: not name)
            if name != turn.speaker
        ]

    def _scopes(self, project: Project, turn: Turn, turns: list[Turn]) -> list[NamingScope]:
        from annotator.ui.structure.speaker_chooser import NamingScope  # noqa: PLC0415

        scopes = [
            NamingScope(
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
            scopes.append(NamingScope("dialogue", counted(here, one, many, name=self._name(turn))))
        one, many = (
            QT_TRANSLATE_NOOP("Counted", "The one turn of {name} in the project"),
            QT_TRANSLATE_NOOP("Counted", "All {n} turns of {name} in the project"),
        )
        if there > here:
            scopes.append(NamingScope("project", counted(there, one, many, name=self._name(turn))))
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
                QT_TRANSLATE_NOOP("Counted", "The speaker of 1 turn is now {name}."),
                QT_TRANSLATE_NOOP("Counted", "The speaker of {n} turns is now {name}."),
            )
            if not name:
                one, many = (
                    QT_TRANSLATE_NOOP("Counted", "1 turn has no speaker now."),
                    QT_TRANSLATE_NOOP("Counted", "{n} turns have no speaker now."),
                )
            self._workspace.history.inform_done(counted(number, one, many, name=name))
        return problem


def _beside(project: Project, dialogue: int) -> Beside:
    """What reads a dialogue again on a thread of its own, with a connection of its own."""
    from annotator.pipeline import read_again  # noqa: PLC0415 - after the first paint

    companion = companion_of(project)

    def read(rule: MarkerRule | None, answers: Mapping[str, str], stopped: Callable[[], bool]) -> ReadingPlan:
        with companion() as opened:
            return read_again.read_by(opened, dialogue, rule, answers, stopped)

    return read


def _spoken(project: Project, name: str, dialogue: int | None) -> int:
    table = project.speakers.table(None if dialogue is None else [dialogue])
    return sum(one.turns for one in table if one.name == name)
