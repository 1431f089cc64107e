"""The command, with marks in the program's blocks; see :mod:`tests.trust.blocks`."""

from __future__ import annotations

import sys

from tests.trust import blocks

if __name__ == "__main__":
    blocks.put_in()
    from tests.trust.__main__ import main

    sys.exit(main())
