"""What is left of quotes and dashes where a program dropped the controls of Latin-1."""

from __future__ import annotations

import pytest

from annotator.core.repair_steps import replay
from annotator.repair import repair
from annotator.repair.lone_leads import repair_lone_leads
from tests.repair.damage import CONTROLS, misread

TEXT = "Don’t worry – “it’s just a draft”, he’d told them…\nFine—then we’ll see (I’ve heard)"


def test_they_come_back() -> None:
    received = misread(TEXT, "latin-1", CONTROLS)
    found = repair(received)
    assert found.text.replace("—", "–") == TEXT.replace("—", "–")
    assert replay(received, found.steps) == found.text
    assert {step.kind for step in found.steps} == {"lost"}


def test_what_is_no_apostrophe_is_a_doubt() -> None:
    steps = repair_lone_leads(misread(TEXT, "latin-1", CONTROLS))
    sure = {step.after for step in steps if step.confidence >= 0.85}
    assert sure == {"’", "…"}
    assert all(step.alternatives[0] == (step.after, step.confidence) for step in steps)
    assert all(sum(share for _, share in step.alternatives) <= 1 for step in steps)


@pytest.mark.parametrize(
    "text",
    [
        "La pâte à pain",
        "Proprietât dal Granducât",
        "A ddylai'r ffrâm fod",
        "Râs al-Khaima isn't far",
        "câest là, ils sâen vont",
        "plain",
    ],
)
def test_letters_stay(text: str) -> None:
    assert repair_lone_leads(text) == []
