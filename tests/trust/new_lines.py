"""Whether an input leads through lines of the program that none before it has reached."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import annotator

_PROGRAM = str(Path(annotator.__file__).parent)


class NewLines:
    """Knows the lines reached so far; ``found`` says whether the last look met others."""

    def __init__(self) -> None:
        self.count = 0
        self.found = False
        self._left: dict[CodeType, set[int]] = {}  # lines not reached yet, of code that has been met

    @contextlib.contextmanager
    def look(self) -> Iterator[None]:
        """Look at what runs inside; several times slower than without."""
        self.found = False
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, _event: str, _argument: object) -> Any:
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            ours = code.co_filename.startswith(_PROGRAM)
            left = self._left[code] = {line for *_, line in code.co_lines() if line} if ours else set()
        return self._reached if left else None

    def _reached(self, frame: FrameType, event: str, _argument: object) -> Any:
        left = self._left[frame.f_code]
        if event == "line" and frame.f_lineno in left:
            left.remove(frame.f_lineno)
            self.count += 1
            self.found = True
        return self._reached if left else None
