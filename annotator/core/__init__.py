"""What every layer stands on: rules that all of them keep, each in one place, and a few shared means.

Layers may not know each other, so this is below all of them:

- :mod:`~annotator.core.repair_steps`, :mod:`~annotator.core.offset_mapping` - what repair steps make of a
  text, and where its characters come to lie
- :mod:`~annotator.core.exclusive_answers` - which answers of one annotator exclude each other
- :mod:`~annotator.core.text_folding` - when texts count as the same
- :mod:`~annotator.core.turn_keys` - keys of turns
- :mod:`~annotator.core.edit_sentences` - what an edit did, in words
- :mod:`~annotator.core.private_files` - files that only their owner may read
- :mod:`~annotator.core.unfinished_files`, :mod:`~annotator.core.file_locks` - files that are being made, and
  what ended programs left of them
- :mod:`~annotator.core.read_files` - files that a person named, read whole
- :mod:`~annotator.core.progress` - how far a long job is
- :mod:`~annotator.core.version` - the number of this version
- :mod:`~annotator.core.resources` - where the files lie that ship beside the code
- :mod:`~annotator.core.file_names` - what files can be called on every system
"""
