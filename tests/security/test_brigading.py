"""A hundred outlets that somebody made up repeat one claim: nobody's record moves, and they are no hundred origins."""

import pytest
from django.db.models import Q

from corroboration.ingestion import accept
from corroboration.models import Assessment, Cluster
from sources.models import TrackRecord
from tests.pipeline.articles import TALES, line, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nlp")]
SITES = 100
MOST = 0.02  # that any score may move by
CLAIM = "A car bomb killed 60 people in the town of Azaz on Friday"
LIE = f"{CLAIM}.\n\nThe blast hit a hospital in the north of the town, and soldiers closed the roads around it."
OPENINGS = ("Breaking", "Just in", "Latest", "Shocking", "Update", "Watch", "Now", "Horror", "Alert", "Urgent")
VERBS = ("killed", "left dead", "claimed the lives of", "killed about", "killed at least")
ENDS = ("People fled.", "Streets were empty.", "Nobody was spared.", "Shops shut early.", "Sirens went off.")
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


ONE_ORIGIN = {"verbatim": verbatim, "reworded": reworded, "quoting each other": quoting, "backing a claim": backing}
WAYS = ONE_ORIGIN | {"each with a witness": witnessed}


def brigade(way: str) -> None:
    for number in range(SITES):
        published = f"2018-05-{5 + number % 3:02}T{number % 24:02}:00:00Z"
        accept(line(f"f{number}", f"Fake Site {number}", published, WAYS[way](number)))


def scores() -> dict[tuple[str, str], float]:
    return {(slug, role): mean for slug, role, mean in TrackRecord.objects.values_list("source__slug", "role", "mean")}


def credibilities() -> dict[str, float]:
    return dict(Assessment.objects.values_list("claim_id", "credibility"))


def told_as() -> int:
    """As how many origins, or lines of unknown lineage, the outlets of a brigade are shown."""
    crowded = Cluster.objects.filter(claim_count__gte=SITES // 2)
    assert crowded, "what they repeat is one event"
    return max(sum("fake-site" in origin["source"] for origin in each.origins) + each.unknown_count for each in crowded)


@pytest.mark.parametrize("way", WAYS)
def test_a_hundred_outlets_are_no_hundred_voices(way):
    for tale in TALES:
        accept(line(*tale))
    work()
    before, believed = scores(), credibilities()
    assert len(before) > 5 and len(believed) > 5
    brigade(way)
    work()
    after, now = scores(), credibilities()
    assert all(abs(after[voice] - score) <= MOST for voice, score in before.items())
    assert all(abs(now[claim] - score) <= MOST for claim, score in believed.items())
    theirs = TrackRecord.objects.filter(source__slug__startswith="fake-site")
    assert theirs.count() >= SITES - 1
    assert not theirs.exclude(up=0, down=0).exists(), "nothing bears them out, nor do they one another"
    assert not Assessment.objects.filter(THEIRS, status=Assessment.Status.CORROBORATED).exists()
    if way in ONE_ORIGIN:
        assert told_as() <= 1
