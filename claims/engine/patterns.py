"""The patterns of zones.toml, compiled once: what around an article's text is not the article."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.engine.languages import shipped


@dataclass(frozen=True)
class Patterns:
    """Each field is explained in zones.toml, under the name in brackets where the two differ."""

    lines: re.Pattern[str]  # [furniture_lines]
    spans: tuple[re.Pattern[str], ...]  # [furniture_spans]
    any_span: re.Pattern[str]
    feet: re.Pattern[str]  # [foot_anchors]
    closings: re.Pattern[str]  # [closing_lines]
    comments: re.Pattern[str]  # [comment_headings]
    signatures: tuple[re.Pattern[str], ...]  # [comment_signatures]
    first_person: re.Pattern[str]
    date: re.Pattern[str]
    clock: re.Pattern[str]
    head_words: re.Pattern[str]
    strips: re.Pattern[str]  # [strip_headings]
    tells: frozenset[str]  # [headline_tells]
    small: frozenset[str]  # [small_words]
    openers: frozenset[str]  # [sentence_openers]
    prose: frozenset[str]  # [prose_words]
    joints: frozenset[str]  # [tag_joints]


@cache
def patterns() -> Patterns:
    """The shipped patterns. tomllib and re say which file or pattern is wrong."""
    rows: dict[str, Any] = tomllib.loads((shipped("en").data / "zones.toml").read_text(encoding="utf-8"))
    words = "|".join(sorted(map(re.escape, rows["head_words"]), key=len, reverse=True))
    return Patterns(
        lines=_either(rows["furniture_lines"]),
        spans=_compiled(rows["furniture_spans"]),
        any_span=_either(rows["furniture_spans"]),
        feet=_either(rows["foot_anchors"]),
        closings=_either(rows["closing_lines"]),
        comments=_either(rows["comment_headings"]),
        signatures=_compiled(rows["comment_signatures"]),
        first_person=re.compile("|".join(rows["first_person"])),
        date=re.compile(_date(rows), re.IGNORECASE),
        clock=re.compile(_CLOCK, re.IGNORECASE),
        head_words=re.compile(rf"(?i:{words})\s{{1,3}}{_COUNTS}"),
        strips=_either(rows["strip_headings"]),
        tells=frozenset(rows["headline_tells"]),
        small=frozenset(rows["small_words"]),
        openers=frozenset(rows["sentence_openers"]),
        prose=frozenset(rows["prose_words"]),
        joints=frozenset(rows["tag_joints"]),
    )


# How often it was shared or seen; of two numbers before a small letter the second is the sentence's.
_COUNTS = r"(?:(?:\d{1,7}\s){0,3}(?=[A-Z\"“'‘–—-])|(?:\d{1,7}\s)?(?=\d))"
# What may stand behind a date: "at 23:54", "10:13", "2037 UTC +3", "0147 PM", "(updated 2139 21.05.2017)".
_CLOCK = (
    r"(?:[,.]?\s?(?:at\s|[–—-]\s?)?(?:\d{1,2}[:.]\d{2}|\d{4})(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:gmt|utc|ksa|est|edt|cet|bst)\b(?:\s?[+-]\s?\d{1,2}\b)?)?)?"
    r"(?:\s?\(updated[^()]{0,40}\))?(?!\w)"
)


def _date(rows: dict[str, Any]) -> str:
    """A full date, with what may stand before it. Its time of day is the pattern `clock`."""
    day, month = rf"(?:(?:{rows['weekdays']})\b[,.]?\s)?", rf"(?:{rows['months']})\b\.?"
    prefix = "|".join(sorted(map(re.escape, rows["date_prefixes"]), key=len, reverse=True))
    forms = (
        rf"\d{{1,2}}(?:st|nd|rd|th)?\s{month},?\s\d{{4}}",
        rf"{month}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s?\d{{4}}",
        r"\d{1,2}[./-]\d{1,2}[./-]\d{4}",
        r"\d{4}[./-]\d{1,2}[./-]\d{1,2}",
    )
    opening = rf"(?:\d{{1,2}}:?\d{{2}}\s)?(?:(?:{prefix})\s?:?\s)?"
    # Behind the year a capital may follow without a blank, where a page lost one ("21.08.2013Get short URL").
    return rf"{opening}(?P<date>{day}(?:{'|'.join(forms)}))(?![\d_])(?-i:(?![a-z]))"


def _either(rows: list[str]) -> re.Pattern[str]:
    """One pattern for many: a text of a million short lines spends its time on the calls, not in them."""
    return re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)


def _compiled(rows: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row, re.IGNORECASE) for row in rows)
