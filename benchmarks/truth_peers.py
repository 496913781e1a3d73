"""What other methods reach on the public truth-discovery sets: accuracy on the gold objects.

Copied from the table in ../shared/benchmarks/README.md, which says how they were measured.
"""

SETS = ("book", "flight_20111208", "population", "birthplaces", "crowd_product", "crowd_duck", "snow_rte")


def _of(*accuracies: float) -> dict[str, float]:
    return dict(zip(SETS, accuracies, strict=True))


PEERS = {
    "TruthFinder": _of(0.620, 0.787, 0.824, 0.787, 0.897, 0.759, 0.902),
    "Accu": _of(0.620, 0.952, 0.821, 0.883, 0.899, 0.593, 0.902),
    "Pooled": _of(0.710, 0.875, 0.794, 0.883, 0.917, 0.769, 0.906),
    "SimpleLCA": _of(0.530, 0.692, 0.814, 0.884, 0.928, 0.722, 0.930),
    "one-coin": _of(0.590, 0.811, 0.844, 0.881, 0.906, 0.583, 0.925),
    "Dawid-Skene": _of(0.560, 0.659, 0.801, 0.855, 0.938, 0.889, 0.927),
}
"""Accu: with copy detection, by DAFNA. Pooled: pooled investment. one-coin, Dawid-Skene: by crowd-kit, the second with
a confusion matrix for each source."""
