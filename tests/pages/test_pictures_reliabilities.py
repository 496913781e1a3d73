"""Reliability over time: lines and bands where the numbers are, thin evidence drawn as such, sources told apart."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.pictures import plots
from corroboration.pictures.reliabilities import ACROSS, POINTS_SHOWN, Course, Graded, reliability_chart
from tests.pages.drawings import HOSTILE, drawing, names, parsed, texts


def course(*graded: tuple[int, float, float, float, str], name: str = "Morning Herald", href: str = "") -> Course:
    """A course of (month of 2021, mean, low, high, letter)."""
    return Course(name, [Graded(date(2021, month, 1), *rest) for month, *rest in graded], href)


RISING = ((1, 0.5, 0.1, 0.9, "F"), (2, 0.5, 0.25, 0.75, "C"), (3, 1.0, 0.75, 1.0, "A"))


def _paths(svg, kind: str) -> dict[str, str]:
    return {path.get("class"): path.get("d") for path in svg.iter("path") if path.get("class").startswith(kind)}


def test_the_line_and_its_band_lie_where_the_numbers_are():
    # 1 is at y 20, 0 at 162: 0.5 at 91, 0.25 at 126.5, 0.75 at 55.5, 0.1 at 147.8, 0.9 at 34.2.
    # January to March are 59 days from 40 to 960 of 1000 units: 1 February after 31 of them at 40 + 920 x 31/59.
    svg = drawing(reliability_chart([course(*RISING)]))
    assert _paths(svg, "mean") == {"mean course-1 thin": "M40 91L523.4 91", "mean course-1": "M523.4 91L960 20"}
    assert _paths(svg, "band") == {
        "band course-1 thin": "M40 34.2L523.4 55.5L523.4 126.5L40 147.8z",
        "band course-1": "M523.4 55.5L960 20L960 55.5L523.4 126.5z",
    }


def test_letters_stand_where_they_changed_and_nowhere_else():
    svg = drawing(reliability_chart([course(*RISING, (4, 0.95, 0.9, 0.97, "A"))]))
    assert [text.text for text in svg.iter("text") if text.get("class", "").startswith("grade")] == ["F", "C", "A"]
    assert len(list(svg.iter("circle"))) == 3


def test_it_tells_in_words_what_it_draws():
    markup = reliability_chart([course(*RISING)])
    svg = drawing(markup)
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "Reliability from 1 Jan 2021 to 1 Mar 2021: Morning Herald at last A, >0.99 (0.75 to >0.99)."
    )
    rows = [["".join(cell.itertext()) for cell in row] for row in parsed(markup).findall(".//tbody/tr")]
    assert rows[0] == ["Morning Herald", "1 Jan 2021", "F", "0.50", "0.10", "0.90"]
    assert [row[2] for row in rows] == ["F", "C", "A"]
    assert "Without a fill: F" in markup
    assert "Without a fill" not in reliability_chart([course(*RISING[1:])])


def test_four_sources_differ_by_their_dashes_and_names_and_a_fifth_is_left_out():
    courses = [course(*RISING, name=f"Source {i}", href=f"/sources/{i}/") for i in range(5)]
    markup = reliability_chart(courses)
    classes = {name.split()[1] for name in _paths(drawing(markup), "mean")}
    assert classes == {"course-1", "course-2", "course-3", "course-4"}
    legend = [item.find(".//a").get("href") for item in parsed(markup).findall(".//ul/li")]
    assert legend == ["/sources/0/", "/sources/1/", "/sources/2/", "/sources/3/"]
    assert "Source 4" not in markup


def test_names_stand_beside_the_lines_of_several_sources_but_not_of_one():
    low = course((1, 0.2, 0.1, 0.3, "E"), (3, 0.2, 0.1, 0.3, "E"), name="Evening Courier")
    assert "Morning Herald" in texts(drawing(reliability_chart([course(*RISING), low])))
    assert "Morning Herald" not in texts(drawing(reliability_chart([course(*RISING)])))


def test_nothing_to_draw():
    assert reliability_chart([]) == ""
    assert reliability_chart([Course("Nobody", [])]) == ""


def test_one_month_is_a_dot_with_its_interval():
    svg = drawing(reliability_chart([course((5, 0.5, 0.25, 0.75, "C"))]))
    assert _paths(svg, "band") == {"band course-1": "M496 55.5H504V126.5H496z"}
    assert svg.find("circle").get("cx") == "50%"


def test_a_long_course_keeps_its_changes_and_its_end():
    graded = [Graded(date(1900 + i // 12, i % 12 + 1, 1), 0.5, 0.4, 0.6, "C" if i != 777 else "D") for i in range(1200)]
    markup = reliability_chart([Course("Old", graded)])
    assert len(markup) < 8_000
    line = _paths(drawing(markup), "mean")["mean course-1"]
    assert line.count("L") <= POINTS_SHOWN + 3 and line.split("L")[-1].startswith("960 ")
    assert "<td>D</td>" in markup


def test_hostile_names_stay_names():
    markup = reliability_chart([course(*RISING, name=HOSTILE), course(*RISING, name=HOSTILE, href="#<&\"'")])
    assert "<script" not in markup and "قناة حلب" in markup
    assert parsed(markup).find(".//a").get("href") == "#<&\"'"


parts = st.floats(0, 1)
graded = st.builds(Graded, st.dates(), parts, parts, parts, st.sampled_from("ABCDEF"))
courses = st.builds(Course, names, st.lists(graded, max_size=9).map(lambda found: sorted(found, key=lambda g: g.on)))


@settings(deadline=None)
@given(st.lists(courses, max_size=5))
def test_any_courses_make_a_well_formed_chart_inside_of_its_frame(given_courses):
    markup = reliability_chart(given_courses)
    if not markup:
        return
    svg = drawing(markup)
    for path in svg.iter("path"):
        for point in path.get("d").strip("Mz").replace("L", " ").replace("H", " ").replace("V", " ").split():
            assert 0 <= float(point) <= ACROSS
    for dot in svg.iter("circle"):
        assert 0 <= float(dot.get("cx").rstrip("%")) <= 100
        assert plots.TOP <= float(dot.get("cy")) <= plots.FLOOR
