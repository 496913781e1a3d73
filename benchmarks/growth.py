"""A day of three million claims, from what one article was measured to cost: what is needed, and what gives way first.

    python -m benchmarks.growth --spent JSON --bytes-a-claim N [--claims-a-day 3000000] [--readers N]

benchmarks/scale.py measures what it asks for, and calls it. The simulation goes through two days minute by minute:
articles come by day twice as often as by night, readers take what waits, and one settler takes what was read.
"""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

CLAIMS_A_DAY = 3_000_000  # as GDELT codes events a day, with their mentions
CLAIMS_AN_ARTICLE = 12
BUSY = 0.7  # of a core: above that queues grow long
PEAK = 4 / 3  # of the mean: by day twice as many as by night
MINUTES = 2 * 24 * 60
ALONE = ("group", "relate", "settle")  # stages that one worker does at a time
Spent = Mapping[str, Sequence[float]]


def plan(spent: Spent, bytes_a_claim: float, claims: int = CLAIMS_A_DAY, readers: int | None = None) -> dict[str, Any]:
    """spent: stage -> ms of an article that our process and the database compute."""
    articles = claims / CLAIMS_AN_ARTICLE
    cores = {name: [articles * ms / 1000 / 86_400 for ms in pair] for name, pair in spent.items()}
    read = sum(sum(pair) for name, pair in spent.items() if name not in ALONE)
    alone = sum(sum(pair) for name, pair in spent.items() if name in ALONE)
    wanted = math.ceil(articles * PEAK * read / 1000 / 86_400 / BUSY)
    return {
        "articles_a_day": articles,
        "busy_cores": cores,
        "readers": readers or wanted,
        "settler_busy": articles * alone / 1000 / 86_400,
        "database_busy": sum(pair[1] for pair in cores.values()),
        "gb_a_day": claims * bytes_a_claim / 1e9,
        "claims_a_day_of_one_settler": CLAIMS_AN_ARTICLE * 86_400 * BUSY / (alone / 1000) if alone else math.inf,
        **simulated(articles, read / 1000, alone / 1000, readers or wanted),
    }


def simulated(articles: float, read: float, alone: float, readers: int) -> dict[str, Any]:
    """Two days, minute by minute. read, alone: seconds of an article."""
    unread = unsettled = longest_unread = 0.0
    for minute in range(MINUTES):
        by_day = 480 <= minute % 1440 < 1200
        unread += articles / 1440 * (PEAK if by_day else PEAK / 2)
        done = min(unread, readers * 60 / read)
        unread -= done
        unsettled += done
        unsettled -= min(unsettled, 60 / alone)
        longest_unread = max(longest_unread, unread)
    return {"most_unread": round(longest_unread), "unsettled_after_two_days": round(unsettled)}


def told(plan: Mapping[str, Any]) -> str:
    """The plan in words. What is needed is in cores such as this machine's."""
    cores = "\n".join(f"  {name:8} {ours:7.2f} {its:9.2f}" for name, (ours, its) in plan["busy_cores"].items())
    waiting, left = plan["most_unread"], plan["unsettled_after_two_days"]
    bound = "keeps up" if plan["settler_busy"] < BUSY else "is the first to give way"
    return f"""
{plan["articles_a_day"]:,.0f} articles a day of {CLAIMS_AN_ARTICLE} claims, in busy cores:
  {"stage":8} {"ours":>7} {"database":>9}
{cores}
readers, at {BUSY:.0%} and the day's peak: {plan["readers"]} cores; most articles that wait to be read: {waiting:,}
one settler: {plan["settler_busy"]:.0%} busy, {bound}; {left:,} articles wait for it after two days
one settler is good for {plan["claims_a_day_of_one_settler"]:,.0f} claims a day
the database: {plan["database_busy"]:.1f} busy cores, {plan["gb_a_day"]:.0f} GB more a day"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spent", type=json.loads, required=True, help='as JSON: {"extract": [ours, database], ...}')
    parser.add_argument("--bytes-a-claim", type=float, required=True)
    parser.add_argument("--claims-a-day", type=int, default=CLAIMS_A_DAY)
    parser.add_argument("--readers", type=int)
    asked = parser.parse_args()
    print(told(plan(asked.spent, asked.bytes_a_claim, asked.claims_a_day, asked.readers)))


if __name__ == "__main__":
    main()
