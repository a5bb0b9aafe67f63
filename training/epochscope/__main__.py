"""``python -m epochscope`` is the ``epochscope`` command."""

import sys

from epochscope.command_line import main

if __name__ == "__main__":
    sys.exit(main())
