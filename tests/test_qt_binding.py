"""The Qt binding must survive many void calls (see the pin in pyproject.toml)."""

from __future__ import annotations

import subprocess
import sys


def test_void_calls_do_not_lose_references_to_none() -> None:
    # In a process of its own: the defect of PySide6 6.12.0 aborts the whole interpreter.
    code = (
        "from PySide6.QtCore import QObject\n"
        "o = QObject()\n"
        "for _ in range(50_000): o.setObjectName('x')\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.strip() == "alive"
