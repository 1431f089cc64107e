"""E: Dawid & Skene 1979, 45 patients and 5 observers, the first of whom answered three times."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from annotator.analysis.agreement import answer_counts, dawid_skene, fit_counts
from tests.analysis.golden.rows import Check, Row, checks

PATIENTS = (
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 "
    "1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 "
    "1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 "
    "2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222"
)
HARD = "142222132243121111222222112111131224233111212"
_CONFUSION = ((".889P", ".111P", "0", "0"), (".071P", ".876P", ".053P", "0"), ("0", ".339P", ".661P", "0"),
              ("0", "0", ".556P", ".444P"))  # fmt: skip


def rows() -> Iterator[Row]:
    codes = np.array([[int(patient[row]) - 1 for patient in PATIENTS.split()] for row in range(7)])
    whole = fit_counts(answer_counts(codes, 4, (0, 0, 0, 1, 2, 3, 4)))
    found: list[tuple[str, str | None, float | None]] = []
    for label, (printed, exact) in enumerate(
        zip((".40P", ".42P", ".11P", ".07P"), (".3996", ".4220", ".1118", ".0667"), strict=True)
    ):
        found += [
            (f"share of {label + 1}", value, float(whole.marginals[label])) for value in (printed, exact)
        ]
    found += [
        (f"observer 1, {true + 1} taken for {given + 1}", value, float(whole.confusion[0, true, given]))
        for true, row in enumerate(_CONFUSION)
        for given, value in enumerate(row)
    ]
    found += [
        (f"patient {patient}, {label}", value, float(whole.posterior[patient - 1, label - 1]))
        for patient, label, value in ((7, 1, ".981"), (7, 2, ".019"), (35, 2, ".948"), (35, 3, ".052"),
                                      (38, 2, ".021"), (38, 3, ".979"))
    ]  # fmt: skip
    yield Row(
        "E1",
        "Dawid & Skene 1979, all answers",
        (
            *checks(found),
            Check("log-likelihood", "-192.890881", whole.log_likelihood, tolerance=2e-5),
            Check("labels as published", "45", float(_equal(whole.posterior))),
        ),
    )
    first = dawid_skene(codes[[0, 3, 4, 5, 6]], 4)
    found = [
        (f"share of {label + 1}", value, float(first.marginals[label]))
        for label, value in enumerate((".4000", ".4126", ".1208", ".0667"))
    ]
    yield Row(
        "E2",
        "Dawid & Skene 1979, first answers only; crowd-kit 1.4.2",
        (
            *checks(found),
            Check("log-likelihood", "-141.0772", first.log_likelihood),
            Check("labels as with all answers", "45", float(_equal(first.posterior))),
            Check("patient 2 (most say 3)", "4", float(first.posterior[1].argmax() + 1)),
        ),
    )


def _equal(posterior: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> int:
    return sum(int(wanted) == label + 1 for wanted, label in zip(HARD, posterior.argmax(axis=1), strict=True))
