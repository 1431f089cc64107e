"""Agreement of annotators: coefficients with intervals over dialogues, as pure functions over arrays.

``measure`` gives one coefficient of ratings, ``measure_all`` several; ``COEFFICIENTS`` and
``DISTANCES`` are the tables of what there is. Spans, boundaries, Dawid-Skene and soft labels have
functions of their own. Nothing here is ever 1.0 or NaN for want of a value: where a coefficient is
undefined, the result says why.
"""

from annotator.analysis.agreement.boundaries import (
    boundary_agreement,
    boundary_similarity,
    pk,
    segmentation_similarity,
    window_diff,
)
from annotator.analysis.agreement.coefficients import COEFFICIENTS, PER_LABEL, Coefficient
from annotator.analysis.agreement.dawid_skene import DawidSkene, answer_counts, dawid_skene, fit_counts
from annotator.analysis.agreement.distances import DISTANCES, Distance, own_distance
from annotator.analysis.agreement.gamma import Costs, Disorder, observed_disorder
from annotator.analysis.agreement.measuring import (
    LEAST_DIALOGUES,
    LEVEL,
    measure,
    measure_against_rest,
    measure_all,
    measure_labels,
    measure_pairs,
)
from annotator.analysis.agreement.ratings import MISSING, Ratings, from_codes, from_labels, from_table
from annotator.analysis.agreement.results import Agreement, AgreementRemark, Interval
from annotator.analysis.agreement.soft_labels import majority, manhattan, soft_labels, wasserstein
from annotator.analysis.agreement.spans import (
    Span,
    exact_f1,
    overlap_f1,
    unitizing_alpha,
    unitizing_alpha_of_labels,
)
from annotator.analysis.agreement.student_t import t_quantile
from annotator.analysis.agreement.unit_errors import unit_standard_error
from annotator.analysis.agreement.unitizing import Continuum, unitizing_over_dialogues

__all__ = [
    "COEFFICIENTS",
    "DISTANCES",
    "LEAST_DIALOGUES",
    "LEVEL",
    "MISSING",
    "PER_LABEL",
    "Agreement",
    "AgreementRemark",
    "Coefficient",
    "Continuum",
    "Costs",
    "DawidSkene",
    "Disorder",
    "Distance",
    "Interval",
    "Ratings",
    "Span",
    "answer_counts",
    "boundary_agreement",
    "boundary_similarity",
    "dawid_skene",
    "exact_f1",
    "fit_counts",
    "from_codes",
    "from_labels",
    "from_table",
    "majority",
    "manhattan",
    "measure",
    "measure_against_rest",
    "measure_all",
    "measure_labels",
    "measure_pairs",
    "observed_disorder",
    "overlap_f1",
    "own_distance",
    "pk",
    "segmentation_similarity",
    "soft_labels",
    "t_quantile",
    "unit_standard_error",
    "unitizing_alpha",
    "unitizing_alpha_of_labels",
    "unitizing_over_dialogues",
    "wasserstein",
    "window_diff",
]
