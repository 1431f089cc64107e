"""The pictures there are, as data: add a row to add one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from annotator.pictures import (
    agreement_drawing,
    agreement_numbers,
    dialogue_drawing,
    dialogue_numbers,
    language_drawing,
    language_numbers,
    study_drawing,
    study_numbers,
)
from annotator.pictures.picture_request import Asked, Data, phrase
from annotator.pictures.styles import Style
from annotator.store import Project

About = Literal["dialogue", "study"]
Choice = Literal["facet", "by", "annotators"]
_AROUND, _ROW = 1.15, 0.45  # inches: axis and key, a row


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture.

    ``caption`` has holes ``{n}``… that the facts of the data fill; ``size`` is width and height in inches,
    less high where the list of facts called ``rows`` is short; ``choices`` are what else can be chosen.
    """

    name: str
    title: str
    about: About
    needs: str
    caption: str
    numbers: Callable[[Project, Asked], Data]
    draw: Callable[[Any, Data, Style], None]
    choices: tuple[Choice, ...] = ()
    size: tuple[float, float] = (7.0, 3.8)
    rows: str = ""

    @property
    def languages(self) -> bool:
        """Whether it shows what was found about the languages of turns."""
        return self.needs in _OF_LANGUAGES

    def size_for(self, data: Data) -> tuple[float, float]:
        """Width and height in inches that suit what is drawn."""
        width, height = self.size
        if not self.rows:
            return self.size
        return width, min(height, _AROUND + _ROW * max(2, len(data.facts[self.rows])))


_LANGUAGES = phrase("languages found in the turns")
_LANGUAGES_AND_TAGS = phrase("tags of a stance, and languages found in the turns")
_OF_LANGUAGES = frozenset({_LANGUAGES, _LANGUAGES_AND_TAGS})

PICTURES: tuple[Picture, ...] = (
    Picture(
        "profile",
        phrase("Conversation profile"),
        "dialogue",
        _LANGUAGES,
        phrase(
            "Languages of “{dialogue}”: words by language of each of {n} turns ({words} words; names, "
            "acronyms and numbers belong to none). Triangles: turns with a switch of language inside "
            "({inside} switches); strokes: the first word of a turn is in another language than the last "
            "word before ({between})."
        ),
        dialogue_numbers.profile,
        dialogue_drawing.profile,
    ),
    Picture(
        "trajectory",
        phrase("Stance from turn to turn"),
        "dialogue",
        phrase("tags of a stance, best with targets and intensity"),
        phrase(
            "{facet} in “{dialogue}” as {annotator} tagged it: {n} answers on {turns} turns. Values are "
            "the direction of the stance (1 for, −1 against, 0 between) times its intensity (1 weak to 3 "
            "strong; 2 where none was given); labels without a direction stand in rows below. Hollow: "
            "uncertain ({uncertain}). Ringed: the speaker changed sides toward the target ({flips})."
        ),
        dialogue_numbers.trajectory,
        dialogue_drawing.trajectory,
        ("facet", "annotators"),
        (7.0, 4.2),
    ),
    Picture(
        "strip",
        phrase("Labels turn by turn"),
        "dialogue",
        phrase("tags of a facet such as topic"),
        phrase(
            "{facet} in “{dialogue}” as {annotator} tagged it: {kinds} labels on {n} of {turns} turns. "
            "Hollow: uncertain."
        ),
        dialogue_numbers.strip,
        dialogue_drawing.strip,
        ("facet", "annotators"),
        (7.0, 3.2),
        "labels",
    ),
    Picture(
        "floor",
        phrase("Turn lengths and who holds the floor"),
        "dialogue",
        phrase("turns"),
        phrase(
            "Lengths of the {n} turns of “{dialogue}” ({total} {unit}) and, below, the share of each "
            "speaker in all that was said so far; the speaker changes {changes} times."
        ),
        dialogue_numbers.floor,
        dialogue_drawing.floor,
        (),
        (7.0, 4.2),
    ),
    Picture(
        "repairs",
        phrase("How sure the repairs are"),
        "dialogue",
        phrase("repaired text"),
        phrase(
            "Confidence of the {n} repair steps in {repaired} of {turns} turns of “{dialogue}”: {decided} "
            "decided by a person (filled), {damage} marks of damage that was not repaired (0). Repairs "
            "under the dashed line are doubts."
        ),
        dialogue_numbers.repairs,
        dialogue_drawing.repairs,
    ),
    Picture(
        "labels",
        phrase("Labels by speaker, source or language"),
        "study",
        phrase("tags of a facet"),
        phrase(
            "{facet}: share of each label in the tags of a group; n is the number of tags ({n} in all, by "
            "{annotators})."
        ),
        study_numbers.labels_by,
        study_drawing.labels_by,
        ("facet", "by", "annotators"),
        (7.0, 4.0),
        "groups",
    ),
    Picture(
        "depth",
        phrase("Stance by depth in the dialogue"),
        "study",
        phrase("tags of a stance in several dialogues"),
        phrase(
            "{facet} by place of the turn in its dialogue, in tenths of its turns: share of each label in "
            "the tags of that tenth (n = {n} tags in {dialogues} dialogues, by {annotators}). Bands: 95 % "
            "intervals over dialogues."
        ),
        study_numbers.depth,
        study_drawing.depth,
        ("facet", "annotators"),
        (7.0, 4.0),
    ),
    Picture(
        "switching",
        phrase("Stance and code-switching"),
        "study",
        _LANGUAGES_AND_TAGS,
        phrase(
            "{facet} in turns of one language and in turns with words of several: share of each label (n "
            "= {n} tags, by {annotators}). Bars: 95 % intervals over dialogues."
        ),
        study_numbers.switching,
        study_drawing.switching,
        ("facet", "annotators"),
        (6.0, 3.8),
    ),
    Picture(
        "cooccurrence",
        phrase("Labels on the same turn"),
        "study",
        phrase("tags of a facet that takes several labels"),
        phrase(
            "{facet}: turns that one annotator gave both labels; on the diagonal, turns with the label "
            "({units} tagged turns, {several} of them with several labels; by {annotators})."
        ),
        study_numbers.cooccurrence,
        study_drawing.cooccurrence,
        ("facet", "annotators"),
        (5.6, 4.6),
    ),
    Picture(
        "transitions",
        phrase("From turn to turn"),
        "study",
        phrase("tags of a facet on turns that follow one another"),
        phrase(
            "{facet}: the label of the next turn by that of the turn before it, as shares of the row "
            "({pairs} pairs of turns side by side, both tagged by the same annotator; by {annotators})."
        ),
        study_numbers.transitions,
        study_drawing.transitions,
        ("facet", "annotators"),
        (5.6, 4.6),
    ),
    Picture(
        "mixing",
        phrase("How languages are mixed, by speaker"),
        "study",
        _LANGUAGES,
        phrase(
            "M-index (how evenly {languages} languages are used, by words; Barnett et al. 2000) against "
            "I-index (switches per place between two words of a turn; Guzmán et al. 2016) of {speakers} "
            "speakers, in {n} turns of {dialogues} dialogues. Bars: 95 % intervals, a jackknife over "
            "dialogues."
        ),
        language_numbers.mixing,
        language_drawing.mixing,
        (),
        (5.6, 4.4),
    ),
    Picture(
        "spans",
        phrase("Lengths of language spans"),
        "study",
        _LANGUAGES,
        phrase(
            "Share of language spans (neighbouring words of one language in a turn) that have at least so "
            "many words: {spans} spans in {n} turns of {dialogues} dialogues. Burstiness {burstiness} (−1 "
            "regular to 1 bursty), memory {memory} (Goh and Barabási 2008), of all spans in order. ⌀ is "
            "the mean."
        ),
        language_numbers.spans,
        language_drawing.spans,
        (),
        (5.6, 4.0),
    ),
    Picture(
        "switches",
        phrase("Where languages are switched"),
        "study",
        _LANGUAGES,
        phrase(
            "{switches} switches of language in {n} turns of {dialogues} dialogues: inside a sentence, "
            "between two sentences of a turn, and between turns (the first word of a turn is in another "
            "language than the last word before). Counted apart: switches where one of the two stretches "
            "of words is a single word ({single})."
        ),
        language_numbers.switches,
        language_drawing.switches,
        (),
        (6.4, 2.8),
    ),
    Picture(
        "agreement",
        phrase("Agreement as a whole and in parts"),
        "study",
        phrase("tags of two annotators or more"),
        phrase(
            "{facet}: {coefficient} with 95 % intervals over {dialogues} dialogues, of all {n} units that "
            "two or more of {annotators} answered, and of parts of them; n is the number of such units. "
            "Dashed: everything."
        ),
        agreement_numbers.forest,
        agreement_drawing.forest,
        ("facet", "annotators"),
        (6.4, 4.0),
    ),
    Picture(
        "confusion",
        phrase("Which labels are confused"),
        "study",
        phrase("tags of two annotators or more"),
        phrase(
            "{facet}: {n} pairs of answers to the same unit by two of {annotators}; {same} % are the same "
            "(the diagonal)."
        ),
        agreement_numbers.confusion,
        agreement_drawing.confusion,
        ("facet", "annotators"),
        (5.6, 4.6),
    ),
    Picture(
        "pairs",
        phrase("Agreement of every two annotators"),
        "study",
        phrase("tags of two annotators or more"),
        phrase("{facet}: {coefficient} of each of {n} pairs of annotators, on the units both answered."),
        agreement_numbers.pairs,
        agreement_drawing.pairs,
        ("facet", "annotators"),
        (5.0, 4.0),
    ),
    Picture(
        "drift",
        phrase("Pace and agreement over time"),
        "study",
        phrase("tags given one after the other"),
        phrase(
            "{facet}: seconds from one turn to the next (medians of parts of each annotator’s work, "
            "breaks over five minutes left out) and, with several annotators, the share of pairs of "
            "annotators with the same answer, in the order of the later answer (n = {n} tags by "
            "{annotators}). Bars: 95 % intervals."
        ),
        agreement_numbers.drift,
        agreement_drawing.drift,
        ("facet", "annotators"),
        (6.4, 4.4),
    ),
)
