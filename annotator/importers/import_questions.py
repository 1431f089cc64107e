"""What cannot be decided from a file alone, and what is left out of it: tables of sentences.

A reader notes a :class:`~annotator.model.Question` or :class:`~annotator.model.LeftOut` with a code of one
of these tables; the sentence is made where a person reads it. A question has been answered
where ``Recipe.answers`` holds its key. The reader then does as it says, and the question is asked no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from annotator.errors import Sentence, UserError
from annotator.model import LeftOut, Question

_EXAMPLE = 80  # characters of an example that are shown
_NAMES = 8  # names that are listed

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """One way to decide: the words on its button, and its key."""

    words: str
    key: str


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A question: its sentence about one thing and about many, and the answers, likeliest first.

    The sentences may hold ``{name}``, ``{count}``, ``{example}`` and ``{figure}``.
    """

    one: str
    many: str
    answers: tuple[PossibleAnswer, ...]
    code: str


@dataclass(frozen=True, slots=True)
class LeftOutKind:
    """Something that does not come in: its sentence for one and for many; ``{count}``, ``{names}``."""

    one: str
    many: str
    code: str


_PARAGRAPHS = PossibleAnswer("Each paragraph is a turn", key="paragraphs")
_LINES = PossibleAnswer("Each line is a turn", key="lines")
_WHOLE = PossibleAnswer("All of it is one turn", key="whole")
_KEEP = PossibleAnswer("That is right", key="keep")

QUESTIONS: tuple[QuestionKind, ...] = (
    QuestionKind(
        "“{name}” may be a speaker who speaks once: {example}",
        "“{name}” may be a speaker, on {count} lines: {example}",
        (PossibleAnswer("A speaker", key="yes"), PossibleAnswer("Part of the turn", key="no")),
        code="speaker",
    ),
    QuestionKind(
        "One more name may be a speaker who speaks once: {example}",
        "{count} more names may be speakers who speak once: {example}",
        (PossibleAnswer("Speakers", key="yes"), PossibleAnswer("Part of the turns", key="no")),
        code="speakers",
    ),
    QuestionKind(
        "A name stands alone on a line, and its words below: {example}",
        "Names stand alone on {count} lines, and their words below: {example}",
        (PossibleAnswer("Speakers", key="yes"), PossibleAnswer("Part of the text", key="no")),
        code="name-lines",
    ),
    QuestionKind(
        "A word stands before a tab on a line: {example}",
        "Words that come back stand before tabs on {count} lines: {example}",
        (PossibleAnswer("Speakers", key="yes"), PossibleAnswer("Part of the text", key="no")),
        code="tab-names",
    ),
    QuestionKind(
        "A word stands before “{figure}” on a line: {example}",
        "Words that come back stand before “{figure}” on {count} lines: {example}",
        (PossibleAnswer("Speakers", key="yes"), PossibleAnswer("Part of the text", key="no")),
        code="sign-names",
    ),
    QuestionKind(
        "A line within a turn holds a time alone: {example}",
        "{count} lines within turns hold a time alone: {example}",
        (
            PossibleAnswer("Each begins a further turn", key="split"),
            PossibleAnswer("Part of the words", key="keep"),
        ),
        code="clock-lines",
    ),
    QuestionKind(
        "One line of a web page came in; what stands around a transcript may be among it: {example}",
        "{count} lines of a web page came in; what stands around the transcript may be among them: {example}",
        (_KEEP,),
        code="web-page",
    ),
    QuestionKind(
        "Nothing says where turns begin, so that the whole file is one turn",
        "Nothing says where turns begin, so that the whole file is one turn of {count} lines",
        (_WHOLE, _PARAGRAPHS, _LINES),
        code="one-turn",
    ),
    QuestionKind(
        "Nothing says who speaks, so that the one paragraph is a turn without a speaker",
        "Nothing says who speaks, so that each of {count} paragraphs is a turn without a speaker",
        (_PARAGRAPHS, _LINES, _WHOLE),
        code="no-speakers",
    ),
    QuestionKind(
        "One line begins with a dash, and is a turn without a speaker",
        "{count} lines begin with dashes, and each is a turn without a speaker",
        (PossibleAnswer("Each dash begins a turn", key="dashes"), _PARAGRAPHS, _LINES, _WHOLE),
        code="dashes",
    ),
    QuestionKind(
        "The name of a speaker stands before a colon within a turn: {example}",
        "Names of speakers stand before colons within turns, {count} times: {example}",
        (PossibleAnswer("They speak there", key="yes"), PossibleAnswer("Part of the turns", key="no")),
        code="inside",
    ),
    QuestionKind(
        "The only turn is long: {example} characters; markers of speakers may have been missed in it",
        "Each of {count} turns is longer than {example} characters; markers of speakers may have been missed",
        (_KEEP, _PARAGRAPHS, _LINES),
        code="long-turns",
    ),
    QuestionKind(
        "Nothing says that the record under “{name}” is a turn; it names no speaker: {example}",
        "Nothing says that the {count} records under “{name}” are turns; they name no speaker: {example}",
        (_KEEP,),
        code="unsure-turns",
    ),
    QuestionKind(
        "No name of a column says where the words are; taken is “{name}”: {example}",
        "No name of a column says where the words are; taken is “{name}”, with {count} rows: {example}",
        (_KEEP,),
        code="text-column",
    ),
    QuestionKind(
        "Nothing says who speaks in the one turn: {example}",
        "Nothing says who speaks, so that {count} turns have no speaker: {example}",
        (_KEEP,),
        code="nobody",
    ),
    QuestionKind(
        "1 of {figure} turns names no speaker: {example}",
        "{count} of {figure} turns name no speaker: {example}",
        (
            PossibleAnswer("They have no speaker", key="keep"),
            PossibleAnswer("Whoever spoke before goes on", key="before"),
        ),
        code="unnamed",
    ),
    QuestionKind(
        "One turn begins with what may be the name of its speaker: {example}",
        "{count} turns begin with what may be the names of their speakers: {example}",
        (PossibleAnswer("Part of the words", key="no"), PossibleAnswer("Speakers", key="yes")),
        code="first-words",
    ),
    QuestionKind(
        "The one tier does not look like speech: {example}",
        "None of {count} tiers looks like speech: {example}",
        (_KEEP,),
        code="tiers",
    ),
    QuestionKind(
        "One event begins where another ends, without a blank between them: {example}",
        "{count} events begin where others end, without blanks between them: {example}",
        (
            PossibleAnswer("They are words of their own", key="yes"),
            PossibleAnswer("They are parts of words", key="no"),
        ),
        code="event-blanks",
    ),
    QuestionKind(
        "The one turn is a single word: {example}",
        "{count} turns are single words: {example}",
        (
            PossibleAnswer("Each word is a turn", key="keep"),
            PossibleAnswer("Join them up to the next pause", key="join"),
        ),
        code="single-words",
    ),
    QuestionKind(
        "One turn holds {figure} % of the text: {example} characters; markers may have been missed",
        "{count} turns hold {figure} % of the text: {example} characters; markers may have been missed",
        (_KEEP, _PARAGRAPHS, _LINES),
        code="long-turn",
    ),
    QuestionKind(
        "The file counts pictures, and does not say how many a second has: {example}",
        "The file counts pictures on {count} lines, and does not say how many a second has: {example}",
        (
            PossibleAnswer("25 a second", key="25"),
            PossibleAnswer("23.976 a second", key="23.976"),
            PossibleAnswer("24 a second", key="24"),
            PossibleAnswer("29.97 a second", key="29.97"),
            PossibleAnswer("30 a second", key="30"),
        ),
        code="frame-rate",
    ),
    QuestionKind(
        "One turn has no words",
        "{count} of {figure} turns have no words",
        (_KEEP,),
        code="empty-turns",
    ),
    QuestionKind(
        "One line begins with a time and names nobody: {example}",
        "{count} lines begin with a time and name nobody: {example}",
        (PossibleAnswer("Leave them out", key="no"), PossibleAnswer("Part of the turns", key="yes")),
        code="stamped-lines",
    ),
    QuestionKind(
        "One line stands above the first name, and is a turn without a speaker: {example}",
        "{count} lines stand above the first name, and are a turn without a speaker: {example}",
        (
            PossibleAnswer("A turn without a speaker", key="keep"),
            PossibleAnswer("Not part of any turn", key="head"),
        ),
        code="before-first",
    ),
    QuestionKind(
        "One turn ends with a line of this form: {example}",
        "{count} turns end with lines of this form: {example}",
        (PossibleAnswer("Part of the turns", key="yes"), PossibleAnswer("Leave them out", key="no")),
        code="same-lines",
    ),
    QuestionKind(
        "What stands before the colon looks like the key of a record: {example}",
        "What stands before colons looks like keys of records and not like names: {example}",
        (_PARAGRAPHS, _LINES, _WHOLE, PossibleAnswer("Speakers", key="names")),
        code="key-names",
    ),
    QuestionKind(
        "The numbers of the turns begin anew once: {example}",
        "The numbers of the turns begin anew, so that there are {count} dialogues: {example}",
        (
            PossibleAnswer("Each is a dialogue", key="divide"),
            PossibleAnswer("All are one dialogue", key="one"),
        ),
        code="restarts",
    ),
    QuestionKind(
        "The times begin anew once: {example}",
        "The times begin anew, as where {count} recordings stand one after the other: {example}",
        (
            PossibleAnswer("All are one dialogue", key="one"),
            PossibleAnswer("Each is a dialogue", key="divide"),
        ),
        code="times-anew",
    ),
    QuestionKind(
        "The one dialogue has a single turn: {example}",
        "{count} dialogues have a single turn each: {example}",
        (PossibleAnswer("Each is a dialogue", key="keep"), PossibleAnswer("All are one dialogue", key="one")),
        code="single-turns",
    ),
    QuestionKind(
        "The one dialogue is what is asked and answered once: {example}",
        "{count} dialogues are what is asked and answered once: {example}",
        (PossibleAnswer("Each is a dialogue", key="keep"), PossibleAnswer("All are one dialogue", key="one")),
        code="exchanges",
    ),
    QuestionKind(
        "In the one dialogue a single person speaks: {example}",
        "In {count} dialogues a single person speaks: {example}",
        (PossibleAnswer("Each is a dialogue", key="keep"), PossibleAnswer("All are one dialogue", key="one")),
        code="lone-speakers",
    ),
    QuestionKind(
        "Nothing says to which dialogue the one row belongs: {example}",
        "Nothing says that {count} rows are one dialogue, and not one each: {example}",
        (
            PossibleAnswer("All are one dialogue", key="keep"),
            PossibleAnswer("Each is a dialogue", key="each"),
        ),
        code="one-dialogue",
    ),
    QuestionKind(
        "The one speaker says all of it in a row: {example}",
        "Each of {count} speakers says all of it before the next one does: {example}",
        (
            PossibleAnswer("They are one dialogue", key="keep"),
            PossibleAnswer("A dialogue for each speaker", key="each"),
        ),
        code="monologues",
    ),
    QuestionKind(
        "What stands for the speaker of 1 of {figure} turns hardly is a name: {example}",
        "What stands for the speakers of {count} of {figure} turns hardly are names: {example}",
        (_KEEP,),
        code="odd-names",
    ),
    QuestionKind(
        "In one place a label stands before a colon, and is no speaker: {example}",
        "In {count} places labels stand before colons, and are no speakers: {example}",
        (PossibleAnswer("Part of the turns", key="no"), PossibleAnswer("Speakers", key="yes")),
        code="labels",
    ),
    QuestionKind(
        "The column “{name}” may say who speaks: {example}",
        "The column “{name}” may say who speaks in {count} turns: {example}",
        (PossibleAnswer("It says who speaks", key="yes"), PossibleAnswer("It does not", key="no")),
        code="speaker-column",
    ),
    QuestionKind(
        "The words are those of “{figure}”; “{name}” holds sentences, too: {example}",
        "The words are those of “{figure}”; {count} other columns have sentences, too (“{name}”): {example}",
        (_KEEP,),
        code="other-words",
    ),
    QuestionKind(
        "In one turn stand tags of a web page: {example}",
        "In {count} turns stand tags of a web page: {example}",
        (PossibleAnswer("Keep them", key="keep"), PossibleAnswer("Words without tags", key="strip")),
        code="markup",
    ),
    QuestionKind(
        "In one turn stand tags of a web page: {example}",
        "In {count} turns stand tags of a web page: {example}",
        (_KEEP,),
        code="tags",
    ),
    QuestionKind(
        "The one turn is a number or a code: {example}",
        "{count} turns are numbers, codes or the same few words: {example}",
        (_KEEP,),
        code="odd-words",
    ),
    QuestionKind(
        "1 of {figure} turns lies within the time of another one that says the same "
        "or is of the same speaker: {example}",
        "{count} of {figure} turns lie within the times of others that say the same "
        "or are of the same speakers: {example}",
        (_KEEP,),
        code="doubled",
    ),
    QuestionKind(
        "1 of {figure} turns begins before the one above it: {example}",
        "{count} of {figure} turns begin before the ones above them: {example}",
        (
            PossibleAnswer("Keep the order of the file", key="keep"),
            PossibleAnswer("Put them in the order of their times", key="sort"),
        ),
        code="times-order",
    ),
    QuestionKind(
        "By its times, what is said lasts {figure}, {example} words a second",
        "By their times, {count} turns last {figure}, {example} words a second",
        (
            PossibleAnswer("The times are right", key="keep"),
            PossibleAnswer("They are milliseconds", key="milliseconds"),
            PossibleAnswer("They are thousands of seconds", key="kiloseconds"),
        ),
        code="times",
    ),
)  # fmt: skip

LEFT_OUT: tuple[LeftOutKind, ...] = (
    LeftOutKind("Left out: 1 line of the system", "Left out: {count} lines of the system", code="system"),
    LeftOutKind(
        "Left out: 1 line before the first turn", "Left out: {count} lines before the first turn", code="head"
    ),
    LeftOutKind(
        "Left out: 1 line behind the last turn", "Left out: {count} lines behind the last turn", code="foot"
    ),
    LeftOutKind(
        "Left out: 1 line with a time alone", "Left out: {count} lines with a time alone", code="stamps"
    ),
    LeftOutKind(
        "Left out: 1 line that names nobody", "Left out: {count} lines that name nobody", code="nobody"
    ),
    LeftOutKind("Left out: 1 repeated line", "Left out: {count} repeated lines", code="repeated"),
    LeftOutKind("Left out: 1 empty record", "Left out: {count} empty records", code="empty"),
    LeftOutKind("Left out: 1 field: {names}", "Left out: {count} fields: {names}", code="fields"),
    LeftOutKind(
        "Left out: 1 picture, sound or file", "Left out: {count} pictures, sounds or files", code="media"
    ),
    LeftOutKind("Left out: 1 comment", "Left out: {count} comments", code="comments"),
    LeftOutKind("Left out: 1 footnote", "Left out: {count} footnotes", code="notes"),
    LeftOutKind("Left out: 1 tier: {names}", "Left out: {count} tiers: {names}", code="tiers"),
    LeftOutKind("Left out: 1 column: {names}", "Left out: {count} columns: {names}", code="columns"),
    LeftOutKind("Left out: 1 sheet: {names}", "Left out: {count} sheets: {names}", code="sheets"),
    LeftOutKind(
        "Left out: candidates of an answer on 1 line",
        "Left out: candidates of answers on {count} lines",
        code="candidates",
    ),
    LeftOutKind("Left out: 1 tag", "Left out: {count} tags", code="tags"),
    LeftOutKind(
        "A selection over several turns became a tag on each",
        "{count} selections over several turns became tags on each",
        code="borders",
    ),
    LeftOutKind(
        "The number of a line stands within a turn",
        "Numbers of {count} lines stand within turns",
        code="numbers",
    ),
    LeftOutKind(
        "Nothing says who speaks in 1 turn", "Nothing says who speaks in {count} turns", code="unsaid"
    ),
    LeftOutKind("Left out: 1 turn without words", "Left out: {count} turns without words", code="silent"),
    LeftOutKind(
        "Left out: 1 other reading of what was said",
        "Left out: {count} other readings of what was said",
        code="readings",
    ),
    LeftOutKind("Left out: 1 layer of relations", "Left out: {count} layers of relations", code="relations"),
    LeftOutKind(
        "Left out: 1 annotation across turns", "Left out: {count} annotations across turns", code="across"
    ),
    LeftOutKind(
        "Left out: 1 part of the file without turns: {names}",
        "Left out: {count} parts of the file without turns: {names}",
        code="parts",
    ),
    LeftOutKind(
        "Left out: 1 remark beside the words: {names}",
        "Left out: {count} remarks beside the words: {names}",
        code="asides",
    ),
    LeftOutKind(
        "Left out: 1 source that is no text: {names}",
        "Left out: {count} sources that are no text: {names}",
        code="sources",
    ),
)

# The questions beside which one need not be asked, because they say it, too.
_SAYS_MORE = {"nobody": frozenset(("unsure-turns", "text-column"))}

_QUESTIONS = {kind.code: kind for kind in QUESTIONS}
_LEFT_OUT = {kind.code: kind for kind in LEFT_OUT}


def question_kind(code: str) -> QuestionKind:
    """The row of a question's code. Raises KeyError where there is none."""
    return _QUESTIONS[code]


def question_text(question: Question, translate: Translate = str) -> str:
    """A question as a sentence; ``translate`` turns the sentence of the table into another language."""
    said = question_sentence(question)
    return translate(said.template).format(**said.arguments)


def question_sentence(question: Question) -> Sentence:
    """A question as a sentence that an error can be made of."""
    kind = _QUESTIONS[question.code]
    example = " ".join(question.example.split())
    shown = example if len(example) <= _EXAMPLE else example[: _EXAMPLE - 1] + "…"
    return Sentence(
        kind.one if question.count == 1 else kind.many,
        name=question.name, figure=question.figure, count=f"{question.count:,}", example=shown,
    )  # fmt: skip


def left_out_text(one: LeftOut, translate: Translate = str) -> str:
    """What is left out, as a sentence with its count."""
    kind = _LEFT_OUT[one.code]
    listed = ", ".join(one.names[:_NAMES]) + (" …" if len(one.names) > _NAMES else "")
    return translate(kind.one if one.count == 1 else kind.many).format(count=f"{one.count:,}", names=listed)


def open_questions(questions: Iterable[Question], answers: Mapping[str, str]) -> tuple[Question, ...]:
    """The questions that have not been answered yet, each once."""
    return tuple({one.key: one for one in questions if one.key not in answers}.values())


def read_answer(text: str) -> tuple[str, str]:
    """A question's key and its answer, from ``CODE=ANSWER`` or ``CODE:NAME=ANSWER``. Raises UserError."""
    key, equals, answer = text.rpartition("=")
    kind = _QUESTIONS.get(key.partition(":")[0])
    if not equals or kind is None:
        raise UserError(
            "“{text}” answers no question",
            "an answer is QUESTION=ANSWER, and the questions are {names}",
            text=text,
            names=", ".join(_QUESTIONS),
        )
    known = [one.key for one in kind.answers]
    if answer not in known:
        raise UserError(
            "“{answer}” is no answer to {code}",
            "the answers are {names}",
            answer=answer,
            code=kind.code,
            names=", ".join(known),
        )
    return key, answer


@dataclass(slots=True)
class Remarks:
    """Questions and omissions as a reader finds them."""

    questions: list[Question] = field(default_factory=list)
    _left_out: dict[str, LeftOut] = field(default_factory=dict)

    def ask(
        self,
        code: str,
        name: str = "",
        *,
        count: int = 1,
        example: str = "",
        figure: str = "",
        taken: str = "",
    ) -> None:
        """Note a question; ``taken`` is the answer that reading goes by meanwhile, "" for the first.

        What says more takes the place of what says less.
        """
        said = {one.code for one in self.questions}
        if said & _SAYS_MORE.get(code, frozenset()):
            return
        self.questions = [one for one in self.questions if code not in _SAYS_MORE.get(one.code, frozenset())]
        taken = taken or question_kind(code).answers[0].key
        self.questions.append(Question(code, name, count, example, figure, taken))

    def leave_out(self, code: str, count: int = 1, *names: str) -> None:
        """Note that so many things did not come in; the names of them, where they have any."""
        if count:
            before = self._left_out.get(code, LeftOut(_LEFT_OUT[code].code, 0))
            self._left_out[code] = LeftOut(code, before.count + count, (*before.names, *names))

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What did not come in, by kind."""
        return tuple(self._left_out.values())
