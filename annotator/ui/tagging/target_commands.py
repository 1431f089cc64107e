"""What stances are toward, by key: the next target of the dialogue, and the editor of the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.ui.settings.settings import Settings
    from annotator.ui.window.panes import Columns
    from annotator.ui.workspace.workspace import Workspace


class TargetCommands(QObject):
    """Switches and edits the target of the dialogue in hand."""

    def __init__(
        self, workspace: Workspace, settings: Settings, columns: Callable[[], Columns], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._settings = settings
        self._columns = columns

    def next(self) -> None:
        """Let stances be toward the next target, after the last the first again; says which that is."""
        workspace = self._workspace
        dialogue = workspace.cursor.dialogue()
        targets = dialogue.targets if dialogue is not None else ()
        if not targets:
            workspace.inform(self.tr("This dialogue has no target."))
            return
        keys = [target.key for target in targets]
        here = keys.index(workspace.target) if workspace.target in keys else 0
        target = targets[(here + 1) % len(targets)]
        workspace.set_target(target.key)
        if len(targets) > 1:
            workspace.inform(self.tr("Stances are now toward “{target}”.").format(target=target.statement))
        else:
            workspace.inform(
                self.tr("This dialogue has one target: “{target}”.").format(target=target.statement)
            )

    def edit(self) -> None:
        """Open the editor of the present target in the tag panel, or of a new one where there is none."""
        from annotator.ui.panels.tag_panel.choice_section import ChoiceSection  # noqa: PLC0415 - after the first paint

        self._settings.show_tags = True
        columns = self._columns()
        panel = columns.tags
        columns.side.setCurrentWidget(panel)
        panel.refresh_now()
        target = self._workspace.target_in_hand()
        for section in panel.sections.values():
            if isinstance(section, ChoiceSection) and section.targets is not None:
                section.targets.edit(target.key if target is not None else None)
                panel.area.ensureWidgetVisible(section.targets, 0, 8)
                return
