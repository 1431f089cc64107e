"""Which encoding bytes are in, when no mark says so: the likeliest text wins."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from annotator.plausibility import ALL_LOOKS, text_cost

_GLANCE = 1_500  # bytes on which every encoding is tried
_SAMPLE = 32_000  # bytes on which those are compared that are close to the likeliest
_CLOSE = 80.0  # nats
_OFFERED = 6
_HIGH = re.compile(rb"[\x80-\xff]")
_ASCII = bytes(range(128))
_BEHIND, _LINE = 4_000, 8_000  # bytes behind the last one beyond ASCII of a line, and of a line in all
_ESCAPES = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", "iso2022_jp_2"), (b"\x1b$@", "iso2022_jp_2"))
_NOISE = 9.0  # nats per character above which a text is hardly one in any language


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, how sure it is, and the next likeliest ones whose texts differ."""

    encoding: str
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EncodingCandidate:
    """An encoding to try: the looks of its text, and how many nats it is behind by its rarity."""

    encoding: str
    looks: tuple[str, ...]
    rarity: float = 0.0


def seven_bit(data: bytes) -> str | None:
    """The encoding of East Asian text in ASCII bytes, told by its escape sequences."""
    if b"\x1b" not in data or b"\x1b$" not in data:  # one byte is looked for many times as fast as two
        return None
    return next((name for escape, name in _ESCAPES if escape in data), None)


def wide(data: bytes) -> Guess | None:
    """UTF-16 or UTF-32 without a mark, for data with zero bytes; None where it is neither."""
    head = data[:4_000]
    if len(data) % 4 == 0 and len(head) >= 8:
        for name, top in (("utf-32-le", 3), ("utf-32-be", 0)):
            if not any(head[top::4]) and _odd(head.decode(name, errors="replace")) == 0:
                return Guess(name, 0.99)
    if len(data) % 2:
        return None
    costs = sorted((_wide_cost(head, name), name) for name in ("utf-16-le", "utf-16-be"))
    (best, name), (second, _) = costs
    if best > _NOISE * len(head) / 2:
        return None
    return Guess(name, _sure(second - best), (costs[1][1],))


def _wide_cost(head: bytes, name: str) -> float:
    text = head.decode(name, errors="replace")
    return min(text_cost(text, look) for look in ALL_LOOKS) + 16.0 * text.count("\0")


def _odd(text: str) -> int:
    return sum(char == "\ufffd" or (char < " " and char not in "\t\r\n\f") for char in text)


def guess(data: bytes, candidates: tuple[EncodingCandidate, ...]) -> Guess:
    """The likeliest of some encodings for data with bytes beyond ASCII.

    Takes time in proportion to the data's length only to find the first lines that say something.
    """
    sample = _telling(data, _GLANCE)
    near = rank(sample, candidates)
    likely = {name for cost, name in near if cost < near[0][0] + _CLOSE}
    if len(data) > len(sample) and len(likely) > 1:
        sample = _telling(data, _SAMPLE)
        far = [one for one in near if one[1] not in likely]
        near = rank(sample, tuple(c for c in candidates if c.encoding in likely))
        near += [(near[-1][0] + _CLOSE, name) for _, name in far]
    best, name = near[0]
    text = sample.decode(name, errors="replace")
    rivals = [(c, n) for c, n in near[1:] if sample.decode(n, errors="replace") != text]
    ahead = rivals[0][0] - best if rivals else math.inf
    beyond = sum(not char.isascii() for char in text)
    strange = 0.5 if "\ufffd" in text and name != "utf-8" else 1.0
    confidence = _sure(ahead) * strange * min(1.0, 0.6 + beyond / 20)
    return Guess(name, round(confidence, 2), tuple(n for _, n in rivals[:_OFFERED]))


def rank(sample: bytes, candidates: tuple[EncodingCandidate, ...]) -> list[tuple[float, str]]:
    """The candidates with the cost of the texts they make, cheapest first; ties in the order given."""
    costs: list[tuple[float, int, str]] = []
    for order, one in enumerate(candidates):
        text = sample.decode(one.encoding, errors="replace")
        cost = min(text_cost(text, looks) for looks in one.looks)
        costs.append((cost + one.rarity, order, one.encoding))
    return [(cost, name) for cost, _, name in sorted(costs)]


def _sure(ahead: float) -> float:
    """How sure a lead of so many nats makes: 0.5 for none, 0.99 at most."""
    return min(0.99, 1 / (1 + math.exp(-min(ahead, 100.0) / 6)))


def _telling(data: bytes, size: int) -> bytes:
    """Lines that hold bytes beyond ASCII, up to a size: the others say nothing."""
    if len(data) <= size:
        return data
    lines: list[bytes] = []
    at = 0
    while size > 0 and (high := _HIGH.search(data, at)):
        start = data.rfind(b"\n", at, high.start()) + 1 or at
        end = data.find(b"\n", high.start()) + 1 or len(data)
        line = data[start:end]
        lines.append(line[: len(line.rstrip(_ASCII)) + _BEHIND][-_LINE:])
        size -= len(lines[-1])
        at = end
    return b"".join(lines)
