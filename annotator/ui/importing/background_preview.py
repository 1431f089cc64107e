"""Reads transcripts for the import dialog, on a thread of its own, what is looked at first.

Nothing is stored. Of a large file only the beginning is read, so that a preview is there
soon and memory stays small; the import itself reads all of it.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator import importers
from annotator.errors import UserError
from annotator.importers import FileOnDisk
from annotator.pipeline.import_preview import Preview, preview
from annotator.ui.background.background_thread import BackgroundThread, Handle
from annotator.ui.workspace.typed_signals import carrying

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from annotator.importers import MarkerRule
    from annotator.ui.workspace.typed_signals import Carries

BEGINNING = 2_000_000  # bytes of a file that a preview reads
_OWN = "custom "  # how a dialogue names such a rule, before its pattern
_BATCH = 200  # files found in folders that are handed over at once


@dataclass(frozen=True, slots=True)
class Request:
    """Read the file of one row in a certain way; ``round`` comes back with the answer.

    ``whole``: also where the content is known already, which otherwise is all that is said.
    """

    row: int
    file: FileOnDisk
    encoding: str | None
    rule: MarkerRule | None
    round: int
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    tiers: tuple[str, ...] | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """What reading gave: what the file would become, or why it could not be read.

    Neither is there for content that was known beforehand. ``sha256`` is of the whole file,
    whatever part of it was read.
    """

    row: int
    round: int
    shown: Preview | None = None
    error: UserError | None = None
    sha256: str = ""
    rule_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """What was known before any file was read: contents by hash, and mappings by set of columns."""

    contents: frozenset[str] = frozenset()
    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


_NOTHING = KnownBefore()


def answer(
    request: Request, known: KnownBefore = _NOTHING, reader: importers.FileReader | None = None
) -> PreviewResult:
    """Read the beginning of a file in the way that was asked for."""
    try:
        data = (reader or importers.FileReader()).read(request.file)
        if not request.whole and (sha256 := hashlib.sha256(data).hexdigest()) in known.contents:
            return PreviewResult(request.row, request.round, sha256=sha256)
        shown = preview(
            request.file.name,
            data,
            encoding=request.encoding,
            rule=request.rule,
            format=request.format,
            mapping=request.mapping,
            remembered=known.mappings,
            answers=request.answers,
            tiers=request.tiers,
            at_most=BEGINNING,
        )
    except UserError as error:
        return PreviewResult(request.row, request.round, error=error)
    rule = shown.source.dialogues[0].rule
    return PreviewResult(
        request.row,
        request.round,
        shown,
        sha256=shown.sha256,
        # Of a pattern of one's own the pattern says more than that it is one.
        rule_name=rule.removeprefix(_OWN) if rule.startswith(_OWN) else shown.rule,
    )


class Previewer(QObject):
    """Finds the files, then answers requests until it is stopped. Its signals come on the UI thread."""

    found: Carries[list[FileOnDisk]] = carrying()
    skipped: Carries[list[str]] = carrying()  # names of files in folders that are none of transcripts
    walked = Signal()  # all files have been found
    answered: Carries[PreviewResult] = carrying()
    crashed: Carries[BaseException] = carrying()  # a defect

    def __init__(
        self, paths: Sequence[Path], parent: QObject | None = None, known: KnownBefore = _NOTHING
    ) -> None:
        super().__init__(parent)
        self._known = known
        self._paths = list(paths)
        self._queue: deque[Request] = deque()
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = BackgroundThread(self, "previewer")

    def start(self) -> None:
        """Begin."""
        self._thread.start(self._work, lambda _: None, failed=self.crashed.emit, crashed=self.crashed.emit)

    def ask(self, requests: Sequence[Request], *, first: bool = False) -> None:
        """Queue requests; with ``first`` they go before all that wait."""
        with self._wake:
            if first:
                self._queue.extendleft(reversed(requests))
            else:
                self._queue.extend(requests)
            self._wake.notify()

    def stop(self) -> None:
        """Let the thread go without waiting for it; it may read one file to its end."""
        with self._wake:
            self._stopped = True
            self._queue.clear()
            self._wake.notify()
        self._thread.leave()

    def _work(self, handle: Handle) -> None:
        self._walk(handle)
        with importers.FileReader() as reader:
            while (request := self._next()) is not None:
                handle.hand_over(answer(request, self._known, reader), self.answered.emit)

    def _walk(self, handle: Handle) -> None:
        batch: list[FileOnDisk] = []
        others: list[str] = []
        for file in importers.walk(self._paths):
            if self._stopped:
                return
            if not isinstance(file, FileOnDisk):
                others.append(file.path.name)
                continue
            batch.append(file)
            if len(batch) == _BATCH:
                handle.hand_over(batch, self.found.emit)
                batch = []
        handle.hand_over(batch, self.found.emit)
        handle.hand_over(others, self.skipped.emit)
        handle.hand_over(None, lambda _: self.walked.emit())

    def _next(self) -> Request | None:
        with self._wake:
            self._wake.wait_for(lambda: self._stopped or self._queue)
            return None if self._stopped else self._queue.popleft()
