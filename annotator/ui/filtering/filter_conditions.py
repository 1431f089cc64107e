"""The conditions of a filter as data: what each is called, what it may be set to, how a chip says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.texts.counted_texts import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from annotator.model import TurnFilter
    from annotator.ui.workspace.workspace import Workspace

# Confidences offered for repairs in doubt.
DOUBTS = (0.99, 0.95, 0.9, 0.75, 0.5)


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One way to restrict further: its words in the menu, and the filter with it."""

    text: str
    filter: TurnFilter
    given: bool  # whether it is restricted so already


@dataclass(frozen=True, slots=True)
class Condition:
    """One chip: its words, and the filter without it."""

    text: str
    without: TurnFilter


# Fields that list values, and how a chip names one. Offers are made by `offers`.
LISTS: tuple[tuple[str, str], ...] = (
    ("speakers", QT_TRANSLATE_NOOP("Filter", "Speaker: {value}")),
    ("labels", QT_TRANSLATE_NOOP("Filter", "Label: {value}")),
    ("annotators", QT_TRANSLATE_NOOP("Filter", "Tagged by: {value}")),
    ("languages", QT_TRANSLATE_NOOP("Filter", "Language: {value}")),
    ("dialogues", QT_TRANSLATE_NOOP("Filter", "Dialogue: {value}")),
)
# Fields that hold or not.
STATES: tuple[tuple[str, str], ...] = (
    ("uncertain", QT_TRANSLATE_NOOP("Filter", "Uncertain tag")),
    ("switched", QT_TRANSLATE_NOOP("Filter", "Several languages")),
    ("gaps", QT_TRANSLATE_NOOP("Filter", "Gap in the text")),
    ("flagged", QT_TRANSLATE_NOOP("Filter", "Flagged")),
    ("bookmarked", QT_TRANSLATE_NOOP("Filter", "Bookmarked")),
    ("noted", QT_TRANSLATE_NOOP("Filter", "With a note")),
)
MENU_TITLES: dict[str, str] = {
    "speakers": QT_TRANSLATE_NOOP("Filter", "&Speaker"),
    "labels": QT_TRANSLATE_NOOP("Filter", "&Label"),
    "untagged": QT_TRANSLATE_NOOP("Filter", "&Untagged for"),
    "annotators": QT_TRANSLATE_NOOP("Filter", "Tagged &by"),
    "languages": QT_TRANSLATE_NOOP("Filter", "Lan&guage"),
    "doubts_below": QT_TRANSLATE_NOOP("Filter", "&Repair confidence below"),
}


def translated(text: str) -> str:
    """A text of the tables in the language of the window."""
    return QCoreApplication.translate("Filter", text)


def _values(workspace: Workspace, field: str) -> list[tuple[str, str]]:
    """What a list may hold in this project: value and name."""
    project = workspace.project
    if project is None:
        return []
    book = workspace.codebook
    makers: dict[str, Callable[[], list[tuple[str, str]]]] = {
        "speakers": lambda: [
            (name, name or translated("before the first speaker")) for name in project.search.speakers()
        ],
        "labels": lambda: [
            (label.key, f"{facet.name}: {label.name}")
            for facet in book.facets
            for label in facet.labels
            if not facet.retired and not label.retired
        ],
        "annotators": lambda: [(person.key, person.name) for person in project.people.all()],
        "languages": lambda: [(code, code) for code in project.search.languages()],
    }
    return makers[field]() if field in makers else []


def offers(workspace: Workspace, wanted: TurnFilter) -> Iterator[tuple[str, list[FilterChoice]]]:
    """The submenus: title and choices. Empty ones are left out."""
    for field, title in MENU_TITLES.items():
        choices = _choices(workspace, wanted, field)
        if choices:
            yield translated(title), choices


def _choices(workspace: Workspace, wanted: TurnFilter, field: str) -> list[FilterChoice]:
    if field == "untagged":
        facets = [facet for facet in workspace.codebook.facets if facet.scope == "turn" and not facet.retired]
        return [
            FilterChoice(facet.name, replace(wanted, untagged=facet.key), wanted.untagged == facet.key)
            for facet in facets
        ]
    if field == "doubts_below":
        return [
            FilterChoice(f"{limit:.0%}", replace(wanted, doubts_below=limit), wanted.doubts_below == limit)
            for limit in DOUBTS
        ]
    given: tuple[str, ...] = getattr(wanted, field)
    return [
        FilterChoice(name, replace(wanted, **{field: (*given, value)}), value in given)  # type: ignore[arg-type]  # a list field
        for value, name in _values(workspace, field)
    ]


def states(wanted: TurnFilter) -> list[FilterChoice]:
    """The conditions that hold or not."""
    return [
        FilterChoice(translated(text), replace(wanted, **{field: True}), bool(getattr(wanted, field)))  # type: ignore[arg-type]
        for field, text in STATES
    ]


def conditions(workspace: Workspace, wanted: TurnFilter) -> Iterator[Condition]:
    """The chips of a filter, its words apart."""
    for field, text in LISTS:
        given: tuple[str, ...] = getattr(wanted, field)
        names = dict(_values(workspace, field)) if given else {}
        for value in given:
            rest = tuple(other for other in given if other != value)
            without = replace(wanted, **{field: rest})  # type: ignore[arg-type]
            yield Condition(translated(text).format(value=names.get(value, value)), without)
    if wanted.untagged:
        name = next((x.name for x in workspace.codebook.facets if x.key == wanted.untagged), wanted.untagged)
        yield Condition(translated("No tag for {facet}").format(facet=name), replace(wanted, untagged=""))
    if wanted.doubts_below is not None:
        text = translated("Repair confidence < {limit}").format(limit=f"{wanted.doubts_below:.0%}")
        yield Condition(text, replace(wanted, doubts_below=None))
    for field, text in STATES:
        if getattr(wanted, field):
            yield Condition(translated(text), replace(wanted, **{field: False}))  # type: ignore[arg-type]


# Texts of `translated` above that stand in no table.
_MORE = (
    QT_TRANSLATE_NOOP("Filter", "before the first speaker"),
    QT_TRANSLATE_NOOP("Filter", "No tag for {facet}"),
    QT_TRANSLATE_NOOP("Filter", "Repair confidence < {limit}"),
)
