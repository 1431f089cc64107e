"""B: more annotators, gaps, scales, sets of labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from annotator.analysis.agreement import (
    COEFFICIENTS,
    DISTANCES,
    Ratings,
    from_labels,
    measure,
    measure_labels,
    unit_standard_error,
)
from annotator.analysis.agreement.ratings import Label
from tests.analysis.golden.rows import Check, Row, checks

HAYES = (
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 "
    "212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. "
    "22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1"
)
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 "
    "144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 "
    "111155 224444 133333 555555"
)
# Gwet's copy of Krippendorff's data: the only label of the last unit is the third annotator's there, the
# second's in Krippendorff 2011; only Conger's kappa can tell.
KRIPPENDORFF = "1233214 12...|12332241 25..|.33323422513|12332441 251."
WARRENS = " ".join(
    ["NNNNNNNN"] * 14
    + ["NNNANNNN", "NNNNNNNA"]
    + ["AAAAAAAA"] * 10
    + ["AANAAAAN"] * 2
    + ["AANANAAN", "AANANANN"]
)
MIESKES = (
    "UH VB UH;INP INP INP;UH UH UH;INP INP INP;RB RB RB;JJ JJ JJ;INP INP INP;PRP PRP PRP;NN NN RB;VB VBP VB;"
    "PRP PRP PRP;INP INP INP;RB UH UH;INP INP INP;MD MD MD;PRP PRP PRP;INP INP INP"
)


def units(text: str, labels: Sequence[Label] = ()) -> Ratings:
    """Units as words, one character an annotator, a dot for none; digits are numbers."""
    words = [[_label(character) for character in word] for word in text.split()]
    return from_labels(list(zip(*words, strict=True)), labels=labels)


def annotators(text: str) -> Ratings:
    """Annotators as lines, one character a unit."""
    return from_labels([[_label(character) for character in row.replace(" ", "")] for row in text.split("|")])


def _label(character: str) -> Label | None:
    return None if character == "." else int(character) if character.isdigit() else character


def value(ratings: Ratings, key: str, distance: str = "nominal") -> float | None:
    return measure(ratings, key, DISTANCES[distance]).value


def alpha(ratings: Ratings, distance: str = "nominal") -> float | None:
    return value(ratings, "krippendorff_alpha", distance)


def _disagreements(ratings: Ratings, distance: str = "nominal") -> tuple[float | None, float | None]:
    found = measure(ratings, "krippendorff_alpha", DISTANCES[distance])
    return found.observed_disagreement, found.expected_disagreement


def rows() -> Iterator[Row]:
    yield from _krippendorff()
    yield from _fleiss()
    yield _gaps()
    yield from _free_marginals()
    yield from _many()
    yield from _edges()


def _krippendorff() -> Iterator[Row]:
    two = annotators("0100000010|0110010100")
    observed, expected = _disagreements(two)
    yield Row(
        "B1",
        "Krippendorff 1980, p. 133; 2004, p. 224",
        checks(
            [
                ("po", ".6P", value(two, "observed")),
                ("Do", ".4P", observed),
                ("De", ".442P", expected),
                ("De", ".442105", expected),
                ("α", ".095P", alpha(two)),
                ("α", ".0952381", alpha(two)),
            ]
        ),
    )
    two = annotators("aabbbbbccccc|abbbbbcccccc")
    observed, expected = _disagreements(two)
    yield Row(
        "B2",
        "Krippendorff 2004, p. 227",
        checks(
            [
                ("po", ".833P", value(two, "observed")),
                ("Do", ".166667", observed),
                ("De", ".626812", expected),
                ("α", ".734P", alpha(two)),
                ("α", ".734104", alpha(two)),
            ]
        ),
    )
    three = units("111 122 222 444 144 222 123 333 222")
    yield Row(
        "B3",
        "Krippendorff 1980, p. 139",
        checks(
            [
                ("po", ".74P", value(three, "observed")),
                ("α", ".642P", alpha(three)),
                ("α", ".641732", alpha(three)),
                ("α ordinal", ".499424", alpha(three, "ordinal")),
                ("α interval", ".547P", alpha(three, "interval")),
                ("α interval", ".546917", alpha(three, "interval")),
                ("α ratio", ".483P", alpha(three, "ratio")),
                ("α ratio", ".483254", alpha(three, "ratio")),
            ]
        ),
        "ordinal distances are of labels given, not of ranks: alpha differs from a 'quadratic' one",
    )
    five = units(HAYES)
    yield Row(
        "B4",
        "Hayes & Krippendorff 2007, p. 84",
        checks(
            [
                ("α ordinal", ".7598P", alpha(five, "ordinal")),
                ("α ordinal", ".759829", alpha(five, "ordinal")),
                ("α", ".476510", alpha(five)),
                ("α interval", ".757378", alpha(five, "interval")),
                ("α ratio", ".662123", alpha(five, "ratio")),
                ("AC1", ".509349", value(five, "gwet_ac")),
            ]
        ),
    )


def _fleiss() -> Iterator[Row]:
    all_units = units(FLEISS)
    per_label = measure_labels(all_units, [COEFFICIENTS["fleiss_kappa"]])
    labels = zip(
        all_units.labels,
        (".2448", ".2448", ".5200", ".4711", ".5661"),
        (".248P", ".248P", ".517P", ".470P", ".565P"),
        strict=True,
    )
    found = [
        ("Fleiss κ", ".430P", value(all_units, "fleiss_kappa")),
        ("Fleiss κ", ".430245", value(all_units, "fleiss_kappa")),
        ("α", ".433410", alpha(all_units)),
        ("AC1", ".447885", value(all_units, "gwet_ac")),
    ]
    own = []
    for label, exact, printed in labels:
        here = per_label[label][0].value
        found.append((f"κ of label {label}", exact, here))
        own.append(Check(f"κ of label {label}", printed, here, tolerance=0.0035))
    yield Row(
        "B5",
        "Fleiss 1971, p. 381",
        checks(found) + tuple(own),
        "the per-label values printed in 1971 come from rounded parts; exact ones beside them",
    )
    first = units(" ".join(FLEISS.split()[:15]))
    found = []
    for what, key, expected, error in (
        ("Fleiss κ", "fleiss_kappa", ".4139265P", ".08119291P"),
        ("AC1", "gwet_ac", ".4448007P", ".08418757P"),
        ("BP", "brennan_prediger", ".4388889P", ".08312142P"),
    ):
        found += [
            (what, expected, value(first, key)),
            (f"SE of {what}", error, unit_standard_error(first, key)),
        ]
    found += [
        ("α", ".4204384P", alpha(first)),
        ("SE of α, Gwet's formula", ".08119291", unit_standard_error(first, "krippendorff_alpha")),
        ("SE of α, as R's irrCAC prints it", ".08243228P", _error_of_alpha(first)),
    ]
    yield Row(
        "B6",
        "Gwet, distrib.6raters, vignette of irrCAC for R",
        checks(found),
        "krippen.alpha.dist of R counts the change of chance agreement once, not twice: another SE of α",
    )


def _error_of_alpha(ratings: Ratings) -> float:
    """The error of alpha that R's irrCAC 1.0 prints for distributions: only here, to explain it."""
    given = np.stack([(ratings.codes == label).sum(axis=0) for label in range(len(ratings.labels))], axis=1)
    count, raters = len(given), ratings.codes.shape[0]
    epsilon = 1 / given.sum()
    agreeing = (given * (given - 1)).sum(axis=1) / (raters * (raters - 1)) * (1 - epsilon) + epsilon
    shares = given.mean(axis=0) / raters
    chance = (shares**2).sum()
    whole = (agreeing.mean() - chance) / (1 - chance)
    parts = (agreeing - chance) / (1 - chance) - (1 - whole) * (given @ shares / raters - chance) / (
        1 - chance
    )
    return float(np.sqrt(((parts - whole) ** 2).sum() / (count * (count - 1))))


def _gaps() -> Row:
    four = annotators(KRIPPENDORFF)
    found = [
        (what, expected, value(four, key))
        for what, key, expected in (
            ("AC1", "gwet_ac", ".77544"),
            ("Fleiss κ, shares averaged over units", "fleiss_kappa_by_unit", ".76117"),
            ("Conger κ", "conger_kappa", ".76282"),
            ("BP", "brennan_prediger", ".77273"),
            ("α", "krippendorff_alpha", ".74342"),
        )
    ]
    found += [
        (f"SE of {what}", expected, unit_standard_error(four, key))
        for what, key, expected in (
            ("AC1", "gwet_ac", ".14295"),
            ("Fleiss κ", "fleiss_kappa_by_unit", ".15302"),
            ("Conger κ", "conger_kappa", ".14917"),
            ("BP", "brennan_prediger", ".14472"),
        )
    ]
    found += [
        (f"{what} quadratic", expected, value(four, key, "interval"))
        for what, key, expected in (
            ("Conger κ", "conger_kappa", ".85771"),
            ("AC2", "gwet_ac", ".91400"),
            ("BP", "brennan_prediger", ".90152"),
        )
    ]
    found += [
        ("AC2 linear", ".85874", value(four, "gwet_ac", "linear")),
        ("α ordinal", ".8154", alpha(four, "ordinal")),
        ("α interval", ".8491", alpha(four, "interval")),
        ("α ratio", ".7974", alpha(four, "ratio")),
    ]
    loose = Check("SE of α", ".14557", unit_standard_error(four, "krippendorff_alpha"), tolerance=1.5e-4)
    return Row(
        "B7",
        "Krippendorff 2011, C; errors: irrCAC",
        (*checks(found), loose),
        "irrCAC's 'ordinal' (.83364) is not Krippendorff's; its SE of α centres on the corrected "
        "agreement (.14557 against .14548); Fleiss' κ there averages shares over units",
    )


def _free_marginals() -> Iterator[Row]:
    for name, text, fleiss, free in (
        ("B8", "YYY YYN NNY NNN", ".33P", ".33P"),
        ("B9", "YYY YYN YYN YYY", "-.2P", ".33P"),
    ):
        three = units(text)
        yield Row(
            name,
            "Randolph 2005, p. 17",
            checks(
                [
                    ("Fleiss κ", fleiss, value(three, "fleiss_kappa")),
                    ("Randolph κ", free, value(three, "randolph_kappa")),
                ]
            ),
            "skewed labels: Fleiss' κ falls below 0" if name == "B9" else "",
        )


def _many() -> Iterator[Row]:
    eight = units(WARRENS)
    pairs = [
        measure(eight.pair(one, two), "cohen_kappa").value or 0.0 for one, two in combinations(range(8), 2)
    ]
    found = [
        ("Randolph κ", ".8358P", ".8357", value(eight, "randolph_kappa")),
        ("Fleiss κ", ".8324P", ".8323", value(eight, "fleiss_kappa")),
        ("Conger κ", ".8326P", ".8326", value(eight, "conger_kappa")),
        ("Light's mean pairwise κ", ".8325P", ".8324", sum(pairs) / len(pairs)),
    ]
    yield Row(
        "B10",
        "Warrens 2010, p. 284",
        tuple(
            check
            for what, printed, exact, here in found
            for check in (Check(what, printed, here, tolerance=1.5e-4), Check(what, exact, here))
        ),
        "printed values round up",
    )
    tags = from_labels(list(zip(*(unit.split() for unit in MIESKES.split(";")), strict=True)))
    yield Row(
        "B11",
        "Mieskes 2009, p. 58",
        checks(
            [
                ("Fleiss κ", ".80P", value(tags, "fleiss_kappa")),
                ("Fleiss κ", ".804785", value(tags, "fleiss_kappa")),
            ]
        ),
    )


def _sets(text: str) -> Ratings:
    pairs = [[frozenset(part.strip("{}")) for part in pair.split("}{")] for pair in text.split()]
    return from_labels(list(zip(*pairs, strict=True)))


def _edges() -> Iterator[Row]:
    constant = units("11 " * 11 + "12 13")
    observed, expected = _disagreements(constant)
    yield Row(
        "B12",
        "one annotator without variance",
        checks(
            [
                ("α", "-.020P", alpha(constant)),
                ("α", "-.020408", alpha(constant)),
                ("Do", ".153846", observed),
                ("De", ".150769", expected),
            ]
            + [
                (f"κ {how}", ".000", value(constant, "cohen_kappa", how))
                for how in ("nominal", "linear", "interval")
            ]
        ),
        "κ is 0 with any weights, not undefined",
    )
    seven = "{A}{A} {A}{B} {AB}{A} {AB}{AC} {ABC}{ABC} {C}{AC} {C}{AC}"
    found: list[tuple[str, str | None, float | None]] = []
    for how, whole, parts, nine in (
        ("masi", ".177215", (".555556", ".675214"), ".273081"),
        ("jaccard", ".203226", (".452381", ".567766"), ".315620"),
    ):
        observed, expected = _disagreements(_sets(seven), how)
        found += [
            (f"α {how}", whole, alpha(_sets(seven), how)),
            (f"Do {how}", parts[0], observed),
            (f"De {how}", parts[1], expected),
            (f"α {how}, two units with empty sets more", nine, alpha(_sets(seven + " {}{} {A}{}"), how)),
        ]
    yield Row(
        "B13",
        "sets of labels, nltk",
        checks(found),
        "nltk divides by zero where a set is empty; dkpro's 'MASI' (.252) weighs otherwise",
    )
    one_label = measure(units("aaa aaa aaa", ["a", "b"]), "krippendorff_alpha")
    yield Row(
        "B14",
        "all annotators, all units, one label",
        (
            Check("α", None, one_label.value),
            *(
                Check(key, None, value(units("aa aa aa", ["a", "b"]), key))
                for key in (
                    "cohen_kappa",
                    "scott_pi",
                    "brennan_prediger",
                    "gwet_ac",
                    "fleiss_kappa",
                    "conger_kappa",
                )
            ),
        ),
        "dkpro, INCEpTION, nltk and irrCAC say 1.0; here: undefined, because "
        + (one_label.undefined.sentence if one_label.undefined else "?"),
    )
    unequal = units("xy.. " * 10 + "xxxx")
    yield Row(
        "B15",
        "unequal numbers of annotators",
        checks(
            [
                ("α", "-.642857", alpha(unequal)),
                ("Fleiss κ, labels pooled", "-.870130", value(unequal, "fleiss_kappa")),
                ("Fleiss κ, shares averaged over units", "-.833333", value(unequal, "fleiss_kappa_by_unit")),
            ]
        ),
        "two definitions; scaling the counts up to 4 gives -.2222, which is neither",
    )
