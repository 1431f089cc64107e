"""The walk of the data into the project file; :mod:`~annotator.pipeline.import_files` is the page to read first."""
