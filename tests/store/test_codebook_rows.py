"""What changes between two codebooks, as rows of the log."""

from __future__ import annotations

from annotator.model import Codebook, Facet, Label
from annotator.store.codebook_rows import differences, rows_of


def test_a_used_label_that_goes_keeps_the_parent_that_stays() -> None:
    parent, child = Label("f.a", "f", "a"), Label("f.b", "f", "b", parent="f.a")
    old = rows_of(Codebook("c", (Facet("f", "F", "single", labels=(parent, child)),)))
    for staying, lost in (((parent,), False), ((), True)):
        new = rows_of(Codebook("c", (Facet("f", "F", "single", labels=staying),)))
        changed = {
            (change.key, change.field) for change in differences(old, new, {("label", "f.b"), ("facet", "f")})
        }
        assert ("f.b", "retired") in changed
        assert (("f.b", "parent") in changed) == lost, "a parent that is gone is none"
