"""Idempotency-Key: the same request twice has one effect, whoever's turn it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Article
from corroboration import ingestion, once
from corroboration.handed import LONGEST_KEY, FirstAnswer
from tests.api.test_articles import ADDRESS, GOOD, errors
from tests.api.writes.asking import keyed, writer_named

pytestmark = pytest.mark.django_db


def test_the_same_request_again_is_answered_as_the_first_time(writer, conforms):
    first = writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    again = writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    assert (first.status_code, again.status_code) == (202, 202)
    assert conforms(first)["result"] == conforms(again)["result"] == "accepted"
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Article.objects.count() == 1


def test_without_a_key_it_is_another_request(writer):
    writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    again = writer.post(ADDRESS, GOOD, format="json")
    assert (again.status_code, again.json()["result"]) == (200, "unchanged")
    assert FirstAnswer.objects.count() == 1


def test_a_key_of_another_request_is_refused(writer, conforms):
    writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    other = writer.post(ADDRESS, GOOD | {"text": "Two bridges fell."}, format="json", **keyed("k1"))
    assert other.status_code == 422
    conforms(other)
    assert "another request" in errors(other)["Idempotency-Key"]
    assert Article.objects.count() == 1


def test_a_key_is_its_senders_own(writer):
    """Nobody learns from another's key what another sent, or that there is such a key."""
    writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    other = writer_named("other").post(ADDRESS, GOOD | {"external_id": "x-2"}, format="json", **keyed("k1"))
    assert (other.status_code, other.json()["article"]["external_id"]) == (202, "x-2")
    assert "Idempotent-Replayed" not in other


def test_while_the_first_is_being_worked_on_the_second_waits(writer, conforms, monkeypatch):
    seconds = []

    def ask_again(row, *, now):
        monkeypatch.undo()
        seconds.append(writer_of_the_first.post(ADDRESS, GOOD, format="json", **keyed("k1")))

    writer_of_the_first = writer_named("importer")
    monkeypatch.setattr(once, "hold", ask_again)
    first = writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    [second] = seconds
    assert (first.status_code, second.status_code) == (202, 409)
    conforms(second)
    assert ("still being worked on" in errors(second)["Idempotency-Key"], second["Retry-After"]) == (True, "1")


def test_what_was_refused_may_be_mended_under_its_key(writer):
    refused = writer.post(ADDRESS, GOOD | {"text": ""}, format="json", **keyed("k1"))
    mended = writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    assert (refused.status_code, mended.status_code) == (400, 202)
    assert "Idempotent-Replayed" not in mended


def test_what_failed_for_reasons_of_ours_wrote_nothing_and_frees_its_key(writer, monkeypatch):
    monkeypatch.setattr(once, "keep", lambda *answer: 1 / 0)
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 500
    assert not Article.objects.exists()
    monkeypatch.undo()
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 202


def test_a_request_whose_worker_died_is_done_by_the_next(writer):
    died(writer, long_ago=once.WORKED_ON + 1)
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 202


def test_and_not_before_it_is_known_to_have_died(writer):
    died(writer, long_ago=once.WORKED_ON - 10)
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 409
    assert not Article.objects.exists()


def test_one_that_comes_back_to_find_another_at_its_work_writes_nothing(writer, monkeypatch):
    """It slept longer than its lease; meanwhile the next one took over."""
    check = ingestion.check

    def overtaken(line, *, now):
        FirstAnswer.objects.update(token="00000000-0000-0000-0000-000000000001")
        return check(line, now=now)

    monkeypatch.setattr(ingestion, "check", overtaken)
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 409
    assert not Article.objects.exists()
    assert FirstAnswer.objects.count() == 1  # the other's


def died(writer, *, long_ago: int) -> None:
    """The row that a worker leaves behind which is killed while it works on GOOD under k1."""
    writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    Article.objects.all().delete()
    begun = timezone.now() - timedelta(seconds=long_ago)
    lease = {"token": "00000000-0000-0000-0000-000000000001", "next_attempt_at": begun}
    FirstAnswer.objects.update(
        status=None, body="", location="", lease_until=begun + timedelta(seconds=once.WORKED_ON), **lease
    )


@pytest.mark.parametrize("key", ["", " ", '""', "x" * (LONGEST_KEY + 1), "two words", "é", 'a"b'])
def test_a_key_that_is_none_is_refused(key, writer, conforms):
    response = writer.post(ADDRESS, GOOD, format="json", **keyed(key))
    assert response.status_code == 400
    conforms(response)
    assert "expected 1 to 255" in errors(response)["Idempotency-Key"]
    assert not Article.objects.exists()


def test_a_key_in_quotes_is_the_same_key(writer):
    writer.post(ADDRESS, GOOD, format="json", **keyed('"k1"'))
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))["Idempotent-Replayed"] == "true"


def test_a_right_that_was_lost_opens_no_kept_answer(writer):
    writer.post(ADDRESS, GOOD, format="json", **keyed("k1"))
    user = FirstAnswer.objects.get().by
    user.user_permissions.clear()
    writer.force_authenticate(type(user).objects.get(pk=user.pk))
    assert writer.post(ADDRESS, GOOD, format="json", **keyed("k1")).status_code == 403


def test_keys_are_forgotten_when_nobody_asks_any_more(writer):
    for key, age in (("old", once.KEPT), ("young", once.KEPT - timedelta(hours=1))):
        writer.post(ADDRESS, GOOD, format="json", **keyed(key))
        FirstAnswer.objects.filter(key=key).update(created_at=timezone.now() - age)
    once.forget(now=timezone.now())
    assert [row.key for row in FirstAnswer.objects.all()] == ["young"]
