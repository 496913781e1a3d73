"""Annotated events: the claims of one annotated set as extraction finds them, and how well they were clustered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from benchmarks.annotated import Annotated
from benchmarks.relations import owners
from claims.engine.extract import extract
from claims.engine.reference import Reference
from claims.engine.values import ArticleText, Zone
from corroboration.engine import clustering, matching, statements
from corroboration.engine.episodes import episodes_of
from corroboration.engine.shingling import shingles
from corroboration.engine.values import Episode, Telling
from sources.engine.names import slugify
from sources.engine.values import Kind, Voice

HEAD = "B3 P     R     F1   apart"  # of what Score.show gives
Row = dict[str, Any]


class Score(NamedTuple):
    """B-cubed (Bagga & Baldwin 1998) over the claims that have a gold event; look-alike pairs kept apart."""

    precision: float
    recall: float
    f1: float
    apart: float

    def show(self) -> str:
        return "  ".join(f"{figure:.3f}" for figure in self)


class Gold:
    """One annotated set: its articles extracted, and its claims matched with what was extracted.

    event: claim -> its gold event; one that belongs to none is an event of its own.
    """

    def __init__(self, annotated: Annotated, nlp: Any, reference: Reference) -> None:
        labels = annotated.gold
        self.name = annotated.name
        self.told = [t for line in annotated.lines for t in extracted(line, nlp, reference)]
        found = matched(labels["claims"], self.told)
        self.event = {found[c["id"]]: c["event"] or c["id"] for c in labels["claims"] if c["id"] in found}
        known = [(found.get(pair["a"], ""), found.get(pair["b"], "")) for pair in labels["distinct"]]
        self.distinct = [pair for pair in known if all(pair)]
        self.claims = len(labels["claims"])

    def by_article(self) -> list[list[Telling]]:
        return by_article(self.told)

    def main_event(self, members: Iterable[Telling]) -> str | None:
        """The gold event of most of these claims; None where none of them is known."""
        known = Counter(self.event[t.id] for t in members if t.id in self.event)
        return known.most_common(1)[0][0] if known else None

    def within(self, episodes: Sequence[Episode]) -> Score:
        """The cutting alone: events and episodes of two articles never count as one."""
        article = {t.id: t.article for t in self.told}
        event = {claim: f"{article[claim]} {event}" for claim, event in self.event.items()}
        return scored(event, {t.id: e.id for e in episodes for t in e.members}, [])

    def placed(self, episodes: Sequence[Episode]) -> Score:
        """As the pipeline does: episodes that meet are linked, and enter clusters in order."""
        return self.score({member: members[0] for members in grouped(episodes) for member in members})

    def average(self, episodes: Sequence[Episode]) -> Score:
        """The upper reference: average linkage over everything at once."""
        labels = statements.average_linkage(matching.all_scores([e.profile for e in episodes]), clustering.JOIN)
        return self.score({t.id: str(label) for e, label in zip(episodes, labels, strict=True) for t in e.members})

    def score(self, homes: Mapping[str, str]) -> Score:
        return scored(self.event, homes, self.distinct)

    def errors(self) -> None:
        """Each cluster with the gold events of its claims."""
        told = {t.id: t for t in self.told}
        for members in grouped([e for article in self.by_article() for e in episodes_of(article)]):
            print(f"-- {len(members)} claims")
            for telling in (told[id] for id in members):
                frame, known = telling.claim.frame, self.event.get(telling.id, "?")
                print(f"   {telling.id:14} {known:44.44} {frame.time and frame.time.start} {frame.time_explicit:d} "
                      f"{frame.place_id:12.12} {frame.action:10.10} {telling.claim.statement[:110]}")  # fmt: skip


def by_article(told: Iterable[Telling]) -> list[list[Telling]]:
    """The claims of each article in their order."""
    found: dict[str, list[Telling]] = defaultdict(list)
    for telling in sorted(told, key=lambda t: t.order):
        found[telling.article].append(telling)
    return list(found.values())


def grouped(episodes: Sequence[Episode]) -> tuple[tuple[str, ...], ...]:
    """The clusters, as the pipeline makes them: episodes that meet are linked, and enter clusters in order."""
    profiles = {e.id: e.profile for e in episodes}
    links = {(x.left, x.right): x for x in matching.links(clustering.pairs_met(episodes), profiles)}
    return clustering.group(episodes, links).clusters


def scored(event: Mapping[str, str], homes: Mapping[str, str], distinct: Sequence[tuple[str, str]]) -> Score:
    """B-cubed over the claims of `event`."""
    same_event, same_home = defaultdict(set), defaultdict(set)
    for claim in event:
        same_event[event[claim]].add(claim)
        same_home[homes[claim]].add(claim)
    precision = recall = 0.0
    for claim in event:
        both = len(same_event[event[claim]] & same_home[homes[claim]])
        precision += both / len(same_home[homes[claim]]) / len(event)
        recall += both / len(same_event[event[claim]]) / len(event)
    kept = [homes[a] != homes[b] for a, b in distinct]
    return Score(precision, recall, harmonic(precision, recall), sum(kept) / len(kept) if kept else float("nan"))


def harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def extracted(row: Row, nlp: Any, reference: Reference) -> list[Telling]:
    """The claims of one article of an ingest file."""
    publisher = reference.directory.resolve(row["outlet"])
    voice = Voice(publisher.slug if publisher else slugify(row["outlet"]), row["outlet"], Kind.OUTLET)
    published = datetime.fromisoformat(row["published_at"])
    article = ArticleText(row["text"], voice, published, title=row.get("title") or "", wire=row.get("wire") or "")
    read = extract(article, reference, nlp)
    claims = [claim for claim in read.claims if claim.zone is Zone.BODY]
    key, print_ = str(row["external_id"]), frozenset(shingles(row["text"]))
    return [
        Telling(
            id=f"{key}-{i:03}",
            article=key,
            position=i,
            publisher=voice,
            published_at=published,
            claim=claim,
            wire=read.wire,
            family=owners(voice.slug),
            original_reporting=publisher.original_reporting if publisher else False,
            article_print=print_,
            families={v.slug: owners(v.slug) for v in (*claim.chain, *claim.denied_by)},
        )
        for i, claim in enumerate(claims)
    ]


def matched(labels: Sequence[Row], told: Sequence[Telling]) -> dict[str, str]:
    """gold claim -> extracted claim, one to one, where they share half of the characters in either; best first."""
    pairs = []
    for label in labels:
        want = set(range(label["start"], label["end"]))
        for telling in told:
            if telling.article == str(label["article"]):
                have = {i for start, end in telling.claim.segments for i in range(start, end)}
                if 2 * len(want & have) >= len(want | have):
                    pairs.append((-len(want & have) / len(want | have), label["id"], telling.id))
    found: dict[str, str] = {}
    for _, label_id, telling_id in sorted(pairs):
        if label_id not in found and telling_id not in found.values():
            found[label_id] = telling_id
    return found
