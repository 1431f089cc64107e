"""Everything a report says, as data for ``numbers.json``: from it the texts can be made again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from annotator.analysis.agreement import COEFFICIENTS, LEVEL
from annotator.errors import encodable
from annotator.exporters.json_writer import PROGRAM
from annotator.reliability.agreement_in_parts import FacetAgreement, compare
from annotator.reliability.error_notes import error_notes
from annotator.reliability.figures_of_agreement import MEASURES
from annotator.reliability.turn_agreement import TurnAgreement, turn_agreements
from annotator.store import Project

Numbers = dict[str, Any]


def numbers_of(
    projects: Sequence[Project],
    facets: Sequence[str] = (),
    annotators: Sequence[str] = (),
    *,
    level: float = LEVEL,
    packets: Sequence[Project] = (),
) -> Numbers:
    """The numbers of a report on projects, as plain data that JSON can hold.

    ``packets`` are those whose turns are compared, where their tags are in the projects already.
    ``figures`` are none as yet: who draws them says which there are. Raises UserError where there is
    nothing to compare.
    """
    turns = () if facets else turn_agreements(packets or projects, annotators, level=level)
    found = compare(projects, facets, annotators, level=level, needed=not turns)
    dialogues: dict[str, int] = {}
    for project in projects:
        for one in project.dialogues.page(project.dialogues.ids()):
            dialogues[one.key] = one.turn_count
    book = projects[0].codebook.read()
    people = [name for facet in found for name in facet.annotators]
    people += [name for each in turns for name in each.annotators]
    numbers = {
        "program": PROGRAM,
        "project": projects[0].name,
        "files": len(projects),
        "dialogues": len(dialogues),
        "turns": sum(dialogues.values()),
        "codebook": {"name": book.name, "version": book.version},
        "level": level,
        "annotators": list(dict.fromkeys(people)),
        "coefficients": [_coefficient(key) for key in _used(found)] + _measures(found, turns),
        "facets": list(found),
        "drawn_turns": list(turns),
        "errors": list(error_notes(projects, facets)),
        "figures": [],
    }
    plain: Numbers = msgspec.json.decode(msgspec.json.encode(numbers, enc_hook=encodable))
    return plain


def _used(facets: Sequence[FacetAgreement]) -> list[str]:
    keys = {found.coefficient for facet in facets for part in facet.parts for found in part.agreements}
    return [key for key in COEFFICIENTS if key in keys]


def _measures(facets: Sequence[FacetAgreement], turns: Sequence[TurnAgreement]) -> list[dict[str, str]]:
    """The measures of spans, boundaries and turns that were used, as rows of the same kind."""
    figures = [each.figures for facet in facets for each in facet.spans]
    figures += [each.figures for facet in facets for each in facet.segments]
    figures += [each.figures for each in turns]
    used = {one.measure for each in figures for one in each}
    return [
        {"key": key, "name": row.name, "source": row.source, "formula": row.formula}
        for key, row in MEASURES.items()
        if key in used
    ]


def _coefficient(key: str) -> dict[str, str]:
    row = COEFFICIENTS[key]
    return {"key": key, "name": row.name, "source": row.source, "formula": row.formula}
