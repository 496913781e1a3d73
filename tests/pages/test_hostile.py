"""Names, titles and texts come from strangers: none of them becomes markup."""

import re

import pytest
from django.test import RequestFactory
from django.views import defaults

from tests import factories

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}{% now "Y" %}'
OWN_SCRIPTS = re.compile(r'<script src="/static/[^"]+" (?:defer|type="module")></script>')


@pytest.fixture
def evil(db):
    """One of everything, with an evil name, title, text, place, reason."""
    source = factories.make_source(EVIL, slug="evil", aliases=[EVIL], notes=EVIL)
    voice = factories.make_source(EVIL, slug="evil/voice", kind="unnamed", speaks_for=source)
    article = factories.make_article(
        source, f"{EVIL} He said so. {EVIL}", title=EVIL, wire=EVIL, via=EVIL, notes=[EVIL], external_id="e"
    )
    claim = factories.make_claim(
        article,
        EVIL,
        statement=EVIL,
        chain=[(voice, EVIL)],
        denied_by=[(source, EVIL)],
        frame={"place": EVIL},
        quantities=[factories.quantity(4, unit=EVIL, role=EVIL)],
        slot='"><b>',
    )
    other = factories.make_claim(article, "He said so", slot='"><b>')
    copy = factories.make_claim(article, "He said", slot='"><b>')
    cluster = factories.make_cluster(
        [claim, other, copy],
        copies={copy: other},
        title=EVIL,
        place=EVIL,
        attention=1,
        attention_grounds=[["clash", EVIL, 1.0]],
        origins=[{"source": "evil/voice", "name": EVIL, "claims": [claim.public_id]}],
    )
    factories.make_findable(claim, other, copy)
    factories.make_relation(other, claim, type='"><b>', reasons=[EVIL], evidence=[EVIL])
    factories.make_suggestion(factories.make_claim(article, "so", statement=EVIL), cluster)
    factories.make_assessment(claim, reasons=[EVIL])
    factories.make_record(source, reasons=[EVIL])
    factories.make_ledger_entry(source, claim, partner=other, reason=EVIL)
    factories.make_decision([claim], by=factories.make_user("<b>eve"), reason=EVIL, value={"<b>": "<b>"})
    return [
        "/",
        "/clusters/",
        f"/clusters/{cluster.public_id}/",
        f"/articles/{article.public_id}/?claim={claim.public_id}",
    ]


def test_nothing_evil_becomes_markup(client, evil):
    paths = [*evil, "/sources/", "/sources/evil/", "/sources/evil/voice/", "/clusters/?q=<script>alert(1)</script>"]
    paths += ["/search/?q=alert", "/search/?q=<script>alert(1)</script>"]
    for path in paths:
        page = OWN_SCRIPTS.sub("", client.get(path).content.decode())
        assert "<script" not in page, path
        assert "<img src=x" not in page, path
        assert "<b>" not in page, path
        assert "alert(1)" not in re.sub(r"&lt;script&gt;alert\(1\)|onerror=alert\(1\)&gt;", "", page), path


def test_a_page_has_no_inline_script_or_style(client, evil):
    for path in [*evil, "/sources/evil/", "/glossary/", "/login/", "/nothing/"]:
        page = re.sub(r">[^<]*<", "><", client.get(path).content.decode())  # tags only
        assert " style=" not in page and "<style" not in page, path
        assert not re.search(r"\son\w+=", re.sub(r'"[^"]*"', '""', page)), path


def test_the_policy_allows_nothing_from_elsewhere(client, db):
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("view", ["bad_request", "permission_denied", "page_not_found", "server_error"])
def test_errors_need_neither_context_nor_database(view):
    request = RequestFactory().get("/")
    page = getattr(defaults, view)(request, *([] if view == "server_error" else [Exception("secret detail")]))
    assert "Second Source" in page.content.decode()
    assert "secret detail" not in page.content.decode()
