"""One row per decision of an adjudicator: what annotators had said, what was decided, why, and what kind of
error it was."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from annotator.core.decision_notes import ERROR, REASON, WORD, lines
from annotator.core.roles import ROLES, keys_in_role, majority_key
from annotator.exporters.asked_answers import places
from annotator.exporters.csv_writer import BETWEEN, Cell, safe
from annotator.exporters.json_writer import watched
from annotator.exporters.project_protocol import Content, Options
from annotator.exporters.tag_rows_writer import place_cells
from annotator.exporters.tag_texts import TagNames, statements
from annotator.model import DialogueRecord, Tag

COLUMNS = (
    "source", "dialogue", "title", "turn", "turn_key", "speaker", "text",
    "facet", "target", "said", "decided", "intensity", "uncertain",
    "reason", "error", "codebook", "note", "adjudicator", "at",
)  # fmt: skip
_OF_NOTE = {"reason": REASON, "error": ERROR, "codebook": WORD, "note": ""}


class Decisions:
    """Makes the rows of dialogues."""

    def __init__(self, content: Content) -> None:
        people = content.annotators()
        self._words = TagNames(content.codebook(), people)
        self._sources = {source.id: source.name for source in content.sources()}
        self._judges = keys_in_role(content.key, people, "adjudicator")
        self._apart = keys_in_role(content.key, people, *ROLES) | {majority_key(content.key)}

    def rows(self, record: DialogueRecord) -> Iterator[list[Cell]]:
        """The cells of each decision, in the order of turns and facets."""
        known = statements(record)
        for turn, tags in places(record):
            given: defaultdict[tuple[str, str], defaultdict[str, list[Tag]]]
            given = defaultdict(lambda: defaultdict(list))
            for tag in self._words.ordered(tags):
                if tag.start is None and tag.label:
                    given[tag.facet, tag.target or ""][tag.annotator].append(tag)
            for answers in given.values():
                for judge in filter(self._judges.__contains__, answers):
                    place = place_cells(record, turn, self._sources[record.dialogue.source_id])
                    cells = place | self._decision(answers, judge, known)
                    yield [safe(cells[name]) for name in COLUMNS]

    def _decision(
        self, answers: Mapping[str, Sequence[Tag]], judge: str, known: Mapping[str, str]
    ) -> dict[str, Cell]:
        decided = answers[judge]
        first, about = decided[0], lines(decided[0].note)
        said = [
            f"{name}: {self._names(answers[key])}"
            for key, name in self._words.people.items()
            if key in answers and key not in self._apart
        ]
        return {
            "facet": first.facet,
            "target": known.get(first.target or "", ""),
            "said": BETWEEN.join(said),
            "decided": self._names(decided),
            "intensity": "" if first.intensity is None else first.intensity,
            "uncertain": "yes" if first.uncertain else "",
            **{column: about.get(kind, "") for column, kind in _OF_NOTE.items()},
            "adjudicator": self._words.people[judge],
            "at": first.at,
        }

    def _names(self, tags: Sequence[Tag]) -> str:
        return BETWEEN.join(map(self._words.name, tags))


def write(content: Content, out: BinaryIO, options: Options) -> None:
    """Write every decision as a row. Raises Cancelled where the options say so."""
    decisions = Decisions(content)
    out.write(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for a code page
    out.write(_line(COLUMNS))
    for record in watched(content, options):
        out.writelines(map(_line, decisions.rows(record)))


def _line(cells: Sequence[Cell]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue().encode()
