"""What a screen reader relies on: one heading of the first level, none left out, landmarks, names for everything."""

import itertools

import pytest
from lxml import html

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths(world) -> list[str]:
    factories.make_decision([world.claims[0]])
    claim = world.claims[2]
    return [
        "/",
        "/clusters/",
        "/search/?q=blast+market",
        "/search/?q=nowhere",
        f"/clusters/{world.cluster.public_id}/",
        f"/articles/{claim.article.public_id}/?claim={claim.public_id}",
        "/sources/",
        "/sources/morning-herald/",
        "/extract/?sample=palmyra-19",
        "/glossary/",
        "/login/",
        "/nothing/",
    ]


@pytest.fixture
def trees(client, paths) -> list[tuple[str, html.HtmlElement]]:
    return [(path, html.fromstring(client.get(path).content)) for path in paths]


def test_headings_go_down_one_level_at_a_time(trees):
    for path, tree in trees:
        levels = [int(heading.tag[1]) for heading in tree.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1 and levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_ids_are_unique_and_what_they_are_referred_by_exists(trees):
    for path, tree in trees:
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        referred = tree.xpath("//@for | //@aria-labelledby | //@aria-describedby")
        referred += [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]
        assert set(referred) <= set(ids), path


def test_each_page_has_its_landmarks_title_and_language(trees):
    for path, tree in trees:
        assert len(tree.xpath("//main")) == 1 and len(tree.xpath("//header[@class='site']")) == 1, path
        assert tree.get("lang") == "en", path
        assert tree.findtext(".//title").strip(" ·").endswith("Second Source"), path
        assert not tree.findtext(".//title").startswith(" ·"), path


def test_every_control_has_a_name(trees):
    for path, tree in trees:
        for control in tree.xpath("//input[not(@type='hidden')] | //select"):
            labelled = control.xpath("ancestor::label") or tree.xpath("//label[@for=$id]", id=control.get("id") or "")
            assert labelled, (path, control.attrib)
        for link in tree.xpath("//a"):
            assert link.text_content().strip() or link.xpath(".//*[@aria-label]"), (path, link.attrib)
        for picture in tree.xpath("//svg[not(ancestor::svg)]"):
            assert picture.get("aria-label"), path


def test_links_inside_the_site_lead_somewhere(client, paths, trees):
    links = {href for _, tree in trees for href in tree.xpath("//a/@href") if href.startswith("/")}
    for link in sorted(links):
        assert client.get(link).status_code in (200, 302), link
