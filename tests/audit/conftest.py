import pytest

from corroboration.audit import recording

STORE = recording.store  # as it is, before tests/conftest.py puts it out of action


@pytest.fixture(autouse=True)
def audited(monkeypatch, unaudited) -> None:
    """Here events are kept."""
    monkeypatch.setattr(recording, "store", STORE)
