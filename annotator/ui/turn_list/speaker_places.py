"""Which colour and which side the speakers of the project have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from annotator.ui.theme.speaker_colours import NO_SLOTS, right_side, slots_of

if TYPE_CHECKING:
    from annotator.ui.workspace.workspace import Workspace

MOST = 2_000  # pairs of a name and a dialogue that are weighed together, which takes some 40 ms
_HEARD = 2_000  # turns of a dialogue that are asked for who speaks in it


class SpeakerSource(Protocol):
    """Who knows the speakers: an open project's part, or what is read before it is open."""

    def appearances(self, most: int) -> list[tuple[str, int]] | None:
        """Names with dialogues, as :meth:`annotator.store.speakers.Speakers.appearances`."""

    def of(self, dialogue_id: int, upto: int) -> tuple[str, ...]:
        """Names in a dialogue, as :meth:`annotator.store.speakers.Speakers.of`."""


class SpeakerPlaces:
    """The colours and sides of speakers, found when they are asked for and kept until names change.

    In a project of more than MOST names in dialogues the colours of each dialogue are given by itself:
    they differ within it, and the same name may look different elsewhere.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.ahead: SpeakerSource | None = None  # asked while no project is open
        self._everywhere: Mapping[str, int] | None = None
        self._asked = False
        self._of: dict[int, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Names have changed, or dialogues have come or gone."""
        self._everywhere, self._asked = None, False
        self._of.clear()

    def slots(self, dialogue_id: int | None) -> Mapping[str, int]:
        """The place in the palette of every name, at least of those in a dialogue."""
        speakers = self._speakers()
        if speakers is None:
            return NO_SLOTS
        if not self._asked:
            found = speakers.appearances(MOST)
            self._everywhere = slots_of(found) if found is not None else None
            self._asked = True
        if self._everywhere is not None:
            return self._everywhere
        if dialogue_id is None:
            return NO_SLOTS
        return slots_of((name, dialogue_id) for name in self._heard(speakers, dialogue_id))

    def right(self, dialogue_id: int | None) -> frozenset[str]:
        """Who of a dialogue stands at the right side."""
        speakers = self._speakers()
        if speakers is None or dialogue_id is None:
            return frozenset()
        return right_side(self.slots(dialogue_id), self._heard(speakers, dialogue_id))

    def _speakers(self) -> SpeakerSource | None:
        project = self._workspace.project
        return project.speakers if project is not None else self.ahead

    def _heard(self, speakers: SpeakerSource, dialogue_id: int) -> tuple[str, ...]:
        if dialogue_id not in self._of:
            self._of[dialogue_id] = speakers.of(dialogue_id, _HEARD)
        return self._of[dialogue_id]
