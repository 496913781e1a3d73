"""Up to four sources side by side."""

import pytest
from django.utils.html import strip_tags

from sources.models import Source
from tests import factories
from tests.rows import reading

pytestmark = pytest.mark.django_db

URL = "/sources/compare/"


def source(name: str, low: float, high: float, **fields) -> Source:
    made = factories.make_source(name)
    factories.make_record(made, mean=(low + high) / 2, low=low, high=high, **fields)
    return made


@pytest.fixture
def papers(db) -> list[Source]:
    return [source("Alpha", 0.8, 0.95), source("Beta", 0.4, 0.6), source("Gamma", 0.55, 0.85)]


def words(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def asked(client, *slugs: str, **query):
    return client.get(URL, {"s": slugs, **query})


def test_what_intervals_tell_apart_and_what_not(client, papers):
    page = words(asked(client, "alpha", "beta", "gamma"))
    assert "Alpha lies above Beta: their intervals don’t touch." in page
    assert "Alpha and Gamma: their intervals overlap, so no difference can be told." in page
    assert "Beta and Gamma: their intervals overlap, so no difference can be told." in page


def test_which_stands_first_is_no_matter(client, papers):
    assert "Alpha lies above Beta" in words(asked(client, "beta", "alpha"))


@pytest.mark.parametrize("fields", [{"checks": 0}, {"enough": False, "letter": "F", "checks": 2}])
def test_too_little_evidence_is_compared_with_nothing(client, papers, fields):
    source("Delta", 0.1, 0.2, **fields)
    assert "Alpha and Delta: of Delta too little was checked to compare them." in words(asked(client, "alpha", "delta"))


def test_one_role_at_a_time(client, papers):
    factories.make_record(papers[0], role="origin", mean=0.3, low=0.2, high=0.4)
    own = asked(client, "alpha", "beta").context["shown"]
    assert (own.role, own.roles) == ("own", [("own", "own voice"), ("origin", "quoted origin")])
    other = asked(client, "alpha", "beta", role="origin").context["shown"]
    assert [side.figures and side.figures["mean"] for side in other.sides] == [0.3, None]
    assert "no checked claim in this role" in words(asked(client, "alpha", "beta", role="origin"))


def test_the_role_is_the_one_in_which_most_have_a_record(client, db):
    for name in ("Alpha", "Beta"):
        factories.make_record(factories.make_source(name), role="origin")
    assert asked(client, "alpha", "beta").context["shown"].role == "origin"


def test_an_unknown_slug_is_named_and_the_others_are_compared(client, papers):
    response = asked(client, "alpha", "nobody", "beta", "<b>")
    assert response.status_code == 400
    assert "No source goes by “nobody”, “<b>”." in words(response).replace("&lt;b&gt;", "<b>")
    assert [side.source.slug for side in response.context["shown"].sides] == ["alpha", "beta"]


def test_of_too_many_the_rest_is_named(client, papers):
    for name in ("Delta", "Epsilon"):
        source(name, 0.5, 0.6)
    response = asked(client, "alpha", "beta", "gamma", "delta", "epsilon", "alpha")
    assert response.status_code == 200
    assert "Four can be compared at once. Left out: Epsilon." in words(response)
    assert len(response.context["shown"].sides) == 4
    assert 'name="q"' not in response.content.decode().split("<main", 1)[1]


@pytest.mark.parametrize("slugs", [[], [""], ["\0"], ["x" * 5000], ["a/b"] * 300])
def test_junk_breaks_nothing(client, papers, slugs):
    assert client.get(URL, {"s": slugs}).status_code in (200, 400)


def test_private_persons_are_not_compared(client, papers):
    person = factories.make_source("Jana Nova", kind="person")
    factories.make_record(person, mean=0.9, low=0.85, high=0.95, letter="A")
    response = asked(client, "alpha", "jana-nova")
    assert "Jana Nova is not compared: a private person" in words(response)
    assert [side.source.slug for side in response.context["shown"].sides] == ["alpha"]
    assert asked(client, "alpha", q="jana").context["offered"] == []


def test_one_that_was_merged_is_compared_as_the_other(client, papers):
    factories.make_merge(papers[1], papers[0])
    assert asked(client, "beta", "gamma").context["shown"].slugs == ("alpha", "gamma")


def test_another_is_found_by_part_of_its_name(client, papers):
    response = asked(client, "alpha", q="amm")
    assert [each.slug for each in response.context["offered"]] == ["gamma"]
    assert "?s=alpha&amp;s=gamma&amp;role=own" in response.content.decode()
    assert "None that isn’t here already." in words(asked(client, "alpha", q="nothing"))


def test_topics_stand_side_by_side(client, world):
    for outlet in (world.herald, world.courier):
        factories.make_record(outlet, role="origin")
        factories.make_ledger_entry(outlet, world.claims[2], role="origin", partner=world.claims[5])
    topics = asked(client, "morning-herald", "evening-courier", role="origin").context["shown"].topics
    assert [(topic, len(parts), all(parts)) for topic, parts in topics] == [("killing", 2, True)]


def test_it_counts_what_one_said_of_the_other(client, world):
    factories.make_ledger_entry(world.monitor, world.claims[3], role="origin", partner=world.claims[5], kind="denied")
    response = asked(client, "silesian-monitor", "interior-ministry", role="origin")
    side = response.context["shown"].sides[0]
    assert [(met.by.slug, met.agreed, met.opposed) for met in side.met] == [("interior-ministry", 1, 1)]
    assert "?role=origin&amp;checker=interior-ministry#ledger" in response.content.decode()


def test_too_many_checks_are_not_counted(client, world, monkeypatch):
    monkeypatch.setattr("corroboration.selectors.compare.COUNTED", 1)
    page = words(asked(client, "silesian-monitor", "morning-herald", role="origin"))
    assert "too many checks to count here" in page


def test_a_past_day_is_kept_on_its_links(client, world):
    page = asked(client, "silesian-monitor", "morning-herald", as_of="2021-05-20").content.decode()
    assert "/sources/silesian-monitor/?as_of=2021-05-20" in page and "as of 20 May 2021" in page


def test_a_day_that_is_none_is_said_to_be_so(client, papers):
    response = asked(client, "alpha", as_of="never")
    assert response.status_code == 400 and "is no date" in words(response)


def test_it_asks_no_more_of_longer_records(client, world):
    def queries() -> int:
        with reading() as read:
            asked(client, "silesian-monitor", "morning-herald", role="origin")
        return read.queries

    before = queries()
    for number in range(20):
        claim = factories.make_claim(chain=[world.monitor], statement=f"Statement {number}")
        factories.make_ledger_entry(world.monitor, claim, role="origin", partner=world.claims[5])
    assert queries() == before


def test_a_sources_page_leads_here(client, world):
    assert "/sources/compare/?s=silesian-monitor" in client.get("/sources/silesian-monitor/").content.decode()
