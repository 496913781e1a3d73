"""What all tests share: no message leaves, one parser a session, and which tests also run on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from spacy.language import Language

from corroboration import extraction, wakeup
from corroboration.audit import recording
from corroboration.limits import counting
from tests.fetching.server import Site, serving

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"  # other people's articles: never part of the project


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that use the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`--only-database` leaves what a second run, on PostgreSQL, can show anything new about."""
    if not config.getoption("--only-database"):
        return
    wanted = [item for item in items if item.get_closest_marker("django_db") or item.get_closest_marker("database")]
    shown = ("browser", "any_database")
    chosen = [item for item in wanted if not any(item.get_closest_marker(name) for name in shown)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


@pytest.fixture(autouse=True)
def public_read(settings) -> None:
    """Most tests are about what is shown, not to whom: they read without a login. test_access.py closes it."""
    settings.PUBLIC_READ = True


@pytest.fixture(autouse=True)
def quick_passwords_and_files(settings) -> None:
    """A hasher is slow on purpose, and every client that a test makes would look through all static files first."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def no_limits(settings) -> None:
    """Tests ask as fast as they can. Those about limits set them, and count in a file of their own."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES)


@pytest.fixture(autouse=True)
def unaudited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests aren't about the audit, and what it keeps can't be deleted after them. tests/audit keeps it."""
    monkeypatch.setattr(recording, "store", lambda make: None)


@pytest.fixture
def limit(settings):
    """Sets limits: limit(reads=(2, 60))."""

    def of(**rates):
        settings.API_RATES = settings.API_RATES | {name.replace("_", "-"): rate for name, rate in rates.items()}

    return of


@pytest.fixture
def own_counts(settings, tmp_path) -> Iterator[None]:
    """What limits count, in a file of the test's own."""
    settings.COUNTS_BROKER, settings.COUNTS_FILE = "", tmp_path / "counts.sqlite3"
    yield
    for counter in counting._counter("", settings.COUNTS_FILE).counters:
        counter.close()
    counting._counter.cache_clear()


@pytest.fixture(autouse=True)
def wakeups(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict]]:
    """The wake-ups that would have gone to the broker, as (task, arguments)."""
    sent: list[tuple[str, dict]] = []
    monkeypatch.setattr(wakeup, "_send", lambda name, **ids: sent.append((name, ids)))
    return sent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory, django_db_modify_db_settings_parallel_suffix) -> None:
    """SQLite in a file, as it is used: in memory, all of a live server's requests would share one transaction."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = database.get("TEST", {}) | {
            "NAME": str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        }


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The parser, loaded once."""
    return extraction.parser()


@pytest.fixture
def site(settings) -> Iterator[Site]:
    """Somebody else's web server, on loopback, and leave to ask it."""
    with serving() as started:
        settings.FETCH_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [80, urlsplit(started.address).port]
        yield started


@pytest.fixture(scope="session")
def shared() -> Iterator[Path]:
    """The folder of real articles beside the project; without it a test says what it left out."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: not tried on real articles")
    yield SHARED
