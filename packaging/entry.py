"""Where a bundle starts: the same command line as everywhere."""

import sys

from annotator.cli import main

if __name__ == "__main__":
    sys.exit(main())
