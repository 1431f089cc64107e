"""Which panels have room beside the turns: on a small or much enlarged screen they fold."""

from __future__ import annotations

from typing import Literal

Side = Literal["left", "right"]

BOTH = 760  # from this width of the window on (in device-independent pixels) there is room for both sides
ONE = 560  # and from this one on for one of them


def shown(width: int, *, left: bool, right: bool, favourite: Side) -> tuple[bool, bool]:
    """Whether the left and the right side are shown, of those that are wanted.

    Where there is room for one, it is the ``favourite``, or the other where that is not wanted.
    """
    if width >= BOTH:
        return left, right
    if width < ONE:
        return False, False
    if left and right:
        return favourite == "left", favourite == "right"
    return left, right
