"""Whether the parts of a document fit one another: what types alone do not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.exclusive_answers import FacetQuestion, question_of
from annotator.core.repair_steps import replayed
from annotator.core.turn_keys import place_of_key, turn_key
from annotator.errors import Sentence
from annotator.exporters import document as d
from annotator.exporters.strict_json import Wrong

_KEY_DIGITS = 20  # of a source's SHA-256, in the keys of its dialogues


def unique(keys: Iterable[str], where: str, what: str) -> None:
    """Raises Wrong, at ``where[n]``, for the first key that occurred before."""
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            raise Wrong(f"{where}[{place}]", Sentence("the {what} {key} occurs twice", what=what, key=key))
        seen.add(key)


class Consistency:
    """Knows what a document may refer to, and checks its dialogues one by one. Every method raises Wrong."""

    def __init__(
        self, codebook: d.Codebook, annotators: Sequence[d.Annotator], sources: Sequence[d.Source]
    ) -> None:
        self._facets = {facet.key: facet for facet in codebook.facets}
        self._label_of = {label.key: label.facet for facet in codebook.facets for label in facet.labels}
        self._annotators = {annotator.key for annotator in annotators}
        self._tags: set[str] = set()
        self._check_codebook(codebook)
        unique((x.key for x in annotators), "$.annotators", "annotator")
        unique((x.sha256 for x in sources), "$.sources", "source")

    def _check_codebook(self, codebook: d.Codebook) -> None:
        facets = "$.codebook.facets"
        unique((facet.key for facet in codebook.facets), facets, "facet")
        seen: set[str] = set()
        for place, facet in enumerate(codebook.facets):
            for number, label in enumerate(facet.labels):
                where = f"{facets}[{place}].labels[{number}]"
                if label.key in seen:
                    raise Wrong(where, Sentence("the label {key} occurs twice", key=label.key))
                seen.add(label.key)
                if label.facet != facet.key:
                    raise Wrong(
                        f"{where}.facet",
                        Sentence("expected {facet!r}, got {got!r}", facet=facet.key, got=label.facet),
                    )
                if label.parent is not None and label.parent not in self._label_of:
                    raise Wrong(
                        f"{where}.parent", Sentence("there is no label {parent!r}", parent=label.parent)
                    )

    def check(self, dialogue: d.Dialogue, where: str) -> None:
        """Check a dialogue with all its turns."""
        suffix = f".{dialogue.number}" if dialogue.number else ""
        _expect(f"{where}.key", dialogue.key, dialogue.source[:_KEY_DIGITS] + suffix)
        unique((target.key for target in dialogue.targets), f"{where}.targets", "target")
        targets = {target.key for target in dialogue.targets}
        self._check_steps(dialogue.tail, dialogue.tail_steps, f"{where}.tail_steps")
        self._check_tags(dialogue.tags, f"{where}.tags", targets, None)
        at = 0
        for place, turn in enumerate(dialogue.turns):
            begins = at + len(turn.lead)
            at = begins + len(turn.text if turn.received is None else turn.received)
            key = _key(turn, dialogue, place, begins)
            here = f"{where}.turns[{place}]"
            _expect(f"{here}.position", turn.position, place)
            _expect(f"{here}.key", turn.key, key)
            if turn.steps or turn.received is not None or turn.lead_steps or turn.gaps or turn.marks:
                self._check_turn(turn, here)
            if turn.tags:
                self._check_tags(turn.tags, f"{here}.tags", targets, turn.text)
        for place, remark in enumerate(dialogue.remarks):
            if not remark.start <= remark.end <= at + len(dialogue.tail):
                raise Wrong(
                    f"{where}.remarks[{place}]", Sentence("it leaves the received text of the dialogue")
                )

    def forget_tags(self) -> None:
        """Forget which tags there have been; one that comes again is then none too many."""
        self._tags.clear()

    def _check_turn(self, turn: d.Turn, where: str) -> None:
        received = turn.text if turn.received is None else turn.received
        if turn.steps or turn.received is not None:
            text = self._check_steps(received, turn.steps, f"{where}.steps")
            if text != turn.text:
                raise Wrong(f"{where}.steps", "replaying them on the received text does not give the text")
        if turn.lead_steps:
            self._check_steps(turn.lead, turn.lead_steps, f"{where}.lead_steps")
        for number, gap in enumerate(turn.gaps):
            if not gap.start <= gap.end <= len(turn.text):
                raise Wrong(
                    f"{where}.gaps[{number}]",
                    Sentence("it leaves the {length} characters of the turn", length=len(turn.text)),
                )
        for number, mark in enumerate(turn.marks):
            if mark.annotator not in self._annotators:
                raise Wrong(f"{where}.marks[{number}].annotator", "there is no such annotator")
        unique((f"{mark.kind} of {mark.annotator}" for mark in turn.marks), f"{where}.marks", "mark")

    def _check_steps(self, received: str, steps: Sequence[d.Step], where: str) -> str:
        for place, step in enumerate(steps):
            if step.annotator and step.annotator not in self._annotators:
                raise Wrong(
                    f"{where}[{place}].annotator",
                    Sentence("there is no annotator {annotator!r}", annotator=step.annotator),
                )
        text = replayed(received, steps)
        if text is None:
            raise Wrong(where, "they do not fit the received text")
        return text

    def _check_tags(self, tags: Sequence[d.Tag], where: str, targets: set[str], text: str | None) -> None:
        taken: set[FacetQuestion] = set()
        for place, tag in enumerate(tags):
            fault = self._fault(tag, targets, text)
            if fault is None and tag.key in self._tags:
                fault = ".key", Sentence("the tag {key} occurs twice", key=tag.key)
            several = fault is None and self._facets[tag.facet].kind == "several"
            slot = question_of(tag, several=several)
            if fault is None and slot in taken:
                fault = "", Sentence("it is a second answer of one annotator to {facet}", facet=tag.facet)
            if fault:
                raise Wrong(f"{where}[{place}]{fault[0]}", fault[1])
            self._tags.add(tag.key)
            taken.add(slot)

    def _fault(self, tag: d.Tag, targets: set[str], text: str | None) -> tuple[str, str] | None:
        """Which member of a tag names something that is not there, and what is wrong with it."""
        facet = self._facets.get(tag.facet)
        if facet is None:
            return ".facet", Sentence("there is no facet {facet!r}", facet=tag.facet)
        fits = (
            self._label_of.get(tag.label) == facet.key if facet.kind != "text" else not tag.label,
            tag.annotator in self._annotators,
            tag.target is None or tag.target in targets,
            _span_fits(tag.start, tag.end, text),
        )
        return None if all(fits) else _FAULTS[fits.index(False)]


_FAULTS = (
    (".label", Sentence("its facet has no such label")),
    (".annotator", Sentence("there is no such annotator")),
    (".target", Sentence("the dialogue has no such target")),
    (".start", Sentence("there is no such span here")),
)


def _key(turn: d.Turn, dialogue: d.Dialogue, place: int, begins: int) -> str:
    """The key that a turn must have: by its place, or by where it begins in what was imported."""
    said = place_of_key(turn.key) if dialogue.places else None
    if said is None or said.number >= len(dialogue.places):
        return turn_key(dialogue.key, place)
    return turn_key(dialogue.key, said.number, begins - dialogue.places[said.number][0])


def _span_fits(start: int | None, end: int | None, text: str | None) -> bool:
    if start is None or end is None or text is None:
        return start is None and end is None
    return start < end <= len(text)


def _expect(where: str, got: object, expected: object) -> None:
    if got != expected:
        raise Wrong(where, Sentence("expected {expected!r}, got {got!r}", expected=expected, got=got))
