"""What a picture is asked for, and what it is drawn from: a table and facts, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from annotator.errors import UserError
from annotator.model import Facet
from annotator.reliability.annotator_roles import deciders_of
from annotator.store import Project

Cell = str | int | float | None
By = Literal["speaker", "source", "language"]
BYS: tuple[By, ...] = ("speaker", "source", "language")
Stop = Callable[[], bool]


def phrase(text: str) -> str:
    """A text that stands in a picture, in English; the window has it in its own language."""
    return text


class NothingToSee(UserError):  # noqa: N818 - no error: what it is
    """There is no such picture of this project: why, and what would make one."""

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(phrase("There is nothing to see yet"), why, remedy)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a picture shows.

    ``dialogue`` is a row number, of the pictures of one dialogue. ``facet`` is a key, "" for the one that
    fits best. ``annotators`` are keys, none for everybody. ``by`` says what labels are counted by.
    ``prefer`` (a key) is whose tags are shown where only one annotator's can be and none is named.
    ``seed`` is that of the sample where one is drawn. ``stop`` is asked now and then whether to give up.
    """

    dialogue: int | None = None
    facet: str = ""
    annotators: tuple[str, ...] = ()
    by: By = "speaker"
    prefer: str = ""
    seed: int = 1
    stop: Stop = field(default=lambda: False, compare=False)


@dataclass(frozen=True, slots=True)
class Data:
    """The table a picture is drawn from, and what its caption says.

    ``rows`` have a cell a column; None is an empty cell. ``facts`` fill the caption's template and hold
    what drawing needs besides the rows. ``turns`` are the row numbers of a dialogue's turns by position,
    for pictures whose horizontal axis they are. ``notes`` are sentences that belong under the caption.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]  # of cells
    facts: Mapping[str, Any]
    turns: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()

    def column(self, name: str) -> list[Any]:
        """The cells of one column, top down."""
        at = self.columns.index(name)
        return [row[at] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with holes ``{0}``, ``{1}``… and what fills them."""

    template: str
    values: tuple[object, ...] = ()

    def said(self, say: Callable[[str], str]) -> str:
        """The sentence, in the language that ``say`` translates to."""
        return say(self.template).format(*self.values)


def facet_of(project: Project, asked: Asked, *, wants: str) -> Facet:
    """The facet a picture is about: the one asked for, else the first that ``wants`` describes.

    ``wants`` is "stance" (a facet with targets or intensity, else one of a single answer), "topic"
    (several answers, else any) or "labels" (any with labels). Raises NothingToSee where there is none,
    UserError where the one asked for is not there or has no labels.
    """
    facets = [one for one in project.codebook.read().facets if one.kind != "text" and one.scope != "dialogue"]
    if asked.facet:
        for one in facets:
            if one.key == asked.facet:
                return one
        known = ", ".join(one.key for one in facets)
        raise UserError(
            "There is no picture of the facet {facet}",
            "",
            "Choose from {known}",
            facet=asked.facet,
            known=known,
        )
    live = [one for one in facets if not one.retired and one.labels]
    for fits in _WANTS[wants]:
        for one in live:
            if fits(one):
                return one
    raise NothingToSee(
        phrase("the codebook has no facet of turns with labels"),
        phrase("Add one under Codebook"),
    )


_WANTS: dict[str, Sequence[Callable[[Facet], bool]]] = {
    "stance": (
        lambda one: one.targeted,
        lambda one: one.intensity,
        lambda one: one.kind != "several" and not one.detected,
        lambda _: True,
    ),
    "topic": (lambda one: one.kind == "several", lambda _: True),
    "labels": (lambda _: True,),
}


def people_of(project: Project, asked: Asked) -> dict[int, str]:
    """Whose tags count: their names by row number. Votes and decisions only where they are named."""
    everybody = project.pictures.annotators()
    if asked.annotators:
        return {row: name for row, (key, name, _) in everybody.items() if key in asked.annotators}
    apart = deciders_of(project)
    answering = {row: one for row, one in everybody.items() if one[0] not in apart}
    return {row: name for row, (_, name, kind) in answering.items() if kind == "human"} or {
        row: name for row, (_, name, _) in answering.items()
    }


def dialogue_of(project: Project, asked: Asked) -> tuple[int, str]:
    """Row number and title of the dialogue asked for, the first of the project where none is.

    Raises NothingToSee in a project without dialogues.
    """
    number = asked.dialogue
    if number is None:
        ids = project.dialogues.ids()
        if not ids:
            raise NothingToSee(phrase("the project has no dialogues"), phrase("Import transcripts first"))
        number = ids[0]
    found = project.dialogues.page([number])
    if not found:
        raise NothingToSee(phrase("the dialogue is no longer in the project"), phrase("Choose another one"))
    return number, found[0].title


def find_dialogue(project: Project, wanted: str) -> int | None:
    """The row number of a dialogue by key, title or place in the list (from 1); None for "", the first.

    Raises UserError where there is none, or where several have that title.
    """
    if not wanted:
        return None
    dialogues = project.dialogues.page(project.dialogues.ids())
    same = [one for one in dialogues if wanted == one.key] or [
        one for one in dialogues if wanted == one.title
    ]
    if len(same) > 1:
        raise UserError(
            "{same} dialogues have the title {wanted}",
            "",
            "Name one by its key, such as {key}",
            same=len(same),
            wanted=wanted,
            key=same[0].key,
        )
    if same:
        return same[0].id
    if wanted.isdecimal() and 1 <= int(wanted) <= len(dialogues):
        return dialogues[int(wanted) - 1].id
    known = ", ".join(one.title for one in dialogues[:5]) + ("…" if len(dialogues) > 5 else "")
    raise UserError(
        "There is no dialogue {wanted}",
        "",
        "Say a title, a key or a number: {known}",
        wanted=wanted,
        known=known,
    )
