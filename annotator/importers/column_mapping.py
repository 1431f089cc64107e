"""Which column of some records is what: guessed by names and values, or said by a person."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from annotator.errors import Sentence, UserError
from annotator.importers.cell_values import named, script, turns_of, words_of
from annotator.importers.column_names import LABELS, plain, role_of, sides
from annotator.importers.column_values import (
    MOSTLY,
    SAMPLE_ROWS,
    average_length,
    comes_again,
    filled_rows,
    has_few_values,
    is_code,
    is_constant,
    is_date,
    is_key,
    is_number,
    is_numbered,
    is_role,
    may_hold_names,
    mostly,
    names_records,
    says_something,
)
from annotator.importers.dialogue_columns import is_of_dialogues, is_of_speakers, is_of_turns, told_apart
from annotator.importers.exchange_sides import said_first
from annotator.importers.reader_result import ROLES, TOGETHER, Role
from annotator.importers.record_table import RecordRow, RecordTable
from annotator.importers.time_values import seconds

_SHOWN_ROWS = 5
_SHOWN_CHARACTERS = 120
_SPOKEN = 12.0  # characters a column's values have on average when they may be what was said
_CLOCK = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?\Z")
_DIRECTION = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*\Z")  # what happens, between two turns
_PARTS = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
_SPEAKER_PARTS = frozenset(
    ("speaker", "person", "participant", "author", "sender", "character", "actor", "interviewer",
     "interviewee", "talker", "voice", "who", "role")
)  # fmt: skip
_MANY_TURNS = 4  # of a dialogue in a cell
_HOUR = 3600.0  # seconds


class ColumnsUnclear(UserError):  # noqa: N818 - what it is, as UserError itself
    """Nothing says which column holds the words; a person who sees the columns can say it."""

    def __init__(self, table: RecordTable, mapping: Mapping[str, str]) -> None:
        super().__init__(
            "It is not clear where the words of the turns are",
            Sentence("the columns are {names}", names=listed(table.columns))
            if table.columns
            else "there are no columns",
            "Say which column holds the text",
        )
        self.columns = table.columns
        self.mapping = dict(mapping)
        self.sample = sample_of(table)

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes; what is shown in the window need not."""
        return UserError, (self.what, self.why, self.remedy)


def guess(
    table: RecordTable, *, taken: Mapping[str, str] | None = None, eager: bool = True
) -> dict[str, str]:
    """The likeliest column for each role, by name first; the text also by its length.

    ``taken`` has been decided already. ``eager``: a table holds turns for sure, so that short texts
    and columns without names will do.
    """
    taken = taken or {}
    used = {part for column in taken.values() for part in columns_together(column, table.columns)}
    free = [column for column in table.columns if column not in used]
    sample = table.rows[:SAMPLE_ROWS]
    found = _by_name(sample, free, [role for role in ROLES if role not in taken])
    if "text" not in found and "text" not in taken:
        turn = next((column for column in _without(free, found) if plain(column) == "turn"), None)
        if turn is not None and says_something(sample, turn) and not mostly(sample, turn, is_number):
            found["text"] = turn
    if not {"text", "answer", "whole"} & taken.keys():
        _find_words(sample, free, found, taken, eager=eager)
    _find_speaker(sample, _without(free, found), found, taken, eager=eager)
    if {"speaker", "id"} <= found.keys() and _says_more(sample, found["id"], found["speaker"]):
        found["speaker"] = found.pop("id")
    if eager and "time" not in found and "time" not in taken:
        unnamed = [column for column in _without(free, found) if column.startswith("column ")]
        dated = next((column for column in unnamed if mostly(sample, column, is_date)), None)
        if dated is not None:
            found["time"] = dated
    timed = {"start", "end"} & (found.keys() | taken.keys())
    by_day = any(mostly(sample, column, is_date) for column in table.columns)
    if "time" in found and not timed and not by_day and _is_run_time(table.rows, found["time"]):
        found["start"] = found.pop("time")
    if "reply_to" in found and "id" not in taken:
        _find_ids(table.rows, _without(free, found), found)
    _find_dialogues(table, sample, free, found, taken)
    return found


def _find_dialogues(
    table: RecordTable,
    sample: Sequence[RecordRow],
    free: Sequence[str],
    found: dict[str, str],
    taken: Mapping[str, str],
) -> None:
    """Put in what tells dialogues apart; ids that are those of speakers, turns or dialogues count as such."""
    if "id" in found and "id" not in taken and is_of_speakers(table.rows, found):
        del found["id"]
    if table.groups or (
        "whole" in found and filled_rows(table.rows, found.get("dialogue", "")) < len(table.rows)
    ):
        found.pop("dialogue", None)
    if "id" in found and "id" not in taken and is_of_dialogues(table, found):
        found["dialogue"] = found.pop("id")
    if "dialogue" in found and is_of_turns(table.rows, found):
        found.setdefault("id", found.pop("dialogue"))
        found.update(_by_name(sample, _without(free, found), ["dialogue"]))
    if "dialogue" in found:
        found["dialogue"] = told_apart(table.rows, table.columns, found["dialogue"], found)


def _find_words(
    sample: Sequence[RecordRow],
    free: Sequence[str],
    found: dict[str, str],
    taken: Mapping[str, str],
    *,
    eager: bool,
) -> None:
    """Put in where the words are: a text, two sides of an exchange, or a whole dialogue in each record."""
    has_speaker = "speaker" in found or bool(taken.get("speaker"))
    whole = _whole(sample, [column for column in free if column != found.get("dialogue") or not has_speaker])
    of_many = whole is not None and whole == found.get("text") and _hold_many_turns(sample, whole)
    if whole is not None and (of_many or not (has_speaker and says_something(sample, found.get("text", "")))):
        for role in [role for role, column in found.items() if column == whole or role == "text"]:
            del found[role]
        found["whole"] = whole
        found.pop("speaker", None)
        return
    both = sides([column for column in free if says_something(sample, column)])
    spoken = found.get("text")
    if both is not None and (spoken is None or spoken in both or not says_something(sample, spoken)):
        speaks = found.get("speaker")
        if speaks is None or speaks in both or plain(speaks) in {"name", "user", "title"}:
            for role in [role for role, column in found.items() if column in both]:
                del found[role]
            found.pop("speaker", None)
            found["text"], found["answer"] = said_first(sample, both)
            return
    if not says_something(sample, found.get("text", "")):
        found.pop("text", None)
        # Settings and lists of labels are JSON, too; without a sign of speakers a long text is none.
        called = next((column for column in free if _is_called_dialogue(sample, column)), None)
        if called is not None:  # what is said is called the dialogue
            for role in [role for role, column in found.items() if column == called]:
                del found[role]
            found["text"] = called
            return
        sure = eager or plain(found.get("speaker", taken.get("speaker", "name"))) != "name"
        longest = _longest(sample, _without(free, found), eager=eager) if sure else _told(sample, free)
        if longest is not None:
            found["text"] = longest


def _told(rows: Sequence[RecordRow], columns: Sequence[str]) -> str | None:
    """The only column of sentences whose name ends in a word that means them: ``transcript_text``."""
    called = [each for each in columns if _means_text(each) and average_length(rows, each) >= _SPOKEN]
    return called[0] if len(called) == 1 else None


def _is_called_dialogue(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether a column is called *dialogue* or the like, and each value is another sentence."""
    if (
        plain(column) not in {"dialogue", "dialog", "utterances", "conversation"}
        or average_length(rows, column) < _SPOKEN
    ):
        return False
    values = [value for row in rows if isinstance(value := row.values.get(column), str) and value]
    return len(set(values)) * 2 > len(values)


def _find_speaker(
    sample: Sequence[RecordRow],
    free: Sequence[str],
    found: dict[str, str],
    taken: Mapping[str, str],
    *,
    eager: bool,
) -> None:
    if "speaker" in found or "speaker" in taken or {"answer", "whole"} & (found.keys() | taken.keys()):
        return
    if (eager and (who := comes_again(sample, [c for c in free if c.startswith("column ")])) is not None) or (
        who := next(
            (c for c in free if _means_speaker(c) and may_hold_names(sample, c)),
            next((c for c in free if _calls_speakers(sample, c)), None),
        )
    ) is not None:
        found["speaker"] = who
    # What is called an id and comes again and again is somebody's.
    elif (
        "id" in found
        and has_few_values(sample, found["id"])
        and comes_again(sample, [found["id"]]) is not None
    ):
        found["speaker"] = found.pop("id")


def _says_more(rows: Sequence[RecordRow], ids: str, speakers: str) -> bool:
    """Whether what is called an id is who speaks, there too where the column of speakers is empty."""
    both = [(words_of(row.values.get(ids)), words_of(row.values.get(speakers))) for row in rows]
    named = [pair for pair in both if pair[1]]
    return (
        bool(named) and len(named) < len(both)
        and all(own == who for own, who in named) and has_few_values(rows, ids)
    )  # fmt: skip


def _calls_speakers(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether a column calls speakers by numbers (``senderWorkerId``), or says whose turn it is by a name."""
    if plain(column) == "turn":
        return comes_again(rows, [column]) is not None and not mostly(rows, column, is_number)
    return _means_speaker(column) and names_records(column) and has_few_values(rows, column)


def _is_run_time(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether clocks are times from the beginning of a recording, which begin within its first hour."""
    values = [value for row in rows if (value := row.values.get(column)) not in (None, "")]
    clocks = [seconds(value) for value in values if isinstance(value, str) and _CLOCK.match(value.strip())]
    return bool(clocks) and len(clocks) == len(values) and min(at for at in clocks if at is not None) < _HOUR


def _find_ids(rows: Sequence[RecordRow], free: Sequence[str], found: dict[str, str]) -> None:
    """Take that column for the ids of turns to which the replies lead, whatever it is called."""
    wanted = {words_of(value) for row in rows if (value := row.values.get(found["reply_to"])) is not None}

    def led_to(column: str) -> int:
        return len(wanted & {words_of(row.values.get(column)) for row in rows})

    best = max(free, key=led_to, default="")
    if best and led_to(best) > max(len(wanted) // 2, led_to(found.get("id", ""))):
        found["id"] = best


def _means_speaker(column: str) -> bool:
    """Whether a part of a column's name says that it is about who speaks: ``person_slug``."""
    return any(plain(part) in _SPEAKER_PARTS for part in _PARTS.split(column))


def _without(columns: Sequence[str], found: Mapping[str, str]) -> list[str]:
    return [column for column in columns if column not in found.values()]


def _by_name(rows: Sequence[RecordRow], columns: Sequence[str], roles: Sequence[Role]) -> dict[str, str]:
    """A column for each role by its name, or by what stands behind the last dot of it."""
    found: dict[str, str] = {}
    for name_of in (plain, _end):
        words = {column: name_of(column) for column in columns}
        for role in roles:
            ranked = [
                (meant[1], column)
                for column, word in words.items()
                if (meant := role_of(word)) is not None and meant[0] == role and column not in found.values()
            ]
            if (
                role == "speaker"
            ):  # somebody else may be told by another column, where one says the same of all
                ranked = [(rank + 1_000 * is_constant(rows, column), column) for rank, column in ranked]
            for _, column in sorted(ranked):
                if role not in found and _may_be(rows, role, column):
                    found[role] = column
    return found


def _may_be(rows: Sequence[RecordRow], role: Role, column: str) -> bool:
    """Whether a column of that name may be it by its values: an empty one names nobody and nothing.

    A subject is somebody in an experiment, called by a number, and not what a mail is about.
    """
    if role == "speaker" and plain(column) == "subject":
        return mostly(rows, column, is_numbered)
    if role == "order" and plain(column) == "turn":  # where it is no number, it is what is said
        return mostly(rows, column, is_number)
    if role == "speaker" and "." in column and 2 * filled_rows(rows, column) < len(rows):
        return False  # of what a few turns are about
    if role in {"speaker", "dialogue"}:
        return any(row.values.get(column) not in (None, "", []) for row in rows)
    if role in {"start", "end"}:
        values = [value for row in rows if (value := row.values.get(column)) not in (None, "")]
        return not values or any(seconds(value) is not None or is_date(value) for value in values)
    return True


def _end(name: str) -> str:
    return plain(name.rpartition(".")[2])


def _whole(rows: Sequence[RecordRow], columns: Sequence[str]) -> str | None:
    """The column whose values are mostly whole dialogues."""
    for column in columns:
        values = [value for row in rows if (value := row.values.get(column)) not in (None, "", [], "[]")]
        texts = [value for value in values if isinstance(value, str)]
        if texts and len(texts) == len(values):
            held = sum(len(made := turns_of(value)) > 1 or is_turns(made) for value in texts)
            if held >= max(1.0, MOSTLY * len(texts)):
                return column
    return None


def _hold_many_turns(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether nearly each value of a column is a script of several turns of the same few people."""
    scripts = [script(words_of(value)) for row in rows if (value := row.values.get(column)) not in (None, "")]
    long = [turns for turns in scripts if len(turns) >= _MANY_TURNS and len({who for who, _ in turns}) > 1]
    return bool(scripts) and len(long) >= 0.9 * len(scripts)


def is_turns(made: Sequence[object]) -> bool:
    """Whether what stands in a cell is a record that says who says what."""
    return len(made) == 1 and isinstance(made[0], dict) and {"text", "speaker"} <= _roles_in(made[0])


def _roles_in(record: Mapping[str, object]) -> set[str]:
    return {meant[0] for key in record if (meant := role_of(plain(key))) is not None}


def _longest(rows: Sequence[RecordRow], columns: Sequence[str], *, eager: bool) -> str | None:
    """The column whose texts are longest on average, and long enough; or the only one."""
    lengths = {
        column: average_length(rows, column)
        for column in columns
        if not any(mostly(rows, column, test) for test in (is_date, is_number, is_key))
        and not names_records(column)
        and not (len(columns) > 1 and is_constant(rows, column))
    }
    filled = {column: filled_rows(rows, column) for column in lengths}
    most = max(filled.values(), default=0)
    lengths = {column: length for column, length in lengths.items() if 2 * filled[column] >= most}
    called = [column for column in lengths if _means_text(column)]
    said = {column: length for column, length in lengths.items() if not mostly(rows, column, is_code)}
    if not called:  # words have blanks between them, where anything has
        lengths = said or lengths
    best = called[0] if len(called) == 1 else max(lengths, key=lengths.__getitem__, default=None)
    if best is not None and (lengths[best] >= (0.1 if eager else _SPOKEN) or (eager and len(columns) == 1)):
        return best
    return None


def columns_together(column: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that a mapping names: one, or several with " + " between them."""
    if not column or column in columns or TOGETHER not in column:
        return (column,) if column else ()
    return tuple(column.split(TOGETHER))


def checked(
    table: RecordTable,
    given: Mapping[str, str] | None,
    *,
    eager: bool = True,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """A mapping that fits the table: what is given, and what is guessed about all else.

    A role that is given "" for a column has none, and is there as "" in the result, too. Raises
    UserError where a column that is named is not there, ColumnsUnclear where nothing says where the
    words are. ``answers`` may say of a column that it says who speaks, or does not.
    """
    given = {**_answered(table, answers), **(given or {})}
    for role, column in given.items():
        if role not in ROLES:
            raise UserError(
                "Columns cannot be mapped to “{role}”",
                "they can be {names}",
                "Choose one of them",
                role=role,
                names=", ".join(ROLES),
            )
        for part in columns_together(column, table.columns):
            if part not in table.columns:
                raise UserError(
                    "There is no column “{part}”",
                    "the columns are {names}",
                    "Choose one of them",
                    part=part,
                    names=listed(table.columns),
                )
    guessed = guess(table, taken=given, eager=eager)
    found: dict[str, str] = {**guessed, **given}
    if not {"text", "answer", "whole"} & given.keys():
        _ask_about_text(table, found)
    if "speaker" in guessed and "speaker" not in given and _is_unsure(table.rows, guessed["speaker"]):
        ask_about_speakers(table, guessed["speaker"], taken="yes")
    if not found.get("text") and not found.get("whole"):
        raise ColumnsUnclear(table, found)
    return {role: found[role] for role in ROLES if role in found}


def _answered(table: RecordTable, answers: Mapping[str, str]) -> dict[str, str]:
    """The column of speakers as it was answered: one of the table, or none."""
    for column in table.columns:
        said = answers.get(f"speaker-column:{column}")
        if said is not None:
            return {"speaker": column if said == "yes" else ""}
    return {}


def _is_unsure(rows: Sequence[RecordRow], column: str) -> bool:
    """Whether neither the name of a column nor its values say that it is about speakers."""
    if role_of(plain(column)) is not None or role_of(_end(column)) is not None or _means_speaker(column):
        return False
    return not mostly(rows[:SAMPLE_ROWS], column, is_role)


def ask_about_speakers(table: RecordTable, column: str, *, taken: str) -> None:
    """Ask whether a column says who speaks, and show some of its values."""
    names = dict.fromkeys(words_of(row.values.get(column)) for row in table.rows[:SAMPLE_ROWS])
    example = ", ".join([name for name in names if name][:_SHOWN_ROWS])
    table.faults.remarks.ask("speaker-column", column, count=len(table.rows), example=example, taken=taken)


def _ask_about_text(table: RecordTable, found: Mapping[str, str]) -> None:
    """Ask whether a column holds the words where its length is all that speaks for it.

    Beside one that says who speaks, the only long column is it for sure.
    """
    column = found.get("text", "")
    sample = table.rows[:SAMPLE_ROWS]
    if not column or "answer" in found or _means_text(column) or _is_called_dialogue(sample, column):
        return
    rivals = [
        each
        for each in table.columns
        if each not in found.values() and average_length(sample, each) >= _SPOKEN
    ]
    if not rivals and ("speaker" in found or _others_say_nothing(sample, table.columns, found)):
        return
    example = next((said for row in table.rows if (said := words_of(row.values.get(column)).strip())), "")
    table.faults.remarks.ask("text-column", column, count=len(table.rows), example=example)


def _others_say_nothing(rows: Sequence[RecordRow], columns: Sequence[str], found: Mapping[str, str]) -> bool:
    """Whether all columns but that of the words hold numbers, dates or keys, which are no words."""
    others = [column for column in columns if column not in found.values()]
    said = [words_of(row.values.get(found["text"])) for row in rows]
    if len(set(said)) * 2 <= len(said):  # the same few words again and again
        return False
    return all(any(mostly(rows, each, test) for test in (is_date, is_number, is_key)) for each in others)


def _means_text(column: str) -> bool:
    """Whether a column is called so that it holds words: by its name, or by the last word of it."""
    last = _PARTS.split(column.strip("_ "))[-1]
    return plain(column) == "turn" or any(
        (meant := role_of(name)) is not None and meant[0] == "text"
        for name in (plain(column), _end(column), plain(last))
    )


def listed(columns: Sequence[str]) -> str:
    """The first columns, and how many more there are."""
    shown = ", ".join(columns[:12])
    return shown if len(columns) <= 12 else f"{shown} and {len(columns) - 12} more"


def sample_of(table: RecordTable) -> tuple[tuple[str, ...], ...]:
    """The first rows as a person may look at them, in the order of the columns."""
    return tuple(
        tuple(words_of(row.values.get(column))[:_SHOWN_CHARACTERS] for column in table.columns)
        for row in table.rows[:_SHOWN_ROWS]
    )


def strings_with_names(
    texts: Sequence[str], name_in: Callable[[str], tuple[str, str] | None] = named
) -> bool:
    """Whether some texts of turns begin with the names of those who say them, which come again."""
    sample = [text for text in texts[:SAMPLE_ROWS] if not _DIRECTION.match(text)]
    names = [pair[0] for text in sample if (pair := name_in(text)) is not None]
    if len(names) < max(2, math.ceil(0.8 * len(sample))):
        return False
    if len(set(names)) == 1 and plain(names[0]) in LABELS:  # of mails and other records
        return False
    return len(set(names)) <= max(2, len(names) * 2 // 3)
