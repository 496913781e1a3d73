"""What around an article is not the article."""

import re
import time
from collections import deque
from dataclasses import fields

import pytest

from claims.engine.patterns import patterns
from claims.engine.values import Zone
from claims.engine.zones import layout
from tests.claims.reading import reference

TITLE = "Ferry sinks off Port Alder killing nine"
LEAD = "A ferry sank off Port Alder on Monday."


def parts(text: str, zone: Zone, title: str = TITLE) -> list[str]:
    return [text[start:end].strip() for start, end in layout(text, title, reference().directory).of(zone)]


HEADS = [
    f"{TITLE}\n{LEAD}",
    f"Tue 9 Mar 2021 {TITLE}. {LEAD}",
    f"Published March 9 2021 {LEAD}",
    f"Published: 9 March, 2021 14:05 | Updated: 9 March 2021 17:20 {LEAD}",
    f"Last updated at Mar 092021 {LEAD}",
    f"Date of publication 9 March 2021 {LEAD}",
    f"Posted on March 9 2021 by Mara Voss {TITLE} {LEAD}",
    f"09-03-2021 {TITLE}. {LEAD}",
    f"9.3.2021(updated 2139 09.03.2021) Get short URL 0 67 {LEAD}",
    f"09.03.2021Get short URL 12 {LEAD}",
    f"March 9 2021 2037 UTC +3 {LEAD}",
    f"Tuesday 09 March 2021 10:13 {TITLE} {LEAD}",
    f"{TITLE} - Reports Jo Hale Middle East 2159 09.03.2021 {LEAD}",
    f"{TITLE} AFP Tuesday 9 Mar 2021 {LEAD}",
    f"Tuesday 9 Mar 2021 {TITLE} AFP Print Tweet Views 412 Related Storm closes port {TITLE} -{LEAD}",
    f"PORT ALDER - {LEAD}",
    f"PORT ALDER (Reuters) - {LEAD}",
    f"PORT ALDER, March 9 (Coast Agency) -- {LEAD}",
    f"ALDERTON {LEAD}",
    f"Port Alder, CAG - {LEAD}",
    f"FERRY SINKS OFF PORT ALDER, KILLING NINE!\n{LEAD}",
    f"‘Ferry sinks’ off Port Alder killing nine\n{LEAD}",
    f"Breaking: {TITLE}? {LEAD}",
    f"{TITLE}. Jo Hale Mara Voss. {LEAD}",
    f"The Harbour Post Quote of the day\nMarch 9, 2021\n{TITLE}\n{LEAD}",
    f"title: {TITLE}\n{LEAD}",
]


@pytest.mark.parametrize("text", HEADS)
def test_what_stands_before_the_first_sentence_is_no_body(text: str) -> None:
    assert parts(text, Zone.BODY) == [LEAD]


@pytest.mark.parametrize(
    ("title", "repeated"),
    [
        ("Ferry sinks off Port Alder - World - The Harbour Post", "Ferry sinks off Port Alder"),
        ("Ferry sinks off Port Alder | The Harbour Post", "Ferry sinks off Port Alder"),
        ("Harbour News Agency - Ferry sinks off Port Alder", "Ferry sinks off Port Alder"),
        ("title: Ferry sinks off Port Alder", "Ferry sinks off Port Alder"),
        ("Alder’s ferry ‘sunk’ by storm", "ALDERS FERRY SUNK BY STORM"),
        ("120 Ferries Sink off the Coast of Alder", "Ferries Sink off the Coast of Alder"),
        ("200 Ferries Sink", "200 Ferries Sink"),
    ],
)
def test_a_title_is_known_again_without_what_its_site_adds(title: str, repeated: str) -> None:
    text = f"Tue 9 Mar 2021 {repeated}. {LEAD}"
    assert parts(text, Zone.BODY, title) == [LEAD]
    assert parts(text, Zone.TITLE, title) == [repeated]


@pytest.mark.parametrize(
    "text",
    [
        "World Bank President Jonas Reed met the crew.",
        "Security Council members met on Monday.",
        "Reuters reported that nine people died.",
        "March 9 2021 was the worst day of the port.",
        "Military sources said the ferry sank.",
        "Video of the ferry was shown on Monday.",
    ],
)
def test_a_sentence_that_begins_like_a_page_is_body(text: str) -> None:
    assert parts(text, Zone.BODY, "") == [text]


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}",
        f"{LEAD}\n- Advertisement -",
        f"{LEAD}\nSubscribe to our newsletter",
        f"{LEAD}\nThe post {TITLE} appeared first on The Harbour Post.",
        f"{LEAD}\nCopyright 2021 The Harbour Post",
        f"{LEAD}\nTags: ferries, ports",
        f"{LEAD} --Reuters",
        f"{LEAD}\n3 Comments\nWhat a shame that is for all.",
        f"{LEAD}\nLe gouvernement a annoncé hier que les secours arrivaient dans la ville portuaire.",
        f"{LEAD} pic.twitter.com/Ab12Cd",
        f"{LEAD} httpst.coAb12CdEf34",
        f"{LEAD} Coast Watch (coastwatch) March 9 2021",
        f"{LEAD} View image on Twitter",
        f"{LEAD} REUTERS/Jo Hale",
        f"{LEAD} (Reuters Photo)",
        f"{LEAD} (AP Archive)",
        f"{LEAD} Slideshow (3 Images)",
        f"{LEAD} (Source: Harbour Board Media Office) Twitter",
        f"{LEAD} Source Reuters",
        f"{LEAD} Source: The Harbour Post and agencies",
        f"{LEAD} Last Update: Tuesday 9 March 2021 KSA 15:55 - GMT 12:55 1",
        f"{LEAD} Agencies contributed to this story. Read Also",
        f"{LEAD} Reporting by Jo Hale in Alderton; Editing by Mara Voss",
        f"{LEAD} Additional reporting by Jo Hale; Writing by Mara Voss",
        f"{LEAD} J. Reed / Moss/M. Voss",
        f"{LEAD} Jo Hale",
        f"{LEAD} MBMB 12",
        f"{LEAD} 218-11",
        f"{LEAD} Tags ferries Port Alder storm warnings",
        f"{LEAD} Never miss a story again: sign up to our channel and stay up to speed!",
        f"{LEAD}\nIf you like what we do, please support the paper.",
        f"{LEAD}\nBy [The Harbour Post](#) 9 March",
        f"{LEAD}\nTown | Dead | Hurt\nAlderton | 9 people killed | 12\nMoss\t4\t7",
        f"{LEAD}\nTown,Dead,Hurt\nAlderton,9,12",
        f"{LEAD}\na\nb\n1\n-",
    ],
)
def test_only_the_article_is_body(text: str) -> None:
    assert parts(text, Zone.BODY) == [LEAD]


def test_related_headlines_inside_a_line_are_cut_out() -> None:
    text = f"{LEAD} Ferry Company Says Storm Hits Northern Coast After Warning From Officials The crew swam ashore."
    assert parts(text, Zone.BODY) == [LEAD, "The crew swam ashore."]


@pytest.mark.parametrize(
    "foot",
    [
        "... 43 Topic Storm Season (1881) Related Crew Swims Ashore After Ferry Sinks Tags Port Alder",
        "Source CAG Related News Alders vote | Why boats sink Category News Voss to meet Reed in Alderton "
        "A picture is worth a thousand words. Follow us on Instagram.",
        "This article is an edited translation from our northern edition. Also",
        "Read Also Voss to meet Reed in Alderton",
        "Copyright © 2021 The Harbour Post. All rights reserved.",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Reporting by Jo Hale, Mara Voss and Jonas Reed in Alderton; Writing by Tom Moss; Editing by Ann Reed",
    ],
)
def test_where_a_pages_foot_begins_the_article_is_over(foot: str) -> None:
    told = " ".join([LEAD, "The crew of nine swam ashore.", *["The port stays shut until Friday."] * 3])
    assert parts(f"{told} {foot}", Zone.BODY) == [told]


@pytest.mark.parametrize(
    ("between", "after"),
    [
        ("Tags Port Alder ferries storm Jonas Reed", "At least nine people were saved."),
        ("Tags Alderton sea rescue Mara Voss", "Nine men swam ashore on Monday."),
        ("Tags Alder boats Coast Guard", "Rescue boats returned to the port."),
        (
            "Related Coverage Voss to meet Reed in Alderton Crew blames storm",
            "Mayor Jonas Reed said the port was shut.",
        ),
        ("Print Tweet Views 12 Related News Storm closes port Crew blames mayor", "Two boats were lost in the storm."),
        ("REUTERS Jo Hale Second Ferry Sinks Near Alderton", "The crew swam ashore."),
        ("AFP 2021 Mara Voss Coast Guard Joins Search for Crew of Lost Ferry", "According to the mayor nine died."),
        ("NO ADVANCE WARNING", "The storm came at night."),
        ("SAFETY RULES IGNORED", "A boat left at noon."),
    ],
)
def test_what_is_run_into_the_text_ends_where_a_sentence_begins(between: str, after: str) -> None:
    assert parts(f"{LEAD} {between} {after}", Zone.BODY) == [LEAD, after]


@pytest.mark.parametrize(
    "sentence",
    [
        "UNICEF Director Jo Hale met the crew.",
        "US President Jonas Reed spoke on Monday.",
        "Related talks were held in Alderton.",
        "Tags were found on the cargo.",
        "He read also the mayor’s letter.",
        "The reporting by Jo Hale was praised, and the editing by Mara Voss was not.",
        "On Monday, in Alderton, the mayor said, nine men died.",
        "The mayor spoke to Capt. Hale",
        "The update followed a storm.",
    ],
)
def test_words_of_a_page_inside_a_sentence_are_body(sentence: str) -> None:
    text = f"{LEAD} {sentence}"
    assert parts(text, Zone.BODY) == [text]


def test_a_dateline_may_follow_the_standfirst() -> None:
    text = f"Nine people died in a storm. PORT ALDER (Reuters) - {LEAD}"
    assert parts(text, Zone.BODY) == ["Nine people died in a storm.", LEAD]
    text = f"Nine people died in a storm says mayor AFP Tuesday 9 Mar 2021 {LEAD}"
    assert parts(text, Zone.BODY) == ["Nine people died in a storm says mayor", LEAD]
    assert layout(text, TITLE, reference().directory).wire == "afp"


def test_a_headline_that_somebody_posted_is_told() -> None:
    posted = "Crew Swims Ashore as Ferry Sinks Near Alder in Storm"
    assert parts(f"{LEAD} {posted} https://port.example/a", Zone.BODY) == [f"{LEAD} {posted}"]


def test_a_photo_credit_names_no_wire() -> None:
    text = f"{TITLE} REUTERS Social Media Website Middle East 1735 09.03.2021 {LEAD}"
    assert layout(text, TITLE, reference().directory).wire == ""


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


def test_comments_in_a_language_that_cannot_be_read_and_bare_links_are_furniture() -> None:
    spam = "Le gouvernement a annoncé hier que les secours arrivaient dans la ville portuaire."
    text = f"{LEAD}\nComments\nWhat a shame.\n{spam}\nhttps://port.example/boats"
    assert parts(text, Zone.COMMENTS) == ["What a shame."]


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
        (f"{LEAD} (With Reuters and AFP)", "reuters"),
        (f"{LEAD} Source AFP", "afp"),
        (f"{LEAD}\nThe post Ferry sinks off Port Alder appeared first on Radio Lagoon.", "radio-lagoon"),
        (f"{LEAD} The post Ferry sinks appeared first on Radio Lagoon.", "radio-lagoon"),
        (f"{LEAD}\nThe post Ferry sinks appeared first on A Blog Nobody Knows.", ""),
        (f"{LEAD}\nSource: Radio Lagoon", "radio-lagoon"),
        (f"{LEAD}\nSource: Delta Watch", ""),
        (f"{LEAD}\nSource: AFP", "afp"),
        (f"AFP - {LEAD}", "afp"),
        (f"PORT ALDER (Reuters) - {LEAD}", "reuters"),
        (f"{LEAD} Reuters reported the toll.", ""),
        (LEAD, ""),
    ],
)
def test_the_wire_that_a_text_shows(text: str, wire: str) -> None:
    assert layout(text, "", reference().directory).wire == wire


def test_a_text_in_capitals_is_divided_like_one_in_plain_type() -> None:
    text = f"{LEAD} The crew of nine swam ashore at night. The port stays shut until Friday, the mayor said.".upper()
    assert parts(text, Zone.BODY) == [text]


@pytest.mark.parametrize("piece", ["a\n", "abc\n", "A a ", "Tags ", "Related News ", "I saw it\n", "3 May 2011 "])
def test_ten_times_the_text_takes_ten_times_as_long(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        began = time.process_time()
        layout(text, TITLE, reference().directory)
        return time.process_time() - began

    seconds(1_000)
    assert min(seconds(400_000) for _ in range(2)) < 40 * max(seconds(40_000), 0.01)


EVIL = [
    "a ",
    "A ",
    "(",
    "[](",
    '"',
    ". ",
    "3 May 2011 ",
    "I ",
    "http",
    " ",
    "-",
    "| 3 ",
    "Posted by ",
    "Aa/",
    "x\t",
    "a,b",
]


def test_no_pattern_is_slower_than_the_text_is_long() -> None:
    rules = patterns()
    for field in fields(rules):
        value = getattr(rules, field.name)
        for pattern in value if isinstance(value, tuple) else (value,):
            for piece in EVIL if isinstance(pattern, re.Pattern) else ():
                text = (piece * 30_000)[:30_000]
                began = time.process_time()
                deque(pattern.finditer(text), maxlen=0)
                assert time.process_time() - began < 0.5, (pattern.pattern[:80], piece)
