"""From all clusters' evidence to outcomes, credibilities and track records, as of any day.

Everything here is a function of what was known by that day. The weights of the voices are those of the last fit, at the
end of each UTC month that is over, on the data up to it (fits.py). So an answer about the past is the same whenever it
is asked. This settles everything at once; following.py follows one cluster through time to the same result.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.engine.values import Zone
from corroboration.engine.ballots import ClusterEvidence, Question, Role, denial_role, questions, up_to
from corroboration.engine.fits import fit_months, fit_trust, latest
from corroboration.engine.ledger import contributions, parts
from corroboration.engine.outcomes import NOBODY, outcomes
from corroboration.engine.truth import Credibility, Party, Trust, credibility
from corroboration.engine.values import Outcome, Stance, Telling
from corroboration.engine.verdicts import Verdict
from sources.engine.admiralty import SHIPPED_CUTS, Cuts
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
    cuts: Cuts = SHIPPED_CUTS,
) -> Settlement:
    """Settle all clusters as of the end of a day (None: now, by the latest date in the evidence).

    half_life_days: age at which evidence about a voice counts half (None: it does not fade). trust: the kept weights,
    to spare the refits; they must be those that fit_trust gives for the day. cuts: what the letters of records take.
    """
    clusters = [up_to(cluster, as_of) for cluster in sorted(evidence, key=lambda c: c.cluster_id)]
    asked = {cluster.cluster_id: questions(cluster) for cluster in clusters}
    day = latest(clusters) if as_of is None else as_of
    weights = trust if trust is not None else fit_trust(evidence, as_of)
    found: list[Outcome] = []
    beliefs: dict[str, Credibility] = {}
    ledgers: dict[Party, list[Contribution]] = {}
    for cluster in clusters:
        mine = outcomes(cluster.tellings, cluster.relations, cluster.verdicts, cluster.copies, cluster.decided)
        found += mine
        beliefs |= credibilities(cluster, asked[cluster.cluster_id], mine, weights, day)
        tellings = {telling.id: telling for telling in cluster.tellings}
        for question in asked[cluster.cluster_id]:
            for party, line in contributions(question, tellings, weights):
                ledgers.setdefault(party, []).append(line)
    found.sort(key=lambda o: (o.claim, o.since, o.kind, o.by))
    records = _records(_speakers(clusters), ledgers, weights.prior, day, half_life_days, cuts)
    return Settlement(tuple(found), dict(sorted(beliefs.items())), records, weights)


def beliefs(
    evidence: Iterable[ClusterEvidence], day: date, trust: Trust, wanted: Collection[str]
) -> dict[str, Credibility]:
    """How far those claims of these clusters that are wanted could be believed at the end of a day: as settling all of
    them tells.

    evidence: at least what relations and copies join to the claims. trust: the weights that fit_trust gives for it.
    """
    found: dict[str, Credibility] = {}
    for each in evidence:
        cluster = up_to(each, day)
        mine = outcomes(cluster.tellings, cluster.relations, cluster.verdicts, cluster.copies, cluster.decided, wanted)
        found |= credibilities(cluster, questions(cluster), mine, trust, day, wanted)
    return found


def credibilities(
    cluster: ClusterEvidence,
    asked: Sequence[Question],
    mine: Sequence[Outcome],
    trust: Trust,
    day: date | None,
    wanted: Collection[str] | None = None,
) -> dict[str, Credibility]:
    """How far each claim of a cluster (wanted: those alone) can be believed on a day, by the questions and the outcomes
    of that day."""
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
        if wanted is None or claim in wanted
    }


def _speakers(clusters: Iterable[ClusterEvidence]) -> dict[Party, tuple[Voice, int]]:
    """Every voice in each of its roles, with the number of claims in which it took that part.

    Readers below an article and "reports" are nobody's record.
    """
    found: dict[Party, tuple[Voice, int]] = {}
    for telling in sorted((t for cluster in clusters for t in cluster.tellings), key=lambda t: t.order):
        for voice, role in speaking(telling):
            known, count = found.get((voice.slug, role.value), (voice, 0))
            found[voice.slug, role.value] = (known, count + 1)
    return dict(sorted(found.items()))


def speaking(telling: Telling) -> list[tuple[Voice, Role]]:
    """The voices on whose records a claim has a bearing, each in its part."""
    if telling.claim.zone is Zone.COMMENTS:
        return []
    denials = [(voice, denial_role(telling, voice)) for voice in telling.claim.denied_by]
    return [part for part in dict.fromkeys([*parts(telling), *denials]) if part[0].kind not in NOBODY]


def _records(
    speakers: Mapping[Party, tuple[Voice, int]],
    ledgers: Mapping[Party, Sequence[Contribution]],
    prior: Prior,
    day: date | None,
    half_life_days: float | None,
    cuts: Cuts,
) -> dict[Party, Record]:
    records = {}
    for party, (voice, claims) in speakers.items():
        lines = ledgers.get(party, ())
        score = reliability(lines, prior, day, half_life_days, cuts)
        shown = ledger_as_of(lines, day, half_life_days)
        records[party] = Record(party[0], voice.name, party[1], score, shown, claims)
    return records
