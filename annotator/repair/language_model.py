"""The language model: how likely a character is after up to five others. Loaded when first needed."""

from __future__ import annotations

import hashlib
import json
import mmap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from annotator.core.resources import resource
from annotator.errors import UserError
from annotator.repair import tokenizer
from annotator.repair.ngram_table import BACKOFF_STEP, LOG_STEP, NgramTable

_MAGIC = b"DARM0001"

#: Log probability of a character the model has no number for.
UNSEEN = -16.0

#: A history: the numbers of the last tokens, latest first, with what backing off from it costs.
#: ``costs[n]`` is the sum of the back-off weights of all contexts longer than ``n`` tokens.
Costs = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """The part of the file that holds the network, as ``annotator.repair.network_weights`` reads it."""

    header: dict[str, Any]
    block: memoryview


@dataclass(frozen=True, slots=True, eq=False)
class LanguageModel:
    """Everything the model file holds. ``sha256`` is that of the file, in hex.

    One is no other, even of the same file: what is worked out from it is remembered by it.
    """

    table: NgramTable
    order: int
    number: dict[str, int]  # of a character, after simplification
    simplified: dict[int, str]  # code point of a traditional character to its simplified form
    han: frozenset[int]  # numbers of Chinese characters
    with_traditional: frozenset[str]  # simplified characters that a traditional text writes otherwise
    emoji: dict[str, list[str]]  # words about each emoji
    words: bool  # whether the table holds whole words, pairs and triples of them too
    sha256: str
    network: NetworkPart | None = None

    def score(self, context: tuple[int, ...], costs: Costs, number: int) -> tuple[float, Costs]:
        """Log probability of a token after ``context``, and the costs of the history it makes.

        ``context`` holds token numbers, latest first; ``costs`` are those of that context.
        """
        steps = self.table.entries(number, context)
        if not steps:
            # Nothing is known after a stranger, and nothing before it helps.
            return UNSEEN, ()
        log = -LOG_STEP * (steps[-1] >> 8)
        matched = len(steps) - 1
        if matched < len(costs):
            log += costs[matched]
        total = 0.0
        suffix = []
        for found in reversed(steps):
            total -= BACKOFF_STEP * ((found & 0xFF) - 20)
            suffix.append(total)
        suffix.reverse()
        return log, tuple(suffix)

    def numbers(self, text: str) -> list[int]:
        """Token numbers of tokenized text."""
        get = self.number.get
        return [get(char, tokenizer.UNKNOWN) for char in text.translate(self.simplified)]


def _unusable(file: Path, why: str) -> UserError:
    return UserError(
        "The language model {file} cannot be read, so lost characters cannot be brought back",
        why,
        "Install the program again",
        file=file.name,
    )


@cache
def load(path: Path | None = None) -> LanguageModel:
    """The shipped model, or that of another file. Raises UserError where it cannot be read."""
    file = path or resource("repair", "model.bin")
    try:
        with file.open("rb") as stream:
            block = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise _unusable(file, str(error)) from error
    if block[:8] != _MAGIC:
        raise _unusable(file, "it is not a language model of this version")
    end = 16 + int.from_bytes(block[8:16], "little")
    header = json.loads(block[16:end])
    number = {
        char: i for i, char in enumerate(header["characters"], tokenizer.FIRST_CHARACTER)
    } | tokenizer.SPECIAL
    pairs = header["simplified"]
    simplified = {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}
    cells = end + header["cells"]
    numbers = memoryview(block)[end:cells].cast("I")
    return LanguageModel(
        NgramTable(numbers, header["segment"]),
        header["order"],
        number,
        simplified,
        frozenset(n for char, n in number.items() if "\u4e00" <= char <= "\u9fff"),
        frozenset(simplified.values()) - {chr(old) for old in simplified},
        header["emoji"],
        header.get("words", 0) > 0,
        hashlib.sha256(block).hexdigest(),
        NetworkPart(header["network"], memoryview(block)[cells:]) if "network" in header else None,
    )
