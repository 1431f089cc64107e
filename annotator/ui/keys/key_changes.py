"""Giving a key to an action, a facet or a label. A key that is taken is refused, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from annotator.ui.keys.key_holders import KeyHolder, in_the_way, refusal
from annotator.ui.keys.keymap import normal, standard_keys

if TYPE_CHECKING:
    from annotator.ui.keys.keymap import KeyMap
    from annotator.ui.workspace.workspace import Workspace


class KeyChanges:
    """The keys of everything, to be read and changed. Actions' keys go to the settings, those of facets
    and labels to the codebook in hand, where they are logged and can be undone."""

    def __init__(self, workspace: Workspace, keymap: KeyMap) -> None:
        self._workspace = workspace
        self.keymap = keymap

    def keys(self, of: KeyHolder) -> tuple[str, ...]:
        """The keys something has."""
        if of.kind == "action":
            return self.keymap.keys(of.key)
        codebook = self._workspace.codebook
        thing = codebook.facet(of.key) if of.kind == "facet" else codebook.label(of.key)
        return (normal(thing.shortcut),) if thing.shortcut else ()

    def problem(self, of: KeyHolder, key: str) -> str:
        """Why this key cannot be given to something; "" where it can."""
        if of.kind != "action" and len(normal(key)) != 1:
            return QCoreApplication.translate("Keys", "Facets and labels have keys of one character.")
        codebook = self._workspace.codebook
        other = in_the_way(key, of, codebook, self.keymap)
        return refusal(key, other, codebook) if other is not None else ""

    def give(self, of: KeyHolder, key: str, *, also: bool = False) -> str:
        """Give something a key instead of those it has, or besides them. Returns the problem, "" for none."""
        problem = self.problem(of, key)
        if problem:
            return problem
        if of.kind == "action":
            rest = [has for has in self.keymap.keys(of.key) if has != normal(key)] if also else []
            self.keymap.set_keys(of.key, [*rest, key])
            return ""
        return self._write(of, normal(key).casefold())

    def take(self, of: KeyHolder) -> str:
        """Take all keys from something. Returns the problem, "" for none."""
        if of.kind == "action":
            self.keymap.set_keys(of.key, ())
            return ""
        return self._write(of, "")

    def reset(self, action: str) -> str:
        """Give an action the table's keys again. Returns the problem: they may be somebody else's by now."""
        of = KeyHolder("action", action)
        for key in standard_keys(action):
            if problem := self.problem(of, key):
                return problem
        self.keymap.set_keys(action, standard_keys(action))
        return ""

    def _write(self, of: KeyHolder, key: str) -> str:
        workspace = self._workspace
        if not workspace.writable:
            return QCoreApplication.translate(
                "Keys", "The keys of facets and labels are in the project, which is open read-only."
            )
        if of.kind == "facet":
            workspace.do(lambda project: project.codebook.update_facet(of.key, shortcut=key))
        else:
            workspace.do(lambda project: project.codebook.update_label(of.key, shortcut=key))
        return ""
