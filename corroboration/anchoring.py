"""Which claims a decision means today.

An anchor names a claim by where it stands: outlet, external id, hash of the text, segments. Extraction may cut the
sentence differently next year; the decision then binds to the claim that shares most of the anchor's characters,
and at least half of them. Of several texts of an article the claim meant is that of the first which says so, also
where a later one withdrew it. Where a text was replaced before it can be said to have stood, the anchor's words are
looked for in the one after it: a sentence that was kept keeps its decisions, one that was rewritten loses them. A
decision that finds no such claim is orphaned, and says so.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from claims.engine.values import Segment
from claims.models import Article, Claim
from corroboration.evidence import in_chunks
from corroboration.models import Decision, Membership, Named

LEAST_SHARED = 0.5  # of the anchor's characters (DESIGN: "at least half")
Kind = Decision.Kind
NEEDED = {  # how many different claims a decision of each kind names at least
    Kind.SAME_EVENT: 2,
    Kind.DIFFERENT_EVENT: 2,
    Kind.SPLIT: 2,
    Kind.VERDICT: 1,
    Kind.INDEPENDENCE: 2,
    Kind.RELATION: 2,
    Kind.ATTRIBUTION: 1,
    Kind.NOT_A_CLAIM: 1,
    Kind.NOTE: 1,
    Kind.ASSIGN: 1,
    Kind.REVIEWED: 1,
    Kind.EXTERNAL: 1,
}
# What a text can be said to have said: what a person refused as no claim, too, or nobody could think better of it.
MEANT = Q(stands=True) | Q(said_before__isnull=False) | Q(refused=True)
Place = tuple[str, str, str]  # of a text: outlet, external id, hash
Cut = tuple[str, list[Segment]]  # public id and segments of a claim


@dataclass(frozen=True, slots=True)
class Bound:
    """A decision in force, and the claims it means now. meant: one for each anchor, "" where it means none any more."""

    decision: Decision
    meant: tuple[str, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims, each once."""
        return tuple(dict.fromkeys(filter(None, self.meant)))

    @property
    def lost(self) -> int:
        """How many anchors mean no claim any more."""
        return self.meant.count("")

    @property
    def off(self) -> tuple[str, ...]:
        """Of a split the claims that are of another event than the others."""
        return tuple(dict.fromkeys(filter(None, self.meant[: self.decision.value.get("off", 0)])))

    @property
    def orphaned(self) -> bool:
        """Whether too few claims are left for its kind."""
        if self.decision.kind == Kind.SPLIT:
            return not self.off or not {*self.claims} - {*self.off}
        return len(self.claims) < NEEDED[Kind(self.decision.kind)]


def anchor(claim: Claim) -> dict[str, Any]:
    """Where a claim stands, in words that survive its row."""
    article = claim.article
    return {
        "outlet": article.outlet.slug,
        "external_id": article.external_id,
        "text_hash": article.text_hash,
        "segments": claim.segments,
    }


def name_articles(decision: Decision) -> None:
    """Note which articles a new decision names, so that it is found by them."""
    articles = dict.fromkeys((each["outlet"], each["external_id"]) for each in decision.anchors)
    Named.objects.bulk_create(Named(decision=decision, outlet=outlet, external_id=id) for outlet, id in articles)


def about(articles: Collection[tuple[str, str]]) -> set[int]:
    """The decisions, by row, that name one of these articles (outlet, external id)."""
    found: set[int] = set()
    for ids in in_chunks(sorted({external_id for _, external_id in articles})):
        rows = Named.objects.filter(external_id__in=ids).values_list("decision_id", "outlet", "external_id")
        found.update(pk for pk, *article in rows if tuple(article) in articles)
    return found


def about_clusters(clusters: Collection[str]) -> set[int]:
    """The decisions, by row, that name an article with a claim in one of these clusters."""
    told = Membership.objects.filter(cluster__in=clusters)
    return about(set(told.values_list("claim__article__outlet__slug", "claim__article__external_id")))


def bind(decisions: Iterable[Decision]) -> list[Bound]:
    """The decisions with the claims that they mean now."""
    decisions = list(decisions)
    texts = _texts({_place(each) for decision in decisions for each in decision.anchors})
    bound = []
    for decision in decisions:
        meant = (_best(each["segments"], texts[_place(each)]) for each in decision.anchors)
        bound.append(Bound(decision, tuple(meant)))
    return bound


def not_undone(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions in force: an undo takes away what it names, unless it is undone itself."""
    decisions = list(decisions)
    undone_by = {decision.undoes_id: decision for decision in decisions if decision.undoes_id}

    def stands(decision: Decision) -> bool:
        undoings = 0
        while (undoing := undone_by.get(decision.pk)) is not None:
            decision, undoings = undoing, undoings + 1
        return undoings % 2 == 0

    return [decision for decision in decisions if decision.kind != Kind.UNDO and stands(decision)]


def _place(anchored: Mapping[str, Any]) -> Place:
    return (anchored["outlet"], anchored["external_id"], anchored["text_hash"])


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands for an anchored text now: the claims of that text, or of the one that replaced it without a trace,
    and then both texts."""

    claims: Sequence[Cut] = ()
    old: str = ""
    new: str = ""


def _texts(places: set[Place]) -> dict[Place, _Text]:
    found = {place: _Text() for place in places}
    stored: dict[Place, Article] = {}
    for hashes in in_chunks(sorted({text_hash for _, _, text_hash in places})):
        rows = Article.objects.filter(text_hash__in=hashes).select_related("outlet")
        for row in rows.only("outlet__slug", "external_id", "text_hash", "replaced_by", "state"):
            stored[(row.outlet.slug, row.external_id, row.text_hash)] = row
    anchored = {place: stored[place] for place in sorted(places) if place in stored}
    told = {place: _told(row) for place, row in anchored.items()}
    claims = _claims({row.pk for row in told.values()})
    for place, row in told.items():
        replaced = row.pk != anchored[place].pk
        texts = (anchored[place].text, row.text) if replaced and claims[row.pk] else ("", "")
        found[place] = _Text(claims[row.pk], *texts)
    return found


def _told(row: Article) -> Article:
    """The text itself, or where it was replaced without a trace, the first after it that wasn't."""
    while row.replaced_by_id is not None and not _has_stood(row):
        row = Article.objects.only("replaced_by", "state").get(pk=row.replaced_by_id)
    return row


def _has_stood(row: Article) -> bool:
    """Whether any claim of a text is told by it or an earlier one. A text is replaced with all its claims, or none."""
    return Claim.every.filter(MEANT, article=row, zone=Claim.Zone.BODY).exists()


def _claims(articles: set[int]) -> dict[int, list[Cut]]:
    """The claims of these texts: where they say so, and which claim is meant."""
    found: dict[int, list[Cut]] = defaultdict(list)
    for ids in in_chunks(sorted(articles)):
        rows = Claim.every.filter(MEANT, article_id__in=ids)
        for article, id, first, segments in rows.order_by("public_id").values_list(
            "article_id", "public_id", "said_before_id", "segments"
        ):
            found[article].append((first or id, segments))
    return found


def _best(segments: Sequence[Segment], text: _Text) -> str:
    """The claim that shares most of the segments' characters, and has fewest of its own beside them; "" for none."""
    wanted = _characters(segments)
    kept = _characters(_moved(segments, text)) if text.new else wanted
    cuts = ((id, _characters(own)) for id, own in text.claims)
    shared = max(((len(kept & own), -len(own), id) for id, own in cuts), default=(0, 0, ""))
    return shared[2] if shared[0] >= LEAST_SHARED * len(wanted) else ""


def _moved(segments: Sequence[Segment], text: _Text) -> list[Segment]:
    """Where the words of an old text's segments stand in the new one; what was rewritten is left out.

    Words that occur several times are told apart by their turn.
    """
    moved = []
    for start, end in segments:
        words = text.old[start:end]
        turn = text.old.count(words, 0, start)
        at = text.new.find(words)
        while turn and (later := text.new.find(words, at + 1)) >= 0:
            at, turn = later, turn - 1
        if at >= 0:
            moved.append((at, at + end - start))
    return moved


def _characters(segments: Iterable[Sequence[int]]) -> set[int]:
    return {i for start, end in segments for i in range(start, end)}
