"""à whose second byte became a plain space."""

from __future__ import annotations

import pytest

from annotator.repair import repair
from annotator.repair.wide_spaces import repair_wide_spaces


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("La veritÃ  ? Dipende, Ã  volte.", "La verità ? Dipende, à volte."),
        ("SarÃ  meglio domani.", "Sarà meglio domani."),
        ("La qualitÃ di vita", "La qualità di vita"),
        ("Ã  bientÃ´t", "à bientôt"),
        ("Non ha etÃ .", "Non ha età."),
    ],
)
def test_it_comes_back(received: str, text: str) -> None:
    assert repair(received).text == text


@pytest.mark.parametrize(
    "text",
    ["Ã la carte", "AMANHÃ  CEDO", "SÃO PAULO", "Ã  B", "aquÃ estoy", "x2Ã 3", "libertÃ  \ufffd", "(xÃ )"],
)
def test_other_capitals_stay(text: str) -> None:
    assert repair_wide_spaces(text) == []
