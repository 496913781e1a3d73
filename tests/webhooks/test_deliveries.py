"""Notices sent to a real server: signed, again and again until they are received, and no receiver in another's way."""

import json
from datetime import timedelta
from time import sleep
from uuid import uuid4

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from corroboration.fetching import web
from corroboration.models import Delivery, Notice, Webhook
from corroboration.webhooks import deliveries, health, secrets, subscriptions
from corroboration.webhooks.deliveries import JITTER, WAITS
from corroboration.webhooks.sending import EXCERPT
from tests.fetching.server import Answer
from tests.webhooks.hooks import make_delivery, make_notice, make_webhook

pytestmark = pytest.mark.django_db

State = Delivery.State
DAY = timedelta(days=1)


class Clock:
    """The time that is passed in. Receivers check signatures by the real one, so it begins there."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self):
        return self.now

    def goes_to(self, moment) -> None:
        self.now = max(self.now, moment)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hook(site, clock) -> Webhook:
    return make_webhook(site.page("/hook", "thanks"), created_at=clock(), quiet_until=clock())


@pytest.fixture
def delivery(hook, clock) -> Delivery:
    return make_delivery(hook, made_at=clock(), next_attempt_at=clock())


def deliver(hook: Webhook, clock: Clock) -> int:
    return deliveries.deliver(hook.pk, clock=clock)


def stored(row):
    return type(row).objects.get(pk=row.pk)


# --- what is sent ---


def test_what_is_sent_is_signed_as_standard_webhooks_says(site, hook, delivery, clock):
    assert deliver(hook, clock) == 1
    [asked] = site.asked
    said = Receiver(secrets.secret(hook.salt)).verify(asked.body, asked.headers)
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["webhook-id"] == f"msg_{delivery.notice_id}"
    assert said == {
        "type": "claim.contradicted",
        "version": 1,
        "timestamp": "2026-03-02T12:00:00Z",
        "data": delivery.notice.data,
    }
    now = stored(delivery)
    assert (now.state, now.status, now.answer, now.error, now.attempts) == (State.DELIVERED, 200, "thanks", "", 1)
    assert stored(hook).last_success_at == clock()


def test_another_secret_verifies_nothing(site, hook, delivery, clock):
    deliver(hook, clock)
    with pytest.raises(WebhookVerificationError):
        Receiver(secrets.secret(secrets.fresh_salt())).verify(site.asked[0].body, site.asked[0].headers)


def test_while_a_secret_is_changed_both_verify_and_then_the_new_one_alone(site, hook, clock):
    old = secrets.secret(hook.salt)
    new = secrets.secret(subscriptions.rotate(hook, now=clock()).salt)
    assert old != new
    make_delivery(hook, made_at=clock(), next_attempt_at=clock())
    deliver(hook, clock)
    both = site.asked[-1]
    for secret in (old, new):
        Receiver(secret).verify(both.body, both.headers)
    later = clock() + subscriptions.OVERLAP
    assert secrets.in_use(stored(hook), now=later) == [new]


def test_a_secret_is_stored_nowhere(hook, delivery, clock):
    deliver(hook, clock)
    secret = secrets.secret(hook.salt).removeprefix(secrets.PREFIX)
    rows = [*Webhook.objects.values(), *Delivery.objects.values(), *Notice.objects.values()]
    assert secret not in str(rows)


def test_an_answer_that_says_the_secret_is_kept_without_it(site, hook, delivery, clock):
    secret = secrets.secret(hook.salt)
    site.page("/hook", f"config: {secret} or {secret.removeprefix('whsec_')}\0" + "x" * EXCERPT)
    deliver(hook, clock)
    kept = stored(delivery).answer
    assert secret.removeprefix("whsec_") not in kept
    assert kept.startswith("config: whsec_… or …")
    assert len(kept) == EXCERPT


# --- until it is received ---


def test_it_is_tried_again_after_longer_and_longer_under_the_same_id_until_it_is_given_up(site, hook, delivery, clock):
    site.page("/hook", "broken", status=500)
    waits = []
    for _ in range(len(WAITS) + 1):
        began = clock()
        assert deliver(hook, clock) == 1
        now = stored(delivery)
        waits.append(now.next_attempt_at - began)
        Webhook.objects.update(failing_since=clock())  # that it may be switched off after days is another test's
        clock.goes_to(now.next_attempt_at)
        clock.goes_to(stored(hook).quiet_until)
    assert [wait <= got <= wait * (1 + JITTER) for wait, got in zip(WAITS, waits, strict=False)] == [True] * len(WAITS)
    assert (now.state, now.status, now.error) == (State.DEAD, 500, "answered 500 Internal Server Error")
    assert {asked.headers["webhook-id"] for asked in site.asked} == {f"msg_{delivery.notice_id}"}
    assert len({asked.headers["webhook-timestamp"] for asked in site.asked}) == len(site.asked)
    assert deliver(hook, clock) == 0


def test_two_that_failed_together_are_not_tried_together(hook, clock):
    one, other = (make_delivery(hook) for _ in range(2))
    assert deliveries.next_wait(one, 3) != deliveries.next_wait(other, 3)
    assert deliveries.next_wait(one, 3) == deliveries.next_wait(stored(one), 3)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("given", ["in seconds", "as a date"])
def test_a_receiver_that_asks_for_time_is_given_it(site, hook, delivery, clock, status, given):
    until = (clock() + timedelta(hours=2)).replace(microsecond=0)
    said = "7200" if given == "in seconds" else until.strftime("%a, %d %b %Y %H:%M:%S GMT")
    site.page("/hook", "later", status=status, retry_after=said)
    deliver(hook, clock)
    assert stored(delivery).next_attempt_at >= until
    assert stored(hook).quiet_until >= until
    assert stored(delivery).state == State.WAITING


@pytest.mark.parametrize("said", ["soon", "", "-5", "9" * 30, "Wed, 99 Foo 2026"])
def test_a_retry_after_that_makes_no_sense_changes_nothing(site, hook, delivery, clock, said):
    site.page("/hook", "later", status=429, retry_after=said)
    deliver(hook, clock)
    assert stored(delivery).next_attempt_at - clock() <= (DAY if said.startswith("9") else WAITS[0] * (1 + JITTER))


def test_410_switches_the_webhook_off_and_gives_up_what_waits(site, hook, delivery, clock):
    other = make_delivery(hook, made_at=clock(), next_attempt_at=clock() + DAY)
    site.page("/hook", "gone", status=410)
    assert deliver(hook, clock) == 1
    off = stored(hook)
    assert (off.active, off.switched_off) == (False, health.GONE)
    assert {stored(delivery).state, stored(other).state} == {State.DEAD}
    assert deliver(hook, clock) == 0


def test_one_that_fails_for_days_is_switched_off(site, hook, delivery, clock):
    site.page("/hook", "broken", status=500)
    deliver(hook, clock)
    assert stored(hook).active
    clock.goes_to(clock() + health.FAILING_FOR)
    deliver(hook, clock)
    assert stored(hook).switched_off == health.FAILED
    assert stored(delivery).state == State.DEAD


def test_a_success_in_between_begins_the_days_anew(site, hook, delivery, clock):
    site.page("/hook", "broken", status=500)
    deliver(hook, clock)
    site.page("/hook", "well")
    clock.goes_to(stored(delivery).next_attempt_at)
    deliver(hook, clock)
    healthy = stored(hook)
    assert (healthy.failures, healthy.failing_since, stored(delivery).state) == (0, None, State.DELIVERED)


def test_a_redirect_is_not_followed(site, hook, delivery, clock):
    site.page("/hook", "", status=302, location=site.page("/elsewhere", "stolen"))
    deliver(hook, clock)
    assert [asked.path for asked in site.asked] == ["/hook"]
    assert stored(delivery).error == "answered 302: redirects aren't followed"


def test_a_receiver_that_never_answers_is_left_after_some_seconds(site, hook, delivery, clock, monkeypatch):
    monkeypatch.setattr("corroboration.webhooks.sending.SECONDS", 0.3)

    def never(asked):
        sleep(1)
        return Answer([b"too late"])

    site.answers["/hook"] = never
    deliver(hook, clock)
    now = stored(delivery)
    assert (now.state, now.status) == (State.WAITING, None)
    assert now.error


@pytest.mark.parametrize("body", [b"x" * 200_000, b"\xff\xfe\x00", b""])
def test_what_a_receiver_says_beside_its_status_matters_little(site, hook, delivery, clock, body):
    site.page("/hook", body)
    deliver(hook, clock)
    assert stored(delivery).state == State.DELIVERED
    assert len(stored(delivery).answer) <= EXCERPT


def test_a_private_address_is_asked_nothing(site, hook, delivery, clock, settings):
    settings.FETCH_NETWORKS = []
    deliver(hook, clock)
    assert site.asked == []
    now = stored(delivery)
    assert now.state == State.DEAD
    assert "may not be asked" in now.error


# --- one at a time, and nobody in another's way ---


def test_a_worker_killed_after_sending_sends_again_under_the_same_id(site, hook, delivery, clock, monkeypatch):
    with monkeypatch.context() as killing:
        killing.setattr("corroboration.leases.finish", killed)
        with pytest.raises(KeyboardInterrupt):
            deliver(hook, clock)
    assert deliver(hook, clock) == 0  # the lease is the dead worker's
    clock.goes_to(clock() + timedelta(seconds=deliveries.LEASE_SECONDS + 1) + deliveries.PATIENCE)
    assert deliveries.overdue(clock()) == [hook.pk]
    assert deliver(hook, clock) == 1
    assert len({asked.headers["webhook-id"] for asked in site.asked}) == 1
    assert (len(site.asked), stored(delivery).state) == (2, State.DELIVERED)


def killed(*args, **options) -> None:
    raise KeyboardInterrupt


def test_a_second_worker_leaves_a_webhook_that_is_being_served(site, hook, delivery, clock):
    make_delivery(hook, token=uuid4(), lease_until=clock() + timedelta(seconds=9), attempts=1, next_attempt_at=clock())
    assert deliver(hook, clock) == 0
    clock.goes_to(clock() + timedelta(seconds=10))
    assert deliver(hook, clock) == 2


def test_one_that_takes_over_keeps_the_first_from_finishing(site, hook, delivery, clock, monkeypatch):
    sent = []

    def slow(*args, **options):
        if not sent:
            sent.append(True)
            clock.goes_to(clock() + timedelta(seconds=deliveries.LEASE_SECONDS + 1))
            assert deliver(hook, clock) == 1  # another worker, while the first still waits for its answer
        return web.Fetched(hook.url, 200, {}, b"first" if len(sent) > 1 else b"second")

    monkeypatch.setattr(web, "deliver", slow)
    deliver(hook, clock)
    assert (stored(delivery).attempts, stored(delivery).answer) == (2, "second")


def test_what_is_being_sent_while_its_webhook_is_switched_off_waits_no_more(site, hook, delivery, clock, monkeypatch):
    def refused(*args, **options):
        subscriptions.change(hook, {"active": False}, now=clock())
        raise web.Unfetchable("nobody answers")

    monkeypatch.setattr(web, "deliver", refused)
    deliver(hook, clock)
    assert stored(delivery).state == State.DEAD
    assert not Delivery.objects.filter(state=State.WAITING).exists()


def test_a_dead_receiver_is_left_in_peace_and_the_others_are_served(site, hook, clock):
    dead = make_webhook(site.page("/dead", "", status=500), created_at=clock(), quiet_until=clock())
    for receiver in (dead, hook):
        for _ in range(3):
            make_delivery(receiver, made_at=clock(), next_attempt_at=clock())
    assert deliver(dead, clock) == 1
    assert deliver(dead, clock) == 0
    assert deliver(hook, clock) == 3
    assert [asked.path for asked in site.asked] == ["/dead", *["/hook"] * 3]


def test_more_dead_receivers_than_a_sweep_wakes_keep_nobody_from_their_turn(clock, monkeypatch):
    """Each has more waiting than it is ever rid of, all of it older than what waits for the others."""

    def refused(*args, **options):
        raise web.Unfetchable("nobody answers")

    monkeypatch.setattr(web, "deliver", refused)
    dead = [make_webhook(created_at=clock(), quiet_until=clock()) for _ in range(deliveries.WOKEN + 5)]
    for receiver in dead * 3:
        make_delivery(receiver, made_at=clock() - DAY, next_attempt_at=clock() - DAY)
    living = make_webhook(created_at=clock(), quiet_until=clock())
    make_delivery(living, made_at=clock(), next_attempt_at=clock())
    woken = []
    for _ in range(2):
        clock.goes_to(clock() + timedelta(minutes=10))  # longer than any of them is left in peace
        woken.append(deliveries.overdue(clock()))
        for webhook in woken[-1]:
            deliveries.deliver(webhook, clock=clock)
    assert [len(each) for each in woken] == [deliveries.WOKEN] * 2
    assert living.pk in woken[1]
    assert set(woken[0]) | set(woken[1]) == {each.pk for each in (*dead, living)}


def test_a_worker_stays_with_one_webhook_for_a_while_only(site, hook, clock, wakeups):
    for _ in range(5):
        make_delivery(hook, made_at=clock(), next_attempt_at=clock())

    def slow(asked):
        clock.goes_to(clock() + timedelta(seconds=8))
        return Answer([b"ok"])

    site.answers["/hook"] = slow
    assert deliver(hook, clock) == 3
    assert wakeups == [("corroboration.tasks.deliver", {"webhook_id": hook.pk})]


def test_nothing_is_sent_for_who_has_left(site, hook, delivery, clock):
    hook.owner.is_active = False
    hook.owner.save()
    assert deliver(hook, clock) == 0
    assert deliveries.overdue(clock() + DAY) == []


# --- by hand ---


def test_a_test_is_sent_whatever_the_webhook_listens_for(site, clock, wakeups, django_capture_on_commit_callbacks):
    hook = make_webhook(site.page("/hook"), kinds=["verdict.given"], created_at=clock(), quiet_until=clock())
    with django_capture_on_commit_callbacks(execute=True):
        row = subscriptions.test(hook, now=clock())
    assert wakeups == [("corroboration.tasks.deliver", {"webhook_id": hook.pk})]
    deliver(hook, clock)
    assert json.loads(site.asked[0].body)["type"] == "webhook.test"
    assert stored(row).state == State.DELIVERED


def test_what_was_given_up_is_sent_again_by_hand_under_its_old_id(site, hook, delivery, clock):
    site.page("/hook", "gone", status=410)
    deliver(hook, clock)
    site.page("/hook", "well again")
    subscriptions.change(stored(hook), {"active": True}, now=clock())
    assert deliveries.redeliver(stored(delivery), now=clock())
    assert not deliveries.redeliver(stored(delivery), now=clock())  # it waits already
    assert deliver(hook, clock) == 1
    assert len({asked.headers["webhook-id"] for asked in site.asked}) == 1
    assert (stored(delivery).state, stored(delivery).attempts) == (State.DELIVERED, 1)


def test_a_receiver_that_was_moved_or_is_tried_by_hand_is_not_left_in_peace(site, hook, delivery, clock):
    site.page("/hook", "broken", status=500)
    deliver(hook, clock)
    assert stored(hook).quiet_until > clock()
    subscriptions.test(stored(hook), now=clock())
    assert deliver(hook, clock) == 1
    subscriptions.change(stored(hook), {"url": site.page("/moved")}, now=clock())
    assert (stored(hook).failures, stored(hook).quiet_until) == (0, clock())
    clock.goes_to(clock() + DAY)
    assert deliver(hook, clock) == 2
    assert site.asked[-1].path == "/moved"


def test_what_is_over_for_long_is_deleted_and_what_waits_is_not(hook, clock):
    old = clock() - deliveries.KEPT - DAY
    over = make_delivery(hook, make_notice(made_at=old), state=State.DELIVERED, made_at=old)
    waits = make_delivery(hook, made_at=old)
    fresh = make_delivery(hook, state=State.DEAD, made_at=clock())
    nobodys = make_notice(made_at=clock() - deliveries.NOTICES_KEPT - DAY)
    assert deliveries.tidy(now=clock()) == 1
    assert set(Delivery.objects.all()) == {waits, fresh}
    assert Notice.objects.filter(pk=over.notice_id).exists()  # that it isn't told again
    assert not Notice.objects.filter(pk=nobodys.pk).exists()
