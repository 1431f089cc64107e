"""pytest-qt's hand at the window, with patience: on a busy machine five seconds are soon over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget
    from pytestqt.wait_signal import SignalBlocker

PATIENCE = 120_000  # milliseconds; shorter than the limit of a test, so that a test says what it waited for


class PatientBot(QtBot):
    """Waits for conditions for as long as a busy machine needs; only a test that fails waits longer."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:  # noqa: N802
        """Wait until the callback says True, or None without an assertion that fails."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitSignal(  # noqa: N802 - pytest-qt's names
        self,
        signal: SignalInstance,
        *,
        timeout: int = 0,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker:
        """Wait, at the end of a with statement, for a signal; where none need come, no longer than asked."""
        patience = timeout if raising is False else max(timeout, PATIENCE)
        return super().waitSignal(signal, timeout=patience, raising=raising, check_params_cb=check_params_cb)

    def waitExposed(self, widget: QWidget, *, timeout: int = 0) -> Any:  # noqa: N802
        """Wait, at the end of a with statement, until a widget is on the screen."""
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))
