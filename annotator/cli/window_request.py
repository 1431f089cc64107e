"""What the window is to open, as the command line says it; read without the libraries of other commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class OpenRequest(NamedTuple):
    """What the window is to open."""

    paths: tuple[Path, ...] = ()
    picture: Path | None = None
    samples: bool = False


def open_request(arguments: Sequence[str]) -> OpenRequest | None:
    """What to open, None where the arguments mean another command or need explaining."""
    if not arguments:
        return OpenRequest()
    if arguments[0] != "open" and not _is_place(arguments[0]):
        return None
    paths: list[Path] = []
    picture, samples = None, False
    rest = iter(arguments[1:] if arguments[0] == "open" else arguments)
    for word in rest:
        if word == "--samples":
            samples = True
        elif word == "--picture":
            name = next(rest, None)
            if not name:
                return None
            picture = Path(name)
        elif word.startswith("--picture=") and word != "--picture=":
            picture = Path(word.removeprefix("--picture="))
        elif word == "--":
            paths += map(Path, rest)
        elif word.startswith("-"):
            return None
        else:
            paths.append(Path(word))
    return OpenRequest(tuple(paths), picture, samples)


def _is_place(word: str) -> bool:
    """Whether a word is a file or folder rather than a command: these have neither points nor slashes."""
    return any(sign in word for sign in "./\\") and not word.startswith("-") and Path(word).exists()
