"""Signals that carry values of types that mypy knows: ``changed: Carries[Changes] = carrying()``.

At run time such a signal is Qt's ``Signal(object)``, so that the types need not be imported before the window
is painted. Of several values the number is said: ``renamed: Carries[int, str] = carrying(2)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Generic, TypeVarTuple

    from PySide6.QtCore import SignalInstance

    Ts = TypeVarTuple("Ts")

    class Carrying(SignalInstance, Generic[*Ts]):
        """The signal of one object."""

        def connect(  # type: ignore[override]
            self, slot: Callable[[*Ts], object] | Callable[[], object] | SignalInstance
        ) -> object:
            """Call this, with the values or without, whenever they are sent."""

        def emit(self, *values: *Ts) -> None:
            """Send values."""

    class Carries(Generic[*Ts]):
        """The signal of a class."""

        def __get__(self, one: QObject | None, kind: type[QObject]) -> Carrying[*Ts]: ...


def carrying(values: int = 1) -> Any:
    """A signal of so many values; what it is annotated with says of which types."""
    return Signal(*[object] * values)
