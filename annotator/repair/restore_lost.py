"""Brings lost characters back: fills the slots of a text with what the language model finds likeliest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from annotator.repair import tokenizer
from annotator.repair.beam_search import Lattice
from annotator.repair.candidate_priors import (
    BRACKETS,
    Setting,
    is_emoji,
    joins,
    nearby,
    pairing,
    prior,
    setting,
)
from annotator.repair.common_answers import with_answers
from annotator.repair.confidence import Grounds, Written, confidence, trusted
from annotator.repair.damaged_line import HOLE, Line, is_letter, is_spelt, pieces
from annotator.repair.east_asian import likelihood
from annotator.repair.full_width_stops import DOT, Stops, has_stand_in, stands_for
from annotator.repair.known_words import Evidence
from annotator.repair.language_model import LanguageModel
from annotator.repair.lattice import GIVEN_UP, HEARD, MOST_CHOICES, NEVER, NOT_LOOKED_AT, Choice, Place
from annotator.repair.lost_characters import Options, Slot
from annotator.repair.network_scores import LineOpinions, opinions
from annotator.repair.speaker_markers import Shares, SpeakerMarkers
from annotator.repair.spelling import Spelling
from annotator.repair.word_model import Words, weigh_again, words_of

if TYPE_CHECKING:
    from annotator.repair.heard_options import HeardOptions

#: Stands for a slot that is filled in another round.
_WAITING = "\ue011"
#: Scores are sharper than they deserve to be; these make them honest (see docs/repair.md).
TEMPERATURE = 1.5
#: How far around an emoji words about it count, in characters.
_AROUND = 400
_PARTS = 40
#: How much of the probability of letters beside each other is spread evenly over all that they can be.
_UNSURE = 0.2
#: Of fewer letters too little is known to be sure of one more.
_MANY_LETTERS = 250
#: Words of two letters are common in so many languages that they say nothing.
_TELLING_WORD = 3
#: A letter with a smaller share is no rival there.
_RIVAL = 0.001
_KANA = re.compile("[\u3041-\u30fa]")
#: So much of Japanese is kana at least.
_SOME_KANA = 0.05
#: No letter is less likely than this after others.
_UNHEARD_OF = -14.0
#: Lines with more lost characters are filled piece by piece, so that memory stays in bounds.
_LONG = 2000
#: Lines are filled together until they have so many characters.
_AT_ONCE = 10_000
#: So many of them, and so much of those, tell how likely the model finds the text.
_SAMPLED, _SAMPLE = 40, 4_000
#: Its opinion of options that the evidence speaks for is at least this.
_VOUCHED = -1.0
#: And of brackets whose partner stands in the line without one.
_WAITED = -3.0
#: What stands for its opinion of emoji, which it does not know.
_EMOJI = -1.5


class Restorer:
    """Fills the slots of one text. Knows the text's script, its emoji, and words from elsewhere."""

    def __init__(self, model: LanguageModel, lines: Sequence[Line], evidence: Sequence[str]) -> None:
        sure = "".join(part for line in lines for part in line.parts)
        self._model = model
        self._lines = [piece for line in lines for piece in pieces(line, _LONG)]
        self._words = words_of(model) if model.words else None
        self._setting: Setting = setting(model, sure)
        self._sure = sure
        self._priors: dict[str, float] = {}
        self._numbers: dict[tuple[str, Callable[[str], str]], tuple[int, ...]] = {}
        self._by_themselves: dict[int, tuple[Choice | None, ...]] = {}  # by options, which slots alike share
        self._heard_of: dict[int, HeardOptions] = {}
        self._brackets: dict[int, frozenset[str]] = {}
        self._alone: dict[int, float] = {}  # what the model thinks of a token without its context
        self._evidence = Evidence(model, evidence)
        boost = self._evidence.boost if self._evidence else None
        self._lattice = Lattice(model, boost)
        # Of most languages too little was seen to rule a letter out.
        self._spelt = Lattice(model, boost, _UNHEARD_OF)
        self._opinions: dict[int, LineOpinions] = {}  # of the lines in hand
        self._stops = Stops(self._lines)
        self._speakers = SpeakerMarkers(self._lines, model.simplified)

    def fill(self) -> Iterator[tuple[Slot, list[float]]]:
        """Every slot with the probability of each of its options; lines with a damaged marker come last."""
        said = opinions(self._model, self._lines)
        marked = []
        for lines in _together(self._lines):
            self._opinions = dict(zip(map(id, lines), islice(said, len(lines)), strict=True))
            filled = self._fill(lines)
            likely = self._likelihood(lines, filled)
            for line, found in zip(lines, filled, strict=True):
                if self._speakers.slots(line):
                    marked.append((line, found, likely, self._opinions[id(line)]))
                else:
                    yield from self._settled(line, found, likely)
        self._speakers.tie([(line, found) for line, found, _, _ in marked])
        for line, found, likely, of_line in marked:
            self._opinions = {id(line): of_line}
            yield from self._settled(line, found, likely)

    def _settled(self, line: Line, filled: Shares, likely: float) -> Iterator[tuple[Slot, list[float]]]:
        """Every slot of a line with the probability of each of its options."""
        shares = list(self._trusted(line, filled, likely))
        return zip(line.slots, with_answers(line, shares), strict=True)

    @cached_property
    def _spelling(self) -> Spelling:
        """Asked for where words are spelt: it takes long to find out their language."""
        return Spelling(self._sure, self._model)

    @cached_property
    def _written(self) -> Written:
        """What of those the text is written in that are given less."""
        kana = len(_KANA.findall(self._sure))
        if kana and kana >= _SOME_KANA * len(tokenizer.HAN_OR_KANA.findall(self._sure)):
            return "japanese"
        return "traditional" if self._setting.traditional else ""

    def _likelihood(self, lines: Sequence[Line], filled: Sequence[Shares]) -> float:
        """How likely the model finds those lines with what was lost, by a sample: the mean of a token."""
        step = max(1, len(lines) // _SAMPLED)
        text = "\n".join(
            _with_best(line, found)[: _SAMPLE // min(len(lines), _SAMPLED)]
            for line, found in zip(lines[::step], filled[::step], strict=True)
        )
        return likelihood(self._model, text[:_SAMPLE], self._lattice.mean)

    def _trusted(self, line: Line, filled: Shares, likely: float) -> Iterator[list[float]]:
        """The shares of each slot of a line, no surer than places like it were right elsewhere."""
        for slot, shares, opinion in zip(line.slots, filled, self._opinions[id(line)], strict=True):
            best = shares.index(max(shares))
            text = slot.options[best][0]
            said = [] if opinion is None else opinion.tolist()
            tokenize = tokenizer.plain if is_letter(slot) else tokenizer.collapsed
            grounds = Grounds(
                text[:1],
                shares[best],
                len(shares),
                is_letter(slot),
                said[best] if said else None,
                max(said[:best] + said[best + 1 :], default=0.0),
                self._log_alone(self._numbered(text, tokenize)),
                likely,
                self._written,
                bool(self._may_open_or_close(slot)),
            )
            yield trusted(shares, best, confidence(grounds))

    def _fill(self, lines: Sequence[Line]) -> list[Shares]:
        drafts = [_Draft(line, [[] for _ in line.slots]) for line in lines]
        # Letters of two bytes are judged as they are spelt, before Latin words become one token.
        self._round([(draft, draft.open_letters()) for draft in drafts], spelt=True)
        for draft in drafts:
            draft.fix()
        rest = [(draft, draft.still_open()) for draft in drafts]
        self._round([pair for pair in rest if is_spelt(pair[0].line)], spelt=True)
        self._round([pair for pair in rest if not is_spelt(pair[0].line)], spelt=False)
        return [draft.shares for draft in drafts]

    def _round(self, drafts: Sequence[tuple[_Draft, list[int]]], *, spelt: bool) -> None:
        """Fill those slots of lines, all at once."""
        drafts = [pair for pair in drafts if pair[1]]
        places = [self._places(draft, chosen, spelt=spelt) for draft, chosen in drafts]
        lattice = self._spelt if spelt else self._lattice
        filled = lattice.of_lines(places, TEMPERATURE)
        if self._words and not spelt:
            self._weigh_again(self._words, drafts, places, filled)
        for (draft, chosen), found in zip(drafts, filled, strict=True):
            for i, shares in zip(chosen, found, strict=True):
                unsure = spelt and self._is_unsure(draft.line, i, shares)
                draft.shares[i] = _less_sure(shares) if unsure else shares

    def _places(self, draft: _Draft, chosen: Sequence[int], *, spelt: bool) -> list[Place]:
        """The tokens of a line, with candidates where its chosen slots are."""
        line, open_ = draft.line, set(chosen)
        pieces = [line.parts[0]]
        for i, part in enumerate(line.parts[1:]):
            pieces += [HOLE if i in open_ else draft.fixed.get(i, _WAITING), part]
        tokenize = tokenizer.plain if spelt else tokenizer.collapsed
        waiting = iter(chosen)
        places: list[Place] = []
        brackets = _Brackets(line, [self._may_open_or_close(slot) for slot in line.slots])
        for char in tokenize("".join(pieces)):
            if char == HOLE:
                places.append(self._choices(line, next(waiting), brackets, tokenize))
            else:
                places += self._model.numbers(char)
        return places

    def _weigh_again(
        self,
        words: Words,
        drafts: Sequence[tuple[_Draft, list[int]]],
        places: Sequence[Sequence[Place]],
        filled: Sequence[Shares],
    ) -> None:
        lines = []
        for (draft, chosen), of_line, shares in zip(drafts, places, filled, strict=True):
            names = self._speakers.slots(draft.line)
            in_marker = iter([i < names for i in chosen])
            lines.append(([_characters(place, in_marker) for place in of_line], shares))
        # Where the network was asked, numpy is there.
        asked = any(one is not None for draft, _ in drafts for one in self._opinions[id(draft.line)])
        weigh_again(words, lines, on_arrays=asked)

    def _choices(
        self, line: Line, at: int, brackets: _Brackets, tokenize: Callable[[str], str]
    ) -> tuple[Choice, ...]:
        options = line.slots[at].options
        heard_of = self._opinions[id(line)][at]
        opinion = None if heard_of is None else heard_of.tolist()
        # Most options are ruled out or stand for themselves, so that little is done about those.
        known = opinion is not None and not self._evidence
        plain = self._plain(options) if known else (None,) * len(options)
        look = partial(self._choice, line, at, opinion=opinion, brackets=brackets, tokenize=tokenize)
        if known and tokenize is tokenizer.collapsed and at >= self._speakers.slots(line):
            return self._on_arrays(options, plain).choices(heard_of, look)
        out = [
            NOT_LOOKED_AT if alone and opinion and opinion[index] <= GIVEN_UP else look(index)
            for index, alone in enumerate(plain)
        ]
        return tuple(out) if len(out) <= MOST_CHOICES else self._likeliest(out)

    def _on_arrays(self, options: Options, plain: tuple[Choice | None, ...]) -> HeardOptions:
        known = self._heard_of.get(id(options))
        if known is None:
            # numpy is slow to import, and there is an opinion only where it was.
            from annotator.repair.heard_options import HeardOptions  # noqa: PLC0415

            known = self._heard_of[id(options)] = HeardOptions(plain, self._log_alone)
        return known

    def _may_open_or_close(self, slot: Slot) -> frozenset[str]:
        """The brackets among the options of a slot."""
        known = self._brackets.get(id(slot.options))
        if known is None:
            known = self._brackets[id(slot.options)] = frozenset(
                text[0] for text, _ in slot.options if BRACKETS.match(text)
            )
        return known

    def _choice(
        self,
        line: Line,
        at: int,
        index: int,
        *,
        opinion: list[float] | None,
        brackets: _Brackets,
        tokenize: Callable[[str], str],
    ) -> Choice:
        """One option of a slot, with all that speaks for it apart from the text around it."""
        text, weight = line.slots[at].options[index]
        judged = stands_for(line, at, text)
        paired = 0.0
        if (text == _JOINER and joins(line.parts[at], line.parts[at + 1])) or (
            text.rstrip() == _AS_EMOJI and _behind_emoji(line, at)
        ):
            # They are part of the emoji, and the model knows nothing of them.
            return Choice(self._numbered(text[1:], tokenize), weight)
        total = weight + self._speakers.prior(line, at, text)
        total += self._stops.prior(line) if text == DOT != judged else self._prior(text)
        if BRACKETS.match(text):
            paired = pairing(text[0], *brackets.around(at))
            total += paired
        elif is_emoji(text):
            total += nearby(self._model, self._setting, text[0], _around(line, at))
        if opinion:
            # The network never had to tell a sign from one that is spelt with another first byte.
            heard = _EMOJI if is_emoji(text) else opinion[index] if judged == text else max(opinion)
            if paired > 0:
                heard = max(heard, _WAITED)
            if heard < _VOUCHED and self._vouched(line, at, text, tokenize):
                heard = _VOUCHED
            total = total + HEARD * heard if heard > GIVEN_UP else NEVER
        numbers = self._numbered(judged, tokenize)
        if tokenize is tokenizer.plain:
            total += self._spelling.prior(line, at, judged, known=tokenizer.UNKNOWN not in numbers)
        return Choice(numbers, total)

    def _plain(self, options: Options) -> tuple[Choice | None, ...]:
        """Options that are characters which stand for themselves, with what speaks for them anywhere.

        None in the place of others. Slots alike share their options.
        """
        known = self._by_themselves.get(id(options))
        if known is None:
            known = self._by_themselves[id(options)] = tuple(
                Choice(self._numbered(text, tokenizer.collapsed), weight + self._prior(text))
                if len(text) == 1
                and text != _JOINER
                and not (BRACKETS.match(text) or has_stand_in(text) or is_emoji(text))
                else None
                for text, weight in options
            )
        return known

    def _is_unsure(self, line: Line, at: int, shares: Sequence[float]) -> bool:
        """Whether little says what a letter was: where letters beside it are lost, or the text is short.

        In a short text a letter must make one of the commonest words of its language, and no other one may.
        """
        slot = line.slots[at]
        if _is_beside(line, at) or self._is_strange(slot):
            return True
        if not is_letter(slot) or self._has_many_letters:
            return False
        options = [text for text, _ in slot.options]
        likely = [text for text, share in zip(options, shares, strict=True) if share > _RIVAL]
        words = [text for text in likely if self._spelling.is_word(line, at, text, _TELLING_WORD)]
        return words != [options[shares.index(max(shares))]]

    @cached_property
    def _has_many_letters(self) -> bool:
        """Whether the sure text is long enough to know how it spells."""
        return sum(map(str.isalpha, self._sure)) >= _MANY_LETTERS

    def _is_strange(self, slot: Slot) -> bool:
        """Whether the model has seen none of the letters that a slot can hold."""
        return not any(
            text[:1].isalpha() and tokenizer.UNKNOWN not in self._numbered(text[:1], tokenizer.plain)
            for text, _ in slot.options
        ) and any(text[:1].isalpha() for text, _ in slot.options)

    def _vouched(self, line: Line, at: int, text: str, tokenize: Callable[[str], str]) -> bool:
        """Whether the evidence, of which the network knows nothing, has the option beside its neighbours."""
        number = self._numbered(text, tokenize) if self._evidence else ()
        if not number:
            return False
        before = self._beside(line, at, -1, tokenize)
        after = self._beside(line, at, 1, tokenize)
        return self._evidence.knows(before, number[0], after)

    def _beside(self, line: Line, at: int, way: int, tokenize: Callable[[str], str]) -> set[int]:
        """The token before (-1) or behind (1) a slot; all that it can be where that is lost, too."""
        part = line.parts[at] if way < 0 else line.parts[at + 1]
        texts = [part[-1:] if way < 0 else part[:1]]
        if not part and 0 <= at + way < len(line.slots):
            texts = [text for text, _ in line.slots[at + way].options]
        return {number for text in texts for number in self._numbered(text, tokenize)[:1]}

    def _numbered(self, text: str, tokenize: Callable[[str], str]) -> tuple[int, ...]:
        known = self._numbers.get((text, tokenize))
        if known is None:
            known = self._numbers[text, tokenize] = tuple(self._model.numbers(tokenize(text)))
        return known

    def _likeliest(self, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """The choices with all but those ruled out that are likeliest without looking at the line."""

        alone = [choice.prior + self._log_alone(choice.numbers) for choice in choices]
        ranked = sorted(range(len(choices)), key=lambda i: -alone[i])
        kept = set(ranked[:MOST_CHOICES])
        return tuple(c if i in kept else Choice(c.numbers, NEVER) for i, c in enumerate(choices))

    def _log_alone(self, numbers: tuple[int, ...]) -> float:
        """What the model thinks of a token, the first of an option, without its context."""
        number = numbers[0] if numbers else tokenizer.UNKNOWN
        if number not in self._alone:
            self._alone[number] = self._model.score((), (), number)[0]
        return self._alone[number]

    def _prior(self, text: str) -> float:
        known = self._priors.get(text)
        if known is None:
            known = self._priors[text] = prior(self._model, self._setting, text)
        return known


def _characters(place: Place, in_marker: Iterator[bool]) -> int | tuple[int | None, ...]:
    """A sure token, or the number of each candidate; None for more than one character.

    In markers it is None for all: names are no words.
    """
    if isinstance(place, int):
        return place
    name = next(in_marker)
    return tuple(c.numbers[0] if len(c.numbers) == 1 and not name else None for c in place)


@dataclass(slots=True)
class _Draft:
    """A line whose slots are being filled; ``fixed`` are the letters that were chosen first."""

    line: Line
    shares: Shares
    fixed: dict[int, str] = field(default_factory=dict)

    def open_letters(self) -> list[int]:
        return [i for i, slot in enumerate(self.line.slots) if is_letter(slot)]

    def fix(self) -> None:
        for i in self.open_letters():
            shares = self.shares[i]
            self.fixed[i] = self.line.slots[i].options[shares.index(max(shares))][0]

    def still_open(self) -> list[int]:
        return [i for i in range(len(self.line.slots)) if i not in self.fixed]


def _with_best(line: Line, filled: Shares) -> str:
    """The line with what is likeliest in its slots."""
    out = [line.parts[0]]
    for slot, shares, part in zip(line.slots, filled, line.parts[1:], strict=True):
        out += [slot.options[shares.index(max(shares))][0], part]
    return "".join(out)


def _together(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that are filled at once; few enough that memory stays in bounds."""
    batch: list[Line] = []
    length = 0
    for line in lines:
        batch.append(line)
        length += len(line.slots) + sum(map(len, line.parts))
        if length >= _AT_ONCE:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


_JOINER = "\u200d"
#: Behind a sign says that it is an emoji.
_AS_EMOJI = "\ufe0f"


def _is_beside(line: Line, at: int) -> bool:
    """Whether a letter was lost right beside another one: neither says what the other was."""
    before = at > 0 and not line.parts[at] and is_letter(line.slots[at - 1])
    behind = at + 1 < len(line.slots) and not line.parts[at + 1] and is_letter(line.slots[at + 1])
    return is_letter(line.slots[at]) and (before or behind)


def _less_sure(shares: Sequence[float]) -> list[float]:
    """Probabilities drawn together, so that none is sure."""
    return [(1 - _UNSURE) * share + _UNSURE / len(shares) for share in shares]


def _behind_emoji(line: Line, at: int) -> bool:
    """Whether an emoji, or what may be one, stands right before a slot; it may have been lost itself."""
    if line.parts[at]:
        return is_emoji(line.parts[at][-1:])
    return at > 0 and any(is_emoji(text) for text, _ in line.slots[at - 1].options)


_Counts = Counter[str]


class _Brackets:
    """How many brackets of each kind stand before and behind each slot of a line, and may stand in slots."""

    def __init__(self, line: Line, may_be: Sequence[frozenset[str]]) -> None:
        sure: _Counts = Counter()
        held: _Counts = Counter()
        self._sure: list[_Counts] = []
        self._held: list[_Counts] = []
        for part, may in zip_longest(line.parts, may_be):
            # What does not change from slot to slot is not copied for each.
            if found := BRACKETS.findall(part):
                sure = sure + Counter(found)
            self._sure.append(sure)
            self._held.append(held)
            if may:
                held = held + Counter(may)

    def around(self, at: int) -> tuple[tuple[_Counts, _Counts], tuple[_Counts, _Counts]]:
        """Those that are sure before and behind a slot, and those that other slots may hold."""
        sure, held = self._sure[at], self._held[at]
        return (sure, self._sure[-1] - sure), (held, self._held[-1] - self._held[at + 1])


def _around(line: Line, at: int) -> str:
    """The sure text around a slot."""
    near = line.parts[max(0, at - _PARTS) : at + _PARTS]
    middle = min(at, _PARTS)
    return "".join(near[: middle + 1])[-_AROUND:] + "".join(near[middle + 1 :])[:_AROUND]
