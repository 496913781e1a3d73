"""The tags by which pages show pictures: what they hand on, and that nothing in them breaks the strict policy."""

import re
from datetime import UTC, date, datetime

from django.template import Context, Template

from corroboration.pictures.chains import Node, Said, Telling
from corroboration.pictures.regions import Region, Spot
from corroboration.pictures.reliabilities import Course, Graded
from corroboration.pictures.tolls import Toll
from corroboration.selectors.citations import Cited
from tests.pages.drawings import as_page

PAGE = Template(
    "{% load pictures %}{% region_map region %}{% toll_plot tolls %}{% reliability_chart courses %}"
    "{% cites_graph name cites cited_by %}{% chain_tree tellings %}"
)
HERALD = Node("morning-herald", "Morning Herald", "/sources/morning-herald/")
FULL = {
    "region": Region("Ostrava", "city", "cz", Spot("Ostrava", 49.84, 18.29)),
    "tolls": [Toll("c", "#c", "killed", datetime(2021, 5, 4, tzinfo=UTC), 9, 9, None, "at least 9", "m", "Monitor")],
    "courses": [Course("Morning Herald", [Graded(date(2021, 5, 1), 0.7, 0.6, 0.8, "B")])],
    "name": "Morning Herald",
    "cites": [Cited("morning-herald/residents", "residents", 3)],
    "cited_by": [],
    "tellings": [Telling(HERALD, [], HERALD, [Said("c", "#c", "Nine people died")])],
}
EMPTY = {
    "region": None,
    "tolls": [],
    "courses": [],
    "name": "Nobody",
    "cites": [],
    "cited_by": [],
    "tellings": [],
}


def test_each_tag_draws_its_picture():
    page = as_page(PAGE.render(Context(FULL)))
    pictures = {name.split()[1] for name in page.xpath("//*[starts-with(@class, 'picture')]/@class")}
    assert pictures == {"map", "tolls", "reliabilities", "cites", "chains"}
    assert page.xpath("//ul[@class='before']//a/@href") == ["/sources/morning-herald/residents/"]


def test_a_page_without_data_has_no_pictures():
    assert PAGE.render(Context(EMPTY)).strip() == ""


def test_pictures_style_and_script_nothing_and_ask_for_nothing():
    text = PAGE.render(Context(FULL))
    assert not re.search(r"style=|<style|<script|\bon\w+=|https?:|url\(|xlink|<image|<use", text)


def test_every_drawing_is_named_and_no_id_can_clash():
    page = as_page(PAGE.render(Context(FULL)))
    assert all(each.get("aria-label") for each in page.xpath("//svg[not(ancestor::svg)]"))
    assert page.xpath("//@id") == []
