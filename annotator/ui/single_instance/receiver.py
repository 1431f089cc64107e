"""The listening end: the window of a project hears who opens it again."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.ui.single_instance.protocol import LONGEST, address, asked_paths, encode, same_person

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LOG = logging.getLogger(__name__)


class Receiver(QObject):
    """Listens for the project in hand.

    Only a window that may write listens: of those there is one for each project.
    """

    asked = Signal(list)  # of Path: come to the front, and take these in (there may be none)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, project: Path | None) -> None:
        """Listen for this project from now on, and for no other; for none with None."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if project is None:
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - after the first paint

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_connection)
        try:
            where = address(project)
        except OSError as error:
            _LOG.warning("nobody can hand files to this window: %s", error)
            return
        # Whoever holds the project's lock is its only window, so an address that is in use was
        # left behind by a program that was killed.
        QLocalServer.removeServer(where)
        if not server.listen(where):
            _LOG.warning("nobody can hand files to this window: %s", server.errorString())
            return
        self._server = server

    def _on_connection(self) -> None:
        server = self._server
        while server is not None and server.hasPendingConnections():
            socket = server.nextPendingConnection()
            if not same_person(int(socket.socketDescriptor())):
                socket.abort()
                socket.deleteLater()
                continue
            socket.readyRead.connect(lambda socket=socket: self._on_ready(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._on_ready(socket)

    def _on_ready(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LONGEST:
                socket.abort()
            return
        paths = asked_paths(bytes(socket.readLine().data()))
        if paths is None:
            socket.abort()
            return
        socket.write(encode({"took": True}))
        socket.flush()
        # Not from within the socket's own signal: what follows may show a dialog, and while that is open the
        # other program goes and the socket with it.
        QTimer.singleShot(0, self, lambda: self.asked.emit(paths))
