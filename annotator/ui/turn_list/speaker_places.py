"""Which colour and which side the speakers of the project have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.ui.theme.speaker_colours import NO_SLOTS, right_side, slots_of

if TYPE_CHECKING:
    from annotator.store import Project
    from annotator.ui.workspace.workspace import Workspace

MOST = 2_000  # pairs of a name and a dialogue that are weighed together, which takes some 40 ms
_HEARD = 2_000  # turns of a dialogue that are asked for who speaks in it


class SpeakerPlaces:
    """The colours and sides of speakers, found when they are asked for and kept until names change.

    In a project of more than MOST names in dialogues the colours of each dialogue are given by itself:
    they differ within it, and the same name may look different elsewhere.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._everywhere: Mapping[str, int] | None = None
        self._asked = False
        self._of: dict[int, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Names have changed, or dialogues have come or gone."""
        self._everywhere, self._asked = None, False
        self._of.clear()

    def slots(self, dialogue_id: int | None) -> Mapping[str, int]:
        """The place in the palette of every name, at least of those in a dialogue."""
        project = self._workspace.project
        if project is None:
            return NO_SLOTS
        if not self._asked:
            found = project.speakers.appearances(MOST)
            self._everywhere = slots_of(found) if found is not None else None
            self._asked = True
        if self._everywhere is not None:
            return self._everywhere
        if dialogue_id is None:
            return NO_SLOTS
        return slots_of((name, dialogue_id) for name in self._heard(project, dialogue_id))

    def right(self, dialogue_id: int | None) -> frozenset[str]:
        """Who of a dialogue stands at the right side."""
        project = self._workspace.project
        if project is None or dialogue_id is None:
            return frozenset()
        return right_side(self.slots(dialogue_id), self._heard(project, dialogue_id))

    def _heard(self, project: Project, dialogue_id: int) -> tuple[str, ...]:
        if dialogue_id not in self._of:
            self._of[dialogue_id] = project.speakers.of(dialogue_id, _HEARD)
        return self._of[dialogue_id]
