"""With whom a source shares errors, in its track record."""

from datetime import date

import pytest

from corroboration import weighing
from corroboration.engine.truth import Trust
from corroboration.models import KeptFit
from tests.factories import make_source

pytestmark = pytest.mark.django_db

PAIR = (("monitor", "origin"), ("army", "own"))
PATH = "/api/v1/sources/monitor/track-record/"


@pytest.fixture
def found() -> list[dict]:
    """What one fit found of two sources."""
    for name in ("Monitor", "Army"):
        make_source(f"The {name}", slug=name.lower())
    trust = weighing._change(weighing.NOBODY_YET, Trust(dependent={PAIR: 0.9, PAIR[::-1]: 0.9}))
    KeptFit.objects.create(month=date(2021, 3, 31), trust=trust, stamp="")
    return [
        {
            "source": "army",
            "name": "The Army",
            "role": "origin",
            "other_role": "own",
            "probability": 0.9,
            "since": "2021-04-01",
        }
    ]


@pytest.mark.parametrize("brief", ["true", "false"])
def test_a_record_says_who_seems_to_copy(client, conforms, found, brief):
    assert conforms(client.get(PATH, {"brief": brief}))["copies"] == found


@pytest.mark.parametrize(("role", "told"), [("origin", True), ("own", False)])
def test_of_a_role_only_its_own_are_told(client, conforms, found, role, told):
    assert conforms(client.get(PATH, {"role": role}))["copies"] == (found if told else [])


def test_of_a_day_before_none_are_told(client, conforms, found):
    assert conforms(client.get(PATH, {"as_of": "2021-03-20"}))["copies"] == []
