"""Turns that are single words: asked about, and joined up to the next pause or speaker if so wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.importers.column_names import plain
from annotator.importers.import_questions import Remarks
from annotator.importers.joined_words import join_words, solid
from annotator.importers.reader_result import ReadDialogue, Readout, ReadTurn

_LEAST = 6  # turns
_MOSTLY = 0.9  # of them that are single words
_MANY = 50  # turns without times
_WORD_COLUMNS = frozenset(("token", "word", "words", "tokens"))
_SIGN = "punctuation"  # a field
_LONGEST_SOLID = 5  # characters of a word where no blanks stand between words
_PAUSE = 0.5  # seconds between two words above which a turn ends


def with_words_joined(readout: Readout, answers: Mapping[str, str]) -> Readout:
    """A readout, with a question where its turns are words; with them joined if so answered.

    A table whose column says that it has a word a row, without times, is joined unasked: nobody speaks so.
    """
    turns = [turn for one in readout.dialogues for turn in one.turns]
    timed = any("start" in turn.meta for turn in turns)
    stamped = len(turns) >= _MANY and all(isinstance(turn.meta.get("time"), int | float) for turn in turns)
    told = timed or stamped or (len(turns) >= _MANY and len({turn.speaker for turn in turns}) > 1)
    words = [turn for turn in turns if told and _is_word(turn.text)]
    # What a tier of words holds are words, however few they are and however slowly they follow.
    of_words = {tier.kind for tier in readout.tiers if tier.taken} == {"words"} and len(words) > 1
    run_on = len(turns) >= _LEAST and _run_on(readout.dialogues, len(turns))
    if len(words) < _MOSTLY * len(turns) or not (of_words or run_on):
        return readout
    if not timed and plain(readout.mapping.get("text", "")) in _WORD_COLUMNS:
        return _all_joined(readout)
    remarks = Remarks()
    remarks.ask("single-words", count=len(words), example=" ".join(turn.text for turn in words[:12]))
    asked = replace(readout, questions=(*readout.questions, *remarks.questions))
    if answers.get("single-words") != "join":
        return asked
    return _all_joined(asked)


def _is_word(text: str) -> bool:
    """Whether a text is one word; a sentence is none where words stand without blanks between them."""
    return len(text.split()) == 1 and (len(text) <= _LONGEST_SOLID or not any(map(solid, text)))


def _all_joined(readout: Readout) -> Readout:
    """A readout with its words joined; what else was said of each word is left out, and told."""
    remarks = Remarks()
    lost = sorted({name for one in readout.dialogues for run in _runs(one.turns) for name in _of_words(run)})
    remarks.leave_out("fields", len(lost), *lost)
    joined = tuple(replace(one, turns=tuple(joined_turns(one.turns))) for one in readout.dialogues)
    return replace(readout, dialogues=joined, left_out=(*readout.left_out, *remarks.left_out))


def _of_words(run: Sequence[ReadTurn]) -> Iterator[str]:
    """The fields that say something else of a word than of the first one, whose fields its turn keeps."""
    first = _fields(run[0])
    for turn in run[1:]:
        yield from (
            name for name, value in _fields(turn).items() if name != _SIGN and value != first.get(name)
        )


def _run_on(dialogues: Sequence[ReadDialogue], count: int) -> bool:
    """Whether joining makes half as many turns at most, as it does of speech and not of short answers."""
    return 2 * sum(len(_runs(one.turns)) for one in dialogues) <= count


def _runs(turns: Sequence[ReadTurn]) -> list[list[ReadTurn]]:
    runs: list[list[ReadTurn]] = []
    for turn in turns:
        if runs and _goes_on(runs[-1][-1], turn):
            runs[-1].append(turn)
        else:
            runs.append([turn])
    return runs


def _goes_on(before: ReadTurn, turn: ReadTurn) -> bool:
    if before.speaker != turn.speaker:
        return False
    ended, begun = before.meta.get("end", before.meta.get("start")), turn.meta.get("start")
    if ended is None and begun is None:
        return True  # without times, who speaks alone divides them
    if not isinstance(ended, int | float) or not isinstance(begun, int | float):
        return False
    return begun - ended <= _PAUSE


def joined_turns(turns: Sequence[ReadTurn]) -> Iterator[ReadTurn]:
    """Turns that are single words, as turns up to the next pause or speaker."""
    for run in _runs(turns):
        text = join_words(turn.text + _sign_behind(turn) for turn in run)
        meta = {**run[0].meta, **({"end": run[-1].meta["end"]} if "end" in run[-1].meta else {})}
        yield replace(run[0], text=text, meta=meta, tags=tuple(tag for turn in run for tag in turn.tags))


def joined_by_speaker(words: Iterable[ReadTurn]) -> list[ReadTurn]:
    """Single words with times as turns in the order of time: each speaker's up to the next pause.

    What others say meanwhile does not divide them.
    """
    speakers: dict[str, list[ReadTurn]] = {}
    for word in words:
        speakers.setdefault(word.speaker, []).append(word)
    turns = [turn for said in speakers.values() for turn in joined_turns(sorted(said, key=begin_of))]
    return sorted(turns, key=begin_of)


def begin_of(turn: ReadTurn) -> float:
    """When a turn begins, 0 where nothing says so."""
    begin = turn.meta.get("start")
    return float(begin) if isinstance(begin, int | float) else 0.0


def _sign_behind(turn: ReadTurn) -> str:
    """The sign that a table has in a column beside the word: ``punctuation``."""
    sign = _fields(turn).get(_SIGN, "")
    return sign if isinstance(sign, str) and not any(map(str.isalnum, sign)) else ""


def _fields(turn: ReadTurn) -> Mapping[str, object]:
    fields = turn.meta.get("fields")
    return fields if isinstance(fields, dict) else {}
