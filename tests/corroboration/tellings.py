"""Random articles for the property tests of linking and grouping: few places, days and words, so that many meet."""

from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from corroboration.engine.clustering import pairs_met
from corroboration.engine.copies import copy_key
from corroboration.engine.episodes import episodes_of
from corroboration.engine.matching import links
from corroboration.engine.profiles import profile_of
from corroboration.engine.values import Constraint, Episode, Link, Telling
from tests.corroboration.factories import telling

PLACES = (("ostrava", "moravia", "cz"), ("opava", "moravia", "cz"), ("lviv", "galicia", "ua"), ())
TEXTS = (
    "A blast killed 12 people at the Ostrava market",  # eight words or more: a copy where another article has it too
    "The explosion wounded at least 30 shoppers near the old market hall",
    "Police arrested two men over the Lviv depot fire",
    "The mayor of Opava resigned",
    "Meanwhile, another bombing was reported",
    "Dozens were hurt",
    "The Karvina mine was flooded after the storm on the Olza river",
)
OUTLETS = ("Herald", "Gazette", "Wire")


@st.composite
def corpora(draw: st.DrawFn, most: int = 14) -> list[Telling]:
    """Up to `most` claims of some articles of a fortnight, in any order."""
    count = draw(st.integers(1, most))
    return draw(st.permutations([draw(claims(f"c{i:02}")) for i in range(count)]))


@st.composite
def articles(draw: st.DrawFn, most: int = 6, claims_each: int = 4) -> list[list[Telling]]:
    """Up to `most` articles of a fortnight, each of some claims in order; none stands where its id would put it."""
    numbers = draw(st.permutations(range(draw(st.integers(1, most)))))
    return [
        [
            draw(claims(f"a{number}c{claims_each - position}", day=day, article=f"a{number}", position=position))
            for position in range(draw(st.integers(1, claims_each)))
        ]
        for number in numbers
        for day in [draw(st.integers(1, 14))]
    ]


@st.composite
def claims(draw: st.DrawFn, id: str, day: int | None = None, article: str = "", position: int | None = None) -> Telling:
    """A claim of a fortnight, published on that day and standing in that article, where they are given."""
    day = draw(st.integers(1, 14)) if day is None else day
    happened = draw(st.none() | st.integers(1, day))
    return telling(
        id,
        outlet=article or draw(st.sampled_from(OUTLETS)),
        article=article,
        published=f"2021-05-{day:02}",
        position=draw(st.integers(0, 8)) if position is None else position,
        text=draw(st.sampled_from(TEXTS)),
        place_path=draw(st.sampled_from(PLACES)),
        action=draw(st.sampled_from(("kill", "arrest", ""))),
        time=f"2021-05-{happened:02}" if happened else None,
        time_explicit=draw(st.booleans()),
    )


@st.composite
def decisions(draw: st.DrawFn, told: Sequence[Telling], most: int = 5) -> list[Constraint]:
    """What people might decide about some pairs, contradictions included."""
    ids = st.sampled_from(sorted(t.id for t in told))
    pairs = draw(st.lists(st.tuples(ids, ids, st.booleans()), max_size=most))
    return [Constraint(left, right, same) for left, right, same in pairs if left != right]


def alone(told: Iterable[Telling]) -> list[Episode]:
    """Every claim an episode of its own."""
    return [together(claim) for claim in told]


def together(*members: Telling) -> Episode:
    """These claims of one article as one episode."""
    return Episode(members, profile_of(members))


def cut(told: Iterable[Iterable[Telling]]) -> list[Episode]:
    """The episodes of some articles."""
    return [episode for article in told for episode in episodes_of(list(article))]


def links_of(episodes: Sequence[Episode]) -> dict[tuple[str, str], Link]:
    """The links of all pairs that meet, as the pipeline finds them."""
    found = links(pairs_met(episodes), {episode.id: episode.profile for episode in episodes})
    return {(link.left, link.right): link for link in found}


def components(
    episodes: Sequence[Episode], links: Iterable[tuple[str, str]], constraints: Sequence[Constraint]
) -> list[list[Episode]]:
    """The episodes that links, decisions or copies connect."""
    told = [claim for episode in episodes for claim in episode.members]
    label = {claim.id: episode.id for episode in episodes for claim in episode.members}
    first: dict[str, str] = {}
    copies = [(first.setdefault(key, claim.id), claim.id) for claim in told if (key := copy_key(claim))]
    for left, right in [*links, *((c.left, c.right) for c in constraints), *copies]:
        old, new = label[left], label[right]
        label = {id: new if name == old else name for id, name in label.items()}
    return [[e for e in episodes if label[e.id] == name] for name in sorted(set(label.values()))]
