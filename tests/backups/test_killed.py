"""kill -9 at any point of a backup or a restore: the old state or the new one, never half of it; nothing is left."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from claims.models import Article
from corroboration import rebuilding
from corroboration.backups import making, sqlite
from corroboration.health import probes
from corroboration.integrity import looking
from tests.backups.processes import ON_POSTGRES, environment
from tests.pipeline.articles import TALES, take_in, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("nlp")]
OURS = "corroboration.backups"

IN_RESTORE = [f"after 1 {OURS}.restoring.prepare"]
IN_RESTORE += (
    [f"after 1 {OURS}.postgres._empty", f"after 30 {OURS}.postgres._copy", f"before 3 {OURS}.postgres._follow"]
    if ON_POSTGRES
    else [f"after 1 {OURS}.sqlite._carry_the_last", "pages 0.5", "pages 0.99"]
)
IN_BACKUP = [
    f"before 1 {OURS}.postgres._facts" if ON_POSTGRES else f"before 1 {OURS}.sqlite.facts",
    f"after 1 {OURS}.archive._pack",
    f"before 1 {OURS}.archive.asdict",
    "before 1 os.replace",
]


def killed(point: str, *command: str) -> None:
    """Run a command on this test's database until it comes to a point."""
    program = [sys.executable, "-m", "tests.backups.dying", point, *command]
    connection.close()
    done = subprocess.run(
        program, env=environment(), capture_output=True, text=True, cwd=settings.BASE_DIR, timeout=300
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def left(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith(".unfinished")]


@pytest.mark.parametrize("point", IN_RESTORE)
def test_a_restore_that_is_killed_leaves_what_there_was(point, tmp_path):
    take_in(*TALES[:2])
    work()
    then = rebuilding.digest()
    call_command("backup", str(tmp_path / "kept.backup"))
    take_in(*TALES[2:])
    work()
    now = rebuilding.digest()
    killed(point, "restore", str(tmp_path / "kept.backup"), "--replace")
    assert Article.objects.count() == len(TALES)
    assert rebuilding.digest() == now
    assert {probes.ready()[name] for name in ("database", "migrations")} == {"ok"}, "what /readyz says"
    assert [fault for _, faults in looking.look(now=timezone.now()) for fault in faults or ()] == []
    take_in(("new", "River Post", "2018-05-06T10:00:00Z", "A bridge in Azaz was opened on Sunday."))
    call_command("restore", str(tmp_path / "kept.backup"), "--replace")
    assert rebuilding.digest() == then
    assert left(making.engine().folder()) == []


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite's file")
def test_a_restore_that_is_killed_once_it_is_written_is_whole(tmp_path):
    take_in(*TALES[:2])
    work()
    then = rebuilding.digest()
    call_command("backup", str(tmp_path / "kept.backup"))
    take_in(*TALES[2:])
    killed(f"after 1 {OURS}.sqlite._overwrite", "restore", str(tmp_path / "kept.backup"), "--replace")
    assert rebuilding.digest() == then
    call_command("backup", str(tmp_path / "another.backup"))
    assert left(making.engine().folder()) == [], "a backup clears away what a restore left, too"


@pytest.mark.skipif(ON_POSTGRES, reason="SQLite's file")
@pytest.mark.parametrize("point", ["after 1 os.link", "before 1 os.replace", "after 1 os.replace"])
def test_a_damaged_file_is_never_missing(point, tmp_path):
    """Where there is none, whoever starts next would make an empty one, and go on with that."""
    take_in(*TALES[:2])
    call_command("backup", str(tmp_path / "kept.backup"))
    live = tmp_path / "live.sqlite3"
    damaged = b"not a database at all" * 1000
    live.write_bytes(damaged)
    with sqlite._pointed_at(live):
        killed(point, "restore", str(tmp_path / "kept.backup"), "--replace")
        assert (live.read_bytes() == damaged) is (not point.startswith("after 1 os.replace"))
        assert (tmp_path / "live.sqlite3.damaged-1").read_bytes() == damaged
        call_command("restore", str(tmp_path / "kept.backup"), "--replace")
        assert Article.objects.count() == 2


@pytest.mark.parametrize("point", IN_BACKUP)
def test_a_backup_that_is_killed_is_none(point, tmp_path):
    take_in(*TALES[:2])
    folder = tmp_path / "backups"
    folder.mkdir()
    killed(point, "backup", str(folder))
    assert [path for path in folder.iterdir() if path not in left(folder)] == []
    assert left(folder)
    assert all(path.stat().st_mode & 0o077 == 0 for path in left(folder)), "nobody else reads what is left"
    call_command("backup", str(folder / "kept.backup"))
    assert [path.name for path in folder.iterdir()] == ["kept.backup"]
