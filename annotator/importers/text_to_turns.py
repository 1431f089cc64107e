"""A repaired text to turns, with what is doubtful about them: rule, borders, questions, omissions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.importers.doubtful_lines import names_are_keys, without_lines_of_nobody
from annotator.importers.first_words import may_begin_with_names
from annotator.importers.import_questions import Remarks
from annotator.importers.line_breaks import LINE_BREAKS
from annotator.importers.marker_rules import WITHOUT_SPEAKERS
from annotator.importers.markers import MarkerRule, TextLines, guess_rule
from annotator.importers.markers import rule as rule_of
from annotator.importers.markup_in_turns import ask_about_tags
from annotator.importers.plausibility_checks import doubts_about_lengths
from annotator.importers.readers.yaml_text import front_matter
from annotator.importers.segment import Segmentation, segment
from annotator.model import LeftOut, Question

_ABOUT_RULES = ("one-turn", "no-speakers", "dashes", "long-turns", "long-turn", "key-names")
_LONG = 2_000  # characters of a line that somebody hardly says in one go
_SAID, _SENTENCES = 300, 5  # characters, and sentences, of a line that may be what several people say
_SENTENCE = re.compile(r"[.!?][\"'”’)]*(?=\s|\Z)|[。！？]")


@dataclass(frozen=True, slots=True)
class Divided:
    """The turns of a text and the rule that found them. ``meta`` goes to the dialogue."""

    rule: MarkerRule
    segmentation: Segmentation
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    meta: Mapping[str, object] = field(default_factory=dict)


def divide(text: str, rule: MarkerRule | None, answers: Mapping[str, str]) -> Divided:
    """Divide a repaired text by a rule, by what a person answered, or by the rule that fits best.

    ``answers`` go from the keys of questions to those of their answers. A rule that a person chose
    is not questioned.
    """
    remarks = Remarks()
    said = next(
        (answers[code] for code in _ABOUT_RULES if code in answers),
        "keep",
    )
    chosen = rule or (rule_of(said) if said in WITHOUT_SPEAKERS else None)
    meta: dict[str, object] = {"answers": dict(answers)} if answers else {}
    front = front_matter(text)
    body = text[front:] if front else text
    lines = TextLines(body)
    taken = chosen or guess_rule(body, lines)
    made = segment(body, taken, answers, remarks, lines)
    if chosen is None and taken.key not in WITHOUT_SPEAKERS and answers.get("key-names") != "names":
        taken, made = _without_keys(body, taken, made, answers, remarks)
    made = without_lines_of_nobody(body, made, answers, remarks)
    if chosen is None and not any(one.code == "key-names" for one in remarks.questions):
        _ask_about_rule(body, taken, made, remarks)
    if front and made.pieces:
        remarks.leave_out("head", _lines(text[:front]))
        meta["front_matter"] = text[:front]
        made = _behind(made, front)
    return Divided(taken, made, tuple(remarks.questions), remarks.left_out, meta)


def _without_keys(
    body: str, taken: MarkerRule, made: Segmentation, answers: Mapping[str, str], remarks: Remarks
) -> tuple[MarkerRule, Segmentation]:
    """A text by paragraphs, where what looks like names is keys of records; asked about."""
    keys = names_are_keys(made.pieces)
    if not keys:
        return taken, made
    remarks.questions = []
    remarks.ask("key-names", count=len(made.pieces), example=keys)
    paragraphs = rule_of("paragraphs")
    return paragraphs, segment(body, paragraphs, answers, remarks)


def _behind(made: Segmentation, front: int) -> Segmentation:
    """The turns of a text as they stand behind so many characters, which lead to the first."""
    pieces = [
        replace(
            piece,
            lead_start=piece.lead_start + front if number else 0,
            start=piece.start + front,
            end=piece.end + front,
        )
        for number, piece in enumerate(made.pieces)
    ]
    return Segmentation(tuple(pieces), made.tail + front)


def _ask_about_rule(text: str, taken: MarkerRule, made: Segmentation, remarks: Remarks) -> None:
    """What a text makes one wonder about that no marker, or hardly any, divides, or that holds tags."""
    if "<" in text:
        ask_about_tags([text[piece.start : piece.end] for piece in made.pieces], remarks)
    if taken.key == "whole":
        lines = _lines(text)
        if lines == 1:
            doubts_about_lengths([text[piece.start : piece.end] for piece in made.pieces], remarks)
        if lines > 1 or (_may_be_several(text) and not remarks.questions):
            remarks.ask("one-turn", count=lines)
    elif taken.key in WITHOUT_SPEAKERS:
        remarks.ask("dashes" if taken.key == "dashes" else "no-speakers", count=len(made.pieces))
    else:
        texts = [text[piece.start : piece.end] for piece in made.pieces]
        if taken.evidence == "clocks" and may_begin_with_names(texts):
            remarks.ask("nobody", count=len(texts), example=texts[0])
        elif taken.evidence == "clocks":
            remarks.leave_out("unsaid", len(texts))
        doubts_about_lengths(texts, remarks)


def _may_be_several(text: str) -> bool:
    """Whether a text of one line is long enough for several people to speak in it."""
    if len(text) <= _SAID:
        return False
    return len(text) > _LONG or sum(1 for _ in _SENTENCE.finditer(text)) >= _SENTENCES


def _lines(text: str) -> int:
    """How many lines hold anything."""
    lines = text.translate(dict.fromkeys(map(ord, LINE_BREAKS), "\n")).split("\n")
    return sum(1 for line in lines if line.strip())
