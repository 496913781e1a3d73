"""Whether an article was edited, or only what stands around it; and whether its readers were told."""

import pytest

from corroboration.fetching.sameness import is_edited, is_same_story, says_so
from tests.retrieval.layouts import COMMENT, FIRST, HEADLINE, LAST, MORE

TEXT = f"{HEADLINE}\n\n2 hours ago\n\n{FIRST}\n\n{LAST}\n\n{MORE}\n\nMayor opens a school"

SURROUNDINGS = {
    "nothing": TEXT,
    "a comment": f"{TEXT}\n\nComments\n\n{COMMENT}",
    "the time since": TEXT.replace("2 hours ago", "3 days ago"),
    "another related story": TEXT.replace("Mayor opens a school", "Town twins with Katowice"),
    "one related story more": f"{TEXT}\n\nFlood warning lifted",
    "no related story": TEXT.replace("\n\nMayor opens a school", ""),
    "where its lines break": TEXT.replace(". The interior", ".\n\nThe interior"),
    "blanks": TEXT.replace(" people", "  people\u00a0"),
    "the number of comments": f"{TEXT}\n\n12 comments",
    "a stamp": f"Last updated 4 May 2021 14:00\n\n{TEXT}",
}
EDITS = {
    "a number": TEXT.replace("14 people", "17 people"),
    "a sentence taken out": TEXT.replace("The interior ministry denied that a bomb had gone off, and said", "It said"),
    "a paragraph added": TEXT.replace(MORE, f"{MORE}\n\nA second body was found in the evening."),
    "a paragraph taken out": TEXT.replace(f"\n\n{MORE}", ""),
    "its heading": TEXT.replace(HEADLINE, "Blast hits the market of Ostrava"),
}


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_what_stands_around_an_article_is_no_edit(what):
    assert not is_edited(TEXT, SURROUNDINGS[what])
    assert not is_edited(SURROUNDINGS[what], TEXT)


@pytest.mark.parametrize("what", EDITS)
def test_what_it_says_is_one(what):
    assert is_edited(TEXT, EDITS[what])
    assert is_edited(EDITS[what], TEXT)


TOLD = (
    "Correction: an earlier version said 14 people.",
    "Editor’s note: the toll has been changed.",
    "UPDATE 14:00",
    "Updated 4 May 2021",
    "This article was amended on 5 May 2021.",
    "An earlier version of this article misstated the toll.",
    "تصحيح: عدد القتلى",
)


@pytest.mark.parametrize("line", TOLD)
def test_a_note_to_readers_says_that_a_text_was_changed(line):
    assert says_so(TEXT, f"{TEXT}\n\n{line}")
    assert not says_so(f"{line}\n\n{TEXT}", f"{line}\n\n{EDITS['a number']}"), "an old note isn't about the new edit"


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_alone_says_nothing(what):
    assert not says_so(TEXT, EDITS[what])


def test_a_notice_in_its_place_is_another_story_and_a_text_written_anew_is_not():
    assert not is_same_story(
        TEXT, "We have removed this page. Please return to our front page for more news of the day."
    )
    assert is_same_story(
        TEXT, f"Firemen found a body on Wednesday. {FIRST} The mayor spoke, and many came to listen to her."
    )
