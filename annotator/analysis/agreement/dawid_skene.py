"""Who is right, by Dawid & Skene (1979): what each annotator confuses, learnt from where they differ.

Expectation maximization from the averages, without smoothing: Applied Statistics 28(1), 20-28. An
opinion of a model, to be shown beside the labels given and never instead of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class DawidSkene:
    """What was learnt.

    ``posterior[unit, label]`` is the probability of each label; ``marginals`` how common labels are;
    ``confusion[annotator, true, given]`` what annotators answer (rows sum to 1, or are 0 for a
    label that no unit has); ``log_likelihood`` of the answers; ``converged`` within the steps allowed.
    """

    posterior: Array
    marginals: Array
    confusion: Array
    log_likelihood: float
    steps: int
    converged: bool


def dawid_skene(codes: Array, labels: int, *, steps: int = 1000, tolerance: float = 1e-9) -> DawidSkene:
    """Fit the model.

    Args:
        codes: answers x units, -1 where there is none. An annotator who answered a unit several times has
            several rows, see ``answer_counts``.
        labels: how many labels there are.
        steps: at most so many rounds.
        tolerance: a gain of the log-likelihood, relative to its size, that ends the search.
    """
    return fit_counts(
        answer_counts(codes, labels, tuple(range(len(codes)))), steps=steps, tolerance=tolerance
    )


def answer_counts(codes: Array, labels: int, annotators: tuple[int, ...]) -> Array:
    """How often each annotator gave each label to each unit: annotators x units x labels.

    ``annotators`` says, row by row of ``codes``, whose answers they are, numbered from 0.
    """
    table = np.asarray(codes)
    counts = np.zeros((max(annotators, default=-1) + 1, table.shape[1], labels))
    for who, row in zip(annotators, table, strict=True):
        answered = np.flatnonzero(row >= 0)
        counts[who, answered, row[answered]] += 1
    return counts


def fit_counts(counts: Array, *, steps: int = 1000, tolerance: float = 1e-9) -> DawidSkene:
    """Fit the model to answer counts (annotators x units x labels), leaving out units without an answer."""
    annotators, units, labels = counts.shape
    answered = counts.sum(axis=(0, 2)) > 0
    used = np.ascontiguousarray(counts[:, answered].transpose(1, 0, 2).reshape(-1, annotators * labels))
    if not used.size:
        raise ValueError("Dawid-Skene needs at least one answer")
    posterior = used.reshape(len(used), annotators, labels).sum(axis=1)
    posterior /= posterior.sum(axis=1, keepdims=True)
    likelihood, step, converged = -np.inf, 0, False
    for step in range(1, steps + 1):  # noqa: B007 - how far it went is told
        marginals = posterior.mean(axis=0)
        confusion = (posterior.T @ used).reshape(labels, annotators, labels)
        given = confusion.sum(axis=-1, keepdims=True)
        confusion = np.divide(confusion, given, out=np.zeros_like(confusion), where=given > 0)
        with np.errstate(divide="ignore"):
            logs = np.maximum(np.log(confusion), -1e6).reshape(labels, -1)
            joint = used @ logs.T + np.log(marginals)
        most = joint.max(axis=1, keepdims=True)
        posterior = np.exp(joint - most)
        sums = posterior.sum(axis=1, keepdims=True)
        posterior /= sums
        before, likelihood = likelihood, float((most + np.log(sums)).sum())
        if likelihood - before <= tolerance * abs(likelihood):
            converged = True
            break
    whole = np.full((units, labels), np.nan)
    whole[answered] = posterior
    return DawidSkene(whole, marginals, confusion.transpose(1, 0, 2), likelihood, step, converged)
