"""How much a person's look at a cluster would add, with the reason that the review queue shows."""

from collections.abc import Sequence

from corroboration.engine.values import Relation, Stance

# Weights order the queue and nothing else; no score depends on them. A contradiction between two shown voices is what
# a fact-checker is for; one of unknown lineage less; many origins make a cluster consequential; near misses are doubt
# about "same event". Where two camps can't be told apart, what would tell comes first: the others make 90 at most.
INDEPENDENT_CLASH, CLASH, DIFFERENCE, ORIGIN, SUGGESTION, ASKED = 5.0, 2.0, 0.5, 1.0, 0.5, 100.0
MOST_COUNTED = 10  # beyond ten of a kind, more of the same tells a reviewer nothing new


def attention(relations: Sequence[Relation], origins: int, suggestions: int, asked: int = 0) -> tuple[float, str]:
    """A score that orders the review queue, and why: (0.0, "") where there is nothing to review.

    asked: its questions on which a verdict would help to tell two camps apart.
    """
    clashes = [r for r in relations if r.finding.stance is Stance.CONTRADICTS]
    independent = sum(r.independence.verdict is True for r in clashes)
    differing = sum(r.finding.stance is Stance.DIFFERS for r in relations)
    parts = (
        (ASKED, asked, "{} question{s} on which a verdict would tell two camps apart"),
        (INDEPENDENT_CLASH, independent, "{} contradiction{s} between independent origins"),
        (CLASH, len(clashes) - independent, "{} contradiction{s} of unknown or shared lineage"),
        (DIFFERENCE, differing, "{} differing count{s}"),
        (SUGGESTION, suggestions, "{} suggested match{es}"),
    )
    score = sum(weight * min(count, MOST_COUNTED) for weight, count, _ in parts)
    if score == 0:
        return 0.0, ""
    reason = "; ".join(words.format(n, s="s" * (n > 1), es="es" * (n > 1)) for _, n, words in parts if n)
    return score + ORIGIN * min(max(origins - 1, 0), MOST_COUNTED), reason
