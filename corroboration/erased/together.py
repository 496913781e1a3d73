"""Which claims stay in one cluster, although what they were grouped by was erased."""

from corroboration.erased.rows import ArticleRemains


def kept_together() -> list[tuple[str, str]]:
    """The claims that stay in one cluster since words of it were erased, as ordered pairs."""
    rows = ArticleRemains.objects.values_list("together", flat=True)
    return sorted({(min(pair), max(pair)) for pairs in rows for pair in pairs})
