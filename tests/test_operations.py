"""docs/operations.md lists the environment as the code reads it, and its links lead somewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from corroboration.api.base import BODY_BYTES
from corroboration.feeds import opml, polling
from corroboration.fetching import web
from corroboration.filing import LONGEST_LINE
from corroboration.html import MOST_ATTRIBUTES, MOST_TAGS
from corroboration.interchange.importing import LONGEST_RAW
from corroboration.statements import LONGEST

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
READERS = r"env(?:\.\w+)?|choice|number|names|networks|ports|web_address|origins|rate|environ(?:\.\w+)?"
IN_PYTHON = re.compile(rf"""\b(?:{READERS})[(\[]\s*["']([A-Z_]+)["']""")
IN_SHELL = re.compile(r"\$\{([A-Z_]+):?[-?]")
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "POSTGRES_PASSWORD"}  # Django's, and that of the database beside us


def variables_read() -> set[str]:
    """Names that the project takes from the environment: in Python, in ./run, in compose.yaml."""
    python = [*ROOT.glob("config/**/*.py"), *ROOT.glob("corroboration/management/**/*.py")]
    shell = [path for path in (ROOT / "run", ROOT / "compose.yaml") if path.exists()]
    found = {name for path in python for name in IN_PYTHON.findall(path.read_text(encoding="utf-8"))}
    found |= {name for path in shell for name in IN_SHELL.findall(path.read_text(encoding="utf-8"))}
    return found - NOT_OURS


def variables_listed() -> set[str]:
    table = PAGE.split("## Environment")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def test_every_variable_read_is_listed():
    assert variables_read() - variables_listed() == set()


def test_every_variable_listed_is_read():
    assert variables_listed() - variables_read() == set()


def test_the_limits_are_those_of_the_code():
    table = PAGE.split("## Limits")[1].split("\n## ")[0]
    listed = [int(row.split("|")[2].split()[0].replace(",", "")) for row in table.splitlines()[6:] if row]
    assert listed == [
        settings.ARTICLE_BYTES,
        MOST_TAGS,
        MOST_ATTRIBUTES,
        LONGEST_LINE,
        BODY_BYTES,
        web.MOST_BYTES,
        polling.MOST_BYTES,
        opml.MOST_BYTES,
        LONGEST_RAW,
        LONGEST,
        settings.MAX_ATTEMPTS,
    ]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_links_between_the_documents_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_one_file_under_another_licence_is_named():
    odd = "corroboration/data/word_frequencies.txt"
    assert "CC BY-SA 4.0" in (ROOT / odd).read_text(encoding="utf-8")
    for name in ("README.md", "NOTICE"):
        assert odd in (ROOT / name).read_text(encoding="utf-8")
