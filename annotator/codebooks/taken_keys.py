"""Which keys are taken: a facet's key works always, a label's while its facet is active."""

from __future__ import annotations

from annotator.model import Codebook, Facet, Label


def holder_of(
    codebook: Codebook, shortcut: str, *, facet: str | None = None, label: str | None = None
) -> Facet | Label | None:
    """Who has a key already, for a label (of ``facet``, itself ``label``) or a facet (itself ``facet``).

    A label must not have the key of any facet, nor that of another label of its own facet: the
    first would never be reached, the second would mean two things. A facet must not have the
    key of another facet, nor that of any label. Retired ones hold no key.
    """
    for one in codebook.facets:
        if one.retired:
            continue
        if one.shortcut == shortcut and (label is not None or one.key != facet):
            return one
        if label is not None and one.key != facet:
            continue
        for other in one.labels:
            if other.shortcut == shortcut and not other.retired and other.key != label:
                return other
    return None
