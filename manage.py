#!/usr/bin/env python3
"""Django's command-line entry; `./run` and docs/operations.md name the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from corroboration.audit import commands

    commands.run(sys.argv)


if __name__ == "__main__":
    main()
