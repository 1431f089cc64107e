"""The walk of the data into the project file. Read :mod:`~annotator.pipeline.import_files` first.

- :mod:`~annotator.pipeline.import_files` - files and folders to dialogues in the project, step by step
- :mod:`~annotator.pipeline.import_job` - one import of many files: which are known, what became of each
- :mod:`~annotator.pipeline.structured_files` - what the reader of a format found, to turns
- :mod:`~annotator.pipeline.tags_from_files` - tags that files bring along, into the project
- :mod:`~annotator.pipeline.language_findings` - findings about language, at import and all anew
- :mod:`~annotator.pipeline.import_preview` - what an import would make of a file, before anything is stored
- :mod:`~annotator.pipeline.repair_corpus` - texts of a corpus that is in no project, repaired one by one
- :mod:`~annotator.pipeline.repair_again` - what is stored already, repaired anew
- :mod:`~annotator.pipeline.read_again` - a dialogue that is stored already, divided into turns by another
  rule
"""
