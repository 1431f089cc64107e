"""A golden row: where its values come from, what they are, and what the program says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Check:
    """One value.

    ``expected`` is text, its digits give the tolerance: half a unit of the last, and 1e-6 from six
    digits on. A trailing P means that the source prints it. ``None`` means there is no value.
    """

    what: str
    expected: str | None
    found: float | None
    tolerance: float | None = None

    @property
    def printed(self) -> bool:
        return self.expected is not None and self.expected.endswith("P")

    @property
    def within(self) -> float:
        if self.tolerance is not None:
            return self.tolerance
        exponent = Decimal((self.expected or "0").rstrip("P")).as_tuple().exponent
        digits = -int(exponent)
        return 1e-6 if digits >= 6 else 0.5 * 10**-digits + 1e-9

    @property
    def holds(self) -> bool:
        if self.expected is None or self.found is None:
            return self.expected is None and self.found is None
        return abs(self.found - float(self.expected.rstrip("P"))) <= self.within


@dataclass(frozen=True)
class Row:
    """One set of data with all its values; ``trap`` says what is easily got wrong with it."""

    name: str
    source: str
    checks: tuple[Check, ...]
    trap: str = ""


def checks(pairs: Iterable[tuple[str, str | None, float | None]]) -> tuple[Check, ...]:
    return tuple(Check(*pair) for pair in pairs)


RowMaker = Callable[[], Row]
