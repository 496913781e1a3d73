"""Who may be one and the same: names, descriptions, and what one text calls its sources."""

import pytest

from corroboration.engine.independence import independence, lineage
from corroboration.engine.shingling import shingles
from corroboration.engine.standing import Standing, standing
from sources.engine.values import Kind
from tests.corroboration.factories import telling, voice

MONITOR = voice("Flood Watch", Kind.MONITOR)
CHILD_FUND = voice("Child Fund", Kind.MONITOR)
MINISTRY = voice("Interior Ministry")
MAYOR = voice("Ana Kovar", Kind.PERSON)
AGENCY = voice("Northern Agency", Kind.AGENCY)
GUARD = voice("River Guard", Kind.ARMED_GROUP)


def unnamed(name: str, outlet: str = "herald", kind: Kind = Kind.UNNAMED):
    return voice(name, kind, slug=f"{outlet}/{'-'.join(name.split())}")


def person(name: str, speaks_for: str = "", outlet: str = ""):
    return voice(name, Kind.PERSON, speaks_for, slug=f"{outlet}/{name.lower()}" if outlet else "")


def between(left: dict, right: dict) -> tuple[bool | None, str]:
    found = independence(telling("c1", **{"outlet": "Herald", **left}), telling("c2", **{"outlet": "Courier", **right}))
    back = independence(telling("c2", **{"outlet": "Courier", **right}), telling("c1", **{"outlet": "Herald", **left}))
    assert found.verdict is back.verdict
    return found.verdict, "; ".join(found.evidence)


def in_one_text(mine, theirs) -> bool | None:
    """The verdict on two sources of one article."""
    text = {"outlet": "Herald", "article": "a"}
    return between({**text, "chain": [mine]}, {**text, "chain": [theirs]})[0]


def in_two_texts(mine, theirs) -> bool | None:
    return between({"chain": [mine]}, {"chain": [theirs]})[0]


@pytest.mark.parametrize(
    ("described", "named", "why"),
    [
        (unnamed("activists"), MONITOR, "a lead sums up what the monitor of the next line says"),
        (unnamed("rebels", kind=Kind.GROUP), GUARD, "the rebels of the lead"),
        (unnamed("opposition groups", kind=Kind.GROUP), voice("Reform Council"), "a council of the opposition"),
    ],
)
def test_a_description_may_mean_the_name_beside_it(described, named, why):
    assert in_one_text(described, named) is None, why
    assert in_two_texts(described, named) is True, f"{why}: another text's description means somebody of its own"


@pytest.mark.parametrize(
    ("described", "named", "why"),
    [
        (unnamed("a hospital source"), MONITOR, "a hospital is no monitor"),
        (unnamed("residents", kind=Kind.GROUP), MINISTRY, "residents are no ministry"),
        (unnamed("rebels", kind=Kind.GROUP), voice("French army"), "rebels are no state's army"),
        (unnamed("a police source"), person("Hospital director Ana Kovar"), "who runs a hospital is no policeman"),
        (unnamed("German officials"), voice("French army"), "two states' officials"),
    ],
)
def test_one_text_may_name_two(described, named, why):
    assert in_one_text(described, named) is True, why


def test_two_versions_of_an_agencys_text_are_one_text():
    lead, named = {"chain": [unnamed("activists")]}, {"chain": [MONITOR]}
    assert between({**lead, "wire": "northern-agency"}, {**named, "wire": "northern-agency"})[0] is None
    assert between({**lead, "wire": "northern-agency"}, {"chain": [MONITOR, AGENCY]})[0] is None
    assert between({**lead, "wire": "northern-agency"}, {**named, "wire": "southern-agency"})[0] is True
    version = shingles(" ".join(f"word{n}" for n in range(90)))
    assert between({**lead, "article_print": version}, {**named, "article_print": version})[0] is None


@pytest.mark.parametrize(
    ("mine", "theirs", "why"),
    [
        (unnamed("an opposition group", kind=Kind.GROUP), MONITOR, "one paper's group is the other's monitor"),
        (unnamed("an opposition group", kind=Kind.GROUP), person("Ana Kovar", "sohr"), "... or its director"),
        (unnamed("police", kind=Kind.GROUP), MAYOR, "of whom no office is known may be anybody"),
        (unnamed("residents", kind=Kind.GROUP), MAYOR, "... so one of the residents"),
        (unnamed("officials", kind=Kind.GROUP), MINISTRY, "officials of the ministry"),
        (unnamed("a source"), voice("France"), "a source may be of any office"),
        (MAYOR, voice("France"), "so may a person"),
        (MAYOR, GUARD, "... or of an armed group"),
        (voice("police in Brno"), voice("Czech police"), "the police of a town and of its country"),
        (unnamed("an army source"), voice("French army"), "an army source of whatever army"),
        (voice("NGO", Kind.MONITOR), MONITOR, "a name that only describes"),
        (voice("Sgt", Kind.PERSON), MAYOR, "a rank is no name"),
        (person("Ahmad", outlet="herald"), unnamed("witnesses", "courier"), "a first name is no more than a witness"),
        (person("Zahran Alloush"), person("Mohammed bin Zahran Aloush"), "one name in two spellings"),
        (person("Ray Kovar"), person("Raymond Kovar"), "one name cut short"),
        (person("Ana Kovar"), person("Ivo Mlynar"), "two names that nobody knows are soon made up"),
        (person("Orava County Sheriff Jan Novak"), person("Orava County deputy Eva Mala"), "one office"),
        (voice("Defence Ministry"), voice("Indian navy"), "a ministry of whatever state"),
    ],
)
def test_in_whatever_text(mine, theirs, why):
    assert in_two_texts(mine, theirs) is None, why


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (unnamed("an armed group", kind=Kind.GROUP), MONITOR),
        (unnamed("a civil defence group", kind=Kind.GROUP), MONITOR),
        (person("Ana Kovar", "orava-hospital"), person("Ali Kovar")),
        (MAYOR, MONITOR),
        (voice("French Defence Ministry"), voice("Indian navy")),
    ],
)
def test_alike_and_yet_two(mine, theirs):
    assert in_two_texts(mine, theirs) is True


@pytest.mark.parametrize(
    ("mine", "theirs", "verdict"),
    [
        (voice("Washington"), voice("United States"), False),
        (voice("Germany"), voice("German government"), False),
        (voice("Germany"), voice("France"), True),
        (voice("Moscow"), person("Ivan Orlov", "russian-foreign-ministry"), False),
        (MINISTRY, voice("France"), None),
    ],
)
def test_a_state_is_one_voice_under_all_its_names(mine, theirs, verdict):
    assert in_two_texts(mine, theirs) is verdict


def test_a_cited_medium_has_it_from_somebody_untold():
    """What Herald says of itself without a source is of unknown lineage; no less when Courier cites it."""
    paper = voice("Morning Paper", Kind.OUTLET)
    for other in (MONITOR, MAYOR, AGENCY, unnamed("residents", "courier", Kind.GROUP)):
        verdict, evidence = between({"chain": [paper]}, {"chain": [other]})
        assert verdict is None
        assert "Morning Paper reports it: from whom isn't told" in evidence
    assert between({"chain": [MAYOR, paper]}, {"chain": [MONITOR]})[0] is True, "but who told it is an origin"


@pytest.mark.parametrize("holder", ["french-state", "northern-government", "hezbollah"])
def test_a_mouthpiece_speaks_for_its_holder(holder):
    told = {"chain": [AGENCY], "families": {"northern-agency": frozenset({holder})}}
    assert between(told, {"chain": [MONITOR]})[0] is True
    assert between(told, {"chain": [unnamed("residents", "courier", Kind.GROUP)]})[0] is True
    assert between(told, {"chain": [unnamed("a source", "courier")]})[0] is None, "it may have quoted him"
    assert between(told, {"chain": [voice("state-run TV", Kind.OUTLET)]})[0] is None, "a state's media report alike"


def test_a_recording_speaks_for_nobody():
    for name in ("One video", "amateur footage", "the photos"):
        film = telling("c1", chain=[unnamed(name, kind=Kind.GROUP)])
        assert standing(film) is Standing.UNKNOWN
        assert independence(film, telling("c2", outlet="Courier", chain=[MONITOR])).verdict is None
    assert standing(telling("c1", chain=[unnamed("a video editor")])) is Standing.DESCRIBED


def test_who_is_named_beside_the_origin_vouches_too():
    """ "The hospital and witnesses said": a witness of another paper may be one of these."""
    both = {"chain": [unnamed("a hospital source"), unnamed("witnesses")]}
    verdict, evidence = between(both, {"chain": [person("Ahmad", outlet="courier")]})
    assert verdict is None
    assert "witnesses, unnamed, may speak for Ahmad" in evidence
    assert between(both, {"chain": [GUARD]})[0] is True


def test_what_two_have_from_one_body_is_one_voice():
    """ "The mayor and the ministry accuse ..." in two papers, of which one calls the mayor otherwise."""
    mine, theirs = {"chain": [MAYOR, MINISTRY]}, {"chain": [unnamed("an aide", "courier"), MINISTRY]}
    verdict, evidence = between(mine, theirs)
    assert verdict is False
    assert "both have it from Interior Ministry as well" in evidence
    assert between({"chain": [MONITOR, AGENCY]}, {"chain": [MINISTRY, AGENCY]})[0] is True, "media only pass it on"


def test_a_correspondent_who_cites_in_the_same_article():
    text = {"outlet": "Herald", "article": "a"}
    verdict, evidence = between({**text, "first_hand": True}, {**text, "chain": [CHILD_FUND]})
    assert verdict is None
    assert "may have it from whom it cites" in evidence
    assert between({"first_hand": True}, {"chain": [CHILD_FUND]})[0] is True


def test_in_a_denial_the_denier_speaks():
    denied = {"modality": "denied", "denied_by": [MINISTRY]}
    assert between(denied, {"chain": [MONITOR]})[0] is True, "the monitor said so, the ministry denies it"
    assert between(denied, {"chain": [MINISTRY]})[0] is False
    assert between(denied, {"modality": "denied", "denied_by": [MINISTRY]})[0] is False, "one denial in two papers"
    assert between(denied, {"modality": "denied", "denied_by": [GUARD]})[0] is True, "two deniers"
    assert between(denied, {})[0] is None, "who says so in the other isn't told"
    assert between({**denied, "chain": [GUARD]}, {"chain": [GUARD]})[0] is False, "of a claim and its denial, the claim"


def test_a_denier_is_no_origin_of_what_he_denies():
    denial = telling("c1", modality="denied", denied_by=[MINISTRY])
    said = telling("c2", outlet="Courier", chain=[MONITOR])
    assert lineage(denial, said).verdict is None
    assert independence(denial, said).verdict is True
