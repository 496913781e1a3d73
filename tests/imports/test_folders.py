"""A folder of texts and pages as a door: its manifest says what each is, and nothing outside is ever opened."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError

from claims.models import Article
from tests.imports.doors import ingest, stored

pytestmark = pytest.mark.django_db

WHO = {"outlet": "Ostrava Post", "published_at": "2021-05-04"}
PAGE = "<html><body><article>" + "<p>A bridge fell in Ostravě on Monday, the mayor said.</p>" * 9 + "</article>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "one.txt").write_text("One bridge fell.")
    (tmp_path / "in" / "deep" / "two.TXT").write_bytes("\ufeffTwo bridges fell.".encode())
    (tmp_path / "in" / "page.html").write_text(PAGE)
    (tmp_path / "outside.txt").write_text("Secret.")
    return tmp_path / "in"


def manifest(folder: Path, *entries: dict, name: str = "manifest.ndjson") -> None:
    lines = [json.dumps(entry) for entry in entries]
    (folder / name).write_text("[" + ",".join(lines) + "]" if name.endswith(".json") else "\n".join(lines))


ENTRIES = [{"file": name} | WHO for name in ("one.txt", "deep/two.TXT", "page.html")]


@pytest.mark.parametrize("name", ["manifest.ndjson", "manifest.jsonl", "manifest.json"])
def test_texts_and_pages_are_taken_in_as_their_manifest_says(name, folder):
    manifest(folder, *ENTRIES, name=name)
    counts, said = ingest(folder)
    assert (counts["accepted"], counts["rejected"], said) == (3, 0, "")
    assert stored()["one.txt"] == "One bridge fell."
    assert stored()["deep/two.TXT"] == "Two bridges fell."
    assert stored()["page.html"].startswith("A bridge fell in Ostravě")
    assert Article.objects.get(external_id="page.html").html == PAGE


def test_a_manifest_may_be_a_table_with_names_of_its_own(folder):
    (folder / "manifest.csv").write_text("Datei,Tag,external_id\none.txt,2021-05-04,7\ndeep/two.TXT,2021-05-05,\n")
    counts, said = ingest(folder, names=["file=Datei,published_at=Tag"], outlet="Ostrava Post")
    assert (counts["accepted"], counts["rejected"]) == (2, 1)
    assert stored().keys() == {"7", "deep/two.TXT"}
    assert said == f"{folder}/page.html: file: not named in the manifest\n"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("../outside.txt", "lies outside the folder"),
        ("deep/../../outside.txt", "lies outside the folder"),
        ("link.txt", "lies outside the folder"),
        ("loop.txt", "file: "),
        ("deep/link/outside.txt", "lies outside the folder"),
        ("/etc/passwd", "lies outside the folder"),
        ("missing.txt", "is not there"),
        ("deep", "expected .txt, .html, .htm"),
        ("manifest.ndjson", "expected .txt, .html, .htm"),
        ("a\0.txt", "no name of a file"),
        ("x" * 5000 + ".txt", "file: "),
        ("", "missing: expected the name of a file"),
        (7, "missing: expected the name of a file"),
        (None, "missing: expected the name of a file"),
        ("one.txt", "is named twice"),
        ("./deep/../one.txt", "is named twice"),
    ],
)
def test_a_file_that_is_none_of_the_folder_is_refused(file, reason, folder):
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "deep" / "link").symlink_to(folder.parent)
    manifest(folder, *ENTRIES, {"file": file} | WHO)
    counts, said = ingest(folder)
    assert counts["accepted"] == 3
    assert f"{folder}/manifest.ndjson:4: file: " in said
    assert reason in said.splitlines()[0]
    assert "Secret." not in stored().values()


def test_files_that_nobody_names_are_reported(folder):
    manifest(folder, ENTRIES[0])
    counts, said = ingest(folder)
    assert (counts["accepted"], counts["rejected"]) == (1, 2)
    assert said.splitlines() == [
        f"{folder}/deep/two.TXT: file: not named in the manifest",
        f"{folder}/page.html: file: not named in the manifest",
    ]


def test_a_text_that_is_not_utf_8_is_named(folder):
    (folder / "one.txt").write_bytes("Ostravě".encode("windows-1250"))
    manifest(folder, *ENTRIES)
    assert "manifest.ndjson:1: text: not UTF-8 at character 6" in ingest(folder)[1]
    assert ingest(folder, encoding="windows-1250")[0]["accepted"] == 1
    assert stored()["one.txt"] == "Ostravě"


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "expected one manifest"),
        (["manifest.json", "manifest.ndjson"], "found manifest.ndjson and manifest.json"),
    ],
)
def test_a_folder_has_one_manifest(names, reason, folder):
    for name in names:
        manifest(folder, *ENTRIES, name=name)
    with pytest.raises(CommandError, match=reason):
        ingest(folder)


@pytest.mark.parametrize("content", ["{", "{}", "[" * 100_000])
def test_a_manifest_that_is_no_list_is_named(content, folder):
    (folder / "manifest.json").write_text(content)
    with pytest.raises(CommandError, match=r"manifest\.json: (not JSON|expected a list)"):
        ingest(folder)


def test_a_manifest_that_is_too_long_to_be_held_says_so(folder, monkeypatch):
    monkeypatch.setattr("corroboration.imports.folders.MOST_MANIFEST", 20)
    manifest(folder, *ENTRIES, name="manifest.json")
    with pytest.raises(CommandError, match="longer than 20 bytes: expected manifest"):
        ingest(folder)


def test_an_entry_that_is_no_object_costs_no_other_anything(folder):
    (folder / "manifest.json").write_text(json.dumps([7, *ENTRIES, None]))
    counts, said = ingest(folder)
    assert (counts["accepted"], counts["rejected"]) == (3, 2)
    assert f"{folder}/manifest.json: entry 5: expected an object, got NoneType" in said
