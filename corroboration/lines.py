"""What other programs read: one dictionary for each article, claim, relation ..., in the shapes that contracts fix.

`export` writes them, the API answers with them. Beside each shape stand the rows it is made of, with all that a line
needs in a fixed number of queries, in a stable order.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from claims.engine.taken_down import TAKEN_DOWN
from claims.models import Article, Attribution, Claim
from corroboration.engine.searching import Found
from corroboration.engine.settle import Record
from corroboration.models import Assessment, Cluster, Decision, Membership, Relation
from corroboration.replies import newest, reply_line
from corroboration.selectors import links
from corroboration.selectors.coverage import coverage_line, open_gaps
from corroboration.selectors.ledger import LedgerLine, ledger_lines
from corroboration.selectors.links import Suggested
from sources.models import Ownership, Reply, Source, SourceMerge, TrackRecord, private

Line = dict[str, Any]
Judgement = tuple[str, float | None, int | None]  # status, credibility, Admiralty digit

NOT_JUDGED: Judgement = (Assessment.Status.UNCONFIRMED, None, None)

HEAVY = ("text", "html", "zones", "shingles", "notes")  # the columns of an article that can be megabytes
OPENED = 200  # ledger lines of which claims and relations are read in one go
FRAME = ("actor", "action", "target", "place", "time")
QUANTITY = ("value", "low", "high", "bound", "unit", "role")


def moment(value: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, "2017-02-12T12:00:00Z"."""
    return value and value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def interval(start: date | None, end: date | None) -> Line | None:
    """The days of an event; None when neither is known."""
    return {"from": start and start.isoformat(), "to": end and end.isoformat()} if start or end else None


# --- one line of each kind, and its parts in the order of a table ---

ARTICLE = (
    *("id", "external_id", "outlet", "published_at", "revised_at", "title", "url", "language", "via", "wire"),
    *("state", "text"),
)
CLAIM = (
    *("id", "article", "start", "end", "segments", "text", "statement", "attribution", "modality", "denied_by"),
    *("zone", "slot", "frame", "quantities", "cluster", "status", "credibility", "admiralty"),
    *("revised_at", "told_at", "withdrawn_at"),
)
RELATION = ("a", "b", "relation", "type", "independent", "score", "reasons")
CLUSTER = (
    *("id", "title", "status", "place", "time", "first_published_at", "last_published_at", "claims"),
    *("outlets", "origins", "unknown", "corroborations", "contradictions"),
)
SOURCE = (
    *("slug", "name", "kind", "curated", "aliases", "country", "language", "homepage", "speaks_for"),
    *("owners", "feeds", "coverage", "original_reporting", "public_role", "merged_into", "reply"),
)
RECORD = ("mean", "low", "high", "alpha", "beta", "up", "down", "checks", "letter", "enough", "reasons")
TRACK_RECORD = ("source", "name", "role", "as_of", *RECORD)
LEDGER = (
    *("role", "date", "kind", "up", "down", "weight", "topics", "reason"),
    *("claim", "statement", "article", "outlet", "published_at"),
    *("partner", "checker", "partner_statement", "partner_outlet", "partner_published_at"),
    *("relation", "type", "relation_reasons", "independent", "evidence"),
)
DECISION = ("id", "kind", "anchors", "value", "reason", "decided_at", "recorded_at", "by", "undoes")


def publication(article: Article) -> str | None:
    """When an article was published, to the precision that is known."""
    return article.published_at.date().isoformat() if article.day_only else moment(article.published_at)


def telling(article: Article) -> str | None:
    """When this text of an article came out, to the precision that is known."""
    return article.told_at.date().isoformat() if article.told_day_only else moment(article.told_at)


def article_facts(article: Article) -> Line:
    """An article without its text: with its public id and state, and else as `ingest` would take it in again."""
    return {
        "id": article.public_id,
        "external_id": article.external_id,
        "outlet": article.outlet.slug,
        "published_at": publication(article),
        "revised_at": moment(article.revised_at),
        "title": article.title,
        "url": article.url,
        "language": article.language,
        "via": article.via,
        "wire": article.wire,
        "state": str(article.state),
    }


def article_key(article: Article) -> Line:
    """What an article is known by beside its claims."""
    return {
        "external_id": article.external_id,
        "outlet": article.outlet.slug,
        "published_at": moment(article.published_at),
    }


def article_line(article: Article) -> Line:
    """An article with its text. Every revision has its line."""
    return article_facts(article) | {"text": article.text if article.erased_at is None else TAKEN_DOWN}


def claim_line(
    claim: Claim,
    attributions: Iterable[Attribution] | None = None,
    cluster: str | None = None,
    judgement: Judgement = NOT_JUDGED,
    end: datetime | None = None,
) -> Line:
    """A claim with its chain (origin first, publisher left out). Rows that were never saved will do.

    One line for all texts of an article that say so (by `end`). Its words and offsets are those of the latest of them,
    whose revised_at it gives; told_at: when the first came out. withdrawn_at: when a text came out that no longer says
    so, and gives no newer answer; null: it stands, or was updated (`superseded`).
    """
    voices = sorted(claim.attributions.all() if attributions is None else attributions, key=lambda a: a.position)
    status, credibility, digit = judgement
    said, withdrawn = _latest_words(claim, end), claim.withdrawn_at
    return {
        "id": claim.public_id,
        "article": article_key(said.article),
        "start": said.start,
        "end": said.end,
        "segments": said.segments,
        "text": said.text,
        "statement": said.statement,
        "attribution": [_voice(a) for a in voices if a.part == Attribution.Part.CHAIN],
        "modality": str(claim.modality),
        "denied_by": [_voice(a) for a in voices if a.part == Attribution.Part.DENIER],
        "zone": str(claim.zone),
        "slot": claim.slot,
        "frame": {name: claim.frame.get(name) or (None if name == "time" else "") for name in FRAME},
        "quantities": [{name: quantity.get(name) for name in QUANTITY} for quantity in claim.quantities],
        "cluster": cluster,
        "status": str(status),
        "credibility": credibility,
        "admiralty": digit,
        "revised_at": moment(said.article.revised_at),
        "told_at": moment(claim.article.told_at),
        "withdrawn_at": moment(withdrawn) if end is None or (withdrawn and withdrawn < end) else None,
    }


def _latest_words(claim: Claim, end: datetime | None) -> Claim:
    """The claim as the latest text has it that says so. Its `said_again` should be prefetched."""
    again = claim.said_again.all() if claim.pk else ()
    texts = [claim, *(each for each in again if end is None or each.article.told_at < end)]
    return max(texts, key=lambda each: each.article.told_at)


def judged_claim_line(claim: Claim) -> Line:
    """A claim of `claims()` with what is held of it now."""
    membership, assessment = getattr(claim, "membership", None), getattr(claim, "assessment", None)
    return claim_line(
        claim,
        cluster=membership.cluster_id if membership else None,
        judgement=(assessment.status, assessment.credibility, assessment.digit) if assessment else NOT_JUDGED,
    )


def found_claim_lines(found: Sequence[Found]) -> list[Line]:
    """Claims that a search found, in its order: each as it stands, and how well it fits."""
    rows = {row.public_id: row for row in claims().filter(public_id__in=[each.id for each in found])}
    return [judged_claim_line(rows[each.id]) | {"match": match_line(each)} for each in found if each.id in rows]


def match_line(found: Found) -> Line:
    match = found.match
    return {
        "score": match.score,
        "words": match.words,
        "event": match.event,
        "reasons": list(match.reasons),
        "copies": list(found.copies),
    }


def _voice(attribution: Attribution) -> Line:
    return {"source": attribution.source.slug, "name": attribution.name}


def relation_line(row: Relation) -> Line:
    """A relation. Rows that were never saved will do."""
    return {
        "a": row.a_id,
        "b": row.b_id,
        "relation": str(row.kind),
        "type": row.type,
        "independent": row.independent,
        "score": row.score,
        "reasons": row.reasons,
    }


def cluster_line(cluster: Cluster, members: Collection[str]) -> Line:
    """A cluster and the ids of its claims. Origins are counted, not outlets.

    unknown: voices of unknown lineage, which stand beside the origins. corroborations: the independent ones.
    """
    return {
        "id": cluster.public_id,
        "title": cluster.title,
        "status": str(cluster.status),
        "place": cluster.place,
        "time": interval(cluster.event_from, cluster.event_to),
        "first_published_at": moment(cluster.first_published_at),
        "last_published_at": moment(cluster.last_published_at),
        "claims": sorted(members),
        "outlets": cluster.outlet_count,
        "origins": cluster.origins,
        "unknown": cluster.unknown_count,
        "corroborations": cluster.corroborations,
        "contradictions": cluster.contradictions,
    }


def suggestion_line(suggested: Suggested) -> Line:
    """A claim that may belong to a cluster. like: the claim there by whose link it does, with the reasons of that."""
    row, why = suggested.suggestion, suggested.why
    return {
        "claim": row.claim_id,
        "score": row.score,
        "like": why.claim.public_id if why else None,
        "reasons": [{"says": reason.says, "adds": reason.adds} for reason in why.reasons] if why else [],
    }


def whole_cluster_line(cluster: Cluster) -> Line:
    """A cluster of `clusters()` with its suggestions: what a program is answered that asks for it alone."""
    found = [suggestion_line(each) for each in links.suggested(links.likeliest(cluster))]
    return cluster_line(cluster, member_ids(cluster)) | {"suggestions": found}


def source_line(source: Source) -> Line:
    return {
        "slug": source.slug,
        "name": source.name,
        "kind": str(source.kind),
        "curated": source.curated,
        "aliases": sorted(alias.name for alias in source.aliases.all()),
        "country": source.country,
        "language": source.language,
        "homepage": source.homepage,
        "speaks_for": source.speaks_for.slug if source.speaks_for else None,
        "owners": [
            {"source": o.owner.slug, "since": o.since and o.since.isoformat(), "until": o.until and o.until.isoformat()}
            for o in source.ownerships.all()
        ],
        "feeds": [feed.url for feed in source.feeds.all()],
        "coverage": coverage_line(source),
        "original_reporting": source.original_reporting,
        "public_role": source.public_role,
        "merged_into": next((merge.into.slug for merge in source.merges.all()), None),
        "reply": reply_line(newest(source.replies.all())),
    }


def record_line(record: TrackRecord) -> Line:
    """A source's reliability in one role: own voice, quoted origin, or carrier of others' claims."""
    source = {"source": record.source.slug, "name": record.source.name, "role": str(record.role)}
    return source | {"as_of": record.as_of.isoformat()} | {name: getattr(record, name) for name in RECORD}


def record_value_line(record: Record, as_of: date) -> Line:
    """A track record as the engine found it for a day."""
    score = record.reliability
    values = {name: getattr(score, name) for name in RECORD if name not in ("checks", "reasons")}
    source = {"source": record.voice, "name": record.name, "role": record.role, "as_of": as_of.isoformat()}
    line = source | values | {"checks": score.n, "reasons": list(score.reasons)}
    return {name: line[name] for name in TRACK_RECORD}


def opened_ledger(entries: Iterable[Line]) -> Iterator[Line]:
    """Lines of a track record's ledger with what stands behind them, some hundred read at a time."""
    coming = iter(entries)
    while chunk := list(islice(coming, OPENED)):
        yield from map(opened_ledger_line, ledger_lines(chunk))


def opened_ledger_line(line: LedgerLine) -> Line:
    """One contribution to a record, with the claim that was checked, what checked it, and how the two stand.

    Of a verdict, partner is the decision's id, and nothing is known of a relation.
    """
    claim, partner, relation = line.claim, line.partner, line.relation
    values = dict(line.entry) | {
        "date": line.date.isoformat(),
        "topics": list(line.topics),
        "statement": claim and claim.statement,
        "article": claim and claim.article.public_id,
        "outlet": claim and claim.article.outlet.slug,
        "published_at": claim and telling(claim.article),
        "checker": line.checker or None,
        "partner_statement": partner and partner.statement,
        "partner_outlet": partner and partner.article.outlet.slug,
        "partner_published_at": partner and telling(partner.article),
        "relation": relation and str(relation.kind),
        "type": relation and relation.type,
        "relation_reasons": relation.reasons if relation else [],
        "independent": line.independent,
        "evidence": list(line.evidence),
    }
    return {name: values[name] for name in LEDGER}


def decision_line(decision: Decision) -> Line:
    return {
        "id": decision.public_id,
        "kind": str(decision.kind),
        "anchors": decision.anchors,
        "value": decision.value,
        "reason": decision.reason,
        "decided_at": moment(decision.decided_at),
        "recorded_at": moment(decision.recorded_at),
        "by": decision.by.get_username(),
        "undoes": decision.undoes.public_id if decision.undoes else None,
    }


# --- the rows behind them, with all that a line needs in a fixed number of queries ---


def articles() -> QuerySet[Article]:
    return Article.objects.select_related("outlet").order_by("published_at", "public_id")


def claims() -> QuerySet[Claim]:
    """Claims in the order of publication and text. The article's text stays in the database."""
    heavy = [f"article__{column}" for column in HEAVY]
    voices = Attribution.objects.select_related("source").order_by("position")
    again = Claim.every.select_related("article__outlet").defer(*heavy)
    return (
        Claim.objects.select_related("article__outlet", "assessment", "membership")
        .defer(*heavy)
        .prefetch_related(Prefetch("attributions", voices), Prefetch("said_again", again))
        .order_by("article__told_at", "article__public_id", "position")
    )


def clusters() -> QuerySet[Cluster]:
    members = Membership.objects.only("claim_id", "cluster_id").order_by("claim_id")
    return Cluster.objects.prefetch_related(Prefetch("memberships", members)).order_by(
        "first_published_at", "public_id"
    )


def relations() -> QuerySet[Relation]:
    return Relation.objects.order_by("a_id", "b_id")


def sources() -> QuerySet[Source]:
    merges = SourceMerge.in_force.select_related("into")
    owners = Ownership.objects.select_related("owner").order_by(F("since").asc(nulls_first=True), "owner__slug")
    return (
        Source.objects.select_related("speaks_for")
        .prefetch_related("aliases", "feeds", open_gaps(), Prefetch("ownerships", owners), Prefetch("merges", merges))
        .prefetch_related(Prefetch("replies", Reply.objects.select_related("by").order_by("-pk")))
        .order_by("slug")
    )


def records() -> QuerySet[TrackRecord]:
    """All that are worked out. `shown_records`: those that are shown."""
    return TrackRecord.objects.select_related("source").order_by("source__slug", "role")


def shown_records() -> QuerySet[TrackRecord]:
    return records().exclude(private("source"))


def decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related("by", "undoes").order_by("decided_at", "public_id")


def member_ids(cluster: Cluster) -> list[str]:
    return [membership.claim_id for membership in cluster.memberships.all()]
