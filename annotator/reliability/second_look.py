"""Dialogues that annotators get again: for recoding, as a retest, or to see what was decided.

*Recoding*: the codebook has changed, and the answers it touches are asked again. The packet has the
annotator's own tags but for those, so that what is untagged in it is what is to be done. *Retest*: dialogues
come again after some time without any tags; the answers belong to an annotator of their own, "Ada (retest)",
so that agreement of the two is that of one person with themselves. *Decided*: the packet has their own
tags and, beside them, the decisions on those turns; what others said stays out of it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from annotator.core.roles import keys_in_role, majority_key
from annotator.errors import UserError
from annotator.model import Annotator, Codebook, Tag
from annotator.reliability.annotator_roles import deciders_of, retested
from annotator.reliability.assignment_design import Design, in_order, refuse_twins
from annotator.store import Project


@dataclass(frozen=True, slots=True)
class Share:
    """What one annotator gets: dialogues (keys) in their order, and which tags go along: their own, and those
    of ``others``, who decided."""

    annotator: Annotator
    dialogues: tuple[str, ...]
    tags: tuple[Tag, ...] = ()
    others: tuple[Annotator, ...] = ()


class AnswersGiven:
    """Who answered what, read from a project once, for as many designs as are looked at."""

    def __init__(self, project: Project) -> None:
        self.project_key = project.key
        everybody = project.people.all()
        self.people = {one.name: one for one in everybody if one.kind == "human"}
        self.by_key = {one.key: one for one in everybody}
        self.judges = keys_in_role(project.key, everybody, "adjudicator") | {majority_key(project.key)}
        self.dialogues = project.comparison.keys().dialogues
        self.order = tuple(one.key for one in project.dialogues.page(project.dialogues.ids()))
        self.book = project.codebook.read()
        self.tags: dict[str, list[Tag]] = defaultdict(list)
        for tag in project.comparison.every_tag():
            self.tags[tag.annotator].append(tag)
        apart = deciders_of(project)
        self.annotators = tuple(
            name for name, one in self.people.items() if one.key in self.tags and one.key not in apart
        )


def shares_again(answered: AnswersGiven, design: Design) -> list[Share]:
    """What annotators get again; those for whom there is nothing are not among them.

    Raises UserError where nobody gets anything, where an annotator is not known, where labels are not in the
    codebook, and for a design that only a first coding can have.
    """
    _refuse(design)
    strangers = [name for name in design.annotators if name not in answered.people]
    if strangers:
        raise UserError(
            "{name} has not tagged this project",
            "only who answered once can answer again",
            "Choose from {known}",
            name=strangers[0],
            known=", ".join(answered.people),
        )
    picker = _Picker(answered, design)
    found = [picker.share(answered.people[name]) for name in design.annotators]
    if not any(one.dialogues for one in found):
        raise _nothing(design)
    return [one for one in found if one.dialogues]


def _nothing(design: Design) -> UserError:
    if design.recode:
        return UserError(
            "There is nothing to hand out",
            "none of these annotators gave one of these labels",
            "Choose other labels or annotators",
        )
    if design.decided:
        return UserError(
            "There is nothing to hand out",
            "nothing has been decided in what these annotators tagged",
            "Decide where annotators differ first",
        )
    return UserError(
        "There is nothing to hand out",
        "none of these annotators has dialogues that old",
        "Choose a later time or other annotators",
    )


def _refuse(design: Design) -> None:
    refuse_twins(design.annotators)
    if bool(design.recode) + bool(design.retest_before) + design.decided > 1:
        raise UserError("A packet is for one purpose", "several are named", "Make them one by one")
    if design.each or design.strata or (not design.retest_before and design.sample is not None):
        raise UserError(
            "Dialogues that come again go to who had them",
            "they are not dealt out anew",
            "Leave out how many get each, kinds of dialogues, and but for a retest the sample",
        )


def _touched(book: Codebook, wanted: Sequence[str]) -> frozenset[tuple[str, str | None]]:
    """The answers meant: pairs of facet and label, None for any label of the facet."""
    facets = {facet.key for facet in book.facets}
    labels = {label.key: facet.key for facet in book.facets for label in facet.labels}
    unknown = [key for key in wanted if key not in facets and key not in labels]
    if unknown:
        raise UserError(
            "There is no label or facet {key}",
            "in this codebook",
            "Choose one of {known}",
            key=unknown[0],
            known=", ".join([*facets, *labels]),
        )
    return frozenset((key, None) if key in facets else (labels[key], key) for key in wanted)


class _Picker:
    """Picks each annotator's dialogues from the tags that they gave."""

    def __init__(self, answered: AnswersGiven, design: Design) -> None:
        self._answered = answered
        self._keys = answered.dialogues
        self._design = design
        self._touched = _touched(answered.book, design.recode)

    def share(self, who: Annotator) -> Share:
        """What an annotator gets; no dialogues where there are none."""
        own = self._answered.tags[who.key]
        if self._design.decided:
            return self._with_decisions(who, own)
        if not self._design.recode:
            again = retested(self._answered.project_key, who)
            return Share(again, self._ordered(self._drawn(own, again.key, who.name), who.name))
        asked = {tag.key for tag in own if {(tag.facet, None), (tag.facet, tag.label)} & self._touched}
        dialogues = {self._keys[tag.dialogue_id] for tag in own if tag.key in asked}
        kept = (tag for tag in own if tag.key not in asked and self._keys[tag.dialogue_id] in dialogues)
        return Share(who, self._ordered(dialogues, who.name), tuple(kept))

    def _with_decisions(self, who: Annotator, own: Sequence[Tag]) -> Share:
        """The dialogues that they tagged and in which something was decided, with both."""
        answered = self._answered
        tagged = {tag.dialogue_id for tag in own}
        decisions = [
            tag for key in answered.judges for tag in answered.tags.get(key, ()) if tag.dialogue_id in tagged
        ]
        places = {tag.dialogue_id for tag in decisions}
        tags = [*(tag for tag in own if tag.dialogue_id in places), *decisions]
        # A decision is known by who holds it, and that by the person whose decisions they are.
        judges = {tag.annotator for tag in decisions}
        others = [
            person
            for key, person in answered.by_key.items()
            if key in judges or keys_in_role(answered.project_key, [person], "adjudicator") & judges
        ]
        dialogues = {self._keys[place] for place in places}
        return Share(who, self._ordered(dialogues, who.name), tuple(tags), tuple(others))

    def _ordered(self, dialogues: Collection[str], name: str) -> tuple[str, ...]:
        return in_order([key for key in self._answered.order if key in dialogues], name, self._design)

    def _drawn(self, own: Iterable[Tag], again: str, name: str) -> set[str]:
        """Dialogues that are old enough and were not answered again; a sample where one is wanted."""
        latest: dict[str, str] = {}
        for tag in own:
            key = self._keys[tag.dialogue_id]
            latest[key] = max(latest.get(key, ""), tag.at)
        done = {self._keys[tag.dialogue_id] for tag in self._answered.tags[again]}
        before = self._design.retest_before
        old = [key for key in self._answered.order if key not in done and latest.get(key, before) < before]
        sample = self._design.sample
        if sample is None or sample >= len(old):
            return set(old)
        return set(random.Random(f"{self._design.seed}/{name}/retest").sample(old, sample))  # noqa: S311
