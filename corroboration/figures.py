"""Figures as the pages show them."""

LOWEST, HIGHEST = 0.005, 0.995  # below and from here on, two places would read 0.00 and 1.00


def probability(value: float) -> str:
    """A probability to two places; "> 0.99" and "< 0.01" at the ends, as nothing here is certain."""
    if value >= HIGHEST:
        return "> 0.99"
    return "< 0.01" if value < LOWEST else f"{value:.2f}"
