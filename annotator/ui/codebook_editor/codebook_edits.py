"""The edits of the codebook's window: made at once, each logged and undoable; a refusal is said there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.codebooks import new_key, ordered
from annotator.errors import UserError
from annotator.model import Changes, Codebook, Facet, Label
from annotator.ui.codebook_editor.label_colours import free_colour
from annotator.ui.window.messages import from_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.store import Project
    from annotator.ui.workspace.workspace import Workspace


class Edits(QObject):
    """Changes the codebook in hand. ``said`` carries why the last edit was refused, "" where it was not."""

    said = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace

    @property
    def codebook(self) -> Codebook:
        """The codebook in hand."""
        return self.workspace.codebook

    def do(self, edit: Callable[[Project], Changes]) -> bool:
        """Make an edit; returns whether it was made."""
        refusals: list[UserError] = []

        def attempt(project: Project) -> Changes | None:
            try:
                return edit(project)
            except UserError as error:
                refusals.append(error)
                return None

        made = self.workspace.do(attempt) is not None
        messages = [from_error(error) for error in refusals]
        self.said.emit(" ".join(part for one in messages for part in (one.text, one.detail) if part))
        return made

    # --- facets ---------------------------------------------------------------------------

    def add_facet(self, name: str) -> str | None:
        """Add a facet of several labels; returns its key."""
        codebook = self.codebook
        key = new_key(name, {facet.key for facet in codebook.facets})
        position = 1 + max((facet.position for facet in codebook.facets), default=-1)
        facet = Facet(key, " ".join(name.split()), "several", position=position)
        return key if self.do(lambda project: project.codebook.add_facet(facet)) else None

    def set_facet_field(self, key: str, field: str, value: object) -> bool:
        """Change one field of a facet."""
        return self.do(lambda project: project.codebook.update_facet(key, **{field: value}))

    def step_facet(self, key: str, rows: int) -> None:
        """Move a facet up or down."""
        keys = [facet.key for facet in self.codebook.facets]
        here = keys.index(key)
        there = here + rows
        if 0 <= there < len(keys):
            keys.insert(there, keys.pop(here))
            self.order_facets(keys)

    def order_facets(self, keys: list[str]) -> None:
        """Put the facets in this order."""
        self.do(lambda project: project.codebook.order_facets(keys))

    def remove_facet(self, key: str) -> bool:
        """Remove a facet without tags."""
        return self.do(lambda project: project.codebook.remove_facet(key))

    def duplicate_facet(self, key: str) -> str | None:
        """Add a copy of a facet; returns its key."""
        facet = self.codebook.facet(key)
        name = self._free_name(facet.name, [one.name for one in self.codebook.facets])
        made: list[str] = []

        def copy(project: Project) -> Changes:
            fresh, changes = project.codebook.duplicate_facet(key, name)
            made.append(fresh.key)
            return changes

        return made[0] if self.do(copy) else None

    # --- labels ---------------------------------------------------------------------------

    def add_label(self, facet: str, name: str, *, parent: str | None = None) -> str | None:
        """Add a label at the end, of the first colour that is free; returns its key."""
        taken = [label.colour for label in self.codebook.facet(facet).labels]
        made: list[str] = []

        def add(project: Project) -> Changes:
            label, changes = project.codebook.add_label(
                facet, " ".join(name.split()), colour=free_colour(taken), parent=parent
            )
            made.append(label.key)
            return changes

        self.do(add)
        return made[0] if made else None

    def set_label_field(self, key: str, field: str, value: object) -> bool:
        """Change one field of a label."""
        return self.do(lambda project: project.codebook.update_label(key, **{field: value}))

    def move_label(self, key: str, parent: str | None, before: str | None) -> None:
        """Put a label below another (None for the top), in front of a sibling (None for the last place)."""
        self.do(lambda project: project.codebook.move_label(key, parent=parent, before=before))

    def step_label(self, key: str, rows: int) -> None:
        """Move a label up or down among those that stand below the same one."""
        label, siblings = self._siblings(key)
        here = [one.key for one in siblings].index(key)
        there = here + rows
        if 0 <= there < len(siblings):
            after = siblings[there + 1 :] if rows > 0 else siblings[there:]
            self.move_label(key, label.parent, after[0].key if after else None)

    def nest_label(self, key: str, levels: int) -> None:
        """Put a label below the one before it (1), or beside the one it stands below (-1)."""
        label, siblings = self._siblings(key)
        if levels > 0:
            here = [one.key for one in siblings].index(key)
            if here:
                self.move_label(key, siblings[here - 1].key, None)
        elif label.parent is not None:
            above, beside = self._siblings(label.parent)
            rest = beside[[one.key for one in beside].index(above.key) + 1 :]
            self.move_label(key, above.parent, rest[0].key if rest else None)

    def _siblings(self, key: str) -> tuple[Label, list[Label]]:
        label = self.codebook.label(key)
        labels = ordered(self.codebook.facet(label.facet).labels)
        return label, [one for one in labels if one.parent == label.parent]

    def remove_label(self, key: str, merge_into: str | None = None) -> bool:
        """Remove a label without tags, or give its tags another one."""
        return self.do(lambda project: project.codebook.remove_label(key, merge_into=merge_into))

    def duplicate_label(self, key: str) -> str | None:
        """Add a copy of a label; returns its key."""
        label = self.codebook.label(key)
        names = [one.name for one in self.codebook.facet(label.facet).labels]
        made: list[str] = []

        def copy(project: Project) -> Changes:
            fresh, changes = project.codebook.duplicate_label(key, self._free_name(label.name, names))
            made.append(fresh.key)
            return changes

        return made[0] if self.do(copy) else None

    # --- the whole --------------------------------------------------------------------------

    def rename_codebook(self, name: str) -> bool:
        """Give the codebook another name."""
        return self.do(lambda project: project.codebook.replace(replace(project.codebook.read(), name=name)))

    def take_in(self, other: Codebook) -> bool:
        """Take another codebook in."""
        return self.do(lambda project: project.codebook.take_in(other))

    def _free_name(self, name: str, taken: list[str]) -> str:
        folded = {one.casefold() for one in taken}
        numbered = (f"{name} ({number})" for number in range(2, len(taken) + 3))
        return next(one for one in numbered if one.casefold() not in folded)
