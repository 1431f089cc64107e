"""C and G: spans on a continuum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from annotator.analysis.agreement import (
    Costs,
    Span,
    from_codes,
    measure,
    observed_disorder,
    unitizing_alpha,
    unitizing_alpha_of_labels,
)
from annotator.analysis.agreement.spans import section_difference
from tests.analysis.golden.rows import Check, Row, checks

# Units as (start, length).
Units = Sequence[tuple[float, float]]
# Krippendorff takes a continuum to be finely divided: the same units, L 50,000 times as long.
FINE = 50_000


def spans(units: Units, label: str = "", scale: float = 1) -> list[Span]:
    return [Span(start * scale, (start + length) * scale, label) for start, length in units]


C1_C = (((225, 70), (370, 30)), ((220, 80), (355, 20), (400, 20)))
C1_K = (((180, 60), (300, 50)), ((180, 60), (300, 50)))
A_1995 = (((2, 8), (14, 6)), ((4, 4), (15, 2)))
B_1995 = (((0, 18),), ((0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)))
C_1995 = (((2, 6), (10, 2), (14, 4), (20, 2)), ((0, 2), (4, 4), (10, 4), (16, 2), (20, 2)))
D_1995 = (((0, 2), (2, 8), (10, 4), (14, 6), (20, 4)), ((0, 4), (4, 4), (8, 7), (15, 2), (17, 7)))
DKPRO = (((1, 8),), ((2, 1), (4, 1), (6, 1)))


def rows() -> Iterator[Row]:
    c = unitizing_alpha([spans(own) for own in C1_C], 150, 300)
    k = unitizing_alpha([spans(own) for own in C1_K], 150, 300)
    both = unitizing_alpha_of_labels(
        [spans(one, "c") + spans(two, "k") for one, two in zip(C1_C, C1_K, strict=True)], 150, 300
    )
    yield Row(
        "C1",
        "Krippendorff 2004, p. 254",
        (
            *checks(
                [
                    ("Do of c", ".0144P", c.observed),
                    ("De of c", ".0532P", c.expected),
                    ("α_U of c", ".7286P", c.value),
                    ("α_U of c", ".728599", c.value),
                    ("De of k", ".0490P", k.expected),
                    ("α_U of k", "1.0000P", k.value),
                    ("α_U of both", ".858665", both.value),
                ]
            ),
            Check("α_U of both", ".8591P", both.value, tolerance=5e-4),
        ),
        "the overall value printed comes from rounded parts",
    )
    yield _differences()
    yield _continuum("C3", "1995, p. 57, A", A_1995, ".03125P", (".06990P", ".553P", ".552947", ".515288"))
    yield _continuum("C4", "1995, D", D_1995, ".38715P", (".41445P", ".066P", ".065869", "-.206849"))
    b = unitizing_alpha([spans(own, "", FINE) for own in B_1995], 0, 24 * FINE)
    yield Row(
        "C5",
        "Krippendorff 1995, B",
        (
            Check("Do", "2.26736P", b.observed),
            Check("α_U", "-.926P", b.value, tolerance=0.003),
            Check("α_U", "-.928385", b.value, tolerance=5e-5),
        ),
    )
    own = unitizing_alpha([spans(own) for own in DKPRO], 0, 10)
    yield Row(
        "C6",
        "test data of dkpro-statistics",
        checks([("Do", ".9100", own.observed), ("De", ".5352", own.expected), ("α_U", "-.7003", own.value)]),
    )
    yield _positions()
    yield _characters()
    yield from _disorders()


def _continuum(
    name: str, source: str, units: tuple[Units, Units], observed: str, values: tuple[str, str, str, str]
) -> Row:
    long = unitizing_alpha([spans(own, "", FINE) for own in units], 0, 24 * FINE)
    short = unitizing_alpha([spans(own) for own in units], 0, 24)
    return Row(
        name,
        f"Krippendorff {source}",
        (
            Check("Do", observed, short.observed),
            Check("De, finely divided", values[0], long.expected),
            Check("α_U, finely divided", values[1], long.value),
            Check("α_U, finely divided", values[2], long.value, tolerance=1e-5),
            Check("α_U at length 24", values[3], short.value),
        ),
        "the printed values take the continuum as finely divided",
    )


def _differences() -> Row:
    def units(*pairs: tuple[float, float]) -> float:
        return section_difference((*pairs[0], True), (*pairs[1], True))

    return Row(
        "C2",
        "Krippendorff 2004, p. 254: single sections",
        checks(
            [
                ("(225,70) (220,80)", "50P", units((225, 70), (220, 80))),
                ("(370,30) (355,20)", "850P", units((370, 30), (355, 20))),
                ("gap (400,50) unit (400,20)", "400P", section_difference((400, 50, False), (400, 20, True))),
                *(
                    (f"(5,6) {other}", expected, units((5, 6), other))
                    for other, expected in (
                        ((4, 2), "26"),
                        ((5, 2), "16"),
                        ((6, 2), "10"),
                        ((7, 2), "8"),
                        ((6, 4), "2"),
                        ((5, 6), "0"),
                    )
                ),
            ]
        ),
    )


def _coded(
    units: tuple[Units, Units], begin: int, length: int
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Each character of the continuum as a unit of its own: in a span or not."""
    codes = np.zeros((2, length), dtype=np.int64)
    for who, own in enumerate(units):
        for start, size in own:
            codes[who, int(start) - begin : int(start + size) - begin] = 1
    return codes


def _positions() -> Row:
    found: list[tuple[str, str | None, float | None]] = []
    for name, units, kappa, pi in (
        ("A", A_1995, ".385P", ".314P"),
        ("C", C_1995, ".314P", ".314P"),
    ):
        coded = from_codes(_coded(units, 0, 24), [0, 1])
        found += [
            (f"{name}: κ", kappa, measure(coded, "cohen_kappa").value),
            (f"{name}: π", pi, measure(coded, "scott_pi").value),
        ]
        if name == "A":
            found.append((f"{name}: α", ".328571", measure(coded, "krippendorff_alpha").value))
    return Row("C7", "Krippendorff 1995: as 24 coded positions", checks(found))


def _characters() -> Row:
    coded = from_codes(_coded(C1_C, 150, 300), [0, 1])
    return Row(
        "C8",
        "C1, label c, as 300 coded characters",
        checks([("α of characters", ".498445", measure(coded, "krippendorff_alpha").value)]),
        "Potato calls this alpha_U; it is the nominal α of characters, α_U is .728599",
    )


def _disorders() -> Iterator[Row]:
    for name, text, costs, expected in (
        ("G1", "1-5a 6-10b 11-15a / 2-6a 7-11b 12-16a", Costs(), ".0625"),
        ("G2", "1-5a 6-10b 20-24a 30-34b / 2-6a 31-35b", Costs(), ".7083333"),
        ("G3", "1-5a 10-14b / 2-6a 11-15b / 1-4a 9-14c", Costs(), ".4087564"),
        ("G4", "1-5a 6-10b 11-15c / 2-7a 8-12b 11-15a", Costs(3, 2), "1.0277778"),
    ):
        annotators = [[_span(unit) for unit in own.split()] for own in text.split("/")]
        yield Row(
            name,
            "Mathet et al. 2015, by hand and by pygamma-agreement 0.5.9",
            checks([("observed disorder", expected, observed_disorder(annotators, costs).value)]),
        )


def _span(text: str) -> Span:
    start, end = text[:-1].split("-")
    return Span(int(start), int(end), text[-1])
