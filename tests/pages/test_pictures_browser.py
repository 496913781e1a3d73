"""Pictures as Chromium lays them out: no word over another or beside the picture, from a phone to a wide screen."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page

from corroboration.pictures.citations import Partner, cites_graph
from corroboration.pictures.maps import region_map
from corroboration.pictures.regions import Region, Spot
from corroboration.pictures.reliabilities import Course, Graded, reliability_chart
from corroboration.pictures.tolls import Toll, toll_plot

pytestmark = pytest.mark.browser

STATIC = Path(settings.BASE_DIR) / "static"
CLASHES = """() => [...document.querySelectorAll("figure.picture")].flatMap(figure => {
  const edge = figure.getBoundingClientRect();
  return [...figure.querySelectorAll(":scope > svg")].flatMap(drawing => {
    const words = [...drawing.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
    return words.flatMap(([word, box], at) => [
      ...(box.left < edge.left - 1 || box.right > edge.right + 1 ? [word + " is outside"] : []),
      ...words.slice(at + 1).filter(([, other]) =>
        Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1 &&
        Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3
      ).map(([other]) => word + " lies over " + other),
    ]);
  });
})"""


def _crowd(count: int) -> list[Spot]:
    return [Spot(f"Village {i}", 34.3 + i * 7 % 24 / 18, 36.2 + i * 11 % 40 / 28) for i in range(count)]


def _tolls(count: int) -> list[Toll]:
    chance, start = random.Random(3), datetime(2021, 5, 4, 9, tzinfo=UTC)
    said = [(i, 40 + chance.randrange(40), chance.random() * 300, chance.choice("abcdefgh")) for i in range(count)]
    return [
        Toll(f"c{i}", "#", "killed", start + timedelta(hours=hours), n, n, None if i % 3 else n, f"{n}", voice, voice)
        for i, n, hours, voice in said
    ]


def _course(name: str, seed: int) -> Course:
    chance = random.Random(seed)
    means = [0.5 + 0.4 * chance.random() * (1 if i % 7 else -1) for i in range(40)]
    graded = [
        Graded(date(2018 + i // 12, i % 12 + 1, 1), mean, mean - 0.1, mean + 0.1, "ABCDE"[int((1 - mean) * 5)])
        for i, mean in enumerate(means)
    ]
    return Course(name, graded)


@pytest.fixture(scope="module")
def markup() -> str:
    crowd = _crowd(60)
    partners = [Partner(f"The Association of Voices number {i}", "#", 3**i) for i in range(8)]
    pictures = [
        region_map(Region("Middletown", "town", "sy", Spot("Middletown", 35.0, 37.0), crowd[:6], crowd[6:])),
        region_map(Region("Syria", "country", "sy", None, crowd[:3], crowd)),
        region_map(Region("Suva", "city", "fj", Spot("Suva", -18.14, 178.44))),
        toll_plot(_tolls(60)),
        toll_plot(_tolls(1)),
        reliability_chart([_course(f"The Herald of the {i}th District", i) for i in range(4)]),
        cites_graph("The Daily News and Advertiser of the North", partners, partners[:3]),
    ]
    styles = "".join(f"<style>{(STATIC / name).read_text()}</style>" for name in ("second_source.css", "pictures.css"))
    return f'<!doctype html><meta charset="utf-8">{styles}<main>{"".join(pictures)}</main>'


@pytest.fixture(params=[320, 768, 1280, 1920])
def page(request, chromium, markup) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    shown = context.new_page()
    shown.set_content(markup)
    yield shown
    context.close()


def test_no_word_lies_over_another_or_outside(page):
    assert page.evaluate(CLASHES) == []


def test_nothing_is_wider_than_the_screen(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
