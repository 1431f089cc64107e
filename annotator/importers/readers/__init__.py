"""One module for each family of structured files; :mod:`annotator.importers.formats` is the table of them."""
