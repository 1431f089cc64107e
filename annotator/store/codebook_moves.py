"""The edits of a codebook that concern several of its parts: order, hierarchy, copies, another codebook."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from annotator import codebooks
from annotator.model import Changes, Codebook, Facet, Label
from annotator.store.codebook_edits import Codebooks, require_name, with_facet
from annotator.store.edit_log import summary
from annotator.store.value_encoding import storable


class CodebookEdits(Codebooks):
    """Moves, copies and takes in facets and labels. Each edit is one transaction, on disk on return."""

    def move_label(self, key: str, *, parent: str | None = None, before: str | None = None) -> Changes:
        """Put a label, and all below it, below ``parent`` and in front of its sibling ``before``.

        None is the top, and the last place. Raises UserError where it would stand below
        itself, KeyError for labels that are not in its facet.
        """
        codebook = self.read()
        facet = codebook.facet(codebook.label(key).facet)
        labels = codebooks.moved(facet.labels, key, parent, before)
        return self._become(
            with_facet(codebook, replace(facet, labels=labels)),
            summary("label.move", facet=facet.key, label=key, name=codebook.label(key).name),
        )

    def order_facets(self, keys: Sequence[str]) -> Changes:
        """Put the facets of these keys first, in this order; the others follow as they are."""
        codebook = self.read()
        places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        order = sorted(codebook.facets, key=lambda facet: places.get(facet.key, len(places)))
        facets = tuple(replace(facet, position=position) for position, facet in enumerate(order))
        return self._become(replace(codebook, facets=facets), summary("facet.move"))

    def duplicate_label(self, key: str, name: str) -> tuple[Label, Changes]:
        """Add a label like another one behind it, of another name and without its shortcut."""
        codebook = self.read()
        old = codebook.label(key)
        facet = codebook.facet(old.facet)
        copy = replace(
            old, key=str(uuid.uuid4()), name=storable(name).strip(), shortcut="", retired=False,
            position=old.position,
        )  # fmt: skip
        order = list(codebooks.ordered(facet.labels))
        family = codebooks.subtree(facet.labels, key)
        order.insert(1 + max(place for place, one in enumerate(order) if one.key in family), copy)
        labels = tuple(replace(one, position=place) for place, one in enumerate(order))
        require_name("label", copy, facet.labels)
        return copy, self._become(
            with_facet(codebook, replace(facet, labels=labels)),
            summary("label.duplicate", facet=facet.key, label=key, name=old.name, new=copy.name),
        )

    def duplicate_facet(self, key: str, name: str) -> tuple[Facet, Changes]:
        """Add a facet like another one behind all, with copies of its labels.

        It has another name and no shortcut.
        """
        codebook = self.read()
        old = codebook.facet(key)
        taken = {facet.key for facet in codebook.facets}
        fresh = codebooks.new_key(name, taken)
        keys = {label.key: str(uuid.uuid4()) for label in old.labels}
        labels = tuple(
            replace(
                label,
                key=keys[label.key],
                facet=fresh,
                parent=keys.get(label.parent) if label.parent else None,
            )
            for label in old.labels
        )
        position = 1 + max(facet.position for facet in codebook.facets)
        copy = replace(
            old, key=fresh, name=storable(name).strip(), shortcut="", retired=False, position=position,
            labels=labels,
        )  # fmt: skip
        require_name("facet", copy, codebook.facets)
        return copy, self._become(
            replace(codebook, facets=(*codebook.facets, copy)),
            summary("facet.duplicate", facet=key, name=old.name, new=copy.name),
        )

    def take_in(self, other: Codebook) -> Changes:
        """Take another codebook into the present one as :func:`annotator.codebooks.merged` does.

        Raises UserError where the two cannot be made one.
        """
        return self._become(
            codebooks.merged(self.read(), other).codebook, summary("codebook.import", name=other.name)
        )
