"""The figures in Prometheus's text format. Gauges come from the database, so every process and machine tells the same;
request times are those of the machine that is asked.
"""

from collections.abc import Iterable, Iterator

from corroboration.health.figures import Figures
from corroboration.health.timing import BOUNDS, Key

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample = tuple[dict[str, str], float]


def text(found: Figures, counts: dict[Key, list[float]]) -> str:
    """All metrics, each with what it tells."""
    return "".join(line + "\n" for line in (*_gauges(found), *_requests(counts)))


def _gauges(found: Figures) -> Iterator[str]:
    states = sorted(found.articles.items())
    yield from _family("articles_waiting", "Articles by state, unfinished or set aside", _counts("state", states))
    yield from _family(
        "articles_waiting_seconds", "How long the one has waited that waits longest", _oldest("state", states)
    )
    yield from _one("leases_expired", "Articles whose worker died and that nobody took up yet", found.expired)
    yield from _one("articles_tried_again", "Articles at their second attempt or later", found.tried_again)
    yield from _one("articles_dead", "Articles set aside with an error", found.articles["failed"].count)
    yield from _one("settle_lag_seconds", "How long read articles wait to be settled", found.last_settled_wait.oldest)
    yield from _one("clusters_unsettled", "Clusters that changed since they were settled", found.unsettled)
    pages = sorted(found.retrievals.items())
    yield from _family("pages_waiting", "Pages asked for by their address", _counts("state", pages))
    yield from _family(
        "feeds", "Feeds in use, by how they do", [({"does": n}, c) for n, c in sorted(found.feeds.items())]
    )
    sent = sorted(found.deliveries.items())
    yield from _family("deliveries", "Deliveries waiting, or given up in a day", _counts("state", sent))
    yield from _family("deliveries_waiting_seconds", "The oldest of them", _oldest("state", sent))
    yield from _one("webhooks_failing", "Webhooks in use whose last delivery failed", found.webhooks_failing)
    yield from _one("webhooks_switched_off", "Webhooks whose receivers were given up", found.webhooks_off)
    yield from _one("imports_waiting", "Uploaded files that aren't taken in yet", found.imports_waiting)
    heard = [({"queue": name}, seconds) for name, seconds in sorted(found.heard.items())]
    yield from _family("worker_silent_seconds", "Since a worker of a queue was last heard of", heard)
    if found.beat is not None:
        yield from _one("beat_silent_seconds", "Since beat was last heard of", found.beat)
    yield from _one("disk_free_bytes", "Where DATA_DIR lies", found.disk[0])
    yield from _one("disk_bytes", "Where DATA_DIR lies", found.disk[1])
    if found.backup is not None:
        yield from _one("backup_age_seconds", "Of the newest backup in BACKUP_FOLDER", found.backup)


def _requests(counts: dict[Key, list[float]]) -> Iterator[str]:
    name = "second_source_request_seconds"
    yield f"# HELP {name} Time until a request was answered, by route"
    yield f"# TYPE {name} histogram"
    for (route, method, status), row in counts.items():
        of = {"route": route, "method": method, "status": status}
        total = 0.0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), row, strict=False):
            total += count
            yield f"{name}_bucket{_labels(of | {'le': bound})} {total:g}"
        yield f"{name}_sum{_labels(of)} {row[-1]:.6f}"
        yield f"{name}_count{_labels(of)} {total:g}"


def _counts(label: str, rows: Iterable) -> list[Sample]:
    return [({label: name}, waiting.count) for name, waiting in rows]


def _oldest(label: str, rows: Iterable) -> list[Sample]:
    return [({label: name}, waiting.oldest) for name, waiting in rows]


def _one(name: str, tells: str, value: float) -> Iterator[str]:
    return _family(name, tells, [({}, value)])


def _family(name: str, tells: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP second_source_{name} {tells}"
    yield f"# TYPE second_source_{name} gauge"
    for labels, value in samples:
        yield f"second_source_{name}{_labels(labels)} {value:.15g}"


def _labels(labels: dict[str, str]) -> str:
    quoted = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{','.join(quoted)}}}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
