"""The codebook's window: facets and labels made, changed, ordered, retired, taken in from files.

- :mod:`~annotator.ui.codebook_editor.codebook_window` - puts the parts together
- :mod:`~annotator.ui.codebook_editor.codebook_tree` - facets and labels, ordered by mouse and keys
- :mod:`~annotator.ui.codebook_editor.facet_form`, ``label_form``, ``fields``, ``colour_field`` - what is set
- :mod:`~annotator.ui.codebook_editor.codebook_edits` - the edits, and why one is refused
- :mod:`~annotator.ui.codebook_editor.label_colours` - which colours can be read and told apart
- :mod:`~annotator.ui.codebook_editor.remove_label`, ``taking_in`` - the questions asked before
"""
