"""Setting the half-life and the cuts in the admin: what is wrong is named, what would change is shown first."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.forms.models import model_to_dict
from django.urls import reverse

from sources.models import Grading, TrackRecord
from tests.factories import make_grading, make_record, make_source, make_user

pytestmark = pytest.mark.django_db

ADD = "admin:sources_grading_add"
SHIPPED = {
    "half_life_days": "730",
    "widest": "0.4",
    "fewest_checks": "5",
    "mean_a": "0.9",
    "low_a": "0.85",
    "mean_b": "0.75",
    "low_b": "0.6",
    "mean_c": "0.6",
    "low_c": "0",
    "mean_d": "0.4",
    "low_d": "0",
}


def sent(client, **fields):
    return client.post(reverse(ADD), SHIPPED | {"reason": "drift"} | fields)


def previewed(page: str) -> str:
    found = re.search(r'name="previewed" value="([^"]*)"', page)
    assert found, "no preview"
    return found[1].replace("&#x27;", "'").replace("&quot;", '"')


def test_the_form_begins_with_what_counts_now(admin_client):
    assert 'name="half_life_days" value="730.0"' in admin_client.get(reverse(ADD)).content.decode()
    make_grading(90, widest=0.5)
    page = admin_client.get(reverse(ADD)).content.decode()
    assert 'name="half_life_days" value="90.0"' in page and 'name="widest" value="0.5"' in page


def test_it_is_shown_first_and_saved_when_it_is_sent_again(admin_client, wakeups, django_capture_on_commit_callbacks):
    page = sent(admin_client, half_life_days="365").content.decode()
    assert "0 of 0 records would get another letter" in page and "Nothing is saved yet" in page
    assert not Grading.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        response = sent(admin_client, half_life_days="365", previewed=previewed(page))
    assert response.status_code == 302
    row = Grading.objects.get()
    assert (row.half_life_days, row.reason, row.by.username) == (365.0, "drift", "admin")
    assert wakeups == [("corroboration.tasks.settle", {})]


def test_what_was_changed_after_it_was_shown_is_shown_again(admin_client):
    seen = previewed(sent(admin_client, half_life_days="365").content.decode())
    page = sent(admin_client, half_life_days="300", previewed=seen)
    assert page.status_code == 200 and "Nothing is saved yet" in page.content.decode()
    assert not Grading.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("half_life_days", "0", "greater than or equal to 1"),
        ("half_life_days", "nan", "Enter a number"),
        ("mean_b", "0.9", "Must be below that of A, 0.9."),
        ("mean_d", "0.7", "Must be below that of C, 0.6."),
        ("mean_a", "1.5", "less than or equal to 1"),
        ("low_c", "0.65", "Must not be above that of B, 0.6."),
        ("low_d", "-0.1", "greater than or equal to 0"),
        ("widest", "0", "greater than or equal to 0.01"),
        ("fewest_checks", "0", "greater than or equal to 0.01"),
        ("reason", "", "This field is required."),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(admin_client, field, value, words):
    response = sent(admin_client, **{field: value})
    errors = response.context["adminform"].form.errors
    assert [*errors] == [field] and words in errors[field][0]
    assert not Grading.objects.exists() and "Nothing is saved yet" not in response.content.decode()


def test_a_lower_end_above_its_mean_is_refused(admin_client):
    errors = sent(admin_client, low_a="0.95").context["adminform"].form.errors
    assert errors == {"low_a": ["Must not be above the reliability that A takes."]}


def test_what_was_set_can_be_read_and_not_changed(admin_client):
    row = make_grading(60)
    page = reverse("admin:sources_grading_change", args=[row.pk])
    assert admin_client.get(page).status_code == 200
    assert admin_client.post(page, SHIPPED | {"reason": "another"}).status_code == 403
    assert admin_client.post(reverse("admin:sources_grading_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert Grading.objects.get().reason == "a test"


def test_the_list_says_who_set_what_and_why(admin_client):
    make_grading(60, by=make_user("olga"))
    page = admin_client.get(reverse("admin:sources_grading_changelist")).content.decode()
    assert "olga" in page and "60.0" in page and "a test" in page


def test_who_may_only_look_is_shown_no_preview(client):
    user = make_user("looker", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_grading"))
    client.force_login(user)
    assert sent(client, half_life_days="365").status_code == 403


def test_a_preview_names_the_records_that_change_most(admin_client, world):
    """Their ledgers are empty here, so each record would fall back to what is believed of anybody."""
    TrackRecord.objects.all().delete()
    make_record(make_source("Bold Paper"), letter="A")
    page = sent(admin_client, half_life_days="365").content.decode()
    assert "1 of 1 records would get another letter" in page
    assert re.search(r"Bold Paper</a></td><td>own voice</td><td>A \(0\.70\)</td><td>F \(0\.80\)", page)


def test_the_model_says_what_its_row_says():
    row = make_grading(90, mean_c=0.5)
    assert row.value.cuts.letters[2] == ("C", 0.5, 0.0)
    assert model_to_dict(row)["half_life_days"] == row.value.half_life_days == 90
