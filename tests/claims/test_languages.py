"""Which language a line is in, and what is said of one that can't be read."""

import pytest

from claims.engine import languages
from claims.engine.values import Zone
from claims.engine.zones import layout
from tests.claims.reading import reference

FRENCH = "Le gouvernement a annoncé hier que les secours arrivaient dans la ville portuaire."
ARABIC = "قال المتحدث إن اثني عشر شخصا قتلوا في المدينة يوم الثلاثاء بعد انفجار سيارة."
ENGLISH = "A ferry sank off Port Alder on Monday, and the crew of nine swam ashore."


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (FRENCH, "fr"),
        (ARABIC, "ar"),
        ("La policía informó que dos personas murieron en el ataque contra el puerto de la ciudad", "es"),
        ("Die Polizei teilte mit, dass zwei Menschen bei dem Brand im Hafen gestorben sind", "de"),
        ("Polis, limandaki yangında iki kişinin öldüğünü ve dokuz kişinin yaralandığını açıkladı", "tr"),
        ("Полиция сообщила, что два человека погибли при пожаре в порту города", "ru"),
        ("Η αστυνομία ανακοίνωσε ότι δύο άνθρωποι πέθαναν στο λιμάνι της πόλης", languages.UNSURE),
        (ENGLISH, ""),
        ("Gunmen killed 23 people, among them 10 boys.", ""),  # no common word at all
        ("Northern troops recapture two villages, Lake Orsk, Old Harbour crossings", ""),
        ("Nine dead as ferry sinks off Port Alder, crew of three still missing", ""),
        ("Tags Port Alder ferries", ""),
        ("شكرا جزيلا", ""),
        ("", ""),
        ("1 2 3 4 5 6 7 8", ""),
    ],
)
def test_the_language_of_a_line(line: str, code: str) -> None:
    assert languages.foreign(line) == code
    assert languages.is_foreign(line) == (code != "")


def test_the_commonest_foreign_language_is_the_one_of_most_characters() -> None:
    assert languages.commonest([ENGLISH, FRENCH, ARABIC, ARABIC]) == "ar"
    assert languages.commonest([ENGLISH]) == ""
    assert languages.commonest([]) == ""


@pytest.mark.parametrize(
    ("declared", "code"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("English", "en"), (" ar ", "ar"), ("klingon", ""), ("", "")],
)
def test_a_declared_language(declared: str, code: str) -> None:
    assert languages.read_code(declared) == code


@pytest.mark.parametrize(
    ("found", "declared", "read_anything", "said"),
    [
        ("", "en", True, ()),
        ("", "", True, ()),
        ("fr", "en", True, ("parts in French can't be read yet",)),
        ("", "ar", True, ("declared to be in Arabic; read as English",)),
        ("ar", "ar", False, ("in Arabic, which can't be read yet",)),
        ("ar", "en", False, ("in Arabic, which can't be read yet",)),
        ("", "tr", False, ("in Turkish, which can't be read yet",)),
        ("", "", False, ("no text in a language that can be read",)),
        (languages.UNSURE, "", False, ("in an unknown language, which can't be read yet",)),
    ],
)
def test_what_is_said_of_the_languages(found: str, declared: str, read_anything: bool, said: tuple[str, ...]) -> None:
    assert languages.notes(found, declared, read_anything) == said


def test_a_language_that_is_not_shipped_is_named() -> None:
    with pytest.raises(KeyError, match="'fr' is not read yet; shipped: en"):
        languages.shipped("fr")


def test_a_mixed_article_keeps_its_english_lines() -> None:
    text = f"{ENGLISH}\n{FRENCH}\n{ARABIC}\nThe port stays closed until Friday.\n{ARABIC}"
    plan = layout(text, "", reference().directory)
    kept = [text[start:end] for start, end in plan.of(Zone.BODY)]
    assert kept == [ENGLISH, "The port stays closed until Friday."]
    assert plan.foreign == "ar"


def test_every_shipped_language_has_its_words() -> None:
    """What docs/languages.md asks of a language: the files that English has."""
    english = {path.name for path in languages.shipped("en").data.glob("*.toml") if "actors_" not in path.name}
    for language in languages.all_shipped():
        assert english <= {path.name for path in language.data.glob("*.toml")}
