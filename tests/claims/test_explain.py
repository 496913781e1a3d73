"""Why a text was read as it was: the words that a reason rests on are in the text, and nothing is decided anew."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.engine.cue import Manner, Rule
from claims.engine.explain import RULES, About, Reason, explain, explain_claim, quote
from claims.engine.extract import extract
from claims.engine.heard import Heard, listen
from claims.engine.reference import load_reference
from claims.engine.spans import Attribution
from claims.engine.values import (
    ArticleText,
    Bound,
    Claim,
    Extraction,
    Frame,
    Interval,
    Modality,
    Quantity,
    Zone,
)
from sources.engine.values import Kind, Voice

PUBLISHER = Voice("brno-gazette", "Brno Gazette", Kind.OUTLET)
PUBLISHED = datetime(2021, 5, 4, 12, tzinfo=UTC)
REFERENCE = load_reference()


def article(text: str, **fields) -> ArticleText:
    return ArticleText(text=text, publisher=PUBLISHER, published_at=PUBLISHED, **fields)


def claim(text: str, words: str, *, cue: str = "", **fields) -> Claim:
    """A claim of these words of a text; cue: those that carry it."""
    start = text.index(words)
    cues = ((text.index(cue), text.index(cue) + len(cue)),) if cue else ()
    given = {"statement": words, "sentence": (0, len(text)), "cues": cues} | fields
    return Claim(segments=((start, start + len(words)),), text=words, **given)


def told(text: str, words: str, about: About, **fields) -> list[str]:
    reasons = explain_claim(claim(text, words, **fields), article(text), REFERENCE)
    return [reason.says for reason in reasons if reason.about is about]


MAYOR = Voice("brno-gazette/mayor", "mayor", Kind.UNNAMED)
AGENCY = Voice("afp", "AFP", Kind.AGENCY)
MONITOR = Voice("rami-abdel-rahman", "Rami Abdel Rahman", Kind.PERSON, "sohr")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, ["Nobody is named: Brno Gazette’s own voice."]),
        (
            {"first_hand": True},
            ["Nobody else is named, and the words show that Brno Gazette saw it or was told it: first-hand."],
        ),
        (
            {"modality": Modality.DENIED, "denied_by": (AGENCY,)},
            ["Who said it first is not told: it is named only to be denied."],
        ),
        (
            {"chain": (MAYOR,), "cue": "the mayor said."},
            [
                "Reporting words: “the mayor said”.",
                "Origin: mayor.",
                "“mayor” has no name: never taken for another outlet’s source, only for Brno Gazette’s.",
            ],
        ),
        (
            {"chain": (AGENCY,)},
            ["No reporting words of its own: it goes on with the speech before or around it.", "Origin: AFP."],
        ),
        (
            {"chain": (MONITOR, AGENCY), "cue": "the mayor said."},
            [
                "Reporting words: “the mayor said”.",
                "Origin: Rami Abdel Rahman. Through: AFP.",
                "Rami Abdel Rahman speaks for Syrian Observatory for Human Rights: the two count as one voice.",
            ],
        ),
        (
            {"chain": (Voice("brno-gazette/commenter", "commenter", Kind.COMMENTER),)},
            ["It stands among the readers’ comments: whoever wrote the comment says it.", "Origin: commenter."],
        ),
        (
            {"chain": (Voice("brno-gazette/reports", "reports", Kind.REPORTS),)},
            ["Its own words say that it is reported, but not by whom.", "Origin: reports."],
        ),
    ],
)
def test_it_tells_who_said_it(fields, says):
    assert told("A bridge fell, the mayor said.", "A bridge fell", About.WHO, **fields) == says


@pytest.mark.parametrize(
    ("text", "words", "fields", "says"),
    [
        ("A bridge fell.", "A bridge fell", {}, []),
        ("A bridge may have fallen.", "A bridge may have fallen", {"modality": Modality.HEDGED}, ["Hedged: “may”."]),
        ("Police believe a bridge fell.", "a bridge fell", {"modality": Modality.HEDGED, "cue": "Police believe"},
         ["Hedged: “believe”."]),
        ("They vowed to mend it.", "They vowed to mend it", {"modality": Modality.PLANNED}, ["Planned: “vowed”."]),
        ("It was hoping to plan it.", "It was hoping to plan it", {"modality": Modality.PLANNED},
         ["Planned: “hoping” and “plan”."]),
        ("It may fall, a firm reported.", "It may fall", {"modality": Modality.HEDGED, "cue": "a firm reported"},
         ["Hedged: “may”."]),
        ("They went to mend it.", "to mend it", {"modality": Modality.PLANNED},
         ["Planned: an aim, by its place in the sentence."]),
        ("The bridge, it seems.", "The bridge", {"modality": Modality.HEDGED},
         ["Hedged: whoever passes it on leaves open whether it is so."]),
        ("AFP denied that it fell.", "it fell", {"modality": Modality.DENIED, "denied_by": (AGENCY,)},
         ["Denied by AFP."]),
        ("It did not fall.", "It did not fall", {"frame": Frame(polarity=False)},
         ["The words say that it did not happen."]),
    ],
)  # fmt: skip
def test_it_tells_how_sure_it_is(text, words, fields, says):
    assert told(text, words, About.CERTAINTY, **fields) == says


MAY = date(2021, 5, 1)
DAY = Interval(date(2021, 5, 3), date(2021, 5, 3))


@pytest.mark.parametrize(
    ("text", "frame", "says"),
    [
        ("A bridge fell.", Frame(), "No day is told, and none can be taken over."),
        (
            "A bridge fell.",
            Frame(time=DAY),
            "No day of its own: 2021-05-03 is taken over from what was told before.",
        ),
        (
            "A bridge fell on Monday.",
            Frame(time=DAY, time_explicit=True),
            "“Monday” is 2021-05-03, counted from the day of publication, 2021-05-04.",
        ),
        (
            "A bridge fell on 3 May 2021.",
            Frame(time=DAY, time_explicit=True),
            "“3 May 2021” is 2021-05-03.",
        ),
        (
            "A bridge fell at the feast.",
            Frame(time=Interval(MAY, None), time_explicit=True),
            "Its sentence says when: from 2021-05-01 on.",
        ),
    ],
)
def test_it_tells_how_the_time_was_found(text, frame, says):
    assert told(text, text.rstrip("."), About.TIME, frame=frame) == [says]


PALMYRA = Frame(place="Palmyra", place_id="palmyra", place_path=REFERENCE.gazetteer.path("palmyra"))


@pytest.mark.parametrize(
    ("text", "frame", "says"),
    [
        ("A bridge fell.", Frame(), ["No place is told, and none can be taken over."]),
        (
            "A bridge fell in Tadmur.",
            PALMYRA,
            ["“Tadmur” is known: Palmyra, Homs Governorate, Syria."],
        ),
        (
            "A bridge fell.",
            PALMYRA,
            ["No place of its own: Palmyra, Homs Governorate, Syria is taken over from the headline or what was told"
             " before."],
        ),
        ("A bridge fell in Dolni Lhota.", Frame(place="Dolni Lhota"),
         ["“Dolni Lhota” is not in the gazetteer: kept as it stands."]),
        (
            "A train left for Palmyra.",
            Frame(other_places=("palmyra",)),
            ["No place is told, and none can be taken over.", "Also named, but not where it happened: Palmyra."],
        ),
    ],
)  # fmt: skip
def test_it_tells_how_the_place_was_found(text, frame, says):
    assert told(text, text.rstrip("."), About.PLACE, frame=frame) == says


def test_it_tells_of_numbers_questions_actors_and_what_stays_open():
    text = "Dozens of them were killed."
    reasons = explain_claim(
        claim(
            text,
            "Dozens of them were killed",
            slot="killed",
            frame=Frame(action="kill", actor="the Kremlin", actor_id="russia"),
            quantities=(Quantity(None, 24, None, Bound.VAGUE, "person", "killed"),),
            number_context="rose",
            unresolved=("them",),
            statement="Dozens of soldiers were killed",
        ),
        article(text),
        REFERENCE,
    )
    by_topic = {reason.about: reason.says for reason in reasons}
    assert by_topic[About.QUESTION] == "Its number answers “killed”."
    assert by_topic[About.ACTORS] == "“the Kremlin” is known as Russia."
    assert [r.says for r in reasons if r.about is About.NUMBERS] == [
        "Reads a vague number of person as 24 or more.",
        "A stage of a running count: rose.",
    ]
    assert by_topic[About.STATEMENT] == "Its words were completed so that it can be read alone."
    assert "“them”" in by_topic[About.OPEN]


@pytest.mark.parametrize(
    ("zone", "text", "wire", "says"),
    [
        (Zone.BODY, "A bridge fell.", "", "The article itself"),
        (Zone.TITLE, "A bridge falls", "", "The headline"),
        (Zone.DATELINE, "BRNO -", "", "The day, place or agency"),
        (Zone.FURNITURE, "Subscribe", "", "Stands around the article"),
        (Zone.FURNITURE, "(AFP)", "afp", "Names the agency whose text this is"),
        (Zone.FURNITURE, "سقط الجسر في المدينة يوم الاثنين بعد الظهر", "", "In a language that can’t be read yet"),
        (Zone.COMMENTS, "I saw it", "", "Readers’ words"),
    ],
)
def test_it_tells_why_a_stretch_is_in_its_zone(zone, text, wire, says):
    found = Extraction(claims=(), zones=((zone, (0, len(text))),), wire=wire)
    [reason] = explain(article(text), found, REFERENCE).zones
    assert reason == Reason(About.ZONE, reason.says, ((0, len(text)),))
    assert reason.says.startswith(says)


def test_it_tells_what_holds_for_the_whole_article():
    found = Extraction(claims=(), wire="afp", first_hand=True)
    wire, first_hand = explain(article("A bridge fell."), found, REFERENCE).article
    assert wire.says.startswith("Wire copy of AFP:")
    assert first_hand.says.startswith("Marks of first-hand reporting")


def test_a_quotation_is_short_and_stands_on_one_line():
    text = "\n".join(["word"] * 500)
    assert quote(text, (0, len(text))).count("\n") == 0
    assert len(quote(text, (0, len(text)))) < 140


MANY = st.text(st.sampled_from("ab .,“”\n0123 said denied Palmyra Monday😀ق'"), max_size=300)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(MANY, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)))
def test_it_never_raises_and_its_words_are_in_the_text(nlp, text):
    given = article(text + " At least four people were killed in Homs on Monday, the mayor said.")
    found, heard = listen(given, REFERENCE, nlp)
    assert found == extract(given, REFERENCE, nlp)
    whole = explain(given, found, REFERENCE, heard)
    assert whole == explain(given, found, REFERENCE, heard)
    assert (len(whole.zones), len(whole.claims)) == (len(found.zones), len(found.claims))
    reasons = [*whole.article, *whole.zones, *(reason for reasons in whole.claims for reason in reasons)]
    assert all(0 <= start < end <= len(given.text) for reason in reasons for start, end in reason.segments)


def test_every_claim_says_who_when_and_where(nlp):
    text = "Two dams burst near Homs on Monday, AFP reported. It would rain on, a farmer said."
    whole = explain(article(text), extract(article(text), REFERENCE, nlp), REFERENCE)
    assert whole.claims
    for reasons in whole.claims:
        assert {About.WHO, About.TIME, About.PLACE} <= {reason.about for reason in reasons}
    assert len(RULES) == len(set(RULES))


# --- which rule found who said it ---

SAID = "A bridge fell, the mayor said. “Nobody was on it. Nothing moved for an hour,” he added. It rained."
CONTENT, CUE, SOURCE = (0, 13), (25, 29), (15, 24)


def listened(**places: tuple) -> Heard:
    """One attribution, that of SAID's first sentence, or another that stands at these places."""
    given = {"source": (SOURCE,), "cue": (CUE,), "content": (CONTENT,)} | places
    return Heard([Attribution(**given, manner=Manner.SAYS, rule=Rule.CLOSING)])


def test_the_rule_behind_the_reporting_words_is_named():
    carried = claim(SAID, "A bridge fell", cue="the mayor said", chain=(MAYOR,))
    says = [reason.says for reason in explain_claim(carried, article(SAID), REFERENCE, listened())]
    assert says[0] == "Reporting words: “the mayor said” (found as: a verb of speaking that closes its sentence)."


def test_reporting_words_that_no_rule_is_known_of_stand_alone():
    carried = claim(SAID, "It rained", cue="he added", chain=(MAYOR,))
    says = [reason.says for reason in explain_claim(carried, article(SAID), REFERENCE, listened())]
    assert says[0] == "Reporting words: “he added”."


def test_a_claim_inside_what_somebody_said_points_to_it():
    inside = claim(SAID, "Nobody was on it", chain=(MAYOR,))
    heard = listened(content=(CONTENT, (32, 80)))
    [reason, *_] = explain_claim(inside, article(SAID), REFERENCE, heard)
    assert reason.says == "No reporting words of its own: it is part of what “the mayor said”."
    assert reason.segments == ((SOURCE[0], CUE[1]),)


def test_of_nested_speech_the_innermost_is_found():
    outer = Attribution((), ((0, 1),), ((5, 90),), Manner.SAYS, Rule.CLAUSE)
    inner = Attribution((), ((10, 11),), ((20, 40),), Manner.SAYS, Rule.CLAUSE)
    heard = Heard([outer, inner])
    assert heard.around((25, 30)) is inner
    assert heard.around((50, 60)) is outer
    assert heard.around((95, 96)) is heard.carrying((2, 4)) is None


def test_what_is_heard_in_an_article_names_its_rules(nlp):
    text = "Two dams burst on Monday, a farmer told AFP. According to the mayor, nobody was hurt."
    found, heard = listen(article(text), REFERENCE, nlp)
    assert len(heard) == 2 and heard[1].rule is Rule.ACCORDING
    says = [reason.says for reasons in explain(article(text), found, REFERENCE, heard).claims for reason in reasons]
    assert any("(found as: according to)" in words for words in says)
