"""Looks for an input that breaks us, for as long as is asked: `python -m tests.fuzz [--seconds 600] [-k NAME]`.

Each door is tried for its share of the time, with other seeds than last time; what breaks one is printed, made small.
"""

import argparse
import os
import subprocess
import sys


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=600, help="altogether")
    parser.add_argument("-k", default="", help="only the doors whose names hold this")
    asked = parser.parse_args()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests/fuzz"]
    command += ["-k", asked.k] if asked.k else []
    return subprocess.run(command, env={**os.environ, "FUZZ_SECONDS": str(asked.seconds)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
