"""What doesn't get on is told apart by its error or its stage, and tried again with one click."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Article
from corroboration.selectors import stuck
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

STUCK = "admin:claims_article_stuck"
TRACE = (
    'Traceback (most recent call last):\n  File "/srv/claims/engine/{file}", line 12, in {function}\n    x\n{line}\n'
)
NO_NUMBER = TRACE.format(file="quantities.py", function="bounds", line="ValueError: no number in 'a <b>score</b>'")
NO_PLACE = TRACE.format(file="places.py", function="path", line="ValueError: no place")
AWAY = TRACE.format(file="base.py", function="execute", line="django.db.utils.OperationalError: it is away")
KILLED = "Its worker was killed or ran out of time 4 times, without an error of its own."


def failed(error: str, **fields) -> Article:
    return make_article(state=Article.State.FAILED, error=error, attempts=4, **fields)


def late(state: str, minutes: int, **fields) -> Article:
    since = timezone.now() - timedelta(minutes=minutes)
    return make_article(state=state, **({"waiting_since": since, "next_attempt_at": since} | fields))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NO_NUMBER, ("ValueError", "bounds in quantities.py")),
        (NO_PLACE, ("ValueError", "path in places.py")),
        (AWAY, ("OperationalError", "execute in base.py")),
        ("MemoryError", ("MemoryError", "")),
        (KILLED, (KILLED, "")),
        ('  File "C:\\srv\\x.py", line 1, in <module>\nKeyError: 1', ("KeyError", "<module> in x.py")),
        ("", ("", "")),
    ],
)
def test_errors_are_told_apart_by_what_and_where(error, expected):
    assert stuck.error_kind(error) == expected


def test_what_was_set_aside_is_grouped_by_its_error_the_most_frequent_first(admin_client):
    for error in (NO_PLACE, NO_NUMBER, NO_NUMBER, KILLED):
        failed(error)
    found = stuck.stuck(now=timezone.now()).failures
    assert [(each.kind, each.where, each.count) for each in found] == [
        ("ValueError", "bounds in quantities.py", 2),
        (KILLED, "", 1),
        ("ValueError", "path in places.py", 1),
    ]
    page = admin_client.get(reverse(STUCK)).content.decode()
    assert "no number in &#x27;a &lt;b&gt;score&lt;/b&gt;&#x27;" in page and "Try all 2 again" in page


def test_what_waits_for_long_is_told_by_its_stage(admin_client):
    late("linked", 9)
    late("received", 30)
    late("received", 8, error=AWAY, attempts=2)
    late("received", 1)
    late("received", 60, next_attempt_at=timezone.now() + timedelta(minutes=1))
    late("settled", 600)
    found = stuck.stuck(now=timezone.now()).delays
    assert [(each.state, each.count) for each in found] == [("received", 2), ("linked", 1)]
    assert stuck.counts(now=timezone.now()) == {"failed": 0, "late": 3}
    page = admin_client.get(reverse(STUCK)).content.decode()
    assert "Waiting in state “received”" in page and "OperationalError: it is away" in page


def test_where_nothing_is_stuck_the_page_says_so(admin_client):
    make_article()
    assert "Nothing is stuck" in admin_client.get(reverse(STUCK)).content.decode()


def test_one_article_is_tried_again(admin_client):
    one, other = failed(NO_NUMBER), failed(NO_NUMBER)
    page = admin_client.post(reverse(STUCK), {"article": one.pk}, follow=True).content.decode()
    assert "1 set aside before, now back in the queue." in page
    assert set(Article.objects.filter(state="failed")) == {other}


def test_all_of_one_kind_are_tried_again_and_no_others(admin_client):
    failed(NO_NUMBER), failed(NO_NUMBER)
    other = failed(NO_PLACE)
    admin_client.post(reverse(STUCK), {"kind": "ValueError", "where": "bounds in quantities.py"})
    assert set(Article.objects.filter(state="failed")) == {other}
    assert Article.objects.filter(state="received", error="", attempts=0).count() == 2


@pytest.mark.parametrize("data", [{}, {"article": "x"}, {"article": "9" * 40}, {"kind": "\0"}, {"article": "²"}])
def test_junk_tries_nothing_again(data, admin_client):
    failed(NO_NUMBER)
    assert "nothing to do" in admin_client.post(reverse(STUCK), data, follow=True).content.decode()
    assert Article.objects.filter(state="failed").count() == 1


def test_who_may_only_look_finds_no_button(client):
    failed(NO_NUMBER)
    user = make_user("looker", is_staff=True)
    client.force_login(user)
    assert client.get(reverse(STUCK)).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    assert "Try" not in client.get(reverse(STUCK)).content.decode().split('id="content-main"')[1]
    assert client.post(reverse(STUCK), {"kind": "ValueError"}).status_code == 403


def test_it_asks_the_same_questions_for_many_as_for_few_and_leaves_the_texts_alone():
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            for each in (found := stuck.stuck(now=timezone.now())).failures + found.delays:
                assert all(article.outlet.name for article in each.articles)
        return [query["sql"] for query in captured]

    failed(NO_NUMBER), late("linked", 9)
    before = queries()
    for n in range(30):
        failed(f"{NO_NUMBER}{n}Error: x"), late("received", 9 + n)
    assert len(queries()) == len(before)
    assert not any('"claims_article"."text"' in sql for sql in before)
