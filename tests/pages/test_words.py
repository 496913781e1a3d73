"""Figures and dates in words."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from corroboration.templatetags.second_source import days, interval, probability, quantity, weblink, when
from tests import factories


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        (factories.quantity(14), "14 killed"),
        (factories.quantity(14, "at least"), "at least 14 killed"),
        (factories.quantity(1000, "more than", unit="truck", role="force"), "more than 1,000 truck (force)"),
        (factories.quantity(60, "about", unit="strike", role="strikes"), "about 60 strikes"),
        (factories.quantity(3, role="killed-children"), "3 killed children"),
        (factories.quantity(2.5, unit="km", role=""), "2.5 km"),
        (factories.quantity(7, unit="", role=""), "7"),
        (factories.quantity(None, "range", low=10, high=15), "10–15 killed"),
        (factories.quantity(None, "vague", low=24, high=None), "24 or more killed"),
        (factories.quantity(None, "vague", low=None, high=9), "up to 9 killed"),
        (factories.quantity(None, "vague", low=None, high=None), "an unknown number killed"),
        (factories.quantity(12_345_678, unit="dollar", role=""), "12,345,678 dollar"),
    ],
)
def test_a_quantity_keeps_its_bound(stored, words):
    assert quantity(stored) == words


FOURTH, SIXTH, JUNE = date(2021, 5, 4), date(2021, 5, 6), date(2021, 6, 1)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, ""),
        (FOURTH, FOURTH, "4 May 2021"),
        (FOURTH, SIXTH, "4–6 May 2021"),
        (FOURTH, JUNE, "4 May 2021 – 1 June 2021"),
        (FOURTH, None, "from 4 May 2021"),
        (None, FOURTH, "until 4 May 2021"),
    ],
)
def test_an_interval_of_days(first, last, words):
    assert days(first, last) == words


def test_a_frame_without_a_time_says_nothing_of_it():
    assert when({}) == ""
    assert when({"time": {"from": "2021-05-04", "to": None}}) == "from 4 May 2021"


@pytest.mark.parametrize(
    ("address", "shown"),
    [("https://example.org/", "https://example.org/"), ("javascript:alert(1)", ""), ("", ""), ("data:text/html,x", "")],
)
def test_only_web_addresses_are_linked(address, shown):
    assert weblink(address) == shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, ">0.99"),
        (0.9951, ">0.99"),
        (0.9949, "0.99"),
        (0.5, "0.50"),
        (0.0051, "0.01"),
        (0.0049, "<0.01"),
        (0, "<0.01"),
    ],
)
def test_no_probability_is_certain(value, words):
    assert probability(value) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(0.49, 0.9, "0.49 to 0.90"), (0.75, 0.999, "0.75 to >0.99"), (0.001, 0.3, "<0.01 to 0.30")],
)
def test_the_ends_of_an_interval_are_words_apart(low, high, words):
    assert interval(low, high) == words


def test_no_page_writes_an_interval_in_a_way_of_its_own():
    pages = Path(settings.BASE_DIR / "templates").rglob("*.html")
    assert [page.name for page in pages if re.search(r"(low|high)\|probability", page.read_text())] == []
