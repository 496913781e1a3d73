"""Random claims for the property tests of linking and grouping: few places, days and words, so that many meet."""

from hypothesis import strategies as st

from corroboration.engine.values import Constraint, Telling
from tests.corroboration.factories import telling

PLACES = (("ostrava", "moravia", "cz"), ("opava", "moravia", "cz"), ("lviv", "galicia", "ua"), ())
TEXTS = (
    "A blast killed 12 people at the Ostrava market",
    "The explosion wounded at least 30 shoppers near the old market hall",
    "Police arrested two men over the Lviv depot fire",
    "The mayor of Opava resigned",
    "Dozens were hurt",
    "The Karvina mine was flooded after the storm on the Olza river",
)


@st.composite
def corpora(draw: st.DrawFn, most: int = 14) -> list[Telling]:
    """Up to `most` claims of some articles of a fortnight, in any order."""
    count = draw(st.integers(1, most))
    return draw(st.permutations([draw(claims(f"c{i:02}")) for i in range(count)]))


@st.composite
def claims(draw: st.DrawFn, id: str) -> Telling:
    day = draw(st.integers(1, 14))
    happened = draw(st.none() | st.integers(1, day))
    return telling(
        id,
        outlet=draw(st.sampled_from(("Herald", "Gazette", "Wire"))),
        published=f"2021-05-{day:02}",
        position=draw(st.integers(0, 8)),
        text=draw(st.sampled_from(TEXTS)),
        place_path=draw(st.sampled_from(PLACES)),
        action=draw(st.sampled_from(("kill", "arrest", ""))),
        time=f"2021-05-{happened:02}" if happened else None,
        time_explicit=draw(st.booleans()),
    )


@st.composite
def decisions(draw: st.DrawFn, told: list[Telling]) -> list[Constraint]:
    """What people might decide about some pairs, contradictions included."""
    ids = st.sampled_from(sorted(t.id for t in told))
    pairs = draw(st.lists(st.tuples(ids, ids, st.booleans()), max_size=5))
    return [Constraint(left, right, same) for left, right, same in pairs if left != right]
