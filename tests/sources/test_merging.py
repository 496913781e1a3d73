"""What is known of two sources that are one, put together. Expected values by hand."""

import pytest

from sources.engine.merging import Merge, ends, put_together
from sources.engine.names import Directory
from sources.engine.values import Kind, KnownSource, Voice

POST = KnownSource("harbour-post", "Harbour Post", Kind.OUTLET, ("HP",), owner="pier-house", country="CZ")
GAZETTE = KnownSource("quay-gazette", "Quay Gazette", Kind.OUTLET, ("The Quay",), owner="town", families=("press",))
HOUSE = KnownSource("pier-house", "Pier House", Kind.GROUP)
EDITOR = KnownSource("ana-kovar", "Ana Kovar", Kind.PERSON, speaks_for="harbour-post")


def merges(*pairs: str) -> list[Merge]:
    """ "a > b": a was merged into b, under a name of its own."""
    return [Merge(*pair.split(" > "), name=f"Old {pair.split(' > ')[0]}") for pair in pairs]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ((), {}),
        (("a > b",), {"a": "b"}),
        (("a > b", "b > c"), {"a": "c", "b": "c"}),
        (("b > c", "a > c"), {"a": "c", "b": "c"}),
        (("a > b", "b > a", "x > y"), {"x": "y"}),
        (("a > b", "b > c", "c > b"), {}),
    ],
)
def test_merges_are_followed_to_their_end(pairs, expected):
    assert ends(merges(*pairs)) == expected


def test_the_one_that_stays_has_the_names_and_holders_of_both():
    known = {s.slug: s for s in put_together((POST, GAZETTE, HOUSE, EDITOR), merges("harbour-post > quay-gazette"))}
    assert sorted(known) == ["ana-kovar", "pier-house", "quay-gazette"]
    joined = known["quay-gazette"]
    assert joined.aliases == ("The Quay", "Old harbour-post", "harbour post", "Harbour Post", "HP")
    assert joined.holders == ("town", "press", "pier-house")
    assert (joined.merged, joined.country) == (("harbour-post",), "")
    assert known["ana-kovar"].speaks_for == "quay-gazette"


def test_who_merges_with_its_owner_or_its_body_is_not_its_own():
    known = {s.slug: s for s in put_together((POST, HOUSE), merges("pier-house > harbour-post"))}
    assert known["harbour-post"].holders == ()
    known = {s.slug: s for s in put_together((POST, EDITOR), merges("harbour-post > ana-kovar"))}
    assert known["ana-kovar"].speaks_for == ""


def test_a_merge_into_an_unknown_source_changes_nothing():
    assert put_together((POST, HOUSE), merges("harbour-post > nobody-knows")) == (POST, HOUSE)


def test_without_merges_everything_stays_as_it_is():
    assert put_together((POST, GAZETTE), ()) == (POST, GAZETTE)


def test_any_name_finds_the_one_that_stays():
    directory = Directory(
        put_together((POST, GAZETTE, EDITOR), merges("harbour-post > quay-gazette", "x1 > ana-kovar"))
    )
    for name in ("Harbour Post", "HP", "old harbour-post", "The Quay", "the Harbour Post newspaper"):
        assert directory.resolve(name).slug == "quay-gazette", name
    assert directory.get("harbour-post").slug == "quay-gazette"
    assert directory.get("x1").slug == "ana-kovar"


def test_a_name_that_two_share_is_found_once_they_are_one():
    twin = KnownSource("quay-tv", "Quay Television", Kind.OUTLET, ("The Quay",))
    assert Directory((GAZETTE, twin)).resolve("The Quay") is None
    merged = Directory(put_together((GAZETTE, twin), merges("quay-tv > quay-gazette")))
    assert merged.resolve("The Quay").slug == "quay-gazette"


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        (Voice("harbour-post", "Harbor Póst", Kind.OUTLET), Voice("quay-gazette", "Quay Gazette", Kind.OUTLET)),
        (
            Voice("harbour-post/a-pilot", "a pilot", Kind.UNNAMED, "harbour-post"),
            Voice("quay-gazette/a-pilot", "a pilot", Kind.UNNAMED, "quay-gazette"),
        ),
        (
            Voice("karel-dub", "Karel Dub", Kind.PERSON, "harbour-post"),
            Voice("karel-dub", "Karel Dub", Kind.PERSON, "quay-gazette"),
        ),
        (Voice("other", "Other", Kind.OUTLET), Voice("other", "Other", Kind.OUTLET)),
    ],
)
def test_a_voice_under_an_odd_spelling_is_that_of_the_one_that_stays(voice, expected):
    directory = Directory(put_together((POST, GAZETTE), merges("harbour-post > quay-gazette")))
    assert directory.standing(voice) == expected
