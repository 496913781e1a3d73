"""The small world that most tests need: an explosion in Ostrava as two outlets, an agency and a monitor tell of it."""

from dataclasses import dataclass

from claims.models import Article, Claim
from corroboration.models import Cluster
from sources.models import Source
from tests.factories import (
    make_article,
    make_assessment,
    make_claim,
    make_cluster,
    make_cluster_findable,
    make_findable,
    make_ledger_entry,
    make_outcome,
    make_ownership,
    make_record,
    make_relation,
    make_source,
    make_suggestion,
    quantity,
)


@dataclass(frozen=True)
class World:
    """What make_world() made, by name."""

    herald: Source
    courier: Source
    agency: Source
    monitor: Source
    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    copy: Claim
    stray: Claim
    cluster: Cluster
    other_cluster: Cluster


HERALD_TEXT = (
    "Explosion in Ostrava\n\n"
    "A blast hit the covered market of Ostrava on Tuesday. "
    "At least 14 people were killed, the Silesian Monitor told the Herald.\n\n"
    "Residents said a gas bottle had exploded.\n\n"
    "Comments\nkarel: it was a truck, I saw it"
)
COURIER_TEXT = (
    "A blast hit the covered market of Ostrava on Tuesday. "
    "Nine people died, the interior ministry said, according to Agence Morave. "
    "The ministry denied that a bomb had gone off."
)
AGENCY_TEXT = "OSTRAVA (AM) A blast hit the covered market of Ostrava on Tuesday. The mayor will speak on Thursday."


def make_world() -> World:
    """Two outlets, an agency and a monitor on one explosion: a copy, a contradiction, a denial, a stray claim."""
    herald = make_source("Morning Herald", aliases=["The Herald"], country="CZ", language="en", curated=True)
    courier = make_source("Evening Courier", aliases=["Courier"], country="CZ", language="en", curated=True)
    agency = make_source("Agence Morave", kind="agency", aliases=["AM"], curated=True)
    monitor = make_source("Silesian Monitor", kind="monitor", curated=True)
    ministry = make_source("Interior Ministry", kind="official")
    residents = make_source("residents", slug="morning-herald/residents", kind="group")
    commenter = make_source("karel", slug="morning-herald/karel", kind="commenter")
    make_ownership(courier, make_source("Vltava Holding", kind="group"))
    comments = HERALD_TEXT.index("Comments")
    articles = (
        make_article(agency, AGENCY_TEXT, external_id="am-1", published_at="2021-05-04T09:00", title="Ostrava blast"),
        make_article(
            herald,
            HERALD_TEXT,
            external_id="h-1",
            published_at="2021-05-04T11:00",
            title="Explosion in Ostrava",
            zones=[["title", 0, 20], ["body", 22, comments], ["comments", comments, len(HERALD_TEXT)]],
        ),
        make_article(
            courier, COURIER_TEXT, external_id="c-1", published_at="2021-05-05T08:00", wire_source="agence-morave"
        ),
    )
    blast = "A blast hit the covered market of Ostrava on Tuesday"
    original = make_claim(articles[0], blast, first_hand=True)
    told = make_claim(articles[1], blast)
    killed = make_claim(
        articles[1],
        "At least 14 people were killed",
        statement="At least 14 people were killed in Ostrava on 4 May 2021",
        chain=[monitor],
        slot="killed",
        quantities=[quantity(14, "at least")],
        frame={"action": "kill", "place": "Ostrava", "time": {"from": "2021-05-04", "to": "2021-05-04"}},
        cues=[[HERALD_TEXT.index("told the Herald"), HERALD_TEXT.index("told the Herald") + len("told the Herald")]],
    )
    cause = make_claim(articles[1], "a gas bottle had exploded", chain=[residents], slot="cause", modality="hedged")
    make_claim(articles[1], "it was a truck", chain=[commenter], slot="cause", zone="comments")
    copy = make_claim(articles[2], blast, chain=[agency])
    nine = make_claim(
        articles[2], "Nine people died", chain=[ministry, agency], slot="killed", quantities=[quantity(9)]
    )
    bomb = make_claim(
        articles[2], "a bomb had gone off", denied_by=[(ministry, "the ministry")], slot="cause", modality="denied"
    )
    stray = make_claim(articles[0], "The mayor will speak on Thursday", modality="planned", slot="other")
    members = [original, told, killed, cause, copy, nine, bomb]
    cluster = make_cluster(
        members,
        copies={copy: original},
        title="Blast at the covered market of Ostrava",
        origin_count=3,
        unknown_count=1,
        contradictions=1,
        corroborations=1,
        attention=0.9,
        attention_grounds=[["clash", "two death tolls contradict each other", 0.9]],
    )
    make_relation(told, original, independent=None, evidence=["lineage of the Herald's own voice unknown"])
    make_relation(
        nine, killed, "contradicts", type="number", reasons=["9 or at least 14 killed"], evidence=["different origins"]
    )
    make_relation(bomb, cause, "differs", type="cause", independent=None, reasons=["gas bottle or bomb"])
    for claim in members:
        status = {"killed": "contradicted", "cause": "contested"}.get(claim.slot, "unconfirmed")
        make_assessment(claim, status)
    other_cluster = make_cluster([stray], title="The mayor of Ostrava will speak", origin_count=1)
    make_suggestion(stray, cluster)
    make_outcome(killed, "contradicted", by=nine.public_id)
    for source, role, entry in ((herald, "own", told), (monitor, "origin", killed), (herald, "carrier", killed)):
        make_record(source, role=role)
        make_ledger_entry(source, entry, role=role, partner=nine)
    make_record(courier, up=0, down=1, letter="F", enough=False, reasons=["only one checked claim"])
    claims = (original, told, killed, cause, copy, nine, bomb, stray)
    make_findable(*claims)
    make_cluster_findable(cluster, other_cluster)
    return World(herald, courier, agency, monitor, articles, claims, copy, stray, cluster, other_cluster)
