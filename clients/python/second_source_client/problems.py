"""What a Second Source answers when it refuses something."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """A refusal in the form of RFC 9457.

    status: of HTTP. detail: why, in words. errors: what is wrong with which field or parameter, each as a field ("" for
    the whole) and a message. body: all that was answered.
    """

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.body = body
        self.detail: str = str(body.get("detail") or body.get("title") or "refused without a reason")
        self.errors: list[dict[str, str]] = list(body.get("errors") or [])
        super().__init__(f"{status}: {self.detail}")


class Changed(Problem):
    """412: what the request was made for is another by now. Get it again, and see whether it still fits."""


class Truncated(Exception):
    """A stream that broke off before its end: what came is not all there is."""
