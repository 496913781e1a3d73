"""`python -m tests.chaos [--stack sqlite|postgres] [--kills N] [--articles N] [--seed S]`: the long form.

Needs root (or leave to mount) for the disk that fills up; everything else runs as anybody.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from tests.chaos import disk, inputs
from tests.chaos.place import STACKS
from tests.fetching.server import serving

LEFT = shutil.ignore_patterns("disk", "postgres", "data")  # with the logs


def main() -> int:
    asked = _arguments()
    disk.in_own_mounts()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # with all that was started
    with tempfile.TemporaryDirectory(prefix="second-source-chaos-") as made, serving() as site:
        folder = Path(made)
        (folder / "disk").mkdir()
        own_disk = disk.mount(folder / "disk", asked.stack)
        chance = random.Random(asked.seed)
        given = inputs.gather(inputs.source(), asked.articles, asked.poisons, chance)
        place = STACKS[asked.stack](folder, folder / "disk", _settings(site.address, asked))
        os.environ.clear()
        os.environ.update(place.environment)
        import django

        django.setup()
        from tests.chaos.trial import Trial

        try:
            found = Trial(place, site, given, chance, kills=asked.kills, lease=asked.lease, own_disk=own_disk).run()
        finally:
            disk.unmount(folder / "disk")
            if asked.keep:
                shutil.copytree(folder, asked.keep, dirs_exist_ok=True, ignore=LEFT)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 1 if found["faults"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--stack", choices=sorted(STACKS), default="sqlite")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=240, help="at most; of the corpus or the sample")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--poisons", type=int, default=3, choices=range(4), help="articles that kill or fail readers")
    parser.add_argument("--lease", type=int, default=20, help="seconds for which a worker has an article")
    parser.add_argument("--back-off", type=float, default=10.0, help="seconds after the first failed attempt")
    parser.add_argument("--keep", metavar="FOLDER", help="where to leave the logs")
    return parser.parse_args()


def _settings(site: str, asked: argparse.Namespace) -> dict[str, str]:
    port = site.rpartition(":")[2]
    rates = ("ANONYMOUS", "READS", "WRITES", "EXTRACT", "PASSWORDS_OF_NAME", "PASSWORDS_OF_ADDRESS")
    return {
        **{f"API_RATE_{name}": "off" for name in rates},
        "FETCH_NETWORKS": "127.0.0.0/8",
        "FETCH_PORTS": f"80,{port}",
        "LEASE_SECONDS": str(asked.lease),
        "CHAOS_BACK_OFF": str(asked.back_off),
        "OMP_NUM_THREADS": "1",
    }


if __name__ == "__main__":
    raise SystemExit(main())
