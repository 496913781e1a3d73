"""The texts of one article compared, and what became of their claims stored, whatever the order in which they arrived.

Two texts of an outlet belong to one article when they share the external id or the url. A text first comes as if it
were the only one. When it waits to be settled it is compared with the others (engine/revised.py): where that makes it
tell otherwise than it was linked (later, or less, since an earlier text said the same), it goes back to be linked anew.
What others of its texts told stays where it is; only how that ended changes. A claim that a person refused as none
is told no more, and so its text is linked anew, too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import Article, Claim
from corroboration import claim_facets, linking, queue, readings, search, wakeup
from corroboration.decisions import in_force
from corroboration.engine.revised import Fate, Place, Text, Version, fates, places, revision_order
from corroboration.evidence import in_chunks, tellings_of
from corroboration.models import Cluster

State = queue.State
READ = (State.LINKED, *queue.GROUPED, State.RETIRING)  # their claims are known, and nobody is at work on them
FIELDS = ("stands", "said_before_id", "dropped_at", "dropped_by_id", "updated_as", "refused")
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing the texts of some articles says of each, by row.

    claims: of each text the claims that must be stored otherwise, with the values of FIELDS. astray: texts that aren't
    linked as they tell. held: those that can't be compared yet, because others of their article are being linked.
    """

    texts: Mapping[int, Article] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)
    claims: Mapping[int, Mapping[int, Row]] = field(default_factory=dict)
    astray: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()


def compare_waiting() -> Compared:
    """Compare the texts of the articles that wait to be settled, where there are several, or were."""
    waiting = Article.objects.filter(state__in=queue.TO_SETTLE)
    return _compared(_groups(waiting))


def compare(articles: Collection[int]) -> Compared:
    """Compare these texts with the others of their articles."""
    return _compared(_groups(Article.objects.filter(pk__in=articles)))


def call_back(found: Compared, *, now: datetime) -> set[str]:
    """Have texts taken out that aren't linked as they tell, and store what became of others' claims; inside the
    caller's transaction. Returns the clusters in which such claims stand."""
    fresh = {"token": None, "lease_until": None, "error": "", "waiting_since": now}
    for ids in in_chunks(sorted(found.astray)):
        Article.objects.filter(pk__in=ids).update(state=State.RETIRING, **fresh)
    touched: set[str] = set()
    for text in sorted(found.texts.keys() - found.astray):
        touched |= _store(text, found)
        Article.objects.filter(pk=text).update(**_place(text, found))
        Article.objects.filter(pk=text, state__in=queue.DONE).update(state=queue.SETTLED_OR_RETIRED)
    claim_facets.index(found.texts.keys() - found.astray)
    return touched


def release(articles: Collection[int], found: Compared, *, now: datetime) -> None:
    """Store how these texts tell now and have them linked so, inside the caller's transaction. Their claims stand in no
    cluster. A text that tells nothing of its own is done."""
    linking.unlink(articles)
    for text in sorted(articles):
        _store(text, found)
        own = Claim.objects.filter(article=text, zone=Claim.Zone.BODY).exists()
        row = Article.objects.filter(pk=text, state=State.RETIRING)
        row.update(**_place(text, found))
        state = State.EXTRACTED if own else queue.SETTLED_OR_RETIRED
        row.update(state=state, attempts=0, next_attempt_at=now, waiting_since=now)
        if own:
            transaction.on_commit(lambda pk=text: wakeup.article(pk), robust=True)
    search.index_again(articles)
    claim_facets.index(articles)


def look_again(article: int, *, now: datetime) -> None:
    """Have the other texts of an article that was set aside compared without it."""
    others = [row.pk for row in all_texts(Article.objects.get(pk=article)) if row.pk != article]
    Article.objects.filter(pk__in=others, state__in=queue.DONE).update(state=State.LINKED, waiting_since=now)


def current(group: Iterable[Article]) -> Article:
    """Of several texts of one article the one that stands: by `revised_at` where given, then by hash."""
    return max(group, key=lambda article: revision_order(_version(article)))


def all_texts(article: Article) -> list[Article]:
    """Every text of an article: rows that share its external id or url, and rows that share theirs."""
    group: dict[int, Article] = {}
    frontier: list[Article] = [article]
    while frontier:
        group |= {row.pk: row for row in frontier}
        ids = {row.external_id for row in frontier}
        urls = {row.url for row in frontier if row.url}
        rows = Article.objects.filter(Q(external_id__in=ids) | Q(url__in=urls), outlet_id=article.outlet_id)
        frontier = list(rows.exclude(pk__in=group).defer("text", "html", "zones", "notes", "shingles"))
    return list(group.values())


def _groups(chosen: QuerySet[Article]) -> list[list[Article]]:
    """The articles, each with all its texts, that hold one of these rows and have several, or are kept as if, or of
    which people ever refused a claim."""
    groups: list[list[Article]] = []
    seen: set[int] = set()
    judged = readings.rows_of(readings.spoken_of())
    rows = chosen.only("outlet_id", "external_id", "url", "told_at", "published_at", "replaced_by_id").order_by("pk")
    for chunk in in_chunks(list(rows)):
        shared = _shared(chunk)
        for row in chunk:
            kept = row.told_at != row.published_at or row.replaced_by_id is not None
            keys = {(row.outlet_id, row.external_id), (row.outlet_id, row.url)}
            if row.pk not in seen and (kept or keys & shared or row.pk in judged):
                groups.append(all_texts(row))
                seen.update(article.pk for article in groups[-1])
    return groups


def _shared(rows: Collection[Article]) -> set[tuple[int, str]]:
    """The external ids and urls of these rows that several texts of their outlet have."""
    texts: dict[tuple[int, str], set[int]] = defaultdict(set)
    same = Q(external_id__in={row.external_id for row in rows}) | Q(url__in={row.url for row in rows if row.url})
    found = Article.objects.filter(same, outlet__in={row.outlet_id for row in rows})
    for pk, outlet, external_id, url in found.values_list("pk", "outlet_id", "external_id", "url"):
        for key in {external_id, url} - {""}:
            texts[outlet, key].add(pk)
    return {key for key, ids in texts.items() if len(ids) > 1}


def _compared(groups: Iterable[list[Article]]) -> Compared:
    texts: dict[int, Article] = {}
    where: dict[int, Place] = {}
    claims: dict[int, dict[int, Row]] = {}
    astray: set[int] = set()
    held: set[int] = set()
    refused = readings.refused(in_force()) if readings.spoken_of() else frozenset[str]()
    for group in groups:
        # what a text said whose words were erased stays as it was found
        group = [article for article in group if article.erased_at is None]
        read = [article for article in group if article.state in READ]
        if not read:
            continue
        if any(article.state == State.EXTRACTED for article in group):
            held.update(article.pk for article in read)
            continue
        mine = places(map(_version, read))
        became = fates(_texts(read, mine))
        ids = {article.public_id: article.pk for article in read}
        for article in read:
            place = mine[article.public_id]
            texts[article.pk], where[article.pk] = article, place
            claims[article.pk], moved = _changes(article, place, became, ids, refused)
            if moved or article.told_at != place.told_at or article.state == State.RETIRING:
                astray.add(article.pk)
    return Compared(texts, where, claims, frozenset(astray), frozenset(held))


def _version(article: Article) -> Version:
    return Version(article.public_id, article.published_at, article.revised_at, article.text_hash)


def _texts(group: Iterable[Article], where: Mapping[str, Place]) -> list[Text]:
    """The texts that can be said to have stood, in their order, with their claims."""
    told = {article.pk: article for article in group if where[article.public_id].told}
    words = dict(Article.objects.filter(pk__in=told).values_list("pk", "text"))
    claims = tellings_of(told)
    found = []
    for pk, article in told.items():
        at = where[article.public_id].told_at
        mine = [replace(telling, published_at=at, dropped=None) for telling in claims[pk]]
        found.append(Text(article.public_id, at, words[pk], mine))
    return sorted(found, key=lambda text: text.told_at)


def _changes(
    article: Article, place: Place, became: Mapping[str, Fate], ids: Mapping[str, int], refused: Collection[str]
) -> tuple[dict[int, Row], bool]:
    """The claims of a text that must be stored otherwise, with their values; and whether others stand than before."""
    changes: dict[int, Row] = {}
    moved = False
    rows = Claim.every.filter(article=article).values_list("pk", "public_id", "zone", *FIELDS)
    for pk, id, zone, *stored in rows:
        fate = became.get(id, Fate())
        told = place.told and not fate.said_before and (zone == Claim.Zone.BODY or not place.replaced_by)
        stands = told and id not in refused
        wanted: Row = (stands, fate.said_before or None, *_ended(fate, ids), id in refused)
        if tuple(stored) != wanted:
            changes[pk] = wanted
            moved |= stored[0] != stands and zone == Claim.Zone.BODY
    return changes, moved


def _ended(fate: Fate, ids: Mapping[str, int]) -> Row:
    return (fate.dropped.at, ids[fate.dropped.text], fate.dropped.updated_as) if fate.dropped else (None, None, "")


def _place(text: int, found: Compared) -> dict[str, object]:
    place = found.places[text]
    by_id = {article.public_id: pk for pk, article in found.texts.items()}
    return {"told_at": place.told_at, "replaced_by": by_id.get(place.replaced_by)}


def _store(text: int, found: Compared) -> set[str]:
    """Store what became of a text's claims, and have the clusters in which they stand related again. Returns these."""
    changed = found.claims[text]
    rows = list(Claim.every.filter(pk__in=changed).only("pk", "public_id"))
    for row in rows:
        for name, value in zip(FIELDS, changed[row.pk], strict=True):
            setattr(row, name, value)
    Claim.every.bulk_update(rows, [name.removesuffix("_id") for name in FIELDS], batch_size=100)
    clusters = Cluster.objects.filter(memberships__claim__pk__in=changed)
    ids = set(clusters.values_list("public_id", flat=True))
    Cluster.objects.filter(public_id__in=ids).update(related=False)
    return ids
