"""Trains the network that reads damaged text from both sides (see ``annotator/repair/network.py``).

Text is damaged on the fly: a page is drawn for every few windows, and every character that
loses bytes under it becomes a hole that the network has to fill from its group. Needs torch
(CPU); every random choice comes from one seed, and the number of steps is fixed. Matrices
are multiplied in bfloat16, so the same bytes come out only on processors that do that alike.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  (its usual name)
from network_pack import HEADS
from network_texts import Material  # noqa: TC002  (plain scripts, no cycle to avoid)
from patterns import kinds
from torch import Tensor, nn

from annotator.repair import tokenizer
from annotator.repair.network import COMMON, SHARPNESS, SLOWEST, WINDOW

SEED = 1
STEPS = 8500
WIDTH, LAYERS, WIDENED = 256, 4, 768
#: Windows of one page, and pages of one step.
_WINDOWS, _PAGES = 4, 4
_RATE, _WARM_UP, _DECAY, _LAST = 2e-3, 200, 0.4, 0.02
_REST = 0.05
#: How often a step's page is a common one, a seldom one, one without controls, a made-up one.
_MIX = (0.48, 0.16, 0.16, 0.2)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.Parameter(torch.ones(WIDTH)), nn.Parameter(torch.ones(WIDTH))
        self.mixing = nn.Parameter(torch.randn(WIDTH, 3 * WIDTH) * WIDTH**-0.5)
        self.mixed = nn.Parameter(torch.randn(WIDTH, WIDTH) * WIDTH**-0.5 / 2)
        self.widening = nn.Parameter(torch.randn(WIDTH, WIDENED) * WIDTH**-0.5)
        self.narrowing = nn.Parameter(torch.randn(WIDENED, WIDTH) * WIDENED**-0.5 / 2)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        rows, size, _ = x.shape
        mixed = F.rms_norm(x, (WIDTH,), self.before) @ self.mixing
        q, k, v = mixed.view(rows, size, 3, HEADS, WIDTH // HEADS).unbind(2)
        q, k, v = (one.transpose(1, 2) for one in (_turned(q, cos, sin), _turned(k, cos, sin), v))
        share = ((q @ k.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5).softmax(-1).to(v.dtype)
        heard = share @ v
        x = x + heard.transpose(1, 2).reshape(rows, size, WIDTH) @ self.mixed
        wide = F.relu(F.rms_norm(x, (WIDTH,), self.between) @ self.widening)
        return x + wide.square() @ self.narrowing


def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1).to(x.dtype)


class Model(nn.Module):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.embedding = nn.Parameter(torch.randn(size, WIDTH) * 0.7)
        self.hole, self.bias = nn.Parameter(torch.zeros(WIDTH)), nn.Parameter(torch.zeros(size))
        self.final = nn.Parameter(torch.ones(WIDTH))
        self.head = nn.Parameter(torch.randn(WIDTH, WIDTH) * WIDTH**-0.5)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        half = WIDTH // HEADS // 2
        turns = torch.arange(WINDOW)[:, None] / SLOWEST ** (torch.arange(half) / half)
        self.register_buffer("cos", turns.cos()[None, :, None], persistent=False)
        self.register_buffer("sin", turns.sin()[None, :, None], persistent=False)

    def through(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x, self.cos, self.sin)
        return F.rms_norm(x, (WIDTH,), self.final) @ self.head


def _loss(came: Tensor, output: tuple[Tensor, Tensor], group: Tensor, of: Tensor, true: Tensor) -> Tensor:
    """Cross entropy over the characters of each hole's group alone."""
    embedding, bias = output
    logits = (came @ embedding.T).float() / SHARPNESS + bias
    return F.cross_entropy(logits.masked_fill(group[None] != of[:, None], -1e4), true, reduction="sum")


def _put_in(model: Model, window: Tensor, group: Tensor, weight: Tensor) -> Tensor:
    """Windows as vectors; a hole is the weighted mean of the characters of its group."""
    lost = group >= 0
    count, at = int(group.max()) + 1, group.clamp(min=0)
    share = weight * lost
    means = torch.zeros(count, WIDTH).index_add(0, at, model.embedding * share[:, None])
    means = means / torch.zeros(count).index_add(0, at, share)[:, None]
    holes = group[window]
    return torch.where(
        (holes >= 0)[..., None], means[holes.clamp(min=0)] + model.hole, model.embedding[window]
    )


def train(
    given: Material, steps: int, watch: Callable[[int, dict[str, np.ndarray]], None] | None = None
) -> dict[str, np.ndarray]:
    """Arrays of the trained network by name, as ``annotator.repair.network_weights`` reads them.

    ``watch`` is given those of now and then.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    # Sums over many places come out in one order, so that two trainings agree in every bit.
    torch.use_deterministic_algorithms(mode=True)
    rng = np.random.default_rng(SEED)
    pages = [[torch.from_numpy(g) for g in kind] for kind in kinds(given.characters, SEED)]
    weight = torch.from_numpy(given.common) ** COMMON
    model = Model(len(given.characters))
    hidden = [p for n, p in model.named_parameters() if p.dim() == 2 and n != "embedding"]
    others = [p for n, p in model.named_parameters() if p.dim() != 2 or n == "embedding"]
    optimizers = [
        torch.optim.Muon(hidden, lr=_RATE, weight_decay=_REST, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    through, loss_of = torch.compile(model.through), torch.compile(_loss, dynamic=True)
    sums = np.cumsum(given.weights) / sum(given.weights)
    began, heard, count = time.time(), 0.0, 0
    for step in range(1, steps + 1):
        for optimizer in optimizers:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = _RATE * _slope(step / steps, step)
        chosen = [_page(rng, pages) for _ in range(_PAGES)]
        windows = [torch.from_numpy(_windows(rng, given.streams, sums)) for _ in range(_PAGES)]
        put_in = [_put_in(model, w, g, weight) for w, g in zip(windows, chosen, strict=True)]
        with torch.autocast("cpu", torch.bfloat16):
            came_out = through(torch.cat(put_in)).split(_WINDOWS)
        total, holes = torch.zeros(()), 0
        low = model.embedding.to(torch.bfloat16)
        for window, page, came in zip(windows, chosen, came_out, strict=True):
            of = page[window]
            lost = of >= 0
            if lost.any():
                total = total + loss_of(came[lost], (low, model.bias), page, of[lost], window[lost])
                holes += int(lost.sum())
        (total / max(1, holes)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        heard, count = heard + total.item(), count + holes
        if step % 100 == 0:
            minutes = (time.time() - began) / 60
            print(f"step {step}: {heard / count:.3f} nats a hole, {minutes:.1f} min", flush=True)
            heard, count = 0.0, 0
        if watch and step % 500 == 0:
            watch(step, _arrays(model, weight))
    return _arrays(model, weight)


def _slope(share: float, step: int) -> float:
    """The rate rises at first, and falls in the last part of the steps."""
    return min(1.0, step / _WARM_UP) * min(1.0, max(_LAST, (1 - share) / _DECAY))


def _page(rng: np.random.Generator, pages: Sequence[Sequence[Tensor]]) -> Tensor:
    kind = pages[rng.choice(len(pages), p=_MIX)]
    return kind[rng.integers(len(kind))]


def _windows(rng: np.random.Generator, streams: Sequence[np.ndarray], sums: np.ndarray) -> np.ndarray:
    out = np.full((_WINDOWS, WINDOW), tokenizer.BOUNDARY, dtype=np.int64)
    for row in out:
        stream = streams[np.searchsorted(sums, rng.random())]
        start = rng.integers(max(1, len(stream) - WINDOW))
        piece = stream[start : start + WINDOW]
        row[: len(piece)] = piece
    return out


def _arrays(model: Model, weight: Tensor) -> dict[str, np.ndarray]:
    out = {name: getattr(model, name).detach().numpy() for name in ("hole", "bias", "final", "head")}
    out |= {"embedding": model.embedding.detach().numpy().T, "common": weight.numpy()}
    for at, layer in enumerate(model.layers):
        out |= {f"{name}{at}": p.detach().numpy() for name, p in layer.named_parameters()}
    return out
