"""Tries at passwords and at codes of a second factor, counted before they are looked at: so many at once count, too.

Of a name that nobody has the same is counted, so that a limit tells nobody which names there are. Whoever knows a
name could use up its quota and keep its owner out: so a browser in which the owner has logged in before has a quota of
its own (corroboration/login/known.py), and everybody else's comes back within minutes.
"""

from hashlib import sha256
from typing import Any
from unicodedata import normalize

from corroboration.limits.addresses import address_of
from corroboration.limits.quotas import take

BY_NAME, BY_ADDRESS, CODES = "passwords-of-name", "passwords-of-address", "codes-of-person"


def password_given(request: Any, name: str, *, known: str = "") -> None:
    """Count a try of a name's password. known: the mark of a browser in which its owner logged in. Raises Over."""
    if known:
        take(request, BY_NAME, f"known:{known}")
        return
    take(request, BY_ADDRESS, address_of(request))
    same = normalize("NFKC", name).strip()  # as the form reads it: other spellings of a name have no other quota
    take(request, BY_NAME, sha256(same.encode(errors="replace")).hexdigest()[:32])


def code_given(request: Any, person: int, *, known: str = "") -> None:
    """Count a try of a person's code, by whoever has given the password. Raises Over."""
    take(request, CODES, f"known:{known}" if known else f"user:{person}")
