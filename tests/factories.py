"""Database rows for tests: say what matters, the rest is sensible and keeps every rule of the data model.

Everything is invented. The small world that most tests need stands in world.py.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count

from django.contrib.auth import get_user_model

from claims.conversion import claim_value
from claims.models import PUBLIC_ID_LENGTH, Article, Attribution, Claim
from claims.selectors import gazetteer
from corroboration import claim_facets, scoring
from corroboration.anchoring import name_articles
from corroboration.engine.topics import bits_of
from corroboration.models import (
    Assessment,
    ClaimFacet,
    Cluster,
    ClusterFacet,
    Decision,
    Episode,
    EpisodeMember,
    LedgerEntry,
    LedgerMonth,
    Link,
    Membership,
    Outcome,
    Part,
    Redirect,
    Relation,
    SearchWord,
    Suggestion,
)
from corroboration.search import words_of
from sources.engine.names import canonical, slugify
from sources.models import Alias, Feed, Grading, Ownership, Reply, Source, SourceMerge, TrackRecord

PUBLISHED = datetime(2021, 5, 4, 10, 30, tzinfo=UTC)
RECEIVED = datetime(2021, 5, 5, 9, tzinfo=UTC)
TEXT = "A blast hit the market of Ostrava on Tuesday. It killed 14 people."
PASSWORD = "correct horse battery staple"

_number = count(1)


def public_id(*parts: object) -> str:
    """A content hash in the form that public ids have."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:PUBLIC_ID_LENGTH]


def moment(value: str | date | datetime) -> datetime:
    """An aware moment from "2021-05-04", "2021-05-04T10:30", a date (noon UTC) or a datetime."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


# --- who speaks ---


def make_source(
    name: str = "", *, slug: str = "", kind: str = "outlet", aliases: Iterable[str] = (), **fields
) -> Source:
    """A source; the one with this slug if it is there already. speaks_for takes a Source."""
    name = name or f"Herald {next(_number)}"
    source, _ = Source.objects.get_or_create(slug=slug or slugify(name), defaults={"name": name, "kind": kind} | fields)
    for alias in aliases:
        make_alias(source, alias)
    return source


def make_alias(source: Source, name: str) -> Alias:
    return Alias.objects.create(source=source, name=name, folded=canonical(name))


def make_ownership(source: Source, owner: Source, **fields) -> Ownership:
    return Ownership.objects.create(source=source, owner=owner, **fields)


def make_feed(source: Source, url: str = "") -> Feed:
    return Feed.objects.create(source=source, url=url or f"https://{source.slug}.example/feed")


def make_record(source: Source, *, role: str = "own", up: float = 6.0, down: float = 2.0, **fields) -> TrackRecord:
    """A track record over the prior Beta(1, 1), with a plain interval around its mean."""
    alpha, beta = 1 + up, 1 + down
    mean = alpha / (alpha + beta)
    values = {
        "as_of": date(2021, 6, 1),
        "alpha": alpha,
        "beta": beta,
        "mean": mean,
        "low": max(0.0, mean - 0.2),
        "high": min(1.0, mean + 0.15),
        "checks": round(up + down),
        "letter": "C",
        "enough": True,
        "reasons": [f"{round(up)} of {round(up + down)} checked claims held"],
    }
    return TrackRecord.objects.create(source=source, role=role, up=up, down=down, **(values | fields))


def make_grading(half_life_days: float = 730.0, **fields) -> Grading:
    """How records are graded from now on, by default as shipped. It can't be changed or deleted afterwards."""
    by = fields.pop("by", None) or make_user(f"admin{next(_number)}")
    return Grading.objects.create(half_life_days=half_life_days, by=by, set_at=RECEIVED, reason="a test", **fields)


def make_merge(source: Source, into: Source, **fields) -> SourceMerge:
    """One source found to be another, or with undoes the undoing of that. It can't be changed or deleted afterwards."""
    by = fields.pop("by", None) or make_user(f"admin{next(_number)}")
    values = {"name": source.name, "reason": "a test", "by": by, "at": RECEIVED}
    return SourceMerge.objects.create(source=source, into=into, **values | fields)


def make_reply(source: Source, text: str = "We stand by what we wrote.", **fields) -> Reply:
    """A source's own statement, or with withdraws the withdrawal of one. It can't be changed or deleted afterwards."""
    by = fields.pop("by", None) or make_user(f"admin{next(_number)}")
    return Reply.objects.create(source=source, text=text, by=by, **{"at": RECEIVED} | fields)


# --- what is said ---


def make_article(
    outlet: Source | None = None, text: str = TEXT, *, published_at: str | date | datetime = PUBLISHED, **fields
) -> Article:
    """A settled article. Give state="received" for one that waits."""
    outlet = outlet or make_source()
    external_id = fields.pop("external_id", f"a{next(_number)}")
    text_hash = sha256(text.encode()).hexdigest()
    values = {
        "public_id": public_id(outlet.slug, external_id, text_hash),
        "title": "Blast in Ostrava",
        "text_hash": text_hash,
        "zones": [["body", 0, len(text)]],
        "told_at": moment(published_at),
        "received_at": RECEIVED,
        "next_attempt_at": RECEIVED,
        "waiting_since": RECEIVED,
        "state": Article.State.SETTLED,
    }
    return Article.objects.create(
        outlet=outlet, external_id=external_id, text=text, published_at=moment(published_at), **(values | fields)
    )


def make_claim(
    article: Article | None = None,
    text: str = "",
    *,
    chain: Iterable[Source | tuple[Source, str]] = (),
    denied_by: Iterable[Source | tuple[Source, str]] = (),
    **fields,
) -> Claim:
    """A claim whose text stands in its article (by default the article's first sentence).

    chain and denied_by take sources, or (source, name as the article writes it); origin first.
    """
    article = article or make_article(text=text or TEXT)
    text = text or article.text.split(". ")[0].rstrip(".")
    start = article.text.find(text)
    if start < 0:
        raise ValueError(f"The article does not contain {text!r}")
    end = start + len(text)
    segments = fields.get("segments", [[start, end]])
    values = {
        "public_id": public_id(article.public_id, segments, fields.get("statement", "")),
        "position": article.claims.count(),
        "start": segments[0][0],
        "end": segments[-1][1],
        "segments": segments,
        "text": text,
        "statement": text,
        "sentence_start": start,
        "sentence_end": end,
        "modality": Claim.Modality.ASSERTED,
        "zone": Claim.Zone.BODY,
        "slot": "happened",
    }
    claim = Claim.objects.create(article=article, **(values | fields))
    for part, voices in ((Attribution.Part.CHAIN, chain), (Attribution.Part.DENIER, denied_by)):
        for position, voice in enumerate(voices):
            source, name = voice if isinstance(voice, tuple) else (voice, voice.name)
            Attribution.objects.create(
                claim=claim, part=part, position=position, source=source, name=name, kind=source.kind
            )
    claim_facets.index_claims([claim.public_id])
    return claim


def quantity(value: float | None, bound: str = "exact", *, role: str = "killed", unit: str = "person", **ends) -> dict:
    """A quantity as the database holds it; low and high follow from the bound unless given."""
    low = None if bound in ("at most", "less than") else value
    high = None if bound in ("at least", "more than") else value
    return {"value": value, "low": low, "high": high, "bound": bound, "unit": unit, "role": role} | ends


def make_findable(*claims: Claim) -> None:
    """Let a search find these claims, as reading their articles would have."""
    SearchWord.objects.bulk_create(
        row for claim in claims for row in words_of(claim.public_id, claim_value(claim), claim.article.published_at)
    )


# --- what holds up ---


def make_cluster(claims: Iterable[Claim] = (), *, copies: Mapping[Claim, Claim] | None = None, **fields) -> Cluster:
    """A cluster of these claims. copies: {copy: its representative}, both among the claims."""
    claims = list(claims) or [make_claim()]
    dates = [claim.article.published_at for claim in claims]
    outlets = {claim.article.outlet_id for claim in claims}
    values = {
        "public_id": public_id("cluster", claims[0].public_id),
        "title": claims[0].statement,
        "place": "Ostrava",
        "place_id": "ostrava",
        "event_from": min(dates).date(),
        "event_to": min(dates).date(),
        "first_published_at": min(dates),
        "last_published_at": max(dates),
        "claim_count": len(claims),
        "outlet_count": len(outlets),
        "origin_count": 1,
        "unknown_count": 0,
    }
    cluster = Cluster.objects.create(**(values | fields))
    representative = {copy.public_id: original for copy, original in (copies or {}).items()}
    for claim in claims:
        Membership.objects.create(claim=claim, cluster=cluster, copy_of=representative.get(claim.public_id))
    return cluster


def make_cluster_findable(*clusters: Cluster) -> None:
    """Let filters find these clusters by place, sources and topics, as relating their claims would have."""
    spoken = ("outlet", "source", "denier")
    for cluster in clusters:
        told = ClaimFacet.objects.filter(claim__membership__cluster=cluster, kind__in=(*spoken, "topic"))
        found = {("source" if kind in spoken else kind, value) for kind, value in told.values_list("kind", "value")}
        found |= {("place", id) for id in (cluster.place_id, *gazetteer().path(cluster.place_id)) if id}
        rows = (ClusterFacet(cluster=cluster, kind=kind, value=value) for kind, value in sorted(found))
        ClusterFacet.objects.bulk_create(rows, ignore_conflicts=True)


def make_relation(a: Claim, b: Claim, kind: str = "corroborates", **fields) -> Relation:
    """a is the later one."""
    values = {
        "type": "wording",
        "score": 0.9,
        "reasons": ["both say that it happened"],
        "independent": True,
        "evidence": ["different origins"],
    }
    return Relation.objects.create(a=a, b=b, kind=kind, **(values | fields))


def make_episode(*claims: Claim) -> Episode:
    """An episode of these claims of one article, the head first; nothing is known of what it says."""
    episode = Episode.objects.create(claim=claims[0], profile={})
    EpisodeMember.objects.bulk_create(EpisodeMember(claim=claim, episode=episode) for claim in claims)
    return episode


def make_link(one: Claim, other: Claim, score: float = 0.8, **features: float) -> Link:
    left, right = sorted((one, other), key=lambda claim: claim.public_id)
    return Link.objects.create(left=left, right=right, score=score, features=features or {"place": 1.0, "words": 0.6})


def make_suggestion(claim: Claim, cluster: Cluster, score: float = 0.55) -> Suggestion:
    return Suggestion.objects.create(claim=claim, cluster=cluster, score=score)


def make_assessment(claim: Claim, status: str = "unconfirmed", credibility: float = 0.6, **fields) -> Assessment:
    values = {"digit": 3, "reasons": ["one origin, no confirmation yet"], "told_at": claim.article.told_at}
    return Assessment.objects.create(claim=claim, status=status, credibility=credibility, **(values | fields))


def make_outcome(claim: Claim, kind: str = "corroborated", *, by: str = "", since: str | date = "2021-05-05", **fields):
    values = {"weight": 1.0, "reason": f"{kind} by another source"}
    return Outcome.objects.create(
        claim=claim, kind=kind, by=by or public_id("partner", next(_number)), since=day(since), **(values | fields)
    )


def make_ledger_entry(source: Source, claim: Claim, *, role: str = "own", partner: Claim | None = None, **fields):
    values = {
        "kind": "corroborated",
        "date": date(2021, 5, 5),
        "up": 1.0,
        "down": 0.0,
        "weight": 1.0,
        "reason": "borne out by an independent source",
    } | fields
    whole = {f"whole_{name}": values.pop(name) for name in ("up", "down", "weight")}
    values.setdefault("since", values["date"])
    values.setdefault("topics", bits_of(claim.statement))
    entry = LedgerEntry.objects.create(
        source=source, role=role, claim=claim, partner=partner.public_id if partner else "", **values, **whole
    )
    part = {"voice": source.slug, "role": role}
    Part.objects.get_or_create(cluster="", **part, defaults={"name": source.name, "since": values["since"]})
    scoring.mark([((source.slug, role), values["since"])])
    for month, lines in scoring.blocks([(source.slug, role)]):
        LedgerMonth.objects.filter(pk=month.pk).update(lines=lines, due=False)
    return entry


def make_redirect(old_id: str, new_id: str) -> Redirect:
    return Redirect.objects.create(old_id=old_id, new_id=new_id, since=RECEIVED)


# --- what people decided ---


def make_user(username: str = "checker", **fields):
    """A person who can log in with PASSWORD."""
    return get_user_model().objects.create_user(username, password=PASSWORD, **fields)


def anchor(claim: Claim) -> dict:
    """A claim named by content."""
    article = claim.article
    return {
        "outlet": article.outlet.slug,
        "external_id": article.external_id,
        "text_hash": article.text_hash,
        "segments": claim.segments,
    }


def make_decision(claims: Iterable[Claim], kind: str = "same-event", *, by=None, **fields) -> Decision:
    """A decision about these claims. It can't be changed or deleted afterwards, not even by a test's clean-up."""
    anchors = [anchor(claim) for claim in claims]
    values = {
        "public_id": public_id("decision", kind, anchors, next(_number)),
        "value": {},
        "reason": "the same square at the same hour",
        "decided_at": RECEIVED + timedelta(days=1),
        "recorded_at": RECEIVED + timedelta(days=1),
    }
    decision = Decision.objects.create(kind=kind, anchors=anchors, by=by or make_user(), **(values | fields))
    name_articles(decision)
    return decision
