"""Answers as arrays of annotators x units, put together for one annotator at a time.

What a million turns got from ten annotators stays at nine bytes an answer that way: numpy counts places in
eight bytes, of one annotator's answers only while they are at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.analysis.agreement.ratings import MISSING

Array = NDArray[Any]


class AnswersByUnit:
    """Answers of annotators (numbers), each with its turn or dialogue, target, label, and when it came."""

    def __init__(self) -> None:
        self._pieces: defaultdict[int, dict[str, list[Array]]] = defaultdict(lambda: defaultdict(list))
        self._answers: dict[int, dict[str, Array]] = {}

    def add(self, who: Array, parts: Mapping[str, Array]) -> None:
        """Some more: who gave each, then ``place``, ``target``, ``label``, ``second``, ``uncertain``."""
        small = {
            name: part.astype(np.min_scalar_type(int(part.max(initial=0)))) for name, part in parts.items()
        }
        for person in np.flatnonzero(np.bincount(who)).tolist():
            mine = who == person
            for name, part in small.items():
                self._pieces[person][name].append(part if mine.all() else part[mine])

    def people(self) -> list[int]:
        """Who gave any."""
        return sorted(self._pieces)

    def units(self, *, shared: bool = False) -> tuple[Array, Array]:
        """The place and the target of each unit, in the order of both. Nothing can be added any more.

        With ``shared``, units that one annotator alone answered are left out, and so are their answers.
        """
        for person in self.people():
            pieces = self._pieces[person]
            own = {name: np.concatenate(pieces.pop(name)) for name in list(pieces)}
            own["late"] = _later_half(own["second"])
            self._answers[person] = own
        least = 2 if shared else 1
        width = 1 + max((int(own["place"].max()) for own in self._answers.values()), default=-1)
        answering, toward = np.zeros(width, dtype=np.int32), np.zeros(width, dtype=np.int32)
        for own in self._answers.values():
            present = np.zeros(width, dtype=bool)
            present[own["place"]] = True
            answering += present
            toward[own["place"]] = own["target"]
        if all((toward[own["place"]] == own["target"]).all() for own in self._answers.values()):
            # Each place has one target only, and nothing need be sorted.
            wanted = answering >= least
            number = np.cumsum(wanted, dtype=np.int32) - 1
            for own in self._answers.values():
                del own["target"]
                _keep(own, wanted[own["place"]])
                own["unit"] = number[own.pop("place")]
            places = np.flatnonzero(wanted)
            return places, toward[places]
        return self._units_of_both(1 + int(max(own["target"].max() for own in self._answers.values())), least)

    def _units_of_both(self, targets: int, least: int) -> tuple[Array, Array]:
        for own in self._answers.values():
            own["both"] = own.pop("place").astype(np.int64) * targets + own.pop("target")
        each = np.concatenate([np.unique(own["both"]) for own in self._answers.values()])
        every, answering = np.unique(each, return_counts=True)
        wanted = answering >= least
        number = np.cumsum(wanted, dtype=np.int32) - 1
        for own in self._answers.values():
            own["unit"] = np.searchsorted(every, own.pop("both"))
            _keep(own, wanted[own["unit"]])
            own["unit"] = number[own["unit"]]
        return every[wanted] // targets, every[wanted] % targets

    def codes(self, units: int, labels: int) -> tuple[Array, int]:
        """The label that each annotator gave to each unit, the last one they gave, and how many answers say
        otherwise."""
        codes = np.full((len(self._answers), units), MISSING, dtype=np.int8 if labels <= 127 else np.int32)
        clashes = 0
        for row, own in self._rows(codes):
            row[own["unit"]] = own["label"]
            if (row[own["unit"]] != own["label"]).any():
                # Of two in one second the label decides, so that no order of files does.
                order = np.lexsort((own["label"], own["second"]))
                row[own["unit"][order]] = own["label"][order]
                clashes += int((row[own["unit"]] != own["label"]).sum())
        return codes, clashes

    def sets(self, units: int) -> Array:
        """The labels that each annotator gave to each unit, as bits."""
        sets = np.zeros((len(self._answers), units), dtype=np.int64)
        for row, own in self._rows(sets):
            np.bitwise_or.at(row, own["unit"], np.int64(1) << own["label"].astype(np.int64))
        return sets

    def uncertain(self, units: int) -> Array:
        """Whether anybody was uncertain about each unit."""
        found = np.zeros(units, dtype=bool)
        for own in self._answers.values():
            found[own["unit"][own["uncertain"] > 0]] = True
        return found

    def late(self, units: int) -> Array:
        """Whether most answers on each unit were given in the later half of their annotators' work."""
        late, every = np.zeros(units, dtype=np.int32), np.zeros(units, dtype=np.int32)
        for own in self._answers.values():
            late += np.bincount(own["unit"][own["late"]], minlength=units)
            every += np.bincount(own["unit"], minlength=units)
        return np.asarray(late * 2 > every)

    def _rows(self, table: Array) -> Iterator[tuple[Array, dict[str, Array]]]:
        return zip(table, self._answers.values(), strict=True)


def _later_half(seconds: Array) -> Array:
    """Whether each answer came in the later half of them, of one second in their order."""
    late = np.zeros(len(seconds), dtype=bool)
    late[np.argsort(seconds, kind="stable")[len(seconds) // 2 :]] = True
    return late


def _keep(answers: dict[str, Array], wanted: Array) -> None:
    """Keep some answers of an annotator."""
    if not wanted.all():
        for name in answers:
            answers[name] = answers[name][wanted]


def scale_of(sets: Array, names: Sequence[str]) -> tuple[Array, tuple[frozenset[str], ...]]:
    """Codes of :meth:`AnswersByUnit.sets`, and the sets of names that they stand for."""
    values, places = np.unique(sets, return_inverse=True)
    places = places.reshape(sets.shape)
    if len(values) and values[0] == 0:
        places, values = places - 1, values[1:]
    return places, tuple(
        frozenset(name for bit, name in enumerate(names) if int(value) >> bit & 1) for value in values
    )
