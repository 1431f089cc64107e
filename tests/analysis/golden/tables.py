"""A: two annotators, contingency tables (rows the first, columns the second)."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.analysis.agreement import (
    COEFFICIENTS,
    DISTANCES,
    Ratings,
    from_table,
    measure,
    measure_labels,
    own_distance,
    unit_standard_error,
)
from tests.analysis.golden.rows import Check, Row

# Name, source, table, po, kappa, its ASE, linear, quadratic, pi, S, AC1, AC2, alpha, kappa per label.
_TABLES = """
A1|Artstein & Poesio 2008, p. 558|20 10/20 50|.70|.348P .347826|.095008|||.341P .340659|.4P|.449541||.343956|
A2|Artstein & Poesio 2008, p. 568|46 0 0/6 32 6/0 0 10|.88|.801P .801325|.051973|.835526|.877651|.799P .799532|.82P|.828743|.925262|.800P .800535|.8804 .7492 .7368
A3|Cohen 1960, p. 37|25 12 3/13 2 15/12 16 2|.29P|-.092308|.056641|.022727|.134328|-.100775|-.065|-.047970|.183099|-.095271|.2000 -.3333 -.2105
A4|Cohen 1960, p. 45|88 14 18/10 40 10/2 6 12|.70P|.492P .491525|.051002|.473684|.454545|.487179|.55|.575972|.638554|.488462|.5600 .5238 .3077
A5|Landis & Koch 1977; Agresti 1992, p. 202|22 2 2 0/5 7 14 0/0 2 36 0/0 1 17 10|.6356|.493P .493006|.057P .056743|.648810|.783822|.473515|.514124|.526304|.853174|.475746|.7810 .2663 .4405 .4587
A6|Brennan & Prediger 1981, p. 689|50 0 0/10 10 10/20 0 0|.60|.27P .272727|.060488|.210526|.152542|.223301|.40P|.461279|.484536|.227184|.4000 .4118 -.1538
A7|Brennan & Prediger 1981, p. 691|50 0 10/0 10 10/10 10 0|.60|.29P .285714|.067301|.25|.21875|.285714|.40P|.444444|.431818|.289286|.5833 .3750 -.2500
A8|Zwick 1988, p. 376, ex. 1|20 0 0 5/0 10 15 0/0 15 10 0/5 0 0 20|.60|.467P|.065320|||.467P|.467P|.466667||.469333|.7333 .2 .2 .7333
A9|Zwick 1988, ex. 2|20 10 10 0/10 10 0 0/10 0 10 0/0 0 0 20|.60|.444P|.071456|||.444P|.467P|.473684||.447222|.1667 .375 .375 1
A10|Zwick 1988, ex. 3|20 5 5 10/0 10 5 5/0 5 10 5/0 0 0 20|.60|.474P .473684|.060150|||.460P .459459|.467P|.469027||.462162|.5455 .375 .375 .5455
A11|Krippendorff 2004, p. 246 a|12 9 9/9 14 9/9 9 20|.46P|.186P .185766|.074521|.192101|.198337|.186P|.190P|.192101|.198337|.189837|.1429 .1728 .2360
A12|Krippendorff 2004, p. 246 b|12 18 18/0 14 18/0 0 20|.46P|.258P .258242|.056059|.294671|.327689|.186P .185766|.190P|.192101|.198337|.189837|.2574 .1728 .3284
A13|Feinstein & Cicchetti 1990 (Gerstman, table 10.6 A)|40 9/6 45|.85P|.70P .699519|.071394|||.699248|.7|.700748||.700752|
A14|Feinstein & Cicchetti 1990 (Gerstman, table 10.6 B)|80 10/5 5|.85P|.32P .318182|.133457|||.314286|.7|.808||.317714|
A15|Gwet, cont3x3abstractors, vignette of irrCAC for R|13 0 0/0 20 7/0 4 56|.89P|.7964094P|.05891072P|.8429|.89216|.7962397P|.835P|.8493305P|.94024|.7972585P|
A16|test data of irrCAC for R 1.4, 4 labels|20 5 1 0/4 15 6 1/0 5 18 4/0 1 3 12|.684211|.574436|.064682|.703770|.814815|.574341|.578947|.580461|.840283|.576581|
A17|test data of irrCAC for R 1.4, 5 labels|15 4 1 0 0/3 12 4 1 0/1 3 14 3 1/0 1 3 10 2/0 0 1 2 8|.662921|.573346|.063775|.725826|.843195|.573312|.578652|.579966|.870047|.575709|
A18|Hallgren 2012, table 2 (from memory, recomputed)|42 13/8 37|.79|.58|.081053|||.578947|.58|.581047||.581053|
"""  # noqa: E501 - a table

_COLUMNS = (
    ("po", "observed", "nominal"),
    ("Cohen κ", "cohen_kappa", "nominal"),
    ("ASE of κ", "cohen_kappa", "error"),
    ("κ linear", "cohen_kappa", "linear"),
    ("κ quadratic", "cohen_kappa", "interval"),
    ("Scott π", "scott_pi", "nominal"),
    ("S", "brennan_prediger", "nominal"),
    ("AC1", "gwet_ac", "nominal"),
    ("AC2 quadratic", "gwet_ac", "interval"),
    ("α", "krippendorff_alpha", "nominal"),
)
_TRAPS = {
    "A2": "the paper's own weights (Chck against either: .5) need distances of one's own",
    "A5": "another 'category κ' printed for this table (.247 .402 .435) has another denominator",
    "A10": "annotators with different distributions: κ and π part",
    "A12": "same π and α as A11, another κ: each annotator's own distribution against the pooled one",
    "A14": "the paradox: 85 % agreement, κ .32; AC1 .81",
    "A15": "errors of tables divide by n, not n - 1",
}
# Printed cut off, not rounded, or rounded from rounded parts: within one unit of the last digit.
_CUT_OFF = {("A2", ".799P"), ("A2", ".800P"), ("A10", ".460P")}
# Standard errors as if units were independent: label, coefficient, value.
_ERRORS = {
    "A14": (("π", "scott_pi", ".13548"), ("S", "brennan_prediger", ".07141"), ("AC1", "gwet_ac", ".05213"),
            ("α", "krippendorff_alpha", ".13548")),
    "A15": (("po", "observed", ".03128898P"), ("π", "scott_pi", ".05905473P"),
            ("S", "brennan_prediger", ".04693346P"), ("AC1", "gwet_ac", ".04321747P"),
            ("α", "krippendorff_alpha", ".05905473P")),
}  # fmt: skip


def rows() -> Iterator[Row]:
    for line in _TABLES.strip().splitlines():
        name, source, table, *cells = line.split("|")
        ratings = from_table([[int(cell) for cell in row.split()] for row in table.split("/")])
        found = [
            Check(what, value, _value(ratings, key, how), 1e-3 if (name, value) in _CUT_OFF else None)
            for (what, key, how), cell in zip(_COLUMNS, cells, strict=False)
            for value in cell.split()
        ]
        found += _per_label(ratings, cells[len(_COLUMNS)])
        found += [
            Check(f"SE of {what}", value, unit_standard_error(ratings, key, divisor="n"))
            for what, key, value in _ERRORS.get(name, ())
        ]
        if name == "A2":
            found += _own_weights(ratings)
        yield Row(name, source, tuple(found), _TRAPS.get(name, ""))


def _value(ratings: Ratings, key: str, how: str) -> float | None:
    if how == "error":
        return unit_standard_error(ratings, key, divisor="n")
    return measure(ratings, key, DISTANCES[how]).value


def _per_label(ratings: Ratings, cell: str) -> list[Check]:
    if not cell:
        return []
    found = measure_labels(ratings, [COEFFICIENTS["cohen_kappa"]])
    return [
        Check(f"κ of label {label}", value, found[label][0].value)
        for label, value in zip(ratings.labels, cell.split(), strict=True)
    ]


def _own_weights(ratings: Ratings) -> list[Check]:
    own = own_distance([[0, 1, 0.5], [1, 0, 0.5], [0.5, 0.5, 0]])
    return [
        Check("κ own weights", value, measure(ratings, "cohen_kappa", own).value)
        for value in (".8163P", ".816327")
    ] + [
        Check("α own weights", value, measure(ratings, "krippendorff_alpha", own).value)
        for value in (".8156P", ".815551")
    ]
