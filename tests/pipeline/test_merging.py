"""Two sources that an admin found to be one count as one everywhere, whenever it was found, and as two once undone."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from claims.models import Article, Attribution, Claim
from corroboration import extraction, merging_sources, rebuilding, settling
from corroboration.decisions import decide
from corroboration.ingestion import accept
from corroboration.models import Cluster, Part, Relation
from sources.models import Source, SourceMerge, TrackRecord
from sources.selectors import merged_into
from sources.services import MergeRefused, load_shipped
from tests.factories import make_source
from tests.pipeline.articles import TALES, line, take_in, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]

BUREAU = (
    "A car bomb killed 12 people in Azaz on Friday, the Lantern Bureau said.\n\n"
    "A military source told Harbour Post that the blast hit a market."
)
OFFICE = (
    "Twelve people died when a car bomb went off in Azaz on Friday, the Lantern Office said.\n\n"
    "It hit a market, Harbour Post reported."
)
TOLD = [
    ("m1", "Harbour Post", "2018-05-04T10:00:00Z", BUREAU),
    ("m2", "Hill Tribune", "2018-05-04T18:00:00Z", OFFICE),
    ("m0", "Harbour Post", "2018-05-03T10:00:00Z", "A flood destroyed a bridge in Raqqa on Thursday."),
    ("m3", "Harbor Gazette", "2018-05-06T09:00:00Z", "Ten shells hit Raqqa on Sunday, a doctor told Harbor Gazette."),
]


def known() -> None:
    load_shipped()
    for name in ("Orchard Gazette", "River Post", "Hill Tribune", "Harbor Gazette", "Lantern Bureau"):
        make_source(name, curated=True, kind="monitor" if "Bureau" in name else "outlet")
    make_source("Harbour Post")
    make_source("Lantern Office", kind="group")


def take_all() -> None:
    take_in(*TOLD, *TALES)
    work()


def source(slug: str) -> Source:
    return Source.objects.get(slug=slug)


def keeper() -> User:
    return User.objects.get_or_create(username="keeper")[0]


def merge(gone: str, into: str) -> SourceMerge:
    return merging_sources.merge(source(gone), source(into), reason="the same house", by=keeper(), now=timezone.now())


def undo(merged: SourceMerge) -> None:
    merging_sources.undo(merged, reason="a mistake", by=keeper(), now=timezone.now())


def rebuilt() -> str:
    rebuilding.forget(now=timezone.now())
    work()
    return rebuilding.digest()


def origins(article: str) -> set[str]:
    rows = Attribution.objects.filter(claim__article__external_id=article, part="chain", position=0)
    return set(rows.values_list("source__slug", flat=True))


def agreement(one: str, other: str) -> Relation:
    found = Relation.objects.filter(a__article__external_id=one, b__article__external_id=other, kind="corroborates")
    return found.get(a__slot="killed")


def an_outlet_that_was_met() -> SourceMerge:
    return merge("harbour-post", "harbor-gazette")


def a_voice_that_was_met() -> SourceMerge:
    return merge("lantern-office", "lantern-bureau")


def a_curated_outlet() -> SourceMerge:
    return merge("river-post", "hill-tribune")


def one_into_another_into_a_third() -> SourceMerge:
    merge("harbor-gazette", "hill-tribune")
    return merge("harbour-post", "harbor-gazette")


MERGES = (an_outlet_that_was_met, a_voice_that_was_met, a_curated_outlet, one_into_another_into_a_third)


@pytest.mark.parametrize("change", MERGES, ids=lambda change: change.__name__)
def test_it_makes_no_difference_when_it_was_found(change: Callable[[], SourceMerge]):
    """After the articles, with them all read anew, and before any came: one digest. Undone: the one of before."""
    known()
    take_all()
    before = rebuilding.digest()
    change()
    assert settling.waiting()
    work()
    assert not settling.waiting()
    followed = rebuilding.digest()
    assert followed != before
    assert rebuilt() == followed
    for merged in list(SourceMerge.in_force.all()):
        undo(merged)
    work()
    assert rebuilding.digest() == before


@pytest.mark.parametrize("change", MERGES, ids=lambda change: change.__name__)
def test_found_before_any_article_came_it_comes_to_the_same(change: Callable[[], SourceMerge]):
    known()
    change()
    take_all()
    found_before = rebuilding.digest()
    assert rebuilt() == found_before


def test_every_mention_publication_and_unnamed_voice_is_that_of_the_one_that_stays():
    known()
    take_all()
    assert TrackRecord.objects.filter(source__slug="harbour-post").exists()
    ids = set(Article.objects.values_list("public_id", "outlet__slug"))
    assert agreement("m2", "m1").independent is True
    an_outlet_that_was_met()
    a_voice_that_was_met()
    work()
    assert origins("m1") == {"lantern-bureau", "harbor-gazette/military-source"}
    assert origins("m2") == {"lantern-bureau", "harbor-gazette"}
    for gone in ("harbour-post", "lantern-office"):
        assert not Attribution.objects.filter(source__slug=gone).exists()
        assert not Part.objects.filter(voice=gone).exists()
        assert not TrackRecord.objects.filter(source__slug=gone).exists()
    assert set(Article.objects.values_list("public_id", "outlet__slug")) == ids
    told = agreement("m2", "m1")
    assert told.independent is False
    cluster = Cluster.objects.get(memberships__claim=told.a)
    assert "lantern-office" not in {origin["source"] for origin in cluster.origins}


def test_a_chain_that_a_person_set_right_follows_too():
    known()
    take_all()
    claim = Claim.objects.get(article__external_id="a2", slot="killed")
    office = {"source": "lantern-office", "name": "Lantern Office", "kind": "group"}
    decide("attribution", [claim], by=keeper(), now=timezone.now(), value={"chain": [office]})
    work()
    before = rebuilding.digest()
    assert origins("a2") >= {"lantern-office"}
    merged = a_voice_that_was_met()
    work()
    assert "lantern-bureau" in origins("a2") and "lantern-office" not in origins("a2")
    followed = rebuilding.digest()
    assert rebuilt() == followed
    undo(merged)
    work()
    assert rebuilding.digest() == before


def test_only_what_it_concerns_is_read_again(monkeypatch):
    known()
    take_all()
    read = []
    reading = extraction.read
    monkeypatch.setattr(
        extraction, "read", lambda article, *parser: (read.append(article.external_id), reading(article, *parser))[1]
    )
    an_outlet_that_was_met()
    work()
    assert sorted(read) == ["m0", "m1", "m2"]


def test_an_article_handed_in_again_is_the_same_article_before_and_after_and_undone():
    known()
    take_all()
    again = line(*TOLD[0])
    assert accept(again).status == "unchanged"
    merged = an_outlet_that_was_met()
    work()
    assert accept(again).status == "unchanged"
    assert (
        accept(line("m4", "Harbour Post", "2018-05-07T10:00:00Z", "Rain fell in Azaz on Monday.")).status == "accepted"
    )
    work()
    digest = rebuilding.digest()
    undo(merged)
    work()
    assert accept(again).status == "unchanged"
    assert Article.objects.get(external_id="m4").outlet.slug == "harbour-post"
    assert rebuilding.digest() != digest and rebuilt() == rebuilding.digest()


def test_what_makes_no_sense_is_refused():
    known()
    take_in(*TOLD)
    work()
    unnamed = Source.objects.get(slug="harbour-post/military-source")

    def refusal(one: Source, other: Source) -> str:
        with pytest.raises(MergeRefused) as refused:
            merge(one.slug, other.slug)
        return str(refused.value)

    post, gazette = source("harbour-post"), source("harbor-gazette")
    assert "the same source" in refusal(post, post)
    assert "only met in articles" in refusal(gazette, post)
    assert "no name of its own" in refusal(unnamed, gazette)
    merged = an_outlet_that_was_met()
    assert "counts as harbor-gazette already" in refusal(post, source("hill-tribune"))
    Source.objects.filter(slug="harbour-post").update(curated=True)
    assert "was merged into Harbor Gazette" in refusal(gazette, source("harbour-post"))
    undo(merged)
    with pytest.raises(MergeRefused, match="undone already"):
        undo(merged)
    assert merged_into("harbour-post") == ""
    assert SourceMerge.objects.count() == 2
