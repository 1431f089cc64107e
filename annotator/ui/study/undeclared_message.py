"""What to say about turns in languages that the study has not declared, and the way to declare them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP, counted
from annotator.ui.window.messages import Message, MessageAction

if TYPE_CHECKING:
    from annotator.store import Project
    from annotator.ui.workspace.workspace import Workspace

_MOST_LANGUAGES = 2  # that a message asks about: more would hide what else it says


def with_undeclared(message: Message, undeclared: Sequence[tuple[str, int]], workspace: Workspace) -> Message:
    """A message with languages that are not declared, their numbers of turns, and a way to declare them."""
    from annotator.ui.study.language_names import language_name  # noqa: PLC0415 - after the first paint

    said, actions = [message.detail] if message.detail else [], list(message.actions)
    for language, turns in undeclared[:_MOST_LANGUAGES]:
        name = language_name(language)
        text = counted(
            turns,
            QT_TRANSLATE_NOOP("Counted", "1 turn has words in {language}, which the study has not declared."),
            QT_TRANSLATE_NOOP(
                "Counted", "{n} turns have words in {language}, which the study has not declared."
            ),
            language=name,
        )
        said.append(text)
        title = QCoreApplication.translate("StudyCommands", "Declare {language}").format(language=name)
        actions.append(MessageAction(title, partial(_declare, workspace, workspace.project, language)))
    return replace(message, detail=" ".join(said), actions=tuple(actions))


def _declare(workspace: Workspace, project: Project | None, language: str) -> None:
    """Add a language to those of the study, if the project is still that one."""
    if project is None or workspace.project is not project:
        return
    study = project.study.read()
    if language not in study.languages:
        declared = replace(study, languages=(*study.languages, language))
        workspace.do(lambda opened: opened.study.set(declared))
