"""Colours of labels on paper and screen: their own, else one of a palette that tells eight apart."""

from __future__ import annotations

import re

from annotator.model import Codebook

# Okabe and Ito's, told apart with any colour vision; grey in the place of black.
_PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a7a7a", "#8c6d46")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def colours(codebook: Codebook) -> dict[str, str]:
    """``#rrggbb`` by the key of the label; what a codebook has that is no colour is not passed on."""
    return {
        label.key: label.colour if _COLOUR.fullmatch(label.colour) else _PALETTE[place % len(_PALETTE)]
        for facet in codebook.facets
        for place, label in enumerate(facet.labels)
    }
