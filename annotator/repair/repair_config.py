"""What can be set about a repair, and what the engine calls itself."""

from __future__ import annotations

from dataclasses import dataclass

#: Name and version of the engine; a change of what it does to a text is a new version.
ENGINE = "annotator-repair 1.8"


@dataclass(frozen=True, slots=True)
class RepairConfig:
    """How to repair. Frozen and made of plain values, so it travels to another process.

    ``threshold``: a lost character whose probability is below it is a doubt (the window and
    the reports show it so); ``floor``: below it nothing is guessed and the place is marked as
    damage; both in [0, 1]. ``evidence``: texts (other files of a project, lists of names)
    whose words count as known. ``most_alternatives``: how many candidates a step carries.
    """

    encoding: bool = True  # undo wrong code pages
    lost: bool = True  # bring back characters some of whose bytes are gone
    joiners: bool = True  # put back zero width joiners cut from emoji
    threshold: float = 0.85
    floor: float = 0.2
    most_alternatives: int = 9
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.floor <= 1 and 0 <= self.threshold <= 1):
            raise ValueError("threshold and floor lie between 0 and 1")
