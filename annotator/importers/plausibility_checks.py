"""What dialogues make one wonder about, whatever they were read from: turns too long, no words, times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.importers.import_questions import Remarks
from annotator.importers.reader_result import ReadDialogue, ReadTurn
from annotator.model import LeftOut, Question

_LONG = 5_000  # characters of a turn that is likely to be several
_LONGER, _HALF, _FEW_TURNS = (
    20_000,
    0.5,
    4,
)  # characters and share of one turn among so many that is likely several
_UNNAMED = 0.1  # share of turns without a speaker among others above which somebody is asked
_AGAIN = 0.1  # share of named turns with the name of the one before, above which each turn is named anew
_FEW_NAMED, _SOME = 8, 0.25  # named turns, and share of them, that show that a name stands where it changes
_FEW_WORDS = 20  # of a dialogue below which its speed says nothing
_SLOWEST, _FASTEST = 0.02, 20.0  # words a second that a dialogue can have
_SCALES = {"milliseconds": 0.001, "kiloseconds": 1_000.0}
_HAN = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+(?:['’-][^\W{_HAN}]+)*")
_HAN_A_WORD = 1.5  # characters of a Chinese or Japanese word, on average
_IS_HAN = re.compile(rf"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class DialoguePace:
    """How long dialogues last by their times, in seconds, and how many words they have in that time."""

    seconds: float
    words: float

    @property
    def speed(self) -> float:
        """Words a second."""
        return self.words / self.seconds


def look_over(
    dialogues: Sequence[ReadDialogue], answers: Mapping[str, str]
) -> tuple[tuple[ReadDialogue, ...], tuple[Question, ...], tuple[LeftOut, ...]]:
    """The dialogues of a file with times as a person said they are, questions about them, and remarks."""
    remarks = Remarks()
    scale = _SCALES.get(answers.get("times", ""))
    made = tuple(dialogues) if scale is None else tuple(_scaled(one, scale) for one in dialogues)
    turns = [turn for one in made for turn in one.turns]
    texts = [turn.text for turn in turns]
    # Where a format says who speaks in each turn, no marker has been missed.
    doubts_about_lengths([] if turns and all(turn.speaker for turn in turns) else texts, remarks)
    made = _with_those_before(made, answers, remarks)
    pace = pace_of(((turn.text, turn.meta) for turn in one.turns) for one in made)
    odd = pace is not None and pace.words >= _FEW_WORDS and not _SLOWEST <= pace.speed <= _FASTEST
    if pace is not None and odd and not _spoken_at_ease(turns):
        remarks.ask("times", count=len(texts), figure=clock(pace.seconds), example=f"{pace.speed:.3g}")
    return made, tuple(remarks.questions), remarks.left_out


def doubts_about_lengths(texts: Sequence[str], remarks: Remarks) -> None:
    """Ask where turns are very long on average, or one is, or most have no words."""
    lengths = [len(text) for text in texts]
    longest, all_of_it = max(lengths, default=0), sum(lengths)
    if len(texts) > _FEW_TURNS and longest > _LONGER and longest > _HALF * all_of_it:
        remarks.ask("long-turn", figure=f"{100 * longest / all_of_it:.0f}", example=f"{longest:,}")
    elif all_of_it > _LONG * len(texts):
        long = [length for length in lengths if length > _LONG]
        remarks.ask("long-turns", count=len(long), example=f"{min(long):,}")
    empty = sum(1 for text in texts if not text.strip())
    if empty > 1 and empty * 2 > len(texts):
        remarks.ask("empty-turns", count=empty, figure=f"{len(texts):,}")


def _with_those_before(
    made: tuple[ReadDialogue, ...], answers: Mapping[str, str], remarks: Remarks
) -> tuple[ReadDialogue, ...]:
    """Ask about turns without a speaker among others that have one; give them that of the turn before.

    Only where there are many: what an export says of nobody in particular is no riddle. Nor is it one where
    captions repeat a name from one to the next: whoever is not named there is not known to the file. Captions
    that name people only where they change let whoever spoke before go on, until somebody decides.
    """
    turns = [turn for one in made for turn in one.turns]
    unnamed = [turn for turn in turns if not turn.speaker and turn.text.strip()]
    named = [turn for turn in turns if turn.speaker]
    if not unnamed or len(unnamed) < _UNNAMED * len(turns) or not named:
        return made
    timed = all(_times(turn.meta) is not None for turn in turns)
    again = sum(_named_again(one.turns) for one in made)
    likely = "keep"
    if timed and again >= _AGAIN * len(named):
        remarks.leave_out("unsaid", len(unnamed))
    else:
        changes = timed and not again and len(named) >= max(_FEW_NAMED, _SOME * len(turns))
        likely = "before" if changes else "keep"
        remarks.ask(
            "unnamed", count=len(unnamed), figure=f"{len(turns):,}", example=unnamed[0].text, taken=likely
        )
    if answers.get("unnamed", likely) != "before":
        return made
    return tuple(replace(one, turns=tuple(_carried(one.turns))) for one in made)


def _named_again(turns: Sequence[ReadTurn]) -> int:
    """How many turns have the name of the turn right before them."""
    return sum(bool(turn.speaker) and turn.speaker == before.speaker for before, turn in pairwise(turns))


def _carried(turns: Sequence[ReadTurn]) -> Iterable[ReadTurn]:
    last = ""
    for turn in turns:
        last = turn.speaker or last
        yield replace(turn, speaker=last)


def pace_of(dialogues: Iterable[Iterable[tuple[str, Mapping[str, object]]]]) -> DialoguePace | None:
    """The pace of dialogues, given the texts and metadata of their turns; None where none has two times.

    What lies between two turns counts as their time, so that pauses make a dialogue slower. Each dialogue
    begins with its own first turn.
    """
    seconds = words = 0.0
    for turns in dialogues:
        timed = [(text, *times) for text, meta in turns if (times := _times(meta)) is not None]
        if len(timed) >= 2 or any(end > start for _, start, end in timed):
            seconds += max(end for _, _, end in timed) - min(start for _, start, _ in timed)
            words += sum(count_words(text) for text, _, _ in timed)
    return DialoguePace(seconds, words) if seconds > 0 else None


def _spoken_at_ease(turns: Sequence[ReadTurn]) -> bool:
    """Whether most turns have a beginning and an end between which their words can be said."""
    timed = [(turn.text, *times) for turn in turns if (times := _times(turn.meta)) is not None]
    lasting = [(text, end - start) for text, start, end in timed if end > start and text.strip()]
    fit = sum(_SLOWEST <= count_words(text) / span <= _FASTEST for text, span in lasting)
    return 2 * fit > len(timed)


def _times(meta: Mapping[str, object]) -> tuple[float, float] | None:
    start, end = meta.get("start"), meta.get("end")
    if not isinstance(start, int | float):
        return None
    return float(start), float(end) if isinstance(end, int | float) else float(start)


def count_words(text: str) -> float:
    """About how many words a text has; 1.5 Chinese or Japanese characters count as one."""
    found = _WORD.findall(text)
    han = sum(1 for one in found if _IS_HAN.match(one))
    return len(found) - han + han / _HAN_A_WORD


def clock(seconds: float) -> str:
    """A duration as ``h:mm:ss`` or ``m:ss``."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _scaled(dialogue: ReadDialogue, scale: float) -> ReadDialogue:
    return replace(dialogue, turns=tuple(_scaled_turn(turn, scale) for turn in dialogue.turns))


def _scaled_turn(turn: ReadTurn, scale: float) -> ReadTurn:
    times = {
        role: round(float(value) * scale, 6)
        for role in ("start", "end")
        if isinstance(value := turn.meta.get(role), int | float)
    }
    return replace(turn, meta={**turn.meta, **times}) if times else turn
