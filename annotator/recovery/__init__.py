"""A damaged project file to a new one: what can be read is saved, what cannot is counted.

:mod:`~annotator.recovery.recover_project` is the way through; :mod:`~annotator.recovery.sqlite_pages` reads
rows without SQLite, :mod:`~annotator.recovery.saved_rows` says of which table they are,
:mod:`~annotator.recovery.mend_rows` and :mod:`~annotator.recovery.mend_turns` make them fit together again,
:mod:`~annotator.recovery.mend_log` brings the log in line with what stands.
"""

from annotator.recovery.recover_project import Recovered, recover, report_lines

__all__ = ["Recovered", "recover", "report_lines"]
