"""The recipe for corpora: the function goes to other processes as it is (docs/repair.md)."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

import pytest

from annotator.model import Repair
from annotator.repair import RepairConfig, repair
from tests.repair.damage import misread

TEXTS = ["我们一起去吃饭吗？", "今天天气很好，我想出去走走。", "clean text", ""]
DAMAGED = [misread(text, "windows-1254") for text in TEXTS]


def repaired(texts: Iterable[str]) -> list[Repair]:
    return [repair(text, RepairConfig(joiners=False)) for text in texts]


def test_function_arguments_and_results_travel() -> None:
    function, config = pickle.loads(pickle.dumps((repair, RepairConfig(evidence=("名字",)))))
    result = function(DAMAGED[0], config)
    assert pickle.loads(pickle.dumps(result)) == result
    assert repair(DAMAGED[0], config) == result


@pytest.mark.parametrize("scheduler", ["synchronous", "processes"])
def test_dask_repairs_a_bag_as_a_loop_would(scheduler: str) -> None:
    bag = pytest.importorskip("dask.bag").from_sequence(DAMAGED * 3, npartitions=2)
    found = bag.map_partitions(repaired).compute(scheduler=scheduler, num_workers=2)
    assert found == repaired(DAMAGED * 3)
