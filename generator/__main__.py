"""Lets `python -m generator` be the command `toolgen`."""

import sys

from generator.cli.start import main

if __name__ == "__main__":
    sys.exit(main())
