"""An import that was interrupted goes on where it was: nothing twice, nothing lost, the rejects in step."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from corroboration.imports import taking
from corroboration.imports.models import Import
from corroboration.management.commands import ingest as command
from tests.imports.doors import article, ingest, stored
from tests.pipeline.place import TOP, Place

BAD = {"external_id": "bad", "outlet": "Ostrava Post", "published_at": "soon", "text": "A bridge."}
COUNTED = ("accepted", "unchanged", "revised", "rejected")


@pytest.fixture
def file(tmp_path: Path, monkeypatch) -> Path:
    """25 articles, each fifth record bad, in batches of four."""
    monkeypatch.setattr(taking, "BATCH", 4)
    path = tmp_path / "in.ndjson"
    rows = [BAD if number % 5 == 4 else article(number) for number in range(25)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def interrupted(monkeypatch):
    """Let Ctrl-C come while a batch is taken in: before it is stored, or just after."""

    def _interrupted(turn: int, *, stored: bool = False) -> None:
        calls = 0

        def take(*arguments, **options):
            nonlocal calls
            calls += 1
            if calls != turn:
                return taking.take(*arguments, **options)
            if stored:
                taking.take(*arguments, **options)
            raise KeyboardInterrupt

        monkeypatch.setattr(command, "take", take)

    yield _interrupted
    monkeypatch.setattr(command, "take", taking.take)


def numbers(rejects: Path) -> list[int]:
    return [json.loads(line)["line"] for line in rejects.read_text().splitlines()]


@pytest.mark.django_db
@pytest.mark.parametrize("stored_first", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_it_goes_on_behind_the_last_batch_that_was_stored(packed, stored_first, file, interrupted, tmp_path):
    path = tmp_path / "in.ndjson.gz" if packed else file
    path.write_bytes(gzip.compress(file.read_bytes()) if packed else file.read_bytes())
    rejects = tmp_path / "rejects"
    interrupted(4, stored=stored_first)
    with pytest.raises(CommandError, match="goes on where it was") as stopped:
        ingest(path, rejects=str(rejects))
    assert stopped.value.returncode == 130
    taken = 16 if stored_first else 12
    assert Import.objects.get().position == taken
    rejects.write_bytes(rejects.read_bytes() + b'{"line": 99, "of a batch that was never st')
    counts, said = ingest(path, rejects=str(rejects))
    assert f"goes on behind record {taken}" in said
    assert [counts[name] for name in COUNTED] == [20, 0, 0, 5]
    assert numbers(rejects) == [5, 10, 15, 20, 25]
    assert len(stored()) == 20
    assert Import.objects.values_list("state", flat=True).get() == "done"


@pytest.mark.django_db
def test_what_is_done_begins_anew(file):
    ingest(file)
    counts, said = ingest(file)
    assert [counts[name] for name in COUNTED] == [0, 20, 0, 5]
    assert "goes on" not in said
    assert Import.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["restart", "another file", "other names", "standard input"])
def test_it_begins_anew_where_that_was_asked_or_the_file_is_another(change, file, interrupted, monkeypatch):
    interrupted(3)
    with pytest.raises(CommandError):
        ingest(file)
    interrupted(0)
    options = {"restart": {"restart": True}, "other names": {"outlet": "Opava Post"}}.get(change, {})
    if change == "another file":
        file.write_text(file.read_text().replace("Bridge 9", "Towers 9"))
    if change == "standard input":
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
        file = "-"
    counts, said = ingest(file, **options)
    assert "goes on" not in said
    assert (counts["accepted"], counts["unchanged"] + counts["revised"]) == (20 - 7, 7)


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["one that was taken in", "one that came", "one that went", "none"])
def test_a_folder_is_another_when_a_file_in_it_is(change, tmp_path, interrupted, monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 4)
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Bridge {number} fell in Ostrava.")
    who = {"outlet": "Ostrava Post", "published_at": "2021-05-04"}
    entries = [{"file": f"{number:02}.txt"} | who for number in range(12)]
    (tmp_path / "manifest.ndjson").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    interrupted(2)
    with pytest.raises(CommandError):
        ingest(tmp_path)
    interrupted(0)
    if change == "one that was taken in":
        (tmp_path / "00.txt").write_text("Tower 0 fell in Ostrava.")
    if change == "one that came":
        (tmp_path / "new.html").write_text("<p>A bridge.")
    if change == "one that went":
        (tmp_path / "01.txt").unlink()
    counts, said = ingest(tmp_path)
    assert ("goes on behind record 4" in said) == (change == "none")
    assert [counts[name] for name in COUNTED] == {
        "one that was taken in": [8, 3, 1, 0],
        "one that came": [8, 4, 0, 1],
        "one that went": [8, 3, 0, 1],
        "none": [12, 0, 0, 0],
    }[change]


@pytest.mark.django_db
def test_of_several_files_those_that_were_done_are_passed_over(file, interrupted, tmp_path):
    second = tmp_path / "second.ndjson"
    second.write_text("".join(json.dumps(article(100 + number)) + "\n" for number in range(9)))
    rejects = tmp_path / "rejects"
    interrupted(9)  # the second batch of the second file
    with pytest.raises(CommandError):
        ingest(file, second, rejects=str(rejects))
    counts, said = ingest(file, second, rejects=str(rejects))
    assert f"{file}: was taken in before" in said
    assert f"{second}: goes on behind record 4" in said
    assert [counts[name] for name in COUNTED] == [29, 0, 0, 5]
    assert numbers(rejects) == [5, 10, 15, 20, 25]


@pytest.mark.django_db
def test_an_import_that_was_taken_over_stores_nothing_more(file, monkeypatch):
    taken = []

    def take(batch, row, *arguments, **options):
        taken.append(batch)
        if len(taken) == 3:
            Import.objects.update(token="00000000-0000-0000-0000-000000000000")
        return taking.take(batch, row, *arguments, **options)

    monkeypatch.setattr(command, "take", take)
    with pytest.raises(CommandError, match="another process goes on with this import"):
        ingest(file)
    assert len(stored()) == 7
    assert Import.objects.get().position == 8


@pytest.mark.database
def test_a_killed_import_goes_on(tmp_path):
    path = tmp_path / "in.ndjson"
    path.write_text("".join(json.dumps(BAD if n % 100 == 7 else article(n)) + "\n" for n in range(5_000)))
    place = Place(tmp_path, "killed")
    rejects = tmp_path / "rejects"
    arguments = [sys.executable, "manage.py", "ingest", str(path), "--rejects", str(rejects)]
    for length in (600, 3000):
        process = subprocess.Popen(arguments, cwd=TOP, env=place.environment, stderr=subprocess.DEVNULL)
        _until(lambda: rejects.exists() and rejects.stat().st_size > length)  # noqa: B023 - asked at once
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.run(arguments, cwd=TOP, env=place.environment, capture_output=True, text=True, timeout=300)
    assert "goes on behind record" in done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert (counts["accepted"] + counts["unchanged"], counts["rejected"]) == (4_950, 50)
    assert numbers(rejects) == list(range(8, 5_000, 100))


def _until(happened) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)
