"""The tree of chains: equal beginnings once, every claim once, unknown lineage apart, the same in whatever order."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.pictures.chains import LYING, Branch, Node, Said, Telling, chain_tree
from tests.pages.drawings import HOSTILE, as_page


def node(name: str, kind: str = "") -> Node:
    return Node(name.lower(), name, f"/sources/{name.lower()}/", kind)


def telling(origin: str, *rest: str, claims: str) -> Telling:
    """A way from an origin ("" unknown) over carriers to an outlet; a claim for each letter."""
    *carriers, outlet = map(node, rest)
    said = [Said(letter, f"#{letter}", f"It was {letter}") for letter in claims]
    return Telling(node(origin) if origin else None, carriers, outlet, said)


def lines(branches: tuple[Branch, ...], depth: int = 0) -> Iterator[str]:
    """The branches as indented text."""
    for branch in branches:
        yield "  " * depth + " ".join([branch.node.name, *(said.id for said in branch.claims)])
        yield from lines(branch.branches, depth + 1)


TELLINGS = [
    telling("Ministry", "Agency", "Herald", claims="ab"),
    telling("Ministry", "Agency", "Courier", claims="c"),
    telling("Ministry", "Radio", claims="d"),
    telling("Monitor", "Monitor", claims="e"),
    telling("Monitor", "Herald", claims="f"),
    telling("", "Chronicle", claims="g"),
    telling("", "Agency", "Dealer", claims="h"),
]


def test_equal_beginnings_are_drawn_once_and_the_unknown_stays_apart():
    tree = chain_tree(TELLINGS)
    assert list(lines(tree.origins)) == [
        "Ministry",
        "  Agency",
        "    Herald a b",
        "    Courier c",
        "  Radio d",
        "Monitor e",  # it prints on its own pages: origin and outlet in one
        "  Herald f",
    ]
    assert list(lines(tree.unknown)) == ["Agency", "  Dealer h", "Chronicle g"]
    assert (tree.outlets, tree.claims, tree.depth) == (6, 8, 3)


def test_one_who_stands_twice_in_a_row_stands_once():
    tree = chain_tree([telling("Agency", "Agency", "Agency", "Herald", claims="a")])
    assert list(lines(tree.origins)) == ["Agency", "  Herald a"]


def test_a_tree_too_deep_to_lie_stands():
    ways = [telling("Origin", *(f"Carrier {i}" for i in range(count)), "Herald", claims="a") for count in (3, 4)]
    assert not chain_tree(ways[:1]).deep and chain_tree(ways[:1]).depth == LYING
    assert chain_tree(ways).deep


few = st.sampled_from(["A", "B", "C", "D"])
tellings = st.lists(st.tuples(few | st.just(""), st.lists(few, min_size=1, max_size=4), st.integers(0, 3)), max_size=8)


def _tellings(drawn) -> list[Telling]:
    """Each claim is one telling's."""
    found, count = [], 0
    for origin, rest, claims in drawn:
        letters = "".join(chr(ord("a") + count + i) for i in range(claims))
        count += claims
        found.append(telling(origin, *rest, claims=letters))
    return found


def _claims(branches: tuple[Branch, ...]) -> list[str]:
    return [said.id for branch in branches for said in branch.claims] + [
        id for branch in branches for id in _claims(branch.branches)
    ]


@settings(deadline=None)
@given(tellings, st.randoms())
def test_every_claim_appears_once_and_order_makes_no_difference(drawn, random):
    ways = _tellings(drawn)
    tree = chain_tree(ways)
    said = [said.id for way in ways for said in way.claims]
    assert sorted(_claims(tree.origins) + _claims(tree.unknown)) == sorted(said)
    assert tree.claims == len(said)
    random.shuffle(ways)
    assert chain_tree(ways) == tree
    origins = {way.origin.id for way in ways if way.origin and way.claims}
    assert {branch.node.id for branch in tree.origins} == origins and len(tree.origins) == len(origins)


def test_a_name_told_in_two_ways_does_not_depend_on_order():
    two = [
        Telling(Node("m", name, "#m"), [], node("Herald"), [Said(name, "#", "said")]) for name in ("Ministry", "The M.")
    ]
    assert chain_tree(two) == chain_tree(reversed(two))
    assert chain_tree(two).origins[0].node.name == "Ministry"


def _page(ways):
    return as_page(render_to_string("parts/chain_tree.html", {"tree": chain_tree(ways)}))


def test_the_page_tells_origins_from_outlets_and_links_each_claim():
    page = _page(TELLINGS)
    assert "6 outlets → 2 origins" in page.text_content()
    assert [li.xpath("string(div/a)") for li in page.xpath("//li[@class='origin']")] == ["Ministry", "Monitor"]
    links = page.xpath("//div[@class='said']//a/@href")
    assert sorted(links) == [f"#{letter}" for letter in "abcdefgh"]
    apart = page.xpath("//ul[@class='apart']")[0]
    assert "Chronicle" in apart.text_content() and "Herald" not in apart.text_content()


def test_many_claims_of_one_outlet_are_folded():
    page = _page([telling("Ministry", "Herald", claims="abcdefghij")])
    assert len(page.xpath("//div[@class='said']/a")) == 6 and len(page.xpath("//details/a")) == 4
    assert page.xpath("//details/a/text()") == ["7", "8", "9", "10"]


@pytest.mark.parametrize("ways", [[], [telling("Ministry", "Herald", claims="")]])
def test_without_claims_there_is_nothing(ways):
    assert render_to_string("parts/chain_tree.html", {"tree": chain_tree(ways)}).strip() == ""


def test_hostile_names_stay_names():
    way = Telling(Node("x", HOSTILE, "#"), [], Node("y", HOSTILE, "#"), [Said("a", "#", HOSTILE)])
    text = render_to_string("parts/chain_tree.html", {"tree": chain_tree([way])})
    assert "<script" not in text and 'title="&lt;script' in text
