"""A backup's file: whatever happened to its bytes, what comes out is what was put in, or is refused by its name."""

import random
from pathlib import Path

import pytest

from corroboration.backups import archive
from corroboration.backups.archive import BackupError, Facts

CONTENT = random.Random(1).randbytes(3_000) + b"rows of a table " * 500
TOLD = {"made_at": "2026-01-01", "version": "1.0", "database": "sqlite", "key": "k"}


@pytest.fixture(params=["database.sqlite3", "database.dump"])
def made(request, tmp_path) -> Path:
    """One whose database is packed, and one whose isn't, with a secret key."""
    copy, path = tmp_path / request.param, tmp_path / "kept.backup"
    copy.write_bytes(CONTENT)
    archive.write(path, copy, Facts(["app.0001"], {"table": 3}), secret_key="of the site", **TOLD)
    return path


def opened(path: Path) -> tuple:
    """All that a restore takes from it."""
    target = path.with_name("unpacked")
    target.unlink(missing_ok=True)
    with archive.reading(path) as backup:
        backup.unpack(target)
        return backup.manifest, target.read_bytes(), backup.secret_key


def test_what_was_put_in_comes_out(made):
    manifest, content, key = opened(made)
    assert content == CONTENT
    assert (manifest.counts, manifest.made_at, key) == ({"table": 3}, "2026-01-01", "of the site")


def test_wherever_it_was_cut_it_is_refused(made):
    whole = made.read_bytes()
    for length in {*range(0, len(whole), 97), *range(len(whole) - 400, len(whole))}:
        made.write_bytes(whole[:length])
        with pytest.raises(BackupError, match=r"kept\.backup .*(cut or )?damaged"):
            opened(made)


def test_whichever_byte_changed_it_is_refused_or_comes_out_as_it_was(made):
    """Some bytes mean nothing, such as the times of the zip's entries."""
    whole, refused = made.read_bytes(), 0
    before = opened(made)
    around = {*range(200), *range(len(whole) - 500, len(whole)), *range(0, len(whole), 41)}
    for position in sorted(around):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(whole)
            changed[position] ^= flip
            made.write_bytes(changed)
            try:
                assert opened(made) == before, position
            except BackupError as error:
                assert "kept.backup" in str(error)
                refused += 1
    assert refused > len(around)


def test_only_its_owner_may_read_it_whatever_the_umask(made):
    assert made.stat().st_mode & 0o777 == 0o600
