"""A cluster side by side: what each voice answers to each question."""

import pytest
from lxml import html

from corroboration.models import Assessment, Cluster, Membership
from tests import factories
from tests.factories import quantity

pytestmark = pytest.mark.django_db


def voices(*numbers: int, slot: str = "killed", **fields):
    """A claim for each of these numbers, each of an outlet and origin of its own."""
    return [
        factories.make_claim(
            chain=[factories.make_source(f"Body {number}", kind="official")],
            slot=slot,
            quantities=[quantity(number)],
            statement=f"{number} people died",
            **fields,
        )
        for number in numbers
    ]


def cluster_of(claims) -> Cluster:
    """A cluster with an origin for each of these claims."""
    found = factories.make_cluster(claims)
    found.origins = [
        {"source": source.slug, "name": source.name, "claims": [claim.public_id]}
        for claim in claims
        for source in [claim.attributions.first().source]
    ]
    found.save()
    return found


def table(client, cluster, **asked):
    return client.get(f"/clusters/{cluster.public_id}/", {"by": "table", **asked}).context["shown"].look.table


def cells(row) -> list[list[str]]:
    return [[answer.value or answer.words for answer in cell.answers] for cell in row.cells]


def marks(row) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [[(mark.kind, mark.speakers) for answer in cell.answers for mark in answer.marks] for cell in row.cells]


def test_each_voice_answers_in_its_column_and_is_silent_elsewhere(client, db):
    one, two = voices(3, 5)
    places = [
        factories.make_claim(
            chain=[claim.attributions.first().source],
            slot="place",
            frame={"place": place},
            statement=f"It was in {place}",
        )
        for claim, place in ((one, "Ostrava"), (two, "Opava"))
    ]
    cluster = cluster_of([one, two])
    third = factories.make_claim(chain=[factories.make_source("Body 9")], slot="killed", statement="Many died")
    for claim, origin in zip(places, cluster.origins, strict=True):
        Membership.objects.create(claim=claim, cluster=cluster)
        origin["claims"].append(claim.public_id)
    Membership.objects.create(claim=third, cluster=cluster)
    cluster.save()
    found = table(client, cluster)
    assert [(voice.name, voice.standing) for voice in found.voices] == [
        ("Body 3", "origin"), ("Body 5", "origin"), ("Body 9", "unknown"),
    ]  # fmt: skip
    assert {row.slot: cells(row) for row in found.rows} == {
        "killed": [["3 killed"], ["5 killed"], ["Many died"]],
        "place": [["Ostrava"], ["Opava"], []],
    }


def test_answers_that_part_are_marked_with_how_and_from_whom(client, db):
    three, five, six, old = claims = voices(3, 5, 6, 2)
    factories.make_relation(five, three, "contradicts")
    factories.make_relation(six, three, "differs")
    factories.make_relation(six, five, "corroborates")
    factories.make_assessment(old, Assessment.Status.SUPERSEDED)
    row = table(client, cluster_of(claims)).rows[0]
    assert marks(row) == [
        [("contradicts", ("Body 5",)), ("differs", ("Body 6",))],
        [("contradicts", ("Body 3",))],
        [("differs", ("Body 3",))],
        [("superseded", ())],
    ]
    assert [cell.kind for cell in row.cells] == ["contradicts", "contradicts", "differs", "superseded"]
    assert row.kind == "contradicts"


def test_a_mark_is_told_in_words_and_by_a_sign(client, db):
    one, two = claims = voices(3, 5)
    factories.make_relation(two, one, "contradicts")
    tree = html.fromstring(client.get(f"/clusters/{cluster_of(claims).public_id}/", {"by": "table"}).content)
    (first, _) = tree.xpath("//table[@class='matrix']//td")
    assert first.get("class") == "cell-contradicts"
    assert "≠ contradicts Body 5" in " ".join(first.text_content().split())


def test_voices_counted_as_one_origin_are_told_apart_where_they_part(client, db):
    one, two, other = voices(3, 5, 7)
    factories.make_relation(two, one, "contradicts")
    cluster = cluster_of([one, other])
    Membership.objects.create(claim=two, cluster=cluster)
    cluster.origins[0]["claims"].append(two.public_id)
    cluster.save()
    cell = table(client, cluster).rows[0].cells[0]
    told = {answer.value: (answer.speaker, [mark.speakers for mark in answer.marks]) for answer in cell.answers}
    assert told == {"3 killed": ("", [("Body 5",)]), "5 killed": ("Body 5", [("Body 3",)])}


def test_of_a_voice_what_is_at_odds_comes_first_and_the_same_number_once(client, db):
    source = factories.make_source("Body", kind="official")
    numbers = [4, 4, 5, 6, 7]
    claims = [
        factories.make_claim(
            factories.make_article(published_at=f"2021-05-0{day}"),
            chain=[source],
            slot="killed",
            quantities=[quantity(number)],
        )
        for day, number in enumerate(numbers, start=1)
    ]
    factories.make_assessment(claims[2], Assessment.Status.CONTRADICTED)
    cluster = factories.make_cluster([*claims, *voices(9)])
    cluster.origins = [{"source": "body", "name": "Body", "claims": [claim.public_id for claim in claims]}]
    cluster.save()
    cell = table(client, cluster).rows[0].cells[0]
    assert [answer.value for answer in cell.answers] == ["5 killed", "7 killed", "6 killed"]
    assert cell.more == 2
    assert [a.value for a in table(client, cluster, whole="true").rows[0].cells[0].answers][-1] == "4 killed"


def test_only_questions_of_two_voices_and_what_fits_a_screen_unless_all_is_asked_for(client, db):
    claims = voices(*range(1, 10))
    alone = factories.make_claim(chain=[factories.make_source("Body 1")], slot="weapon")
    cluster = cluster_of(claims)
    Membership.objects.create(claim=alone, cluster=cluster)
    found = table(client, cluster)
    assert [row.slot for row in found.rows] == ["killed"]
    assert (len(found.voices), found.more_voices, found.single) == (6, 4, 1)
    assert found.rows[0].told_by == 9
    found = table(client, cluster, whole="true")
    assert [row.slot for row in found.rows] == ["killed", "weapon"]
    assert (len(found.voices), found.more_voices, found.single) == (10, 0, 0)


def test_even_all_of_it_has_an_end(client, db):
    found = table(client, cluster_of(voices(*range(40))), whole="true")
    assert (len(found.voices), found.more_voices) == (30, 10)


def test_copies_and_comments_answer_nothing(client, db):
    one, copy = voices(3, 3)
    said = factories.make_claim(slot="killed", zone="comments")
    cluster = factories.make_cluster([one, copy, said], copies={copy: one})
    page = client.get(f"/clusters/{cluster.public_id}/", {"by": "table"})
    assert page.context["shown"].look.table.rows == ()
    assert "nothing to hold side by side" in page.content.decode()


def test_an_answer_leads_to_its_card(client, db):
    claims = voices(3, 5)
    cluster = cluster_of(claims)
    page = client.get(f"/clusters/{cluster.public_id}/", {"by": "table"}).content.decode()
    assert f'href="?near={claims[0].public_id}#card-{claims[0].public_id}"' in page
