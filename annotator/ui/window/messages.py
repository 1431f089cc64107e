"""What the window says to the person: one frozen value that the toasts show.

Every part of the window that has something to say builds a :class:`Message` and hands it
to ``Workspace.say``; nothing else pops up text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from annotator.ui.texts.error_texts import spoken

if TYPE_CHECKING:
    from annotator.errors import UserError

MessageKind = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class MessageAction:
    """A button in the message: its (translated) text and what pressing it does."""

    text: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say.

    ``text`` is one short sentence, ``detail`` adds why and what to do, ``more`` is a long
    text shown on request (a list of files, say). Messages of kind ``info`` without a long text
    go away by themselves; all others stay until they are dismissed. ``error`` is an error of the project in
    hand: the window adds buttons for what can be done about it.
    """

    kind: MessageKind
    text: str
    detail: str = ""
    actions: tuple[MessageAction, ...] = ()
    more: str = ""
    error: UserError | None = field(default=None, compare=False)


def sentence(text: str) -> str:
    """The text with a capital first letter and an end mark; empty stays empty.

    What looks like the name of a file is left as it is.
    """
    text = text.strip()
    if not text:
        return ""
    if text.split()[0].rstrip(".,;:?!").isalpha():
        text = text[0].upper() + text[1:]
    if text[-1] in ".!?…。！？":
        return text
    return text + ("。" if any("\u4e00" <= char <= "\u9fff" for char in text) else ".")


def from_error(error: UserError, *actions: MessageAction) -> Message:
    """The message that shows an error a person can act on: what, then why and what to do."""
    said = spoken(error)
    detail = " ".join(part for part in (sentence(said.why), sentence(said.remedy)) if part)
    return Message("error", sentence(said.what), detail, tuple(actions))
