"""The graph of citations: names as lists of links, lines from and to the middle as wide as what they stand for."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corroboration.pictures.citations import ACROSS, ROW, SHOWN, Partner, cites_graph
from tests.pages.drawings import HOSTILE, as_page, names, parsed


def partner(name: str, count: int) -> Partner:
    return Partner(name, f"/sources/{name}/", count)


def _paths(markup: str, side: str) -> list[tuple[str, str]]:
    lines = parsed(markup).find(f".//div[@class='lines {side}']")
    return [(path.get("d"), path.get("stroke-width")) for path in lines.iter("path")]


def _names(markup: str, side: str) -> list[tuple[str, str]]:
    return [
        (item.find("a").get("href"), item.findtext("span"))
        for item in parsed(markup).findall(f".//ul[@class='{side}']/li")
    ]


def test_lines_run_from_whom_it_cites_to_the_middle_and_on_to_who_cites_it():
    # two rows of 40 units: names at 20 and 60, the middle at 40; a single name of the other side at 40 as well
    markup = cites_graph("Herald", [partner("monitor", 40), partner("mayor", 10)], [partner("courier", 1)])
    assert _paths(markup, "before") == [("M0 20C50 20 50 40 100 40", "8"), ("M0 60C50 60 50 40 100 40", "2")]
    assert _paths(markup, "after") == [("M0 40C50 40 50 40 100 40", "1")]  # never thinner than a pixel
    assert _names(markup, "before") == [("/sources/monitor/", "40"), ("/sources/mayor/", "10")]
    assert _names(markup, "after") == [("/sources/courier/", "1")]
    assert parsed(markup).find(".//p[@class='middle']").text == "Herald"


def test_an_empty_side_is_told_in_words():
    words = as_page(cites_graph("Herald", [], [partner("courier", 1)])).text_content()
    assert "It cites nobody so far" in words and "It is cited by nobody" not in words
    assert cites_graph("Herald", [], []) == ""


def test_what_is_not_drawn_is_counted():
    markup = cites_graph("Herald", [partner(f"voice-{i}", 90 - i) for i in range(11)], [])
    assert len(_names(markup, "before")) == SHOWN
    assert f"It cites, {11 - SHOWN} more not drawn" in markup


def test_long_and_hostile_names_are_whole_and_harmless():
    long = "The General Directorate of " + "very " * 40 + "long names"
    markup = cites_graph(HOSTILE, [Partner(long, "#", 1), Partner(HOSTILE, "#<\"'&", 2)], [])
    assert parsed(markup).find(".//ul/li/a").get("title") == " ".join(long.split())
    assert parsed(markup).findall(".//ul/li/a")[1].get("href") == "#<\"'&"
    assert "<script" not in markup


partners = st.builds(Partner, names, st.just("#"), st.integers(1, 10**7))


@settings(deadline=None)
@given(names, st.lists(partners, max_size=11), st.lists(partners, max_size=11))
def test_any_citations_make_a_well_formed_graph_inside_of_its_frame(name, cites, cited_by):
    markup = cites_graph(name, cites, cited_by)
    rows = max(min(SHOWN, len(cites)), min(SHOWN, len(cited_by)))
    for side in ("before", "after") if markup else ():
        for path, width in _paths(markup, side):
            assert 1 <= float(width) <= 8
            numbers = [float(number) for number in path[1:].replace("C", " ").split()]
            assert all(0 <= x <= ACROSS for x in numbers[::2]) and all(0 <= y <= rows * ROW for y in numbers[1::2])
