"""Deciding where annotators differ: a mode of the turn list, its keys, its panel.

- :mod:`~annotator.ui.adjudicating.adjudication_mode` - which disagreements, where one stands, every decision
- :mod:`~annotator.ui.adjudicating.adjudication_keys` - the table of its keys, and who gets them
- :mod:`~annotator.ui.adjudicating.answer_chips` - what each annotator said, under the turn
- :mod:`~annotator.ui.adjudicating.adjudication_panel` - the same beside the turns, for the mouse
- :mod:`~annotator.ui.adjudicating.settle_alike` - the preview before many are settled at once
"""
