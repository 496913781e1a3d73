"""Which of two claims is the later one, and whether that can be told."""

from datetime import timedelta

from corroboration.engine.values import UNDATED, Telling

SAME_MOMENT = timedelta(hours=3)  # within it, a rise from 44 to 48 is as likely two counts as two stages of one


def later(left: Telling, right: Telling) -> Telling:
    """The later of two claims: by publication, within one article by position, then by id."""
    return max(left, right, key=lambda t: (t.published_at, t.position if left.article == right.article else 0, t.id))


def lead(left: Telling, right: Telling) -> int:
    """1 where left was published later than right, -1 where earlier, 0 where they can't be told apart.

    A date without a time has the precision of a day.
    """
    if left.day_only or right.day_only:
        mine, theirs = left.published_at.date(), right.published_at.date()
        return (mine > theirs) - (mine < theirs)
    gap = left.published_at - right.published_at
    return 0 if abs(gap) <= SAME_MOMENT else (1 if gap > timedelta() else -1)


def told_when(left: Telling, right: Telling) -> str:
    """How the two stand in time, in words."""
    if UNDATED in (left.published_at, right.published_at):
        return "of unknown date"
    order = lead(left, right)
    if order == 0:
        return "published in the same article" if left.article == right.article else "published at about the same time"
    late, early = (left, right) if order > 0 else (right, left)
    return f"published on {late.published_at:%d %B %Y} and {early.published_at:%d %B %Y}".replace(" 0", " ")
