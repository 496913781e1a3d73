"""The plot of a toll: marks where the numbers are, bounds as wide as they were said, one voice's course as a line."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.pictures import plots
from corroboration.pictures.axes import NARROWEST, heights, round_moments, short, times
from corroboration.pictures.tolls import POINTS_SHOWN, SLOTS_SHOWN, Toll, toll_plot
from tests.pages.drawings import HOSTILE, drawing, names, parsed, texts

NOON = datetime(2021, 5, 4, 12, tzinfo=UTC)


def toll(number: float | None, *, hours: float = 0, low: object = ..., high: object = ..., **fields) -> Toll:
    """A number said so many hours after noon; exact unless bounds are given."""
    values = {
        "claim": f"c{hours}-{number}",
        "href": f"#c{hours}",
        "slot": "killed",
        "at": NOON + timedelta(hours=hours),
        "value": number,
        "low": number if low is ... else low,
        "high": number if high is ... else high,
        "said": f"{number} killed",
        "source": "ministry",
        "voice": "Interior Ministry",
    }
    return Toll(**(values | fields))


def _marks(svg) -> list:
    return [link.find("svg") for link in svg.iter("a")]


def _at(mark) -> tuple[float, float]:
    return float(mark.get("x").rstrip("%")), float(mark.get("y"))


def test_marks_lie_where_time_and_number_put_them():
    # Scale 0 to 20 on pixels 162 to 20: 5 lies at 162 - 142/4 = 126.5, 20 at 20. Time from 4 % to 96 % of the width:
    # a quarter of the way is 4 + 92/4 = 27 %.
    svg = drawing(toll_plot([toll(5), toll(20, hours=8), toll(10, hours=2)]))
    assert [_at(mark) for mark in _marks(svg)] == [(4.0, 126.5), (27.0, 91.0), (96.0, 20.0)]
    assert [line.get("y1") for line in svg.findall("line[@class='grid']")][:5] == ["162", "126.5", "91", "55.5", "20"]


def test_an_exact_number_has_no_bounds_and_an_open_one_an_arrow():
    svg = drawing(
        toll_plot(
            [
                toll(10),
                toll(10, hours=1, high=None, claim="least"),
                toll(10, hours=2, low=None, claim="most"),
                toll(None, hours=3, low=5, high=20, claim="range"),
            ]
        )
    )
    exact, least, most, ranged = _marks(svg)
    assert exact.find(".//path[@class='bounds']") is None
    # upwards by 16 pixels with a head; the lower bound is the mark itself
    assert least.find(".//path[@class='bounds']").get("d") == "M0 0v-16m-4 5l4-5l4 5M0 0V0m-4 0h8"
    assert most.find(".//path[@class='bounds']").get("d").endswith("v16m-4-5l4 5l4-5")
    # 5 to 20, marked in the middle at 12.5: 142/20 x 7.5 = 53.25 pixels to either side
    assert ranged.find(".//path[@class='bounds']").get("d") == "M0 0V-53.2m-4 0h8M0 0V53.2m-4 0h8"
    assert texts(svg)[-4:] == ["10", "10+", "≤ 10", "5–20"]


def test_a_line_joins_what_one_voice_says_and_is_solid_where_it_replaces():
    svg = drawing(
        toll_plot(
            [
                toll(5, claim="a"),
                toll(9, hours=2, claim="b", replaces=["a"]),
                toll(9, hours=4, claim="c"),
                toll(14, hours=6, claim="d", source="monitor", voice="Monitor", replaces=["c", "not-on-the-page"]),
            ]
        )
    )
    lines = {line.get("class"): (line.get("x1"), line.get("x2")) for line in svg.iter("line") if line.get("x1") != "0"}
    solid = [line for line in svg.iter("line") if line.get("class") == "course replaces"]
    assert [(line.get("x1"), line.get("x2")) for line in solid] == [("4%", "34.7%"), ("65.3%", "96%")]
    assert lines["course"] == ("34.7%", "65.3%")


def test_each_mark_leads_to_its_claim_and_says_what_it_is():
    markup = toll_plot([toll(5, status="contradicted"), toll(9, hours=2, day_only=True)])
    first, second = drawing(markup).iter("a")
    assert first.get("href") == "#c0" and first.get("tabindex") == "-1"  # the table has the same link for keys
    assert first.findtext("title") == "5 killed: Interior Ministry, 4 May 2021, 12:00, contradicted"
    assert second.findtext("title").endswith("4 May 2021, unconfirmed")
    assert first.find("svg").get("class") == "status-contradicted"
    links = [link.get("href") for link in parsed(markup).findall(".//table//a")]
    assert links == ["#c0", "#c2"]
    assert drawing(markup).get("aria-label") == (
        "killed by time of publication: 2 numbers by 1 voice, 5 to 9, 4 May 2021, 12:00 to 4 May 2021. A table follows."
    )


def test_colours_are_named_where_there_are_several():
    key = parsed(toll_plot([toll(5, status="contradicted"), toll(9, hours=2)])).find(".//p[@class='key']")
    assert [(each.get("class"), each.text) for each in key] == [
        ("status-contradicted", "contradicted"),
        ("status-unconfirmed", "unconfirmed"),
    ]
    assert "Colour" not in toll_plot([toll(5), toll(9, hours=2)])


def test_voices_differ_by_shape_and_the_seventh_shares_one():
    tolls = [toll(5 + i, hours=i, source=f"voice-{i}", voice=f"Voice {i}") for i in range(8)]
    markup = toll_plot(tolls)
    shapes = [mark.find(".//path[@class='mark']").get("d") for mark in _marks(drawing(markup))]
    assert len(set(shapes[:6])) == 6 and shapes[6] == shapes[7] not in shapes[:6]
    legend = [item.findtext("bdi") for item in parsed(markup).findall(".//ul/li")]
    assert legend == [*(f"Voice {i}" for i in range(6)), "2 further voices"]


def test_what_falls_on_one_spot_stands_side_by_side():
    tolls = [toll(14, claim=f"c{i}", source=f"v{i}", voice=f"V{i}") for i in range(3)]
    moved = [mark.find("g") for mark in _marks(drawing(toll_plot(tolls)))]
    assert moved[0] is None
    assert [group.get("transform") for group in moved[1:]] == ["translate(-13)", "translate(-26)"]


def test_an_outlier_makes_the_scale_logarithmic_and_it_says_so():
    plain = toll_plot([toll(3), toll(4, hours=1), toll(60, hours=2)])
    assert "ogarithmic" not in plain
    wide = toll_plot([toll(3), toll(4, hours=1), toll(12_000, hours=2)])
    assert "Logarithmic scale" in wide
    heights_of_marks = [_at(mark)[1] for mark in _marks(drawing(wide))]
    assert heights_of_marks[0] - heights_of_marks[1] > 2  # 3 and 4 are still told apart


def test_each_slot_is_a_plot_of_its_own_the_fullest_first():
    tolls = [toll(1, slot=slot, hours=i) for i, slot in enumerate(["injured", "killed-children", "killed", "killed"])]
    captions = [caption.findtext("strong") for caption in parsed(toll_plot(tolls)).iter("figcaption")]
    assert captions == ["killed", "injured", "killed children"]
    many = [toll(1, slot=f"slot-{i}") for i in range(9)]
    assert len(list(parsed(toll_plot(many)).iter("figure"))) == SLOTS_SHOWN


def test_nothing_to_draw():
    assert toll_plot([]) == ""
    assert toll_plot([toll(None, low=None, high=None)]) == ""


def test_a_crowd_keeps_the_page_small():
    tolls = [toll(i % 37, hours=i, source=f"voice-{i % 9}", voice=f"A voice number {i % 9}") for i in range(500)]
    markup = toll_plot(tolls)
    assert len(_marks(drawing(markup))) == POINTS_SHOWN
    assert f"the latest {POINTS_SHOWN} of 500 numbers" in markup
    assert len(markup) < 20_000


def test_hostile_names_stay_names():
    markup = toll_plot([toll(3, voice=HOSTILE, said=HOSTILE, href="#<&'\"")])
    assert "قناة حلب" in markup and "<script" not in markup
    assert drawing(markup).find("a").get("href") == "#<&'\""


numbers = st.none() | st.floats(0, 1e12) | st.integers(0, 500).map(float)
tolls = st.builds(
    Toll,
    names,
    st.integers().map("#{}".format),
    st.sampled_from(["killed", "injured"]),
    st.datetimes(timezones=st.just(UTC)),
    numbers,
    numbers,
    numbers,
    names,
    st.sampled_from(["a", "b", "c"]),
    names,
    st.sampled_from(["unconfirmed", "superseded"]),
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(tolls, max_size=12))
def test_any_tolls_make_a_well_formed_plot_inside_of_its_frame(given_tolls):
    markup = toll_plot(given_tolls)
    for svg in parsed(markup).findall(".//svg[@class='plot toll']") if markup else []:
        for mark in _marks(svg):
            x, y = _at(mark)
            assert 0 <= x <= 100 and plots.TOP <= y <= plots.FLOOR
        for line in svg.iter("line"):
            assert 0 <= float(line.get("y1")) <= plots.HEIGHT and 0 <= float(line.get("y2")) <= plots.HEIGHT


@pytest.mark.parametrize(
    ("said", "ticks", "logarithmic"),
    [
        ([14], (0, 5, 10, 15), False),
        ([1, 2, 3], (0, 1, 2, 3), False),
        ([0], (0, 1), False),
        ([], (0, 1), False),
        ([200, 210, 190], (0, 50, 100, 150, 200, 250), False),
        ([5, 6, 1200], (0, 1, 10, 100, 1000), True),
        ([2, 60, 70], (0, 20, 40, 60, 80), False),
    ],
)
def test_numbers_beside_the_plot_are_round(said, ticks, logarithmic):
    scale = heights(said)
    assert (scale.ticks, scale.logarithmic) == (ticks, logarithmic)


def day(month: int, of_month: int, hour: int = 0, year: int = 2021) -> datetime:
    return datetime(year, month, of_month, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (day(5, 4, 9), day(5, 4, 13), ["4 May, 09:00", "11:00", "13:00"]),
        (day(5, 4, 9), day(5, 5, 13), ["4 May, 12:00", "5 May", "12:00"]),
        (day(12, 4), day(1, 19, year=2022), ["9 Dec 2021", "23 Dec", "6 Jan 2022"]),
        (day(1, 4), day(4, 20), ["Feb 2021", "Mar", "Apr"]),
        (day(5, 4), day(5, 9, year=2023), ["Jul 2021", "Jul 2022"]),
        (day(5, 4, year=2001), day(5, 9, year=2023), ["2005", "2010", "2015", "2020"]),
        (day(5, 4, 9), day(5, 4, 9), ["4 May, 09:00"]),
    ],
)
def test_moments_below_the_plot_are_round(first, last, said):
    assert [tick.text for tick in times([first, last]).ticks()] == said


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_round_moments_lie_between_and_their_words_never_meet(one, other):
    first, last = sorted((one, other))
    marks = round_moments(first, last)
    assert all(first <= mark <= last for mark in marks) and len(marks) <= 7
    ticks = times([one, other]).ticks()
    assert ticks
    for left, right in pairwise(ticks):
        assert (right.at - left.at) * NARROWEST >= 6 * (len(left.text) + len(right.text)) / 2


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (1200, "1,200"), (2.5, "2.5"), (3e6, "3 M"), (1.5e9, "1.5 bn"), (2e13, "20 tn")]
)
def test_large_numbers_are_told_short(number, said):
    assert short(number) == said
