"""Recovery codes: each lets in once who has lost app and keys. Kept as hashes, and shown once, when they are made.

The row is allauth's, its codes aren't: they follow from a seed that whoever reads it can use. These have 120 bits, so a
plain hash is enough: nobody finds a code by trying. Sets made before stay allauth's until they are renewed.
"""

from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.utils.crypto import get_random_string

RECOVERY = Authenticator.Type.RECOVERY_CODES
COUNT, LETTERS, GROUP = 10, 24, 6
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"  # of base32: no 0 beside an o, no 1 beside an l


def make(user: User) -> list[str]:
    """New ones for who has none, as they are shown."""
    codes = [get_random_string(LETTERS, ALPHABET) for _ in range(COUNT)]
    Authenticator.objects.create(user=user, type=RECOVERY, data={"hashes": [_hash(code) for code in codes]})
    return ["-".join(code[at : at + GROUP] for at in range(0, LETTERS, GROUP)) for code in codes]


def use(row: Authenticator, code: str) -> bool:
    """Whether a code is one of these, which it is once. Whoever calls this holds the row."""
    if "hashes" not in row.data:
        return _use_of_seed(row, code)
    given = _hash("".join(letter for letter in code.casefold() if letter in ALPHABET))
    if given not in row.data["hashes"]:
        return False
    row.data["hashes"].remove(given)
    row.save(update_fields=["data"])
    return True


def left(row: Authenticator) -> int:
    return len(row.data["hashes"]) if "hashes" in row.data else len(RecoveryCodes(row).get_unused_codes())


def _use_of_seed(row: Authenticator, code: str) -> bool:
    try:
        return RecoveryCodes(row).validate_code(code)
    except InvalidToken:
        return False


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
