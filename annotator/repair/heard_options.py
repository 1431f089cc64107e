"""The options of a slot on arrays: what speaks for each of them once the network was asked.

Two lost bytes can leave thousands of options, nearly all of which the network rules out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from annotator.repair.lattice import GIVEN_UP, HEARD, MOST_CHOICES, NEVER, NOT_LOOKED_AT, Choice

if TYPE_CHECKING:
    from numpy.typing import NDArray


class HeardOptions:
    """Options with what is known about them wherever they stand: slots alike share them.

    ``plain`` holds the options that stand for themselves, None in the place of others; ``alone`` says what
    the model thinks of the tokens of an option without their context.
    """

    def __init__(self, plain: Sequence[Choice | None], alone: Callable[[tuple[int, ...]], float]) -> None:
        self._plain = plain
        self._alone = alone
        self._others = [at for at, choice in enumerate(plain) if choice is None]
        self._priors = np.array([choice.prior if choice else NEVER for choice in plain])
        self._many = len(plain) > MOST_CHOICES
        if self._many:
            self._by_itself = np.array([alone(choice.numbers) if choice else 0.0 for choice in plain])

    def choices(self, opinion: NDArray[np.float32], look: Callable[[int], Choice]) -> tuple[Choice, ...]:
        """The options as candidates; of too many those that are likeliest without looking at the line.

        ``look`` makes a candidate of an option that does not stand for itself.
        """
        said = opinion.astype(np.float64)
        total = self._priors + HEARD * said
        total[said <= GIVEN_UP] = NEVER
        others = {at: look(at) for at in self._others}
        for at, choice in others.items():
            total[at] = choice.prior
        kept = np.flatnonzero(total > NEVER)
        if len(kept) > MOST_CHOICES:
            ranked = total + self._by_itself
            for at, choice in others.items():
                ranked[at] = choice.prior + self._alone(choice.numbers)
            kept = kept[np.argsort(-ranked[kept], kind="stable")[:MOST_CHOICES]]
        out = [NOT_LOOKED_AT] * len(self._plain)
        for at, prior in zip(kept.tolist(), total[kept].tolist(), strict=True):
            alone = self._plain[at]
            out[at] = Choice(alone.numbers, prior) if alone else others[at]
        return tuple(out)
