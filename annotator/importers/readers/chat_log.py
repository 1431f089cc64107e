"""What readers of chat logs share: lines that begin a message, lines of the program, lines that go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from annotator.errors import Sentence, UserError
from annotator.importers.reader_result import Faults, Meta, ReadDialogue, Readout, ReadTurn
from annotator.model import Decoded

MOST_KEPT = 1_000  # lines of the program that are kept with a dialogue


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """The beginning of a message: who, the words on its first line, and what else the line says."""

    speaker: str
    text: str
    meta: Meta = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A line by which a program says something: somebody joined, the subject changed."""

    text: str


Reading = ChatMessage | Notice | None  # None: the line goes on with what was said before


@dataclass(slots=True)
class ChatLog:
    """Messages of one chat as they are put together."""

    turns: list[ReadTurn] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    title: str = ""
    place: str = ""
    _lines: list[str] = field(default_factory=list)
    _begun: tuple[ChatMessage, int] | None = None
    _in_notice: bool = False

    def take(self, number: int, line: str, reading: Reading) -> None:
        """Take one line."""
        if isinstance(reading, ChatMessage):
            self.close()
            self._begun, self._lines = (reading, number), [reading.text]
        elif isinstance(reading, Notice):
            self.close()
            self.notices.append(reading.text)
            self._in_notice = True
        elif self._begun is not None:
            self._lines.append(line)
        elif self._in_notice:
            self.notices[-1] += f"\n{line}" if line.strip() else ""
        elif line.strip():
            self.head.append(line)

    def close(self) -> None:
        """End the message in hand."""
        if self._begun is not None:
            message, number = self._begun
            lines = self._lines if self._lines[0] else self._lines[1:]  # the words stand below the name
            text = "\n".join(lines).rstrip("\n ")
            self.turns.append(ReadTurn(message.speaker, text, f"line {number}", message.meta))
        self._begun, self._in_notice = None, False

    def dialogue(self, faults: Faults) -> ReadDialogue:
        """The dialogue; what is no message is counted among what was left out, and kept beside it."""
        self.close()
        faults.remarks.leave_out("system", len(self.notices))
        faults.remarks.leave_out("head", len(self.head))
        about: Meta = {}
        if self.notices:
            about["notices"] = self.notices[:MOST_KEPT]
        if self.head:
            about["head"] = self.head[:MOST_KEPT]
        return ReadDialogue(tuple(self.turns), self.title, self.place, about)


def read_lines(
    decoded: Decoded,
    read: Callable[[str], Reading],
    what: str,
    finish: Callable[[ReadTurn], ReadTurn] | None = None,
) -> Readout:
    """The one dialogue of a log, line by line; ``finish`` looks at whole messages. Raises UserError."""
    log = ChatLog()
    for number, line in enumerate(decoded.text.split("\n"), 1):
        log.take(number, line, read(line))
    log.close()
    if finish is not None:
        log.turns = [finish(turn) for turn in log.turns]
    return readout([log], Faults(), decoded, what)


def readout(logs: Iterable[ChatLog], faults: Faults, decoded: Decoded | None, what: str) -> Readout:
    """The dialogues of some logs. Raises UserError where there is no message in any."""
    dialogues = tuple(one for one in (log.dialogue(faults) for log in logs) if one.turns)
    return finished(dialogues, faults, decoded, what)


def finished(
    dialogues: tuple[ReadDialogue, ...], faults: Faults, decoded: Decoded | None, what: str
) -> Readout:
    """A readout of dialogues with all that was noted. Raises UserError where there is none."""
    if not dialogues:
        first = faults.all()
        raise UserError(
            "There are no messages in this file of {what}",
            "{cause}",
            what=what,
            cause=first[0] if first else Sentence("nothing in it begins a message"),
        )
    return Readout(
        dialogues,
        faults.all(),
        decoded=decoded,
        questions=tuple(faults.remarks.questions),
        left_out=faults.remarks.left_out,
    )


def moment(value: object, unit: float = 1.0) -> str:
    """A Unix time, in so many seconds a unit, as ISO 8601 in UTC; what is none as it stands."""
    try:
        at = datetime.fromtimestamp(float(str(value)) * unit, UTC)
    except (ValueError, OverflowError, OSError):
        return str(value)
    return (
        at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{at.microsecond // 1000:03}" if at.microsecond else "") + "Z"
    )
