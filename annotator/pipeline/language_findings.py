"""Findings about the language of turns as the study wants them: at import, after a repair, and all anew.

A finding is a machine's and fills columns of its turn; tags are people's and are not touched here.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from annotator import importers, language
from annotator.errors import Cancelled
from annotator.importers import Crew
from annotator.language import LanguageOptions
from annotator.model import Gap, Study, TurnLanguage

if TYPE_CHECKING:
    from annotator.store import Project

# What is detected and written at once: some 20 ms of writing, so that nobody's key press waits.
_BATCH = 250
_AT_ONCE, _MOST_EARLY = 50, 500  # of a dialogue that somebody looks at, at once and in all
# Below this many turns it takes longer to start a process than to do the work here.
_FEW = 3_000
_MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class _Batch:
    """Turns in one piece: row numbers and texts; whatever has the number ``following`` comes after them."""

    turns: list[tuple[int, str]]
    following: int


#: What is found in texts of no study.
USUAL = Study()

_Found = list[tuple[int, str, TurnLanguage]]


def options_of(study: Study) -> LanguageOptions:
    """What a study says about its languages, for :mod:`annotator.language`."""
    return LanguageOptions(study.languages, study.names, study.acronyms_neutral)


def finding(text: str, study: Study | None) -> TurnLanguage | None:
    """The finding about the language of a turn's text; None where it is to be made later, without a study."""
    return None if study is None else language.detect(text, options_of(study))


def words_in(found: Iterable[TurnLanguage | None]) -> Iterator[str]:
    """Each language of each turn."""
    for each in found:
        if each is not None:
            yield from dict(each.words)


def undeclared(turns: Counter[str], study: Study) -> tuple[tuple[str, int], ...]:
    """Languages that the study has not declared, with the turns that have words of them, most turns first."""
    declared = {*language.primary_subtags(study.languages), "und"}
    return tuple(found for found in turns.most_common() if found[0] not in declared)


def look_at(text: str, study: Study) -> tuple[tuple[Gap, ...], TurnLanguage]:
    """The gaps in a turn's text and the finding about its language."""
    return importers.find_gaps(text), language.detect(text, options_of(study))


def follow_study(project: Project) -> None:
    """Let a project look at turns whose text a repair decision changes, with its own settings."""
    project.finder = lambda text: look_at(text, project.study.read())


def find_again(
    project: Project,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int | None = None,
    languages: Counter[str] | None = None,
    looked_at: Callable[[], int | None] = lambda: None,
    told: Callable[[frozenset[int]], object] = lambda _turns: None,
) -> int:
    """Make the findings that turns have not yet, or that are older than the study; returns of how many turns.

    Written in short transactions with the place reached, so that whatever ends this (Cancelled,
    a crash) loses nothing: the next call goes on there. ``progress`` gets how many turns are
    done, of about how many. ``workers`` is the number of processes; 0 does it here, None
    decides by size. Where somebody changes the settings meanwhile it begins again. ``languages`` gets by
    language how many turns have words of it. ``looked_at`` says now and then which dialogue (row number)
    somebody looks at: its turns come before the others. ``told`` gets the turns that have their findings.
    """
    written = 0
    while (first := project.findings.undetected_from()) is not None:
        study = project.study.read()
        total = written + project.findings.undetected()
        processes = _processes(total - written) if workers is None else workers
        early = _EarlyFindings(project, study, looked_at, told)
        early.make()
        for batch, found in _detected(_batches(project, first), study, processes, cancelled):
            if not project.findings.set(study, found, batch.following):
                break  # settled otherwise meanwhile
            written += len(found)
            told(frozenset(turn for turn, *_ in found))
            early.make()
            if languages is not None:
                languages.update(words_in(each for *_, each in found))
            progress(min(written, total), total)
    return written


class _EarlyFindings:
    """Findings for the dialogue somebody looks at, as soon as they look at it.

    The mark stays where it is, so that they are made once more in their turn: that takes little, and no break
    can leave a turn out.
    """

    def __init__(
        self,
        project: Project,
        study: Study,
        looked_at: Callable[[], int | None],
        told: Callable[[frozenset[int]], object],
    ) -> None:
        self._project = project
        self._study = study
        self._looked_at = looked_at
        self._told = told
        self._made: set[int] = set()

    def make(self) -> None:
        """Make those of the dialogue that is looked at now, unless that has been done."""
        dialogue, first = self._looked_at(), self._project.findings.undetected_from()
        if dialogue is None or dialogue in self._made or first is None:
            return
        self._made.add(dialogue)
        turns = self._project.findings.turns_of(dialogue, first, _MOST_EARLY)
        for at in range(0, len(turns), _AT_ONCE):
            found = _detect(options_of(self._study), _Batch(turns[at : at + _AT_ONCE], first))
            if not self._project.findings.set(self._study, found, None):
                return
            self._told(frozenset(turn for turn, *_ in found))


def _batches(project: Project, first: int) -> Iterator[_Batch]:
    """All turns from one on; the last piece may be empty."""
    while True:
        turns = project.findings.turns_from(first, _BATCH)
        first = turns[-1][0] + 1 if turns else first
        yield _Batch(turns, first)
        if len(turns) < _BATCH:
            return


def _processes(turns: int) -> int:
    """How many to work with; the window keeps a processor."""
    return 0 if turns < _FEW else max(1, min((os.cpu_count() or 1) - 1, _MOST_PROCESSES))


def _detected(
    batches: Iterator[_Batch], study: Study, processes: int, cancelled: Callable[[], bool]
) -> Iterator[tuple[_Batch, _Found]]:
    work = partial(_detect, options_of(study))
    if processes:
        with Crew(work, lost=_lost, weight=_weight, size=processes, stop=cancelled) as crew:
            yield from crew.results(batches)
        return
    for batch in batches:
        if cancelled():
            raise Cancelled
        yield batch, work(batch)


def _detect(options: LanguageOptions, batch: _Batch) -> _Found:
    return [(turn, text, language.detect(text, options)) for turn, text in batch.turns]


def _lost(_batch: _Batch) -> _Found:
    return []  # its process died: these turns keep the findings they had


def _weight(batch: _Batch) -> int:
    return 4 * sum(len(text) for _, text in batch.turns)
