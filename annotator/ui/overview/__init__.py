"""The overview: the figures of the whole project on one page, each a way to the turns behind it.

- :mod:`~annotator.ui.overview.overview_reader` - counts beside the window, a part at a time
- :mod:`~annotator.ui.overview.overview_figures` - what has been counted so far
- :mod:`~annotator.ui.overview.overview_rows` - the figures as rows of text, bars and doors
- :mod:`~annotator.ui.overview.overview_bars` - one row, painted
- :mod:`~annotator.ui.overview.overview_page` - the page
"""
