"""A hundred outlets that somebody made up repeat one claim: nobody's record moves, and they are no hundred origins."""

from collections.abc import Callable

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from corroboration.ingestion import accept
from corroboration.models import Assessment, Cluster
from sources.models import TrackRecord
from tests.pipeline.articles import TALES, line, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]
SITES = 100
MOST = 0.02  # that any score may move by
CLAIM = "A car bomb killed 60 people in the town of Azaz on Friday"
REST = "The blast hit a hospital in the north of the town, and soldiers closed the roads around it."
LIE = f"{CLAIM}.\n\n{REST}"
OPENINGS = ("Breaking", "Just in", "Latest", "Shocking", "Update", "Watch", "Now", "Horror", "Alert", "Urgent")
VERBS = ("killed", "left dead", "claimed the lives of", "killed about", "killed at least")
ENDS = ("People fled.", "Streets were empty.", "Nobody was spared.", "Shops shut early.", "Sirens went off.")
STARTS = (
    *("A car bomb", "An explosive-laden car", "A bomb hidden in a car", "A parked car packed with explosives"),
    "A blast from a booby-trapped vehicle",
)
TOLLS = (
    *("killed 60 people in Azaz on Friday", "left 60 people dead in the town of Azaz on Friday"),
    *("claimed the lives of 60 people in Azaz on Friday", "took 60 lives in Azaz on Friday"),
    "killed 60 civilians on Friday in Azaz",
)
FIRST_NAMES = ("Karim", "Omar", "Yusuf", "Samir", "Hani", "Adel", "Fadi", "Nabil", "Tarek", "Walid")
LAST_NAMES = ("Haddad", "Khoury", "Sabbagh", "Darwish", "Qasim", "Nasser", "Mansour", "Hariri", "Shami", "Zein")
THEIRS = Q(claim__article__outlet__slug__startswith="fake-site")


def verbatim(number: int) -> str:
    return LIE


def reworded(number: int) -> str:
    """The same in other words, a little: another verb, another sentence around it."""
    opening, verb, end = OPENINGS[number % 10], VERBS[number % 5], ENDS[number // 10 % 5]
    return f"{opening}: a car bomb {verb} 60 people in the town of Azaz on Friday.\n\n{end} The blast hit a hospital."


def quoting(number: int) -> str:
    """Each has it from the one before it, the first from the last."""
    return f"{CLAIM}, according to Fake Site {(number - 1) % SITES}.\n\n{ENDS[number % 5]}"


def backing(number: int) -> str:
    """What a real outlet said, to lift it."""
    return TALES[4][3]


def witnessed(number: int) -> str:
    """Each has a witness of its own, whom nobody can name."""
    told = f"A witness told Fake Site {number} that a car bomb killed 60 people in Azaz on Friday."
    return f"{told}\n\n{ENDS[number % 5]}"


def crediting(number: int) -> str:
    """Copies, each told by somebody with a name whom it made up."""
    name = f"{FIRST_NAMES[number % 10]} {LAST_NAMES[number // 10]}"
    return f"{name}, a shopkeeper, told Fake Site {number} that {CLAIM[0].lower()}{CLAIM[1:]}.\n\n{REST}"


def inventing(number: int) -> str:
    """Words of its own for each, and somebody made up who says so."""
    name = f"{FIRST_NAMES[number % 10]} {LAST_NAMES[number // 10]}"
    start, told, end = STARTS[number % 5], TOLLS[number // 5 % 5], ENDS[number // 10 % 5]
    return f"{start} {told}, {name} told Fake Site {number}.\n\n{end}"


WAYS = {
    "verbatim": verbatim,
    "reworded": reworded,
    "quoting each other": quoting,
    "backing a claim": backing,
    "each with a witness": witnessed,
    "each with a made-up name": crediting,
}


def brigade(told: Callable[[int], str]) -> None:
    for number in range(SITES):
        published = f"2018-05-{5 + number % 3:02}T{number % 24:02}:00:00Z"
        accept(line(f"f{number}", f"Fake Site {number}", published, told(number)))


def scores() -> dict[tuple[str, str], float]:
    return {(slug, role): mean for slug, role, mean in TrackRecord.objects.values_list("source__slug", "role", "mean")}


def credibilities() -> dict[str, float]:
    return dict(Assessment.objects.values_list("claim_id", "credibility"))


def origins_of(cluster: Cluster) -> set[str]:
    return {origin["source"] for origin in cluster.origins}


def crowded() -> list[Cluster]:
    """The clusters that the brigade has joined."""
    found = list(Cluster.objects.filter(outlet_count__gte=SITES // 2))
    assert found, "what they repeat is one event"
    return found


def are_one_origin(cluster: Cluster, known: set[str], client: Client) -> None:
    """The brigade adds one origin to those known before, or none where it leans on one of them; a lineage that isn't
    known stands beside them. So it is counted, told over the API, and written on the page."""
    theirs = origins_of(cluster) - known
    assert len(theirs) + cluster.unknown_count <= 1
    told = client.get(reverse("api-cluster", args=[cluster.public_id])).json()
    assert cluster.outlet_count >= SITES
    assert told["outlets"] == cluster.outlet_count
    assert {origin["source"] for origin in told["origins"]} - known == theirs
    page = " ".join(strip_tags(client.get(reverse("cluster", args=[cluster.public_id])).content.decode()).split())
    count = len(cluster.origins)
    assert f"{cluster.outlet_count} outlets → {count} origin" in page
    assert ("of unknown lineage" in page) == bool(cluster.unknown_count)


# Who is one with whom is told by texts and chains, whatever database they are read from: there one way is enough.
@pytest.mark.parametrize(
    "way", [pytest.param(way, marks=[] if way == "reworded" else pytest.mark.any_database) for way in WAYS]
)
def test_a_hundred_outlets_are_no_hundred_voices(way, client, settings):
    settings.PUBLIC_READ = True
    tell_the_truth()
    known = set().union(*map(origins_of, Cluster.objects.all()))
    move_nothing(WAYS[way])
    for cluster in crowded():
        are_one_origin(cluster, known, client)


@pytest.mark.any_database
def test_nor_are_a_hundred_people_whom_they_made_up_and_let_speak_in_other_words():
    """They are counted as the names that they are given, and bear nobody out."""
    tell_the_truth()
    move_nothing(inventing)


def tell_the_truth() -> None:
    for tale in TALES:
        accept(line(*tale))
    work()


def move_nothing(told: Callable[[int], str]) -> None:
    before, believed = scores(), credibilities()
    assert len(before) > 5 and len(believed) > 5
    brigade(told)
    work()
    after, now = scores(), credibilities()
    assert all(abs(after[voice] - score) <= MOST for voice, score in before.items())
    assert all(abs(now[claim] - score) <= MOST for claim, score in believed.items())
    theirs = TrackRecord.objects.filter(source__slug__startswith="fake-site")
    assert theirs.count() >= SITES - 1
    assert not theirs.exclude(up=0, down=0).exists(), "nothing bears them out, nor do they one another"
    assert not Assessment.objects.filter(THEIRS, status=Assessment.Status.CORROBORATED).exists()
