"""Signals that carry one value, of a type that mypy knows: ``changed: Carries[Changes] = carrying()``.

At run time such a signal is Qt's ``Signal(object)``, so that the type need not be imported before the window
is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    T = TypeVar("T")

    class Carrying(SignalInstance, Generic[T]):
        """The signal of one object."""

        def connect(  # type: ignore[override]
            self, slot: Callable[[T], object] | Callable[[], object]
        ) -> object:
            """Call this, with the value or without, whenever it is sent."""

        def emit(self, value: T) -> None:
            """Send a value."""

    class Carries(Generic[T]):
        """The signal of a class."""

        def __get__(self, one: QObject | None, kind: type[QObject]) -> Carrying[T]: ...


def carrying() -> Any:
    """A signal of one value; what it is annotated with says of which type."""
    return Signal(object)
