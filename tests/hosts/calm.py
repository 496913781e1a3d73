"""The same articles on one machine that nothing happens to: `python -m tests.hosts.calm FILE` prints the digest."""

import os
import sys
from pathlib import Path


def main(path: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from corroboration import pipeline, rebuilding
    from corroboration.ingestion import accept, parse_line
    from sources.services import load_shipped

    call_command("migrate", verbosity=0)
    load_shipped()
    for line in Path(path).read_bytes().splitlines():
        accept(parse_line(line))
    while pipeline.finish():
        pass
    sys.stdout.write(rebuilding.digest() + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
