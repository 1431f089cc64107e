"""The harness behind ``./dev trust``: the program is killed, starved, cut off, lied to and fed rubbish.

:mod:`~tests.trust.kinds` is the table of what is tried; each kind has a module of its own with a function
``run``, which gets a :class:`~tests.trust.task.Task` and says there what it tried and what it found.
Everything random follows from the seed. Ordinary tests (``test_*.py`` here) plant faults and see that each
kind notices them.
"""
