from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.analysis.topic_suggestions import fit
from annotator.analysis.topic_training import Learner

TEXTS = ("robots take jobs", "机器人 music", "art", "", "\ud800")
LABELS = ("art", "music", "work")


def test_a_label_counts_once_for_a_turn() -> None:
    learner = Learner()
    for _ in range(2):
        learner.add(1, "robots", "work")
    learner.add(1, "robots", "art")
    assert learner.model == fit([("robots", "work"), ("robots", "art")])
    assert learner.labels(1) == {"work", "art"}
    assert learner.labels(2) == frozenset()


def test_another_text_cannot_be_unlearnt() -> None:
    learner = Learner()
    learner.add(1, "robots", "work")
    assert not learner.settle(1, "Robots!", [])
    assert learner.labels(1) == {"work"}
    assert learner.settle(1, "robots", [])
    assert learner.settle(1, "Robots!", ["art"]), "nothing was known any more"
    assert learner.model == fit([("Robots!", "art")])


@given(st.lists(st.tuples(st.integers(0, len(TEXTS) - 1), st.sets(st.sampled_from(LABELS)))))
def test_whatever_way_it_learnt_it_knows_what_stands(steps: list[tuple[int, set[str]]]) -> None:
    learner = Learner()
    standing: dict[int, set[str]] = {}
    for turn, labels in steps:
        assert learner.settle(turn, TEXTS[turn], labels)
        standing[turn] = labels
    assert learner.model == fit((TEXTS[turn], label) for turn, labels in standing.items() for label in labels)
