"""Which key does what: the table's keys, the person's own, the codebook's, and how they are changed.

- :mod:`~annotator.ui.keys.keymap` - the keys of the actions: the table's, or the person's
- :mod:`~annotator.ui.keys.key_holders` - who has a key already, in words
- :mod:`~annotator.ui.keys.key_changes` - giving a key to an action, a facet or a label, or refusing to
- :mod:`~annotator.ui.keys.key_sheet` - all keys by group, for the key sheet and for printing
- :mod:`~annotator.ui.keys.key_capture` - reads one key from the keyboard
- :mod:`~annotator.ui.keys.key_editor` - the page of the settings where keys are changed
- :mod:`~annotator.ui.keys.input_method` - one-key actions while a Chinese input method is on
"""
