"""The network: its arithmetic against the plain formulas, windows, strangers, and how weights are stored."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import exp
from pathlib import Path

import numpy as np
import pytest

from annotator.repair import network as network_module
from annotator.repair.damaged_line import Line
from annotator.repair.language_model import NetworkPart, load
from annotator.repair.lost_characters import Slot
from annotator.repair.network import SHARPNESS, SLOWEST, WINDOW, Block, Network, Place
from annotator.repair.network_scores import opinions
from annotator.repair.network_weights import read

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging" / "repair_model"))
from network_pack import laid_out  # type: ignore[import-not-found]

WIDTH, HEADS, SIZE = 16, 2, 40


@pytest.fixture
def arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)

    def some(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.4, shape).astype(np.float32)

    out = {"embedding": some(WIDTH, SIZE), "hole": some(WIDTH), "bias": some(SIZE), "final": some(WIDTH)}
    out |= {"head": some(WIDTH, WIDTH), "common": np.arange(1, SIZE + 1, dtype=np.float32)}
    for at in range(2):
        out |= {f"before{at}": some(WIDTH), f"between{at}": some(WIDTH)}
        out |= {f"mixing{at}": some(WIDTH, 3 * WIDTH), f"mixed{at}": some(WIDTH, WIDTH)}
        out |= {f"widening{at}": some(WIDTH, 24), f"narrowing{at}": some(24, WIDTH)}
    return out


@pytest.fixture
def network(arrays: dict[str, np.ndarray]) -> Network:
    names = ("before", "mixing", "mixed", "between", "widening", "narrowing")
    blocks = [Block(*(arrays[f"{name}{at}"] for name in names)) for at in range(2)]
    return Network(arrays["embedding"].T.copy(), blocks, arrays, HEADS, {})


def normed(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    out: np.ndarray = x / np.sqrt((x**2).mean() + np.finfo(np.float32).eps) * weight
    return out


def turned(x: np.ndarray, at: int) -> np.ndarray:
    """Each pair of numbers as a complex one, turned by its own angle."""
    half = len(x) // 2
    angles = at / SLOWEST ** (np.arange(half) / half)
    pairs = (x[:half] + 1j * x[half:]) * np.exp(1j * angles)
    return np.concatenate([pairs.real, pairs.imag])


def by_the_book(a: dict[str, np.ndarray], rows: list[np.ndarray]) -> list[np.ndarray]:
    """The encoder one vector at a time."""
    x = [row.astype(np.float64) for row in rows]
    for layer in range(2):
        mixed = [normed(row, a[f"before{layer}"]) @ a[f"mixing{layer}"] for row in x]
        heard = [np.zeros(WIDTH) for _ in x]
        size = WIDTH // HEADS
        for head in range(HEADS):
            part = slice(head * size, (head + 1) * size)
            q = [turned(m[:WIDTH][part], at) for at, m in enumerate(mixed)]
            k = [turned(m[WIDTH : 2 * WIDTH][part], at) for at, m in enumerate(mixed)]
            for at, _ in enumerate(x):
                weight = np.exp([q[at] @ key / size**0.5 for key in k])
                weight /= weight.sum()
                heard[at][part] = sum(w * m[2 * WIDTH :][part] for w, m in zip(weight, mixed, strict=True))
        x = [row + h @ a[f"mixed{layer}"] for row, h in zip(x, heard, strict=True)]
        wide = [np.maximum(normed(row, a[f"between{layer}"]) @ a[f"widening{layer}"], 0) ** 2 for row in x]
        x = [row + w @ a[f"narrowing{layer}"] for row, w in zip(x, wide, strict=True)]
    return [normed(row, a["final"]) @ a["head"] for row in x]


def test_it_computes_what_the_formulas_say(arrays: dict[str, np.ndarray], network: Network) -> None:
    places: list[Place] = [5, 9, (3, 7, 12), 1, (20, 21), 30]
    vectors = arrays["embedding"].T
    rows = []
    for place in places:
        if isinstance(place, int):
            rows.append(vectors[place])
        else:
            weight = arrays["common"][list(place)]
            rows.append(weight @ vectors[list(place)] / weight.sum() + arrays["hole"])
    came_out = by_the_book(arrays, rows)
    judged = list(network.judge(places))
    for at, shares in zip((2, 4), judged, strict=True):
        place = places[at]
        assert not isinstance(place, int)
        candidates = list(place)
        logits = vectors[candidates] @ came_out[at] / SHARPNESS + arrays["bias"][candidates]
        wanted = np.exp(logits) / np.exp(logits).sum()
        assert np.exp(shares) == pytest.approx(wanted, rel=1e-3)


def test_every_hole_of_a_long_text_is_judged_once_and_in_order(network: Network) -> None:
    rng = np.random.default_rng(5)
    places = [
        tuple(rng.choice(np.arange(1, SIZE), 2 + at % 5, replace=False).tolist())
        if at % 7 == 0
        else at % SIZE
        for at in range(3 * WINDOW + 11)
    ]
    judged = list(network.judge(places))
    holes = [place for place in places if not isinstance(place, int)]
    assert [len(shares) for shares in judged] == [len(place) for place in holes]
    assert all(np.exp(shares).sum() == pytest.approx(1, abs=1e-4) for shares in judged)


def test_a_text_is_judged_the_same_however_much_is_read_at_once(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[Place] = [(1, 2, 3 + at % 5) if at % 9 == 0 else at % SIZE for at in range(4 * WINDOW)]
    together = list(network.judge(places))
    monkeypatch.setattr(network_module, "_AT_ONCE", 1)
    for one, other in zip(network.judge(places), together, strict=True):
        assert one == pytest.approx(other, abs=1e-4)


@pytest.mark.parametrize("size", [1.0, 1000.0])
def test_shares_of_large_numbers_are_as_exact(size: float) -> None:
    rng = np.random.default_rng(3)
    queries, keys, values = (rng.standard_normal((1, 6, 2, 4)).astype(np.float32) for _ in range(3))
    found = network_module._heard(queries * np.float32(size), keys, values)[0]
    for head in range(2):
        logits = (size * queries[0, :, head].astype(np.float64)) @ keys[0, :, head].T
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        wanted = weights / weights.sum(axis=1, keepdims=True) @ values[0, :, head]
        assert found[:, head * 4 : head * 4 + 4] == pytest.approx(wanted, abs=1e-3)


def test_far_away_text_says_nothing(network: Network) -> None:
    near = [(1, 2, 3), *range(1, SIZE)] * 8
    (before, *_), (after, *_) = (network.judge([*near, *[char] * (5 * WINDOW)]) for char in (7, 8))
    assert (before == after).all()


def test_a_stranger_is_less_likely_than_any_other(network: Network) -> None:
    (shares,) = network.judge([3, (0, 8, 11, 0), 4])
    assert max(shares[0], shares[3]) < min(shares[1], shares[2])


def test_nothing_lost_nothing_judged(network: Network) -> None:
    assert list(network.judge([1, 2, 3])) == []
    assert list(network.judge([])) == []


def test_weights_come_back_from_bytes_to_half_a_step(arrays: dict[str, np.ndarray]) -> None:
    header, block = laid_out(arrays, ["", "", "", "", "", "一", "二", "三"])
    network = read(NetworkPart(header, memoryview(block)))
    assert [network.numbers[char] for char in "一三"] == [5, 7]
    back = network._embedding.T
    step = np.abs(arrays["embedding"]).max(axis=0) / 127
    assert (np.abs(back - arrays["embedding"]) <= step / 2 + 1e-7).all()
    assert (network._bias == arrays["bias"]).all()


def test_a_model_without_a_network_has_no_opinion() -> None:
    model = replace(load(), sha256="", network=None)
    line = Line(("我们去", "图书馆。"), (Slot(3, 4, (("看", 0.0), ("真", 0.0)), 0xE7),))
    assert list(opinions(model, [line])) == [[None]]
    ((said,),) = opinions(load(), [line])
    assert said is not None
    assert sum(map(exp, said)) == pytest.approx(1, abs=1e-3)
