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
    "bias": Sentence("annotators do not use the labels equally often"),
}
