"""A site with a feed, and what may be asked of it."""

import pytest

from corroboration.fetching import politeness


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose turn it is at a host is tried elsewhere: here it is always ours."""
    monkeypatch.setattr(politeness, "take_turn", lambda url, *, now: None)
