"""The key of anonymised exports: which code stands for what. It stays behind, and only it leads back."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from annotator.core.paths import is_there
from annotator.core.read_files import read_bytes
from annotator.errors import UserError
from annotator.exporters.atomic_files import replacing
from annotator.exporters.wordlist import folded

_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z0-9]*-[0-9]+(?:\.[0-9]+)?\]")


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: Literal["dialogue-annotator-key"]
    secret: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    speakers: dict[str, str]  # name: code
    sources: dict[str, str]  # name and hash: code
    dialogues: dict[str, str]  # key and title: code
    words: dict[str, str]  # placeholder: the word as it stood there


class Pseudonyms:
    """Codes for names, the same for the same name; grows as new ones come."""

    def __init__(self, held: _File | None = None) -> None:
        self._held = held or _File("dialogue-annotator-key", secrets.token_hex(32), {}, {}, {}, {})
        self._secret = bytes.fromhex(self._held.secret)
        self._placeholders = {word: code for code, word in self._held.words.items()}
        self._roots: dict[tuple[str, str], int] = {}
        self._forms: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for code, word in self._held.words.items():
            category, _, number = code.strip("[]").rpartition("-")
            self._count(category, folded(word), int(number.partition(".")[0]))

    @classmethod
    def load(cls, path: Path) -> Pseudonyms:
        """Those of a key file, new ones where there is no such file. Raises UserError where it is none."""
        if not is_there(path):
            return cls()
        try:
            return cls(msgspec.json.decode(read_bytes(path), type=_File))
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise UserError(
                "{file} is no key of anonymised exports",
                "{cause}",
                "Name another file for the key",
                file=path.name,
                cause=str(error),
            ) from error

    def save(self, path: Path) -> None:
        """Write the key, for its owner's eyes alone. Raises UserError where the file cannot be written."""
        with replacing(path) as file:
            file.write(msgspec.json.format(msgspec.json.encode(self._held), indent=1) + b"\n")
        path.chmod(0o600)

    def speaker(self, name: str) -> str:
        """The code of a speaker; text that nobody speaks stays so."""
        return _code(self._held.speakers, name, "S") if name else ""

    def speakers(self) -> dict[str, str]:
        """The codes of all speakers there have been."""
        return dict(self._held.speakers)

    def source(self, name: str, sha256: str) -> str:
        """The code of a file."""
        return _code(self._held.sources, f"{name} {sha256}", "F")

    def dialogue(self, key: str, title: str) -> str:
        """The code of a dialogue."""
        return _code(self._held.dialogues, f"{key} {title}", "D")

    def word(self, text: str, category: str) -> str:
        """The placeholder of a word; other forms of it (case, width) have a second number."""
        if text not in self._placeholders:
            root = self._roots.get((category, folded(text)), self._last.get(category, 0) + 1)
            form = self._count(category, folded(text), root)
            code = f"[{category}-{root}]" if form == 1 else f"[{category}-{root}.{form}]"
            self._placeholders[text] = code
            self._held.words[code] = text
        return self._placeholders[text]

    def _count(self, category: str, word: str, root: int) -> int:
        """Note that there is one form more of a word; returns how many there are."""
        self._roots[category, word] = root
        self._last[category] = max(self._last.get(category, 0), root)
        place = f"{category}-{root}"
        self._forms[place] = self._forms.get(place, 0) + 1
        return self._forms[place]

    def hashed(self, text: str) -> str:
        """64 hexadecimal digits in the place of a hash or key, that nobody without the key can make."""
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()

    def identifier(self, key: str) -> str:
        """A UUID in the place of another."""
        return str(uuid.UUID(hex=self.hashed(key)[:32], version=4))

    def restored(self, text: str) -> str:
        """A text of an anonymised export as it was."""
        return _PLACEHOLDER.sub(lambda found: self._held.words.get(found[0], found[0]), text)


def _code(known: dict[str, str], name: str, letter: str) -> str:
    if name not in known:
        known[name] = f"{letter}{len(known) + 1}"
    return known[name]
