"""From all clusters' evidence to outcomes, credibilities and track records, as of any day.

Everything here is a function of what was known by that day. The weights of the voices are those of the last fit: at the
end of each UTC month on the data up to it, and for today (as_of None) a provisional one on all there is. So an answer
about the past is the same whenever it is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.engine.values import Zone
from corroboration.engine.ballots import ClusterEvidence, Question, denial_role, questions, up_to
from corroboration.engine.fits import fit_day, fit_months, fit_trust, latest, trust_from
from corroboration.engine.ledger import contributions, parts
from corroboration.engine.outcomes import NOBODY, Verdict, outcomes
from corroboration.engine.truth import Credibility, Party, Trust, credibility
from corroboration.engine.values import Outcome, Stance
from sources.engine.reliability import Contribution, Prior, Reliability, ledger_as_of, reliability
from sources.engine.values import Voice

__all__ = ["ClusterEvidence", "Record", "Settlement", "Verdict", "fit_months", "fit_trust", "settle"]


@dataclass(frozen=True, slots=True)
class Record:
    """The track record of a voice in one role.

    voice: slug; name: as shown; role: own, origin or carrier. reliability: the score, with its interval and letter.
    ledger: the lines behind it, faded by age; their up and down sum to those of the score. claims: how many claims the
    voice took part in, checked or not.
    """

    voice: str
    name: str
    role: str
    reliability: Reliability
    ledger: tuple[Contribution, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """All that follows from the evidence as of a day.

    outcomes: sorted by claim. credibilities: by claim id. records: by (voice slug, role). trust: the fit that weighed
    the votes.
    """

    outcomes: tuple[Outcome, ...]
    credibilities: Mapping[str, Credibility]
    records: Mapping[Party, Record]
    trust: Trust


def settle(
    evidence: Sequence[ClusterEvidence],
    as_of: date | None = None,
    half_life_days: float | None = None,
    trust: Trust | None = None,
) -> Settlement:
    """Settle all clusters as of the end of a day (None: now, by the latest date in the evidence).

    half_life_days: age at which evidence about a voice counts half (None: it does not fade). trust: a kept fit, to
    spare the refit; it must be the one that fit_trust gives for the day.
    """
    clusters = [up_to(cluster, as_of) for cluster in sorted(evidence, key=lambda c: c.cluster_id)]
    asked = {cluster.cluster_id: questions(cluster) for cluster in clusters}
    day = latest(clusters) if as_of is None else as_of
    weights = trust if trust is not None else _weights(evidence, as_of, day, asked)
    found: list[Outcome] = []
    beliefs: dict[str, Credibility] = {}
    ledgers: dict[Party, list[Contribution]] = {}
    for cluster in clusters:
        mine = outcomes(cluster.tellings, cluster.relations, cluster.verdicts, cluster.copies, cluster.decided)
        found += mine
        beliefs |= _credibilities(cluster, asked[cluster.cluster_id], mine, weights, day)
        tellings = {telling.id: telling for telling in cluster.tellings}
        for question in asked[cluster.cluster_id]:
            for party, line in contributions(question, tellings, weights):
                ledgers.setdefault(party, []).append(line)
    found.sort(key=lambda o: (o.claim, o.since, o.kind, o.by))
    records = _records(_speakers(clusters), ledgers, weights.prior, day, half_life_days)
    return Settlement(tuple(found), dict(sorted(beliefs.items())), records, weights)


def _weights(
    evidence: Sequence[ClusterEvidence], as_of: date | None, day: date | None, asked: Mapping[str, Sequence[Question]]
) -> Trust:
    """The fit for a day; where it is the provisional one, from the questions at hand."""
    if as_of is not None and as_of != fit_day(as_of):
        return fit_trust(evidence, as_of)
    return trust_from([question for cluster in asked.values() for question in cluster], day)


def _credibilities(
    cluster: ClusterEvidence, asked: Sequence[Question], mine: Sequence[Outcome], trust: Trust, day: date | None
) -> dict[str, Credibility]:
    own: dict[str, list[Outcome]] = {}
    for outcome in mine:
        own.setdefault(outcome.claim, []).append(outcome)
    differing = {c for r in cluster.relations if r.finding.stance is Stance.DIFFERS for c in (r.a, r.b)}
    differing |= {copy for copy, original in cluster.copies.items() if original in differing}
    return {
        claim: credibility(question, answer, trust, own.get(claim, []), claim in differing, day)
        for question in asked
        for answer, claims in enumerate(question.answers)
        for claim in claims
    }


def _speakers(clusters: Iterable[ClusterEvidence]) -> dict[Party, tuple[Voice, int]]:
    """Every voice in each of its roles, with the number of claims in which it took that part.

    Readers below an article and "reports" are nobody's record.
    """
    found: dict[Party, tuple[Voice, int]] = {}
    told = (t for cluster in clusters for t in cluster.tellings if t.claim.zone is not Zone.COMMENTS)
    tellings = sorted(told, key=lambda t: t.order)
    for telling in tellings:
        denials = [(voice, denial_role(telling, voice)) for voice in telling.claim.denied_by]
        for voice, role in dict.fromkeys([*parts(telling), *denials]):
            if voice.kind not in NOBODY:
                known, count = found.get((voice.slug, role.value), (voice, 0))
                found[voice.slug, role.value] = (known, count + 1)
    return dict(sorted(found.items()))


def _records(
    speakers: Mapping[Party, tuple[Voice, int]],
    ledgers: Mapping[Party, Sequence[Contribution]],
    prior: Prior,
    day: date | None,
    half_life_days: float | None,
) -> dict[Party, Record]:
    records = {}
    for party, (voice, claims) in speakers.items():
        lines = ledgers.get(party, ())
        score = reliability(lines, prior, day, half_life_days)
        shown = ledger_as_of(lines, day, half_life_days)
        records[party] = Record(party[0], voice.name, party[1], score, shown, claims)
    return records
