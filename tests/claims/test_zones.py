"""What around an article is not the article."""

import pytest

from claims.engine.values import Zone
from claims.engine.zones import layout
from tests.claims.reading import reference

TITLE = "Ferry sinks off Port Alder killing nine"
LEAD = "A ferry sank off Port Alder on Monday."


def parts(text: str, zone: Zone, title: str = TITLE) -> list[str]:
    return [text[start:end].strip() for start, end in layout(text, title, reference().directory).of(zone)]


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n{LEAD}",
        f"Tue 9 Mar 2021 {TITLE}. {LEAD}",
        f"Published March 9 2021 {LEAD}",
        f"09-03-2021 {TITLE}. {LEAD}",
        f"Tuesday 9 Mar 2021 {TITLE} AFP Print Tweet Views 412 Related Storm closes port {TITLE} -{LEAD}",
        f"PORT ALDER - {LEAD}",
        f"{LEAD}\n- Advertisement -",
        f"{LEAD}\nSubscribe to our newsletter",
        f"{LEAD}\nThe post {TITLE} appeared first on The Harbour Post.",
        f"{LEAD}\nCopyright 2021 The Harbour Post",
        f"{LEAD}\nTags: ferries, ports",
        f"{LEAD} --Reuters",
        f"{LEAD}\n3 Comments\nWhat a shame that is for all.",
        f"{LEAD}\nLe gouvernement a annoncé hier que les secours arrivaient dans la ville portuaire.",
        f"{LEAD} pic.twitter.com/Ab12Cd",
    ],
)
def test_only_the_article_is_body(text: str) -> None:
    assert parts(text, Zone.BODY) == [LEAD]


def test_related_headlines_inside_a_line_are_cut_out() -> None:
    text = f"{LEAD} Ferry Company Says Storm Hits Northern Coast After Warning From Officials The crew swam ashore."
    assert parts(text, Zone.BODY) == [LEAD, "The crew swam ashore."]


def test_names_in_capitals_are_no_headline() -> None:
    text = (
        "President of the Alder Republic Jonas Reed and Foreign Minister Mara Voss and General Tom Hale met on Monday."
    )
    assert parts(text, Zone.BODY) == [text]


def test_readers_without_a_heading_are_told_by_their_first_person() -> None:
    news = [
        f"The {word} ferry reached the port on Monday with forty people."
        for word in ("first", "second", "third", "last")
    ]
    readers = ["I think they are lying to us.", "I've seen that boat myself.", "My cousin works there and I doubt it."]
    text = "\n".join(news + readers)
    assert parts(text, Zone.COMMENTS) == readers


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Posted by: Dana Moore | May 3, 2019 4:15 | 12", []),
        ("Comment by oldsailor", []),
        ("Leave a reply", []),
        ("They should sell it. Posted by: oldsailor | 3 May 2019 11:02", ["They should sell it."]),
        ("They were posted by the harbour | 3 of them left early, as far as we could see | and the rest", None),
    ],
)
def test_who_posted_a_comment_is_none_of_its_words(line: str, kept: list[str] | None) -> None:
    text = f"{LEAD}\n3 Comments\nWhat a shame.\n{line}"
    assert parts(text, Zone.COMMENTS) == ["What a shame.", *([line] if kept is None else kept)]


def test_a_byline_above_the_first_sentence_opens_no_readers_part() -> None:
    text = f"{TITLE}\nPosted by: Admin | March 9, 2021\n{LEAD}\n3 Comments\nWhat a shame."
    assert LEAD in parts(text, Zone.BODY)
    assert parts(text, Zone.COMMENTS) == ["What a shame."]


def test_an_author_who_says_i_from_the_start_has_no_readers() -> None:
    text = "\n".join(["I went to Port Alder.", "I saw the ferry.", "I met its crew.", "I left on Friday."])
    assert parts(text, Zone.COMMENTS) == []


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        (f"{LEAD} -AFP", "afp"),
        (f"{LEAD} --Reuters", "reuters"),
        (f"PORT ALDER (Reuters) - {LEAD}", "reuters"),
        (f"{LEAD} Reuters reported the toll.", ""),
        (LEAD, ""),
    ],
)
def test_the_wire_that_a_text_shows(text: str, wire: str) -> None:
    assert layout(text, "", reference().directory).wire == wire
