"""What the palette can find: commands, facets, labels, saved views, dialogues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.core.text_folding import loosely
from annotator.ui.actions import ACTIONS, MENUS, SUBMENUS, Action
from annotator.ui.actions.menu_bar import translated
from annotator.ui.command_palette.fuzzy_match import fit
from annotator.ui.keys.key_holders import plain
from annotator.ui.keys.key_sheet import names
from annotator.ui.keys.keymap import shown
from annotator.ui.marking import MarkCommands
from annotator.ui.texts.label_names import label_words
from annotator.ui.workspace.go_to_turn import go_to_turn

if TYPE_CHECKING:
    from annotator.model import TurnFilter
    from annotator.ui.actions.menu_bar import Actions
    from annotator.ui.workspace.workspace import Workspace

PAGE = 1_000  # dialogues whose titles are read at once
SCATTERED = 5_000  # dialogues up to which single letters of a title are enough to find it
KEPT = 12  # entries remembered as used last
SHOWN = 60  # entries on show at most

ShowView = Callable[["TurnFilter"], object]  # shows the turns of a saved view


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do or to go to. ``key`` is the same in every run; ``detail`` says what kind it is."""

    key: str
    text: str
    detail: str
    keys: str
    run: Callable[[], object]
    enabled: bool = True
    also: str = ""  # further words for it

    @property
    def words(self) -> str:
        """What typed letters are compared with."""
        return loosely(f"{self.text} {self.detail} {self.also}".rstrip())


def commands(actions: Actions) -> Iterator[Entry]:
    """All actions of the menus."""
    titles = dict(MENUS)
    for row in ACTIONS:
        if not isinstance(row, Action) or row.id == "palette":
            continue
        menu = SUBMENUS[row.menu][0] if row.menu in SUBMENUS else row.menu
        detail = plain(translated(titles[menu]))
        if row.menu in SUBMENUS:
            detail = f"{detail} › {plain(translated(SUBMENUS[row.menu][1]))}"
        yield Entry(
            f"action:{row.id}",
            plain(translated(row.text)),
            detail,
            names(actions.keymap.keys(row.id)),
            _doing(actions, row.id),
            actions.possible(row.id),
            _other_words(row),
        )


def _other_words(row: Action) -> str:
    """Further words for an action; in other languages also its English ones, which other programs have."""
    shown = (plain(translated(row.text)), translated(row.also) if row.also else "")
    english = (plain(row.text), row.also)
    return " ".join(filter(None, (shown[1], *(word for word in english if word not in shown))))


def codebook(workspace: Workspace) -> Iterator[Entry]:
    """The facets, to become active, and the labels, to be given."""
    can = workspace.cursor.turn_id is not None and workspace.writable
    target = workspace.target_in_hand()
    for facet in workspace.codebook.facets:
        if facet.retired:
            continue
        yield Entry(
            f"facet:{facet.key}",
            facet.name,
            QCoreApplication.translate("Palette", "Facet"),
            shown(facet.shortcut),
            _activating(workspace, facet.key),
            workspace.project is not None,
        )
        for label in facet.labels:
            if not label.retired:
                words = label_words(label, facet, target)  # “prefers A” of a choice between two
                yield Entry(
                    f"label:{label.key}", words, facet.name, shown(label.shortcut),
                    _giving(workspace, label.key), can, "" if words == label.name else label.name,
                )  # fmt: skip


def views(workspace: Workspace, show: ShowView) -> Iterator[Entry]:
    """The saved views, to be shown."""
    project = workspace.project
    if project is None:
        return
    for view in project.views.all():
        yield Entry(
            f"view:{view.name}",
            view.name,
            QCoreApplication.translate("Palette", "View"),
            "",
            _showing(show, view.filter),
        )


def bookmarks(workspace: Workspace) -> Iterator[Entry]:
    """The bookmarked turns, to go to."""
    for one in MarkCommands(workspace).bookmarks(PAGE):
        detail = QCoreApplication.translate("Palette", "Bookmark in {dialogue}").format(dialogue=one.dialogue)
        yield Entry(f"bookmark:{one.key}", one.text, detail, "", _going_to_turn(workspace, one.turn_id))


def dialogues(workspace: Workspace) -> Iterator[Entry]:
    """The dialogues, to go to; their titles are read as they are asked for."""
    project = workspace.project
    ids = workspace.cursor.dialogue_ids
    for at in range(0, len(ids) if project is not None else 0, PAGE):
        assert project is not None  # noqa: S101 - there were ids
        for dialogue in project.dialogues.page(ids[at : at + PAGE]):
            yield Entry(
                f"dialogue:{dialogue.key}",
                dialogue.title,
                QCoreApplication.translate("Palette", "Dialogue"),
                "",
                _going(workspace, dialogue.id),
            )


def _doing(actions: Actions, action: str) -> Callable[[], object]:
    return lambda: actions.run(action)


def _activating(workspace: Workspace, facet: str) -> Callable[[], object]:
    return lambda: workspace.moving.activate_facet(facet)


def _giving(workspace: Workspace, label: str) -> Callable[[], object]:
    return lambda: workspace.tagging.apply_label(label)


def _showing(show: ShowView, wanted: TurnFilter) -> Callable[[], object]:
    return lambda: show(wanted)


def _going(workspace: Workspace, dialogue: int) -> Callable[[], object]:
    return lambda: workspace.cursor.select_dialogue(dialogue)


def _going_to_turn(workspace: Workspace, turn: int) -> Callable[[], object]:
    return lambda: go_to_turn(workspace, turn)


class Finder:
    """Finds entries for typed letters; nothing typed gives those used last, then all commands."""

    def __init__(
        self, workspace: Workspace, actions: Actions, show_view: ShowView, recent: Sequence[str]
    ) -> None:
        self._few = [
            *commands(actions),
            *codebook(workspace),
            *views(workspace, show_view),
            *bookmarks(workspace),
        ]
        self._recent = {key: place for place, key in enumerate(recent)}
        self._many = dialogues(workspace)
        self._dialogues: list[Entry] = []
        self._words = {entry.key: entry.words for entry in self._few}

    def read_on(self) -> bool:
        """Read the next page of titles; False when there are no more."""
        for _ in range(PAGE):
            entry = next(self._many, None)
            if entry is None:
                return False
            self._dialogues.append(entry)
            self._words[entry.key] = entry.words
        return True

    def find(self, typed: str) -> list[Entry]:
        """At most :data:`SHOWN` entries, the best first; what can be done now before what cannot."""
        wanted = loosely(typed).strip()
        pool = [*self._few, *self._titled(wanted)]
        if not wanted:
            pool = [x for x in pool if x.key in self._recent or not x.key.startswith("dialogue:")]
        found = [
            (entry, score) for entry in pool if (score := fit(wanted, self._words[entry.key])) is not None
        ]
        late = len(self._recent)
        found.sort(
            key=lambda pair: (
                not pair[0].enabled,
                -pair[1] - (4 if wanted and pair[0].key in self._recent else 0),
                self._recent.get(pair[0].key, late),
            )
        )
        return [entry for entry, _ in found[:SHOWN]]

    def _titled(self, wanted: str) -> list[Entry]:
        """The dialogues that may fit; among very many only those whose titles hold the words as they are."""
        if len(self._dialogues) <= SCATTERED:
            return self._dialogues
        words = wanted.split()
        return [x for x in self._dialogues if all(word in self._words[x.key] for word in words)]


def remembered(recent: Sequence[str], used: str) -> list[str]:
    """The keys of what was used last, with one more at the top."""
    return [used, *(key for key in recent if key != used)][:KEPT]
