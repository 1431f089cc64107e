"""Text compared as people do: without differences of width, case and spacing."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Text without differences of width, case and spacing: ``ＡＩ  Art`` and ``ai art`` are one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
