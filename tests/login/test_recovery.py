"""Recovery codes: long, kept as hashes, read as people write them, used up one by one; older sets go on working."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from corroboration.login import factors, recovery
from tests.login.conftest import give_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(vera) -> list[str]:
    return give_factor(vera)[1]


def row_of(user) -> Authenticator:
    return Authenticator.objects.get(user=user, type=recovery.RECOVERY)


def test_there_are_ten_of_120_bits_all_different(codes):
    assert len(set(codes)) == 10 and len(recovery.ALPHABET) == 32
    assert all(len(code.replace("-", "")) == 24 and set(code) <= {*recovery.ALPHABET, "-"} for code in codes)
    assert len({code[:4] for code in codes}) > 5, "nor do they follow from each other"


def test_what_is_kept_is_none_of_them(vera, codes):
    kept = json.dumps(row_of(vera).data)
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    assert not any(recovery.use(row_of(vera), each) for each in row_of(vera).data["hashes"])


@pytest.mark.parametrize(
    "written", [str.upper, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', ' ')} "]
)
def test_they_are_read_as_people_write_them(vera, codes, written):
    assert recovery.use(row_of(vera), written(codes[0]))
    assert not recovery.use(row_of(vera), codes[0])
    assert factors.codes_left(vera) == 9


@pytest.mark.parametrize("wrong", ["", "-", "0", "\0", "1234567890", "aaaaaa-aaaaaa-aaaaaa-aaaaaa"])
def test_others_are_none(vera, codes, wrong):
    assert not recovery.use(row_of(vera), wrong)
    assert not recovery.use(row_of(vera), codes[0][:-1])
    assert factors.codes_left(vera) == 10


def test_a_set_that_was_made_before_lets_in_until_it_is_renewed(vera):
    old = RecoveryCodes.activate(vera)
    first, second = old.get_unused_codes()[:2]
    assert recovery.use(row_of(vera), f"{first[:5]}-{first[5:]}")
    assert not recovery.use(row_of(vera), first) and factors.codes_left(vera) == 9
    factors.renew_codes(vera)
    assert not recovery.use(row_of(vera), second)
