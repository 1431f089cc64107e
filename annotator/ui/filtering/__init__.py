"""Which turns are shown: search and filter over the list, in the dialogue and in the whole project."""

from annotator.ui.filtering.filter_bar import FilterBar

__all__ = ["FilterBar"]
