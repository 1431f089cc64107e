"""The overview: the figures of the whole project on one page, each a way to the turns behind it.

- :mod:`~annotator.ui.overview.reader` - counts beside the window, a part at a time
- :mod:`~annotator.ui.overview.figures` - what has been counted so far
- :mod:`~annotator.ui.overview.rows` - the figures as rows of text, bars and doors
- :mod:`~annotator.ui.overview.bars` - one row, painted
- :mod:`~annotator.ui.overview.page` - the page
"""
