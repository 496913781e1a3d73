"""One name for many spellings, and none for what is only like one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources.engine.names import Directory, canonical, load_shipped, slugify
from sources.engine.values import Kind, KnownSource

SHIPPED = Directory(load_shipped())
SMALL = Directory(
    [
        KnownSource("harbour-post", "The Harbour Post", Kind.OUTLET, ("Harbor Post", "HP")),
        KnownSource("delta-watch", "Delta Watch for Human Dignity", Kind.MONITOR, ("the Watch",)),
        KnownSource("north-league", "Northern League", Kind.ARMED_GROUP, ("NL",)),
        KnownSource("channel-4", "Channel Four 4", Kind.OUTLET),
    ]
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbour Post", "harbour-post"),
        ("Société Générale", "societe-generale"),
        ("Ma'an News", "maan-news"),
        ("Łódź FM", "lodz-fm"),
        ("Straße 1", "strasse-1"),
        ("Al-Ḥaqīqa ʿAlam", "al-haqiqa-alam"),
        ("Правда", "x-2fd41f9801"),  # sha256("Правда") begins so
    ],
)
def test_slugs_are_ascii_and_never_empty(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Новости 24", "24-"),
        ("Radio Правда", "radio-"),
        ("قناة ٢٤ TV", "tv-"),
        ("N" * 90, "n" * 69 + "-"),
        (
            "Board of Inquiry into the Affairs of the Harbour " * 5,
            "board-of-inquiry-into-the-affairs-of-the-harbour-board-of-inquiry-int-",
        ),
    ],
)
def test_what_a_slug_leaves_out_is_hashed(name: str, slug: str) -> None:
    kept, digits = slugify(name)[:-10], slugify(name)[-10:]
    assert kept == slug
    assert len(int(digits, 16).to_bytes(5)) == 5
    assert len(slugify(name)) <= 80


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Новости 24", "Канал 24"),
        ("N" * 90, "N" * 91),
        ("N " * 120 + "a", "N " * 120 + "b"),
        ("Radio Правда", "Radio"),
        ("Правда (Минск) 1", "Правда (Москва) 1"),
    ],
)
def test_no_two_names_share_a_slug_by_what_both_lost(left: str, right: str) -> None:
    assert slugify(left) != slugify(right)


def test_spellings_in_case_and_marks_share_a_slug() -> None:
    assert slugify("НОВОСТИ «24»") == slugify("Новости 24")


@given(st.text(max_size=40).filter(lambda t: not any(0xD800 <= ord(c) < 0xE000 for c in t)))
@example("A%A News")  # one article behind another
def test_folding_twice_changes_nothing_and_slugs_are_plain(name: str) -> None:
    assert slugify(name).replace("-", "").isalnum()
    assert canonical(canonical(name)) == canonical(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("the harbour post", "harbour-post"),
        ("Harbour Post newspaper", "harbour-post"),
        ("the official Harbour Post news agency", "harbour-post"),
        ("Harbour Post's correspondent", "harbour-post"),
        ("The London-based Delta Watch for Human Dignity", "delta-watch"),
        ("Delta Wach for Human Dignity", "delta-watch"),  # a typo in a long name
        ("the so-called Delta Watch for Human Dignity", "delta-watch"),
    ],
)
def test_spellings_of_a_known_source(name: str, slug: str) -> None:
    found = SMALL.resolve(name)
    assert found is not None
    assert found.slug == slug


@pytest.mark.parametrize(
    "name",
    [
        "a military source",
        "the group",
        "residents",
        "pro-Harbour Post media",  # others who favour it
        "Harbour Post media",
        "a Harbour Post source",
        "Channel Four 5",  # another number is another channel
        "Delta",
        "",
    ],
)
def test_what_is_not_a_known_source(name: str) -> None:
    assert SMALL.resolve(name) is None


def test_an_alias_of_two_sources_finds_neither() -> None:
    twice = Directory([KnownSource("a", "Alpha", Kind.OUTLET, ("DN",)), KnownSource("b", "Beta", Kind.OUTLET, ("DN",))])
    assert twice.resolve("DN") is None
    assert twice.resolve("Alpha") is not None


def test_armed_groups_are_shown_as_the_article_wrote_them() -> None:
    assert SMALL.voice("NL", Kind.GROUP).name == "NL"
    assert SMALL.voice("HP", Kind.GROUP).name == "The Harbour Post"
    assert SMALL.voice("Unheard Of", Kind.GROUP) == SMALL.voice("Unheard Of", Kind.GROUP)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("AMN", "al-masdar-news"),
        ("U.S. Central Command", "centcom"),
        ("MoA", "moon-of-alabama"),
        ("Agence France-Presse", "afp"),
        ("Aamaq", "amaq"),
        ("the Observatory", "sohr"),
        ("Kuwaiti daily Al-Rai", "al-rai"),
    ],
)
def test_shipped_names(name: str, slug: str) -> None:
    found = SHIPPED.resolve(name)
    assert found is not None
    assert found.slug == slug


def test_those_who_speak_for_a_body_point_to_a_listed_one() -> None:
    for source in load_shipped():
        assert not source.speaks_for or SHIPPED.get(source.speaks_for) is not None, source.slug
