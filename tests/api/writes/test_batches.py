"""Articles handed in by the thousand: a bad one stops none of the good ones beside it, and each is told of."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Article
from corroboration import batches
from corroboration.handed import Batch, BatchItem
from tests.api.test_articles import GOOD, errors
from tests.api.writes.asking import keyed
from tests.people import make_reader

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/articles/batches/"
NDJSON = {"content_type": "application/x-ndjson"}
BAD = {"external_id": "x-bad", "outlet": "Ostrava Post", "published_at": "soon", "text": "", "colour": "red"}


def articles(count: int) -> list[dict]:
    return [GOOD | {"external_id": f"x-{n}", "text": f"Bridge {n} fell in Ostrava."} for n in range(1, count + 1)]


def lines(*items: object) -> bytes:
    return b"".join((each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in items)


def items(client, batch: dict, **filters) -> list[dict]:
    return client.get(batch["items_url"], filters).json()["results"]


def test_a_bad_article_stops_none_beside_it(writer, conforms):
    response = writer.post(ADDRESS, [articles(2)[0], BAD, articles(2)[1]], format="json")
    assert response.status_code == 202
    batch = conforms(response)
    assert batch["counts"] == {
        "items": 3,
        "accepted": 2,
        "unchanged": 0,
        "revised": 0,
        "rejected": 1,
        "settled": 0,
        "failed": 0,
        "waiting": 2,
    }
    assert (batch["complete"], batch["done"]) == (True, False)
    assert Article.objects.count() == 2
    listed = conforms(writer.get(batch["items_url"]))["results"]
    assert [(each["number"], each["external_id"], each["result"]) for each in listed] == [
        (1, "x-1", "accepted"),
        (2, "x-bad", "rejected"),
        (3, "x-2", "accepted"),
    ]
    assert {error["field"]: error["message"][:14] for error in listed[1]["errors"]} == {
        "published_at": "'soon' is no d",
        "text": "empty: expecte",
    }
    assert (listed[1]["article"], listed[1]["state"]) == (None, None)
    assert writer.get(listed[0]["status_url"]).json()["external_id"] == "x-1"


def test_its_end_is_told_of_each(writer, conforms):
    batch = writer.post(ADDRESS, {"articles": [*articles(3), BAD]}, format="json").json()
    done, failed, retired = Article.objects.order_by("pk")
    Article.objects.filter(pk=done.pk).update(state="settled")
    Article.objects.filter(pk=failed.pk).update(state="failed", error="Traceback\nValueError: no text")
    assert not writer.get(batch["status_url"]).json()["done"]
    Article.objects.filter(pk=retired.pk).update(state="retired")
    status = conforms(writer.get(batch["status_url"]))
    assert status["done"]
    assert (status["counts"]["settled"], status["counts"]["failed"], status["counts"]["waiting"]) == (2, 1, 0)
    assert [(each["number"], each["reason"]) for each in items(writer, batch, state="failed")] == [
        (2, "ValueError: no text")
    ]
    assert [each["number"] for each in items(writer, batch, result="rejected")] == [4]


def test_lines_are_taken_one_by_one(writer, conforms):
    body = b"\xef\xbb\xbf" + lines(articles(1)[0], b"", b"{", b"[]", b"\xff", articles(2)[1], articles(1)[0])
    batch = conforms(writer.post(ADDRESS, body, **NDJSON))
    told = [(each["number"], each["result"], each["errors"]) for each in items(writer, batch)]
    assert [(number, result) for number, result, _ in told] == [
        (1, "accepted"),
        (3, "rejected"),
        (4, "rejected"),
        (5, "rejected"),
        (6, "accepted"),
        (7, "unchanged"),
    ]
    assert "expected a JSON object, got list" in told[2][2][0]["message"]


def test_the_last_line_needs_no_end(writer):
    assert writer.post(ADDRESS, lines(*articles(2))[:-1], **NDJSON).json()["counts"]["accepted"] == 2


def test_another_text_is_a_revision_here_too(writer):
    writer.post(ADDRESS, articles(2), format="json")
    changed = [articles(1)[0], articles(2)[1] | {"text": "It stands."}]
    counts = writer.post(ADDRESS, changed, format="json").json()["counts"]
    assert (counts["unchanged"], counts["revised"], counts["accepted"]) == (1, 1, 0)


def test_html_is_stored_as_the_text_in_it(writer):
    page = "<html><body><article><p>" + "A bridge fell in Ostrava. " * 10 + "</p></article><script>x</script></body>"
    html = {name: value for name, value in GOOD.items() if name != "text"} | {"html": page}
    assert writer.post(ADDRESS, [html], format="json").json()["counts"]["accepted"] == 1
    article = Article.objects.get()
    assert article.text.startswith("A bridge fell") and "<" not in article.text
    assert article.html == page


def test_a_bad_text_is_told_of_in_words_that_can_be_stored(writer):
    bad = b'{"external_id": "\\ud800", "\\u0000\\ud800": 1, "text": "a\\u0000"}'
    batch = writer.post(ADDRESS, lines(bad), **NDJSON)
    assert batch.status_code == 202
    [item] = items(writer, batch.json())
    assert (item["external_id"], item["result"]) == ("", "rejected")


def noted_sizes(monkeypatch) -> list[int]:
    """How many were stored together, each time."""
    sizes, add = [], batches.add

    def noted(batch, piece, **more):
        sizes.append(len(piece))
        add(batch, piece, **more)

    monkeypatch.setattr(batches, "add", noted)
    return sizes


def test_many_are_stored_some_at_a_time(writer, monkeypatch):
    sizes = noted_sizes(monkeypatch)
    assert writer.post(ADDRESS, lines(*articles(120)), **NDJSON).json()["counts"]["accepted"] == 120
    assert sizes == [50, 50, 20]
    assert Article.objects.count() == 120


def test_long_texts_are_held_a_few_at_a_time(writer, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE_CHARACTERS", 100)
    sizes = noted_sizes(monkeypatch)
    writer.post(ADDRESS, lines(*articles(9)), **NDJSON)
    assert sizes == [4, 4, 1]


def test_the_workers_are_woken_for_what_was_stored(writer, wakeups, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        writer.post(ADDRESS, [*articles(2), BAD], format="json")
    assert len(wakeups) == 2


# --- what is refused as a whole ---


@pytest.mark.parametrize("body", [[], {"articles": []}, {"articles": {}}, {"articles": [], "x": 1}, {}, 7, None, ""])
def test_a_body_without_a_list_of_articles_is_refused(body, writer, conforms):
    response = writer.post(ADDRESS, json.dumps(body), content_type="application/json")
    assert response.status_code == 400
    conforms(response)
    assert errors(response).keys() == {"articles"}


@pytest.mark.parametrize("body", [b"", b"\n\n  \n"])
def test_no_lines_are_no_batch(body, writer, conforms):
    response = writer.post(ADDRESS, body, **NDJSON)
    assert response.status_code == 400
    conforms(response)
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    ("limit", "value", "says"), [("MOST_ITEMS", 2, "More than 2 articles"), ("MOST_BYTES", 99, "larger than 99 bytes")]
)
def test_too_much_is_refused_before_anything_is_stored(limit, value, says, writer, conforms, monkeypatch):
    monkeypatch.setattr(batches, limit, value)
    response = writer.post(ADDRESS, lines(*articles(3)), **NDJSON)
    assert response.status_code == 413
    assert says in conforms(response)["detail"]
    assert not Article.objects.exists()


def test_a_list_that_is_too_long_is_refused_likewise(writer, monkeypatch):
    monkeypatch.setattr(batches, "MOST_ITEMS", 2)
    assert writer.post(ADDRESS, articles(3), format="json").status_code == 413
    assert not Article.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_json_that_is_none_is_refused(body, writer, conforms):
    response = writer.post(ADDRESS, body, content_type="application/json")
    assert response.status_code == 400
    conforms(response)


# --- keys, and what was cut off ---


def test_a_batch_sent_again_is_the_same_batch(writer):
    first = writer.post(ADDRESS, lines(*articles(3)), **NDJSON, **keyed("b1"))
    again = writer.post(ADDRESS, lines(*articles(3)), **NDJSON, **keyed("b1"))
    assert (again.content, again["Idempotent-Replayed"]) == (first.content, "true")
    assert again["Location"] == first["Location"] == first.json()["status_url"]
    assert Batch.objects.count() == 1
    assert writer.post(ADDRESS, lines(*articles(4)), **NDJSON, **keyed("b1")).status_code == 422


def test_what_was_stored_before_it_was_cut_off_is_told_truly(writer, monkeypatch):
    """The next one under its key goes on where it can: what is stored is unchanged."""
    add = batches.add

    def killed(batch, piece, **more):
        if piece[0].number > 50:
            raise KeyboardInterrupt
        add(batch, piece, **more)

    monkeypatch.setattr(batches, "add", killed)
    with pytest.raises(KeyboardInterrupt):
        writer.post(ADDRESS, lines(*articles(60)), **NDJSON, **keyed("b1"))
    monkeypatch.undo()
    cut_off = Batch.objects.get()
    status = f"{ADDRESS}{cut_off.public_id}/"
    Article.objects.update(state="settled")
    told = writer.get(status).json()
    assert (told["complete"], told["done"], told["counts"]["accepted"]) == (False, False, 50)
    Batch.objects.update(touched_at=timezone.now() - batches.CUT_OFF - timedelta(seconds=1))
    assert writer.get(status).json()["done"]
    counts = writer.post(ADDRESS, lines(*articles(60)), **NDJSON, **keyed("b1")).json()["counts"]
    assert (counts["unchanged"], counts["accepted"]) == (50, 10)


def test_batches_are_forgotten_and_their_articles_stay(writer):
    writer.post(ADDRESS, articles(2), format="json")
    Batch.objects.update(created_at=timezone.now() - batches.KEPT)
    batches.forget(now=timezone.now())
    assert (Batch.objects.count(), BatchItem.objects.count(), Article.objects.count()) == (0, 0, 2)


# --- who may, and how it is asked ---


def test_what_became_of_a_batch_is_told_to_those_who_may_hand_in(writer, client):
    batch = writer.post(ADDRESS, [BAD], format="json").json()
    assert [client.get(batch[name]).status_code for name in ("status_url", "items_url")] == [401, 401]
    client.force_authenticate(make_reader())
    assert [client.get(batch[name]).status_code for name in ("status_url", "items_url")] == [403, 403]
    assert client.post(ADDRESS, articles(1), format="json").status_code == 403


def test_queries_do_not_grow_with_the_items(writer, django_assert_num_queries):
    few = writer.post(ADDRESS, articles(3), format="json").json()
    many = writer.post(ADDRESS, articles(30), format="json").json()
    for batch in (few, many):
        with django_assert_num_queries(2):
            writer.get(batch["status_url"])
        with django_assert_num_queries(2):
            writer.get(batch["items_url"])


def test_items_come_in_pages(writer):
    batch = writer.post(ADDRESS, articles(5), format="json").json()
    page = writer.get(batch["items_url"], {"page_size": 3}).json()
    rest = writer.get(page["next"]).json()
    assert [each["number"] for each in page["results"] + rest["results"]] == [1, 2, 3, 4, 5]
    assert writer.get(batch["items_url"], {"colour": "red"}).status_code == 400
