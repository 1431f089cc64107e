"""Before transcripts are stored: how each of them would be read, to look at and to correct.

- :mod:`~annotator.ui.importing.import_plan` - what has been decided for each file
- :mod:`~annotator.ui.importing.background_preview` - reads the files on a thread of its own
- :mod:`~annotator.ui.importing.file_table` - the list of files
- :mod:`~annotator.ui.importing.turns_preview` - the first turns of one file, as they will be
- :mod:`~annotator.ui.importing.import_dialog` - the dialog that holds them
"""
