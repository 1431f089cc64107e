"""The figures of a report on agreement, and the files they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from annotator.pictures.make_picture import csv_of, draw, file_of, gather
from annotator.pictures.picture_request import Asked, NothingToSee
from annotator.pictures.styles import PRINT
from annotator.store import Project

_PICTURES = ("agreement", "confusion")


def add_figures(
    project: Project, numbers: dict[str, Any], annotators: Sequence[str] = ()
) -> dict[str, bytes]:
    """Draw the figures of a report's facets, name them in its ``numbers``, and return their files by name.

    Each is there as SVG and PDF, with the table behind it as CSV. A facet of which there is nothing to see
    has none. Raises UserError where matplotlib is missing.
    """
    files: dict[str, bytes] = {}
    numbers["figures"] = []
    for facet in (one["facet"] for one in numbers["facets"]):
        for picture in _PICTURES:
            try:
                data = gather(project, picture, Asked(facet=facet, annotators=tuple(annotators)))
            except NothingToSee:
                continue
            drawn = draw(picture, data, PRINT)
            name = f"{picture}-{re.sub(r'[^A-Za-z0-9-]', '_', facet)}"
            files |= {f"{name}.{kind}": file_of(drawn, kind) for kind in ("svg", "pdf")}
            files[f"{name}.csv"] = csv_of(data)
            numbers["figures"].append({"facet": facet, "name": name, "caption": drawn.caption})
    return files
