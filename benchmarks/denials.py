"""Measure what a denial is worth: on Emergent, tell true claims from false by who says so, who hedges and who denies.

    python -m benchmarks.denials [SHARED] [--rounds N] [--table]

SHARED holds benchmarks/emergent.jsonl (default: ../shared). Every claim whose truth was found out is judged by the
engine that ships (joint.fit for the outlets, truth.probabilities for the claim), by ten-fold cross-validation over
claims: the likelihoods of the stances, the prior, and the verdicts that teach the outlets' accuracies come from the
other nine parts alone. --table prints the likelihoods that ship, counted on all ten.
"""

import argparse
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from claims.engine.values import Modality
from corroboration.engine.ballots import Question, Role, Vote
from corroboration.engine.joint import fit
from corroboration.engine.outcomes import MODALITY_WEIGHT
from corroboration.engine.stances import Rate, Stances
from corroboration.engine.truth import Party, Trust, probabilities
from sources.engine.reliability import Prior

SHARED = Path(__file__).resolve().parents[2] / "shared"
FOLDS = 10
LATEST_FIRST = ("against", "for", "observing")
"""Of an outlet with several headlines on a claim, the first of these counts: a rumour is told before it is denied."""
MEANS, STRENGTHS = (0.35, 0.4, 0.45, 0.5), (8.0, 16.0, 64.0)
"""Priors that are tried on the training claims. Headlines on one rumour echo each other, so that the accuracy of an
average outlet can't be read off its rate of assertion; the engine's own prior is for voices shown to be independent."""
PUBLISHED = """published, 161 to 175 claims: 24 runs of truth-discovery algorithms 0.61-0.71, any denial false 0.83,
logistic regression on five features, cross-validated, 0.851 (Brier 0.102; 0.230 with the base rate alone)"""

Claims = Sequence["Told"]
Method = Callable[[Claims, Claims], Mapping[str, float]]  # all claims, training claims -> probability that each is true


@dataclass(frozen=True)
class Told:
    """A claim with the stance of each outlet that wrote about it. true: what became of it (None: nobody knows)."""

    key: str
    true: bool | None
    stances: Mapping[str, str]  # outlet -> stance

    def count(self, stance: str) -> int:
        return sum(taken == stance for taken in self.stances.values())


def read(path: Path) -> list[Told]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    taken: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        taken.setdefault(row["claim_key"], {}).setdefault(row["source"], set()).add(row["stance"])
    truth = {row["claim_key"]: {"true": True, "false": False}.get(row["claim_truth"]) for row in rows}
    return [
        Told(key, truth[key], {o: next(s for s in LATEST_FIRST if s in taken[key][o]) for o in sorted(taken[key])})
        for key in sorted(taken)
    ]


def likelihoods(known: Claims) -> Stances:
    """The share of the outlets that take each stance on true and on false claims, each claim once."""
    rates = {
        stance: [_rate(stance, [c for c in known if c.true is which]) for which in (True, False)]
        for stance in LATEST_FIRST
    }
    return Stances(*(Rate(*(round(rate, 3) for rate in rates[stance])) for stance in ("for", "observing", "against")))


def _rate(stance: str, claims: Claims) -> float:
    """Half a claim is added to each of the three stances."""
    shares = math.fsum(claim.count(stance) / len(claim.stances) for claim in claims)
    return round((shares + 0.5) / (len(claims) + 0.5 * len(LATEST_FIRST)), 3)


# --- the engine


def engine(claims: Claims, training: Claims) -> dict[str, float]:
    """Claim -> probability that it is true, with the prior that foretells the training claims best."""
    return _engine(claims, training, likelihoods(training))


def without_denials(claims: Claims, training: Claims) -> dict[str, float]:
    """The same, but a denial counts no more against a claim than an assertion for it."""
    stances = likelihoods(training)
    mirrored = Rate(stances.asserts.false, stances.asserts.true)
    return _engine(claims, training, replace(stances, denies=mirrored))


def _engine(claims: Claims, training: Claims, stances: Stances) -> dict[str, float]:
    false = sum(not claim.true for claim in training)
    misses = false / (len(training) - false)  # false answers to a true one
    priors = [Prior(mean, strength, misses) for mean in MEANS for strength in STRENGTHS]
    losses = [_loss(judge(claims, [], stances, prior), training) for prior in priors]
    return judge(claims, training, stances, priors[losses.index(min(losses))])


def _loss(found: Mapping[str, float], known: Claims) -> float:
    return -math.fsum(math.log(max(found[c.key] if c.true else 1 - found[c.key], 1e-9)) for c in known)


def judge(claims: Claims, told: Claims, stances: Stances, prior: Prior) -> dict[str, float]:
    """The engine's answer on all claims, with people's verdicts on those that are told."""
    asked = [_question(claim) for claim in claims]
    trust = _trust(asked, {claim.key: bool(claim.true) for claim in told}, stances, prior)
    return {question.key: probabilities(question, question.votes, trust)[0] for question in asked}


def _question(claim: Told) -> Question:
    votes = tuple(_vote(claim.key, outlet, stance) for outlet, stance in claim.stances.items())
    return Question(claim.key, ((claim.key,),), votes, {}, {})


def _vote(claim: str, outlet: str, stance: str) -> Vote:
    modality = {"for": Modality.ASSERTED, "observing": Modality.HEDGED, "against": Modality.DENIED}[stance]
    return Vote(
        id=f"{claim}/{outlet}",
        voice=outlet,
        name=outlet,
        role=Role.OWN,
        who=outlet,
        answer=0,
        day=date.min,
        weight=MODALITY_WEIGHT[modality],
        members=(f"{claim}/{outlet}",),
        against=modality is Modality.DENIED,
        hedged=modality is Modality.HEDGED,
    )


def _trust(asked: Sequence[Question], verdicts: Mapping[str, bool], stances: Stances, prior: Prior) -> Trust:
    """Fit the outlets to their votes, as fits.py does for the voices of clusters, under a given prior."""
    votes = [(place, vote) for place, question in enumerate(asked) for vote in question.votes]
    outlets = sorted({vote.voice for _, vote in votes})
    index = {outlet: place for place, outlet in enumerate(outlets)}
    found = fit(
        sources=[index[vote.voice] for _, vote in votes],
        objects=[place for place, _ in votes],
        values=[0 for _ in votes],
        weights=[vote.weight for _, vote in votes],
        against=[vote.against for _, vote in votes],
        denial=stances.denial(prior.mean),
        verdicts={(place, 0): verdicts[q.key] for place, q in enumerate(asked) if q.key in verdicts},
        false_answers=prior.false_values,
        prior=prior,
    )
    parties: list[Party] = [(outlet, Role.OWN.value) for outlet in outlets]
    pairs = [(parties[a], parties[b], chance) for a, b, chance in found.dependent]
    return Trust(
        prior=prior,
        means=dict(zip(parties, found.accuracy.tolist(), strict=True)),
        dependent={pair: chance for a, b, chance in pairs for pair in ((a, b), (b, a))},
        stances=stances,
    )


# --- what it stands beside


def base_rate(claims: Claims, training: Claims) -> dict[str, float]:
    return dict.fromkeys((claim.key for claim in claims), sum(bool(c.true) for c in training) / len(training))


def majority(claims: Claims, training: Claims) -> dict[str, float]:
    """More say so than hedge and deny."""
    return {claim.key: float(2 * claim.count("for") > len(claim.stances)) for claim in claims}


def any_denial(claims: Claims, training: Claims) -> dict[str, float]:
    return {claim.key: float(not claim.count("against")) for claim in claims}


def denied_or_unsaid(claims: Claims, training: Claims) -> dict[str, float]:
    return {claim.key: float(bool(claim.count("for")) and not claim.count("against")) for claim in claims}


METHODS: dict[str, Method] = {
    "base rate": base_rate,
    "majority of stances": majority,
    "any denial means false": any_denial,
    "... or that nobody says so": denied_or_unsaid,
    "engine, denial an assertion": without_denials,
    "engine": engine,
}


def measure(claims: Claims, method: Method, rounds: int) -> tuple[float, float]:
    """(accuracy, Brier score) on claims whose truth the method was not told, the mean over rounds of other parts."""
    known = [claim for claim in claims if claim.true is not None]
    hits, squares = [], []
    for seed in range(rounds):
        order = np.random.default_rng(seed).permutation(len(known)).tolist()
        for fold in range(FOLDS):
            held = {known[place].key for place in order[fold::FOLDS]}
            found = method(claims, [claim for claim in known if claim.key not in held])
            hits += [(found[c.key] > 0.5) == c.true for c in known if c.key in held]
            squares += [(found[c.key] - bool(c.true)) ** 2 for c in known if c.key in held]
    return float(np.mean(hits)), float(np.mean(squares))


def toml(stances: Stances) -> Iterable[str]:
    for name, rate in (("asserts", stances.asserts), ("hedges", stances.hedges), ("denies", stances.denies)):
        yield f"[{name}]\ntrue = {rate.true}\nfalse = {rate.false}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--rounds", type=int, default=3, help="of cross-validation")
    parser.add_argument("--table", action="store_true", help="print corroboration/data/stances.toml and end")
    given = parser.parse_args()
    claims = read(given.shared / "benchmarks" / "emergent.jsonl")
    known = [claim for claim in claims if claim.true is not None]
    if given.table:
        print("\n".join(toml(likelihoods(known))))
        return
    print(f"Emergent, {len(known)} claims found true or false, {FOLDS} parts, mean of {given.rounds} rounds")
    print(f"{'':<30}{'accuracy':>9}{'Brier':>8}")
    for name, method in METHODS.items():
        accuracy, brier = measure(claims, method, given.rounds)
        print(f"{name:<30}{accuracy:>9.3f}{brier:>8.3f}", flush=True)
    print(PUBLISHED)


if __name__ == "__main__":
    main()
