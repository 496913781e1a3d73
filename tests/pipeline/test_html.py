"""Pages into article text: what is kept, what is left out, and pages that were made to hurt."""

import time

import pytest

from corroboration.html import COMMENTS_HEADING, MOST_TAGS, tags, text_of

LEAD = "A bridge fell in Ostrava on Monday and killed four people, the mayor of the town told the Post. " * 3
LIMIT = 20.0  # seconds for any page; the worst allowed ones take 3 on a quiet machine


def page(inside: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article><p>{LEAD}</p>{inside}</article></body></html>"


SECOND = "<p>The second bridge stood, a witness said to {} the paper and to others nearby.</p>"


def test_paragraphs_become_lines():
    first, second = text_of(page(SECOND.format(""))).split("\n\n")
    assert first == LEAD.strip()
    assert second == "The second bridge stood, a witness said to the paper and to others nearby."


@pytest.mark.parametrize(
    "active",
    [
        "<script>alert('evil')</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<style>p { content: 'evil' }</style>",
        "<noscript>evil</noscript>",
        "<p onclick=\"alert('evil')\">More words stand here, as many as a paragraph of an article has.</p>",
        "<img src=x onerror=\"alert('evil')\">",
        "<svg><script>alert('evil')</script></svg>",
        "<iframe srcdoc='<p>evil</p>'></iframe>",
        "<!-- evil -->",
        "<template><p>evil</p></template>",
    ],
)
def test_scripts_and_styles_are_no_text(active):
    text = text_of(page(active + SECOND.format("")))
    assert "evil" not in text
    assert "The second bridge stood" in text


def test_block_quotes_are_marked_and_tags_inside_words_part_nothing():
    text = text_of(
        page("<blockquote><p>We saw the whole bridge go down.</p></blockquote>" + SECOND.format("<b>all</b> of"))
    )
    assert "> We saw the whole bridge go down." in text
    assert "said to all of the paper" in text


def test_comments_stand_behind_their_heading():
    remark = "<div class='comment'><p>I saw it fall from my own window.</p></div>"
    comments = f"<section id='comments' class='comments'>{remark}</section>"
    text = text_of(f"<html><body><article><p>{LEAD}</p></article>{comments}</body></html>")
    if "window" in text:
        assert text.index(COMMENTS_HEADING) < text.index("window")


@pytest.mark.parametrize(
    "written",
    [
        *("\x01", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe", "&#0;", "&#1;", "&#11;", "&#x1F;", "&#xD800;", "&#55357;"),
        *("&#xFFFE;", "&#65535;", "&#x110000;", "&#9999999999;", "&#;", "&#x;", "&bogus;", "&#1"),
    ],
)
def test_characters_that_xml_has_not_cost_no_page(written):
    text = text_of(page(SECOND.format(written)))
    assert "A bridge fell" in text
    assert "the paper and to others nearby." in text
    text.encode()  # holds no lone surrogate


@pytest.mark.parametrize(
    ("reference", "character"),
    [("&#8220;", "“"), ("&#x201C;", "“"), ("&amp;", "&"), ("&#128512;", "😀"), ("&eacute;", "é")],
)
def test_other_references_become_their_characters(reference, character):
    assert f"said to {character} the paper" in text_of(page(SECOND.format(reference)))


@pytest.mark.parametrize(
    "made",
    [
        page("", head="<meta charset='utf-16'>"),
        "<?xml version='1.0' encoding='utf-16'?>" + page(""),
        "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'http://127.0.0.1:9/never-fetched'>" + page(""),
        page("<![CDATA[ x ]]><!-- a -- b -->"),
        page("").replace("</p>", "").replace("</article></body></html>", ""),
        "\ufeff" + page(""),
    ],
)
def test_odd_pages_are_read(made):
    assert "A bridge fell in Ostrava" in text_of(made)


def test_letters_of_any_script_are_kept():
    arabic = "سقط الجسر في المدينة يوم الاثنين، وقال شهود إن أربعة أشخاص قتلوا. " * 5
    assert text_of(f"<html dir=rtl><body><article><p>{arabic}</p></article></body></html>") == arabic.strip()


@pytest.mark.parametrize(
    "made",
    [
        "",
        "   \n ",
        "just words",
        "<",
        "<html></html>",
        "<html><body></body></html>",
        "<html><body><script>alert('x')</script><style>p{}</style></body></html>",
        "<html><frameset><frame src=x></frameset></html>",
        '{"not": "html"}',
        "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><html><body>&b;</body></html>",
    ],
)
def test_a_page_without_an_article_has_no_text(made, caplog, capfd):
    assert text_of(made) == ""
    assert caplog.text == capfd.readouterr().err == ""


def test_nothing_of_entities_is_fetched_or_expanded():
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    text = text_of(
        f"<!DOCTYPE x [<!ENTITY e0 'ha'>{bomb}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>" + page("<p>&e11; &f;</p>")
    )
    assert len(text) < 2000
    assert "root:" not in text


@pytest.mark.parametrize(
    "made",
    [
        "<div>" * (MOST_TAGS - 1),
        "<div>" * 1000 + f"<p>{LEAD}</p>" + "</div>" * 1000,
        page("<b>" * 29_000 + "x"),
        page("<blockquote>" * 29_000 + "x"),
        page("<ul><li>" * 14_000 + "x"),
        page("<p>a b</p>" * 29_900),
        page("<h2>h</h2>" * 29_900),
        page("x<br>" * 29_900),
        page("<a href='x'>link</a> " * 29_900),
        "<" * 1_900_000,
        ">" * 1_900_000,
        "&" * 1_900_000,
        "&#" * 950_000,
        "&#1;" * 450_000,
        "<!--" + "-" * 1_900_000,
        "<p " + "a=b " * 450_000 + ">x</p>",
        page("<p title='" + "x" * 1_900_000),
        page("<p>" + "a" * 1_900_000 + "</p>"),
        page("<pre>" + "a\n" * 900_000 + "</pre>"),
    ],
    ids=lambda made: made[:12] + made[330:350].replace("\n", " "),
)
def test_pages_made_to_hurt_end_soon(made):
    assert tags(made) <= MOST_TAGS
    started = time.process_time()
    text_of(made)
    assert time.process_time() - started < LIMIT


def test_only_opening_tags_are_counted():
    assert tags("<p>a < b <b>c</b> <!-- x --> </p><BR/>") == 3
