"""Before transcripts are stored: how each of them would be read, to look at and to correct.

- :mod:`~annotator.ui.importing.plan` - what has been decided for each file
- :mod:`~annotator.ui.importing.previewer` - reads the files on a thread of its own
- :mod:`~annotator.ui.importing.table` - the list of files
- :mod:`~annotator.ui.importing.preview` - the first turns of one file, as they will be
- :mod:`~annotator.ui.importing.dialog` - the dialog that holds them
"""
