"""What remarks on agreement are in a few words, for windows and terminals that speak other languages.

A remark itself is an English sentence with its figures.
"""

from __future__ import annotations

from annotator.errors import Sentence

# Why there is no value, why there is no interval, what to beware of: by the code of the remark.
REMARKS: dict[str, Sentence] = {
    "two_annotators": Sentence("it compares exactly two annotators"),
    "no_pairs": Sentence("no turn was labelled by two annotators"),
    "one_unit": Sentence("only one turn was labelled by two annotators, so nothing can be said about chance"),
    "no_expected": Sentence("no disagreement can be expected by chance"),
    "one_label": Sentence("all annotators used one label only, so agreement by chance is certain"),
    "empty_sets": Sentence("all annotators gave empty sets only"),
    "few_dialogues": Sentence(
        "turns of one dialogue depend on each other, and fewer than five dialogues are too few"
    ),
    "no_disagreement": Sentence("nobody disagreed, so how much that varies cannot be told"),
    "one_dialogue": Sentence("all disagreement is in one dialogue"),
    "prevalence": Sentence(
        "one label is so frequent that agreement by chance is high: give the observed agreement and AC1 "
        "beside it, and the values by label",
    ),
    "no_spans": Sentence("nobody marked a span"),
    "overlapping": Sentence("somebody marked spans of one label that overlap"),
    "tangled": Sentence("the spans overlap so much that the best alignment is not searched for"),
    "no_segments": Sentence("in no dialogue every turn was labelled by both"),
    "no_segments_at_all": Sentence("no two annotators labelled every turn of any dialogue"),
    "no_drawn_turns": Sentence("in no dialogue that they worked on did any of them correct a turn"),
    "no_boundaries": Sentence("neither annotator set a boundary"),
    "no_spread": Sentence("every dialogue has the same value, so how much that varies cannot be told"),
    "short": Sentence("no dialogue is longer than a window"),
    "bias": Sentence("annotators do not use the labels equally often"),
}
# Names of coefficients that say more than whose they are; the others are the same in every language.
COEFFICIENT_NAMES: tuple[Sentence, ...] = (
    Sentence("Bennett's S / Brennan-Prediger"),
    Sentence("Fleiss' κ (labels pooled)"),
    Sentence("Fleiss' κ (shares averaged over units)"),
    Sentence("Randolph's free-marginal κ"),
    Sentence("Gwet's AC1 (AC2 with weights)"),
)
# Distances of labels, by their keys.
DISTANCE_NAMES: dict[str, Sentence] = {
    "nominal": Sentence("nominal"),
    "ordinal": Sentence("ordinal"),
    "interval": Sentence("interval"),
    "ratio": Sentence("ratio"),
    "linear": Sentence("linear"),
    "masi": Sentence("MASI"),
    "jaccard": Sentence("Jaccard"),
}
# Measures of spans and boundaries, by their keys.
MEASURE_NAMES: dict[str, Sentence] = {
    "exact_f1": Sentence("F1, equal spans"),
    "overlap_f1": Sentence("F1, overlapping spans"),
    "unitizing_alpha": Sentence("α for unitizing"),
    "observed_disorder": Sentence("observed disorder of γ (0 is best)"),
    "pk": Sentence("Pk (0 is best)"),
    "window_diff": Sentence("WindowDiff (0 is best)"),
    "boundary_similarity": Sentence("boundary similarity B"),
    "boundary_measures": Sentence("Pk, WindowDiff, boundary similarity"),
    "unitizing_alpha_of_turns": Sentence("α for unitizing of turns"),
    "drawn_turns": Sentence("Pk, WindowDiff, boundary similarity, α for unitizing"),
}
