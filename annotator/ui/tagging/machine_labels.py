"""What the machine found about a turn, or programs suggest, as labels of the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model import Codebook, Facet, Label, Turn


def machine_label(turn: Turn, codebook: Codebook, facet: str = "language") -> Label | None:
    """The label that says what the machine found about the language of a turn, if there is one.

    A language without a label of its own gives the facet's ``other`` label where it has one.
    """
    if turn.language is None:
        return None
    try:
        labels = {label.key: label for label in codebook.facet(facet).labels if not label.retired}
    except KeyError:
        return None
    for slug in (turn.language.primary, turn.language.primary.split("-")[0], "other"):
        if f"{facet}.{slug}" in labels:
            return labels[f"{facet}.{slug}"]
    return None


def suggested_labels(turn: Turn, facet: Facet) -> tuple[str, ...]:
    """The labels of a facet that programs suggest for a turn as a whole: the surest, or all of several."""
    found = [tag for tag in turn.tags if tag.facet == facet.key and tag.origin == "suggested" and tag.label]
    whole = sorted((tag for tag in found if tag.start is None), key=lambda tag: -(tag.score or 0.0))
    labels = tuple(dict.fromkeys(tag.label for tag in whole))
    return labels if facet.kind == "several" else labels[:1]
