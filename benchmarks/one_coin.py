"""The peer of inference_speed.py: crowd-kit's one-coin Dawid-Skene, run by a Python that has it.

    PYTHON_WITH_CROWD_KIT -m benchmarks.one_coin VOTES.npz

Imports nothing of the project that needs more than Python, so that crowd-kit can live in an environment of its own.
Prints one JSON object.
"""

import json
import sys
import time

import numpy as np
import pandas
from crowdkit.aggregation import OneCoinDawidSkene

from benchmarks.memory import peak


def main() -> None:
    with np.load(sys.argv[1]) as votes:
        columns, truth = {"task": votes["question"], "worker": votes["source"], "label": votes["value"]}, votes["truth"]
    frame = pandas.DataFrame(columns)
    began = time.perf_counter()
    found = OneCoinDawidSkene().fit_predict(frame)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "peak_mb": peak(), "accuracy": float((found == truth[found.index]).mean())}))


if __name__ == "__main__":
    main()
