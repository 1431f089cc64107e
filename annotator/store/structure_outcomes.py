"""What a change of structure would make of turns and tags, before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.errors import UserError
from annotator.store.rearrangement_plan import Plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change of structure would make, before it is made.

    ``texts`` are those of the turns concerned afterwards. ``lost`` tags would have no place, or another of
    the same annotator answers the same question otherwise; ``doubles`` would say again what another tag says;
    both would go. ``divided`` spans would become two.
    """

    texts: tuple[str, ...]
    lost: int = 0
    doubles: int = 0
    divided: int = 0


@dataclass(frozen=True, slots=True)
class TurnAgain:
    """A turn that another reading makes: its text and speaker, and what it had been.

    ``was`` is the position of the turn that begins at the same place now, None where none does; ``said``
    who spoke there. ``same``: its text and speaker are as they are.
    """

    text: str
    speaker: str
    was: int | None = None
    said: str = ""
    same: bool = False


@dataclass(frozen=True, slots=True)
class Reading(Outcome):
    """What :meth:`Structure.read_again` would make: all turns afterwards, and how many there are now.

    ``remarks`` that somebody said are no turns would be part of turns again.
    """

    turns: tuple[TurnAgain, ...] = ()
    before: int = 0
    remarks: int = 0

    @property
    def changes(self) -> bool:
        """Whether anything would be otherwise than it is."""
        return len(self.turns) != self.before or not all(turn.same for turn in self.turns)


def outcome(plan: Plan) -> Outcome:
    """What a plan would make."""
    return Outcome(tuple(one.text for one in plan.texts), len(plan.lost), plan.doubles, plan.divided)


def refuse_losses(plan: Plan, *, drop: bool) -> None:
    """Raises UserError where tags would go and nobody has said that they may."""
    if plan.lost and not drop:
        raise UserError(
            "Tags would have no place any more",
            "{lost} of them are on what would no longer be a turn of its own, "
            "or answer a question otherwise than the tags that stay",
            "Remove those tags first, or say that they may go",
            lost=len(plan.lost),
        )
