"""Makes what compiles a pattern only when it is asked do so."""

from datetime import date

TITLE = "Five people were killed by a bomb in Ostrava"


def all_that_waits() -> None:
    """Call each function that puts a pattern together from a table or from what it is given."""
    from claims.engine import head, patterns, reference
    from corroboration import reference_changes
    from corroboration.engine import corrections, headlines, tables
    from corroboration.fetching import sameness

    patterns.patterns()
    reference.load_reference().times.find(TITLE, date(2021, 5, 4))
    head.loosely(TITLE)
    corrections._own_patterns()
    corrections._taken_back_patterns()
    corrections._lowered_pattern()
    words = tables.table("corrections")["words"]
    corrections._split(TITLE, words["wrong_behind"])
    corrections._split(TITLE, words["right_behind"])
    headlines._words_of_kinds()
    headlines_of(headlines)
    sameness._notes()
    reference_changes._pattern({"ostrava post", "monitor"})


def headlines_of(headlines) -> None:
    """The patterns over a statement that a headline's words are put into, one at a time."""
    from corroboration.engine.tables import table
    from tests.corroboration.factories import telling

    words = table("headlines")["bombs"]
    headlines._says(telling(), words["suicide"])
    headlines._carriers(telling())
