"""What the API answers, by the names of its schema. Made by make_shapes.py: edit nothing here."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

AboutEnum: TypeAlias = Literal[
    "zone", "who", "certainty", "question", "actors", "time", "place", "numbers", "statement", "open"
]


class Anchor(TypedDict):
    """Where a claim stands, in words that survive what is made of its article."""

    outlet: str
    external_id: str
    text_hash: str
    segments: list[list[int]]


class AnchorPart(TypedDict):
    """Anchor, of which some fields were asked for."""

    outlet: NotRequired[str]
    external_id: NotRequired[str]
    text_hash: NotRequired[str]
    segments: NotRequired[list[list[int]]]


class Article(TypedDict):
    """An article, without its text, and how far it has come."""

    id: str
    external_id: str
    outlet: str
    published_at: str
    revised_at: str | None
    title: str
    url: str
    language: str
    via: str
    wire: str
    state: ArticleStateEnum
    done: bool
    received_at: str
    attempts: int
    reason: str | None
    copy_of: CarriedText | None
    outlets: int


class ArticleKey(TypedDict):
    external_id: str
    outlet: str
    published_at: str


class ArticleKeyPart(TypedDict):
    """ArticleKey, of which some fields were asked for."""

    external_id: NotRequired[str]
    outlet: NotRequired[str]
    published_at: NotRequired[str]


class ArticlePart(TypedDict):
    """Article, of which some fields were asked for."""

    id: NotRequired[str]
    external_id: NotRequired[str]
    outlet: NotRequired[str]
    published_at: NotRequired[str]
    revised_at: NotRequired[str | None]
    title: NotRequired[str]
    url: NotRequired[str]
    language: NotRequired[str]
    via: NotRequired[str]
    wire: NotRequired[str]
    state: NotRequired[ArticleStateEnum]
    done: NotRequired[bool]
    received_at: NotRequired[str]
    attempts: NotRequired[int]
    reason: NotRequired[str | None]
    copy_of: NotRequired[CarriedTextPart | None]
    outlets: NotRequired[int]


ArticleStateEnum: TypeAlias = Literal[
    "received", "extracted", "linked", "grouped", "related", "settled", "failed", "retiring", "retired"
]


class ArticleSubmission(TypedDict):
    """One article, as a line of `ingest`. Text or html must be given; unknown fields are ignored with a warning."""

    external_id: str | int
    outlet: str
    published_at: str
    text: NotRequired[str | None]
    html: NotRequired[str | None]
    title: NotRequired[str | None]
    url: NotRequired[str | None]
    language: NotRequired[str | None]
    via: NotRequired[str | None]
    wire: NotRequired[str | None]
    revised_at: NotRequired[str | None]


class AssignSubmission(TypedDict):
    """Whose a cluster is to review."""

    reason: NotRequired[str]
    kind: AssignSubmissionKindEnum
    cluster: str
    to: str


AssignSubmissionKindEnum: TypeAlias = Literal["assign"]


class AttributionSubmission(TypedDict):
    """Through whom these claims of one outlet came; an empty chain: it is the outlet's own voice."""

    reason: NotRequired[str]
    kind: AttributionSubmissionKindEnum
    claims: list[str]
    chain: list[ChainVoice]


AttributionSubmissionKindEnum: TypeAlias = Literal["attribution"]


class Batch(TypedDict):
    """What became of a batch so far."""

    id: str
    status_url: str
    items_url: str
    by: str
    created_at: str
    complete: bool
    done: bool
    counts: Counts


class BatchItem(TypedDict):
    """What became of one article of a batch."""

    number: int
    external_id: str
    result: BatchItemResultEnum
    errors: list[FieldProblem]
    warnings: list[str]
    article: str | None
    status_url: str | None
    state: BatchItemStateEnum | NullEnum
    reason: str | None


BatchItemResultEnum: TypeAlias = Literal["accepted", "unchanged", "revised", "rejected"]

BatchItemStateEnum: TypeAlias = Literal["settled", "failed", "waiting"]


class BatchSubmission(TypedDict):
    """Articles, each as in the request for one. The list alone will do, too."""

    articles: list[Any]


class Beside(TypedDict):
    """Another source that independently told what this one told: how often either was first."""

    source: str
    name: str
    told: int
    before: int
    after: int
    ties: int
    median_hours_before: float | None
    median_hours_after: float | None


BlankEnum: TypeAlias = Literal[""]

ByEnum: TypeAlias = Literal["slug", "name", "alias", "spelling", "likeness", "homepage", "feed", "articles"]


class Candidate(TypedDict):
    """A source that may be meant."""

    source: ResolvedSource
    sure: float
    by: ByEnum
    found: str


class CarriedText(TypedDict):
    """The earliest article that is known to have the text of another."""

    article: str
    outlet: str
    same_text: bool


class CarriedTextPart(TypedDict):
    """CarriedText, of which some fields were asked for."""

    article: NotRequired[str]
    outlet: NotRequired[str]
    same_text: NotRequired[bool]


class ChainVoice(TypedDict):
    """Fields that it doesn't know are refused: a misspelt one would otherwise say nothing."""

    name: str
    kind: NotRequired[ChainVoiceKindEnum]


ChainVoiceKindEnum: TypeAlias = Literal[
    "outlet", "agency", "official", "armed-group", "monitor", "person", "group", "unnamed", "reports"
]


class ChangedClaim(TypedDict):
    claim: str
    before: Judged | None
    after: Judged | None


class ChangedClaimPart(TypedDict):
    """ChangedClaim, of which some fields were asked for."""

    claim: NotRequired[str]
    before: NotRequired[JudgedPart | None]
    after: NotRequired[JudgedPart | None]


class ChangedRecord(TypedDict):
    source: str
    role: RoleEnum
    before: Recorded | None
    after: Recorded | None


class ChangedRecordPart(TypedDict):
    """ChangedRecord, of which some fields were asked for."""

    source: NotRequired[str]
    role: NotRequired[RoleEnum]
    before: NotRequired[RecordedPart | None]
    after: NotRequired[RecordedPart | None]


class Claim(TypedDict):
    """One checkable statement of one article, in all texts of it that say so, as `export claims` writes it."""

    id: str
    article: ArticleKey
    start: int
    end: int
    segments: list[list[int]]
    text: str
    statement: str
    attribution: list[Voice]
    modality: ModalityEnum
    denied_by: list[Voice]
    zone: ClaimZoneEnum
    slot: str
    frame: Frame
    quantities: list[Quantity]
    cluster: str | None
    status: ClaimStatusEnum
    credibility: float | None
    admiralty: int | None
    revised_at: str | None
    told_at: str
    withdrawn_at: str | None
    match: NotRequired[Match]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


class ClaimPart(TypedDict):
    """Claim, of which some fields were asked for."""

    id: NotRequired[str]
    article: NotRequired[ArticleKeyPart]
    start: NotRequired[int]
    end: NotRequired[int]
    segments: NotRequired[list[list[int]]]
    text: NotRequired[str]
    statement: NotRequired[str]
    attribution: NotRequired[list[VoicePart]]
    modality: NotRequired[ModalityEnum]
    denied_by: NotRequired[list[VoicePart]]
    zone: NotRequired[ClaimZoneEnum]
    slot: NotRequired[str]
    frame: NotRequired[FramePart]
    quantities: NotRequired[list[QuantityPart]]
    cluster: NotRequired[str | None]
    status: NotRequired[ClaimStatusEnum]
    credibility: NotRequired[float | None]
    admiralty: NotRequired[int | None]
    revised_at: NotRequired[str | None]
    told_at: NotRequired[str]
    withdrawn_at: NotRequired[str | None]
    match: NotRequired[MatchPart]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[RecomputedPart]]


class ClaimReasons(TypedDict):
    claim: str
    reasons: list[Reason]


ClaimReview = TypedDict(
    "ClaimReview",
    {
        "@context": "str",
        "@type": "str",
        "url": "str",
        "identifier": "str",
        "claimReviewed": "str",
        "datePublished": "str",
        "dateModified": "str",
        "author": "dict[str, Any]",
        "reviewRating": "dict[str, Any]",
        "itemReviewed": "dict[str, Any]",
        "citation": "NotRequired[list[str]]",
        "sdLicense": "NotRequired[str]",
    },
)

ClaimStatusEnum: TypeAlias = Literal[
    "corroborated", "contradicted", "contested", "differs", "superseded", "retracted", "unconfirmed"
]

ClaimZoneEnum: TypeAlias = Literal["body", "comments"]


class Cluster(TypedDict):
    """Claims about one event. Origins are counted, not outlets."""

    id: str
    title: str
    status: ClusterStatusEnum
    place: str
    time: Days | None
    first_published_at: str
    last_published_at: str
    claims: list[str]
    outlets: int
    origins: list[Origin]
    unknown: int
    corroborations: int
    contradictions: int
    suggestions: NotRequired[list[Suggestion]]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


class ClusterPart(TypedDict):
    """Cluster, of which some fields were asked for."""

    id: NotRequired[str]
    title: NotRequired[str]
    status: NotRequired[ClusterStatusEnum]
    place: NotRequired[str]
    time: NotRequired[DaysPart | None]
    first_published_at: NotRequired[str]
    last_published_at: NotRequired[str]
    claims: NotRequired[list[str]]
    outlets: NotRequired[int]
    origins: NotRequired[list[OriginPart]]
    unknown: NotRequired[int]
    corroborations: NotRequired[int]
    contradictions: NotRequired[int]
    suggestions: NotRequired[list[SuggestionPart]]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[RecomputedPart]]


ClusterStatusEnum: TypeAlias = Literal["contested", "corroborated", "unconfirmed"]


class Compared(TypedDict):
    """One of the sources compared."""

    source: str
    name: str
    record: Figures | None
    met: list[Met]


class ComparedRecord(TypedDict):
    """The record of one of the sources on one topic."""

    role: RoleEnum
    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    checks: int
    letter: LetterEnum
    enough: bool
    reasons: list[str]
    source: str


class ComparedTopic(TypedDict):
    """The records of one topic, in the order of the sources, of those that have one."""

    topic: TopicEnum
    records: list[ComparedRecord]


class Comparison(TypedDict):
    """Sources side by side in one role. Figures of different roles aren't compared."""

    as_of: str | None
    recomputed: list[Recomputed]
    role: RoleEnum
    roles: list[str]
    topic: TopicEnum | NullEnum
    sources: list[Compared]
    topics: list[ComparedTopic]
    told: list[str]
    withheld: list[str]


class Copy(TypedDict):
    """Errors that the source shares with another beyond chance: one seems to copy from the other, whichever."""

    source: str
    name: str
    role: RoleEnum
    other_role: str
    probability: float
    since: str


class Counts(TypedDict):
    """How many became what, and how far they are."""

    items: int
    accepted: int
    unchanged: int
    revised: int
    rejected: int
    settled: int
    failed: int
    waiting: int


class Coverage(TypedDict):
    """Whether what an outlet publishes comes in by itself. Its silence while it isn't heard says nothing."""

    followed: bool
    unheard_since: str | None


class CoverageGap(TypedDict):
    """A time in which an outlet's feed couldn't be heard."""

    since: str
    until: str | None
    reason: str
    made_up: bool
    feed: str | None
    stand_in: str | None


class CoveragePart(TypedDict):
    """Coverage, of which some fields were asked for."""

    followed: NotRequired[bool]
    unheard_since: NotRequired[str | None]


class Cut(TypedDict):
    """What a letter takes: the first whose both figures are reached is given, E where none is."""

    letter: LetterEnum
    mean: float
    low: float


Days = TypedDict("Days", {"from": "str | None", "to": "str | None"})

DaysPart = TypedDict("DaysPart", {"from": "NotRequired[str | None]", "to": "NotRequired[str | None]"})


class DecidedClaim(TypedDict):
    id: str
    url: str


class DecidedClaimPart(TypedDict):
    """DecidedClaim, of which some fields were asked for."""

    id: NotRequired[str]
    url: NotRequired[str]


DecidedRelationEnum: TypeAlias = Literal["corroborates", "contradicts", "differs", "none"]


class Decision(TypedDict):
    """What a person decided, as `export decisions` writes it, and what became of it."""

    id: str
    kind: DecisionKindEnum
    anchors: list[Anchor]
    value: dict[str, Any]
    reason: str
    decided_at: str
    recorded_at: str
    by: str
    undoes: str | None
    url: str
    claims: list[DecidedClaim]
    state: DecisionStateEnum
    why: str
    following: bool
    undoes_url: str | None
    undone_by: str | None
    undone_by_url: str | None
    effect: NotRequired[Effect | None]


DecisionKindEnum: TypeAlias = Literal[
    "same-event",
    "different-event",
    "split",
    "verdict",
    "independence",
    "relation",
    "attribution",
    "not-a-claim",
    "note",
    "assign",
    "reviewed",
    "external-review",
    "undo",
]


class DecisionPart(TypedDict):
    """Decision, of which some fields were asked for."""

    id: NotRequired[str]
    kind: NotRequired[DecisionKindEnum]
    anchors: NotRequired[list[AnchorPart]]
    value: NotRequired[dict[str, Any]]
    reason: NotRequired[str]
    decided_at: NotRequired[str]
    recorded_at: NotRequired[str]
    by: NotRequired[str]
    undoes: NotRequired[str | None]
    url: NotRequired[str]
    claims: NotRequired[list[DecidedClaimPart]]
    state: NotRequired[DecisionStateEnum]
    why: NotRequired[str]
    following: NotRequired[bool]
    undoes_url: NotRequired[str | None]
    undone_by: NotRequired[str | None]
    undone_by_url: NotRequired[str | None]
    effect: NotRequired[EffectPart | None]


DecisionStateEnum: TypeAlias = Literal["in-force", "undone", "orphaned", "refused"]

DecisionSubmission: TypeAlias = "SameEventSubmission | DifferentEventSubmission | SplitSubmission | VerdictSubmission | IndependenceSubmission | RelationSubmission | AttributionSubmission | NotAClaimSubmission | NoteSubmission | AssignSubmission | ReviewedSubmission"


class Delivery(TypedDict):
    """One notice for one webhook, and what its last attempt came to."""

    id: str
    message: str
    kind: str
    state: DeliveryStateEnum
    attempts: int
    made_at: str
    tried_at: str | None
    next_attempt_at: str | None
    status: int | None
    answer: str
    error: str
    data: Any


DeliveryStateEnum: TypeAlias = Literal["waiting", "delivered", "dead"]


class Derivation(TypedDict):
    """How the score follows from the sums."""

    prior_alpha: float
    prior_beta: float
    plain_mean: float
    steps: list[str]
    moves: list[str]


class DifferentEventSubmission(TypedDict):
    """These two claims tell of different events."""

    reason: NotRequired[str]
    kind: DifferentEventSubmissionKindEnum
    claims: list[str]


DifferentEventSubmissionKindEnum: TypeAlias = Literal["different-event"]


class Disputed(TypedDict):
    """undecided: two camps of sources can't be told apart, so none is weighed by what the other thinks of it."""

    month: str | None
    undecided: bool
    questions: list[Question]


class Effect(TypedDict):
    """Judgements that are others since a decision was followed, before and after."""

    claims: list[ChangedClaim]
    records: list[ChangedRecord]


class EffectPart(TypedDict):
    """Effect, of which some fields were asked for."""

    claims: NotRequired[list[ChangedClaimPart]]
    records: NotRequired[list[ChangedRecordPart]]


class Explanation(TypedDict):
    """Why the article, and each claim, was read as it was."""

    article: list[Reason]
    claims: list[ClaimReasons]


class FieldProblem(TypedDict):
    field: str
    message: str


class Figures(TypedDict):
    """Reliability in one role: a probability with its 90 % interval, and the sums of the ledger behind it."""

    role: RoleEnum
    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    checks: int
    letter: LetterEnum
    enough: bool
    reasons: list[str]


class Found(TypedDict):
    title: str
    outlet: str
    proposed_outlet: str
    published_at: str
    language: str
    url: str
    notes: list[str]


class FoundCluster(TypedDict):
    """A cluster, with those of its claims that were found."""

    id: str
    title: str
    status: ClusterStatusEnum
    place: str
    time: Days | None
    first_published_at: str
    last_published_at: str
    claims: list[str]
    outlets: int
    origins: list[Origin]
    unknown: int
    corroborations: int
    contradictions: int
    matched: list[str]


class Frame(TypedDict):
    actor: str
    action: str
    target: str
    place: str
    time: Days | None


class FramePart(TypedDict):
    """Frame, of which some fields were asked for."""

    actor: NotRequired[str]
    action: NotRequired[str]
    target: NotRequired[str]
    place: NotRequired[str]
    time: NotRequired[DaysPart | None]


class FreshToken(TypedDict):
    """The token is shown once; only its hash is kept."""

    key: str
    name: str | None
    role: TokenRoleEnum | NullEnum
    created: str
    expiry: str | None
    last_used_at: str | None
    token: str


class Grading(TypedDict):
    """By what the records are graded: method, not evidence, so records as of a past day are graded by today's."""

    half_life_days: float
    letters: list[Cut]
    widest_interval: float
    fewest_checks: float


class Health(TypedDict):
    """How its receiver is doing."""

    waiting: int
    failures: int
    failing_since: str | None
    last_success_at: str | None
    quiet_until: str
    switched_off: str


class Imported(TypedDict):
    """What became of the reviews. Their claims are looked for afterwards."""

    accepted: int
    changed: int
    unchanged: int
    rejected: int
    refused: list[Refused]


class IndependenceSubmission(TypedDict):
    """Whether two claims of one cluster come from two voices or from one."""

    reason: NotRequired[str]
    kind: IndependenceSubmissionKindEnum
    claims: list[str]
    independent: bool


IndependenceSubmissionKindEnum: TypeAlias = Literal["independence"]


class Judged(TypedDict):
    cluster: str
    status: ClaimStatusEnum | BlankEnum
    credibility: float | None
    admiralty: int | None


class JudgedPart(TypedDict):
    """Judged, of which some fields were asked for."""

    cluster: NotRequired[str]
    status: NotRequired[ClaimStatusEnum | BlankEnum]
    credibility: NotRequired[float | None]
    admiralty: NotRequired[int | None]


KindsEnum: TypeAlias = Literal[
    "claim.contradicted",
    "claim.corroborated",
    "claim.retracted",
    "cluster.changed",
    "verdict.given",
    "verdict.undone",
    "record.letter_changed",
]


class LeadInstance(TypedDict):
    """One claim that an independent origin told as well."""

    claim: str
    other: str
    hours: float
    first: bool


class LeadTime(TypedDict):
    """How often the source was first, and how long before the second origin."""

    told: int
    first: int
    median_hours: float | None
    lower_hours: float | None
    upper_hours: float | None
    instances: list[LeadInstance]


class LeadTimes(TypedDict):
    """Who reports before whom."""

    source: str
    name: str
    as_of: str | None
    recomputed: list[Recomputed]
    withheld: str | None
    role: RoleEnum | NullEnum
    topic: TopicEnum | NullEnum
    complete: bool
    lead_times: list[RoleLead]


class LedgerLine(TypedDict):
    """What one outcome of one claim adds to a record."""

    role: RoleEnum
    claim: str
    kind: OutcomeKindEnum
    partner: str
    date: str
    up: float
    down: float
    weight: float
    reason: str
    topics: list[str]


LetterEnum: TypeAlias = Literal["A", "B", "C", "D", "E", "F"]


class LinkReason(TypedDict):
    """What a claim's episode has in common with one of the cluster, or not."""

    says: str
    adds: float


class LinkReasonPart(TypedDict):
    """LinkReason, of which some fields were asked for."""

    says: NotRequired[str]
    adds: NotRequired[float]


class Match(TypedDict):
    """How well a claim fits the sentence that was searched by."""

    score: float
    words: float
    event: float
    reasons: list[str]
    copies: list[str]


class MatchPart(TypedDict):
    """Match, of which some fields were asked for."""

    score: NotRequired[float]
    words: NotRequired[float]
    event: NotRequired[float]
    reasons: NotRequired[list[str]]
    copies: NotRequired[list[str]]


class Merged(TypedDict):
    """Where a source that was merged is found: at the address in `Location`."""

    merged_into: str


class Met(TypedDict):
    """How another of the sources compared checked what this one said."""

    source: str
    agreed: int | None
    opposed: int | None


ModalityEnum: TypeAlias = Literal["asserted", "hedged", "planned", "denied"]


class NewWebhook(TypedDict):
    """With its secret: keep it, it isn't shown again."""

    id: str
    name: str
    url: str
    kinds: list[KindsEnum]
    sources: list[str]
    cluster: str
    place: str
    topic: str
    since: str | None
    active: bool
    owner: str
    created_at: str
    health: Health
    secret: str


class NotAClaimSubmission(TypedDict):
    """These are no claims. What copies them isn't, either."""

    reason: NotRequired[str]
    kind: NotAClaimSubmissionKindEnum
    claims: list[str]


NotAClaimSubmissionKindEnum: TypeAlias = Literal["not-a-claim"]


class NoteSubmission(TypedDict):
    """A note on a cluster."""

    reason: str
    kind: NoteSubmissionKindEnum
    cluster: str


NoteSubmissionKindEnum: TypeAlias = Literal["note"]

NullEnum: TypeAlias = "None"


class OpenedLine(TypedDict):
    """A ledger line with what stands behind it. null: the claim no longer stands, or a verdict checked it."""

    role: RoleEnum
    claim: str
    kind: OutcomeKindEnum
    partner: str
    date: str
    up: float
    down: float
    weight: float
    reason: str
    topics: list[str]
    statement: str | None
    article: str | None
    outlet: str | None
    published_at: str | None
    checker: str | None
    partner_statement: str | None
    partner_outlet: str | None
    partner_published_at: str | None
    relation: RelationKindEnum | NullEnum
    type: str | None
    relation_reasons: list[str]
    independent: bool | None
    evidence: list[str]


class Opposed(TypedDict):
    """A decision in force that stands against what was asked for."""

    id: str
    url: str
    kind: DecisionKindEnum
    by: str


class OpposedProblem(TypedDict):
    """An error in the form of RFC 9457."""

    type: NotRequired[str]
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem]
    against: NotRequired[list[Opposed]]


class Origin(TypedDict):
    source: str
    name: str
    claims: list[str]


class OriginPart(TypedDict):
    """Origin, of which some fields were asked for."""

    source: NotRequired[str]
    name: NotRequired[str]
    claims: NotRequired[list[str]]


OutcomeKindEnum: TypeAlias = Literal["corroborated", "contradicted", "denied", "superseded", "retracted", "verdict"]


class Owner(TypedDict):
    source: str
    since: str | None
    until: str | None


class OwnerPart(TypedDict):
    """Owner, of which some fields were asked for."""

    source: NotRequired[str]
    since: NotRequired[str | None]
    until: NotRequired[str | None]


class PaginatedArticleList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Article | ArticlePart]


class PaginatedBatchItemList(TypedDict):
    next: str | None
    previous: str | None
    results: list[BatchItem]


class PaginatedClaimList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Claim | ClaimPart]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


class PaginatedClaimReview(TypedDict):
    next: str | None
    previous: str | None
    results: list[ClaimReview]


class PaginatedClusterList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Cluster | ClusterPart]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


class PaginatedCoverageGap(TypedDict):
    next: str | None
    previous: str | None
    results: list[CoverageGap]


class PaginatedDecisionList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Decision | DecisionPart]


class PaginatedDeliveryList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Delivery]


class PaginatedOpenedLine(TypedDict):
    next: str | None
    previous: str | None
    results: list[OpenedLine]


class PaginatedRelationList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Relation | RelationPart]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


class PaginatedSourceList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Source | SourcePart]


class PaginatedWebhookList(TypedDict):
    next: str | None
    previous: str | None
    results: list[Webhook]


class PatchedWebhookChange(TypedDict):
    """What a webhook is told, and where. All filters that are given must hold."""

    name: NotRequired[str]
    sources: NotRequired[list[str]]
    cluster: NotRequired[str]
    place: NotRequired[str]
    topic: NotRequired[TopicEnum | BlankEnum]
    since: NotRequired[str | None]
    url: NotRequired[str]
    kinds: NotRequired[list[KindsEnum]]
    active: NotRequired[bool]


class Problem(TypedDict):
    """An error in the form of RFC 9457."""

    type: NotRequired[str]
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem]


class Quantity(TypedDict):
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str
    role: str


class QuantityPart(TypedDict):
    """Quantity, of which some fields were asked for."""

    value: NotRequired[float | None]
    low: NotRequired[float | None]
    high: NotRequired[float | None]
    bound: NotRequired[str]
    unit: NotRequired[str]
    role: NotRequired[str]


class Question(TypedDict):
    """A question that voices answer in more than one way. claim: the first that answered it."""

    cluster: str
    title: str
    claim: str
    slot: str


class Reason(TypedDict):
    """One thing that a rule found, and the words that it rests on, where they are known."""

    about: AboutEnum
    says: str
    segments: list[list[int]]


class Receipt(TypedDict):
    """What became of an article that was handed in."""

    result: ReceiptResultEnum
    article: Article
    status_url: str
    warnings: list[str]


ReceiptResultEnum: TypeAlias = Literal["accepted", "revised", "unchanged"]


class Recomputed(TypedDict):
    """Why an answer about a past day isn't the one that could be given when it was over."""

    since: str
    why: str


class RecomputedPart(TypedDict):
    """Recomputed, of which some fields were asked for."""

    since: NotRequired[str]
    why: NotRequired[str]


class Record(TypedDict):
    """A record with how its score came about, and its lead time."""

    role: RoleEnum
    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    checks: int
    letter: LetterEnum
    enough: bool
    reasons: list[str]
    how: Derivation
    lead_time: NotRequired[LeadTime | None]


class Recorded(TypedDict):
    letter: str
    mean: float


class RecordedPart(TypedDict):
    """Recorded, of which some fields were asked for."""

    letter: NotRequired[str]
    mean: NotRequired[float]


class Refused(TypedDict):
    position: str
    reason: str


class Relation(TypedDict):
    """How two claims of one cluster stand to each other. a is the later one; in *supersedes* a replaces b."""

    a: str
    b: str
    relation: RelationKindEnum
    type: str
    independent: bool | None
    score: float
    reasons: list[str]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]


RelationKindEnum: TypeAlias = Literal["corroborates", "contradicts", "differs", "supersedes"]


class RelationPart(TypedDict):
    """Relation, of which some fields were asked for."""

    a: NotRequired[str]
    b: NotRequired[str]
    relation: NotRequired[RelationKindEnum]
    type: NotRequired[str]
    independent: NotRequired[bool | None]
    score: NotRequired[float]
    reasons: NotRequired[list[str]]
    as_of: NotRequired[str]
    recomputed: NotRequired[list[RecomputedPart]]


class RelationSubmission(TypedDict):
    """How two claims of one cluster stand to each other; none: they answer different questions."""

    reason: NotRequired[str]
    kind: RelationSubmissionKindEnum
    claims: list[str]
    relation: DecidedRelationEnum


RelationSubmissionKindEnum: TypeAlias = Literal["relation"]


class Reply(TypedDict):
    """What the source says itself. The newest statement, as of the day; null: none was made, or it was withdrawn."""

    about: str
    text: str
    url: str
    entered_at: str
    entered_by: str


class ReplyPart(TypedDict):
    """Reply, of which some fields were asked for."""

    about: NotRequired[str]
    text: NotRequired[str]
    url: NotRequired[str]
    entered_at: NotRequired[str]
    entered_by: NotRequired[str]


class Resolution(TypedDict):
    """Which source is meant, and which others may be."""

    source: ResolvedSource | None
    sure: float | None
    candidates: list[Candidate]


class ResolvedSource(TypedDict):
    """Who is meant. What else is known of it is at its own address."""

    slug: str
    name: str
    kind: SourceKindEnum


class Retrieval(TypedDict):
    id: str
    url: str
    state: RetrievalStateEnum
    reason: str
    attempts: int
    asked_at: str
    next_attempt_at: str | None
    found: Found | None
    article: str | None
    article_url: str | None


RetrievalStateEnum: TypeAlias = Literal["waiting", "unclear", "processing", "settled", "failed"]


class RetrievalSubmission(TypedDict):
    """A page, and what is known of it that it may not say itself."""

    url: str
    outlet: NotRequired[str]
    published_at: NotRequired[str]


class ReviewedSubmission(TypedDict):
    """That a cluster was looked through as it is now. With `If-Match`: as it was when it was read."""

    reason: NotRequired[str]
    kind: ReviewedSubmissionKindEnum
    cluster: str


ReviewedSubmissionKindEnum: TypeAlias = Literal["reviewed"]

RoleEnum: TypeAlias = Literal["own", "origin", "carrier"]


class RoleLead(TypedDict):
    """How often the source was first in one role, how long before the second origin, and before or after whom."""

    role: RoleEnum
    told: int
    first: int
    median_hours: float | None
    lower_hours: float | None
    upper_hours: float | None
    instances: list[LeadInstance]
    others: list[Beside]


class SameEventSubmission(TypedDict):
    """These claims tell of one event, of whatever clusters they are."""

    reason: NotRequired[str]
    kind: SameEventSubmissionKindEnum
    claims: list[str]


SameEventSubmissionKindEnum: TypeAlias = Literal["same-event"]


class SearchResult(TypedDict):
    """What a search found, of each kind the best first."""

    claims: list[Claim]
    clusters: list[FoundCluster]
    sources: list[Candidate]


class Source(TypedDict):
    """Anyone a claim can come from."""

    slug: str
    name: str
    kind: SourceKindEnum
    curated: bool
    aliases: list[str]
    country: str
    language: str
    homepage: str
    speaks_for: str | None
    owners: list[Owner]
    feeds: list[str]
    coverage: Coverage
    original_reporting: bool
    reply: Reply | None
    public_role: bool
    merged_into: str | None


SourceKindEnum: TypeAlias = Literal[
    "outlet", "agency", "official", "armed-group", "monitor", "person", "commenter", "group", "unnamed", "reports"
]


class SourcePart(TypedDict):
    """Source, of which some fields were asked for."""

    slug: NotRequired[str]
    name: NotRequired[str]
    kind: NotRequired[SourceKindEnum]
    curated: NotRequired[bool]
    aliases: NotRequired[list[str]]
    country: NotRequired[str]
    language: NotRequired[str]
    homepage: NotRequired[str]
    speaks_for: NotRequired[str | None]
    owners: NotRequired[list[OwnerPart]]
    feeds: NotRequired[list[str]]
    coverage: NotRequired[CoveragePart]
    original_reporting: NotRequired[bool]
    reply: NotRequired[ReplyPart | None]
    public_role: NotRequired[bool]
    merged_into: NotRequired[str | None]


class SplitSubmission(TypedDict):
    """These claims tell of another event than the others of their cluster."""

    reason: NotRequired[str]
    kind: SplitSubmissionKindEnum
    claims: list[str]


SplitSubmissionKindEnum: TypeAlias = Literal["split"]


class Suggestion(TypedDict):
    """A claim that a person may want to put into the cluster."""

    claim: str
    score: float
    like: str | None
    reasons: list[LinkReason]


class SuggestionPart(TypedDict):
    """Suggestion, of which some fields were asked for."""

    claim: NotRequired[str]
    score: NotRequired[float]
    like: NotRequired[str | None]
    reasons: NotRequired[list[LinkReasonPart]]


class Text(TypedDict):
    id: str
    told_at: str
    revised_at: str | None
    received_at: str
    state: str
    replaced_by: str | None
    noted: bool | None
    added: list[str]
    dropped: list[str]
    updated: list[Updated]


class Texts(TypedDict):
    texts: list[Text]


class Token(TypedDict):
    key: str
    name: str | None
    role: TokenRoleEnum | NullEnum
    created: str
    expiry: str | None
    last_used_at: str | None


TokenRoleEnum: TypeAlias = Literal["reader", "fact-checker", "admin"]


class TokenSubmission(TypedDict):
    """Fields that it doesn't know are refused: a misspelt one would otherwise say nothing."""

    name: str
    role: NotRequired[TokenRoleEnum]
    days: NotRequired[int]


TopicEnum: TypeAlias = Literal[
    "aid",
    "airstrike",
    "battle",
    "bombing",
    "business",
    "capture",
    "chemical",
    "deal",
    "deployment",
    "detention",
    "diplomacy",
    "disaster",
    "downing",
    "evacuation",
    "killing",
    "office",
    "setting",
    "shelling",
    "siege",
    "sport",
    "war",
    "other",
]


class TopicRecord(TypedDict):
    """The record of the claims of one topic: the same formula over their lines of the ledger."""

    role: RoleEnum
    mean: float
    low: float
    high: float
    alpha: float
    beta: float
    up: float
    down: float
    checks: int
    letter: LetterEnum
    enough: bool
    reasons: list[str]
    topic: TopicEnum


class TrackRecord(TypedDict):
    """A source's records, one for each role, with the first lines of the ledger that adds up to them."""

    source: str
    name: str
    as_of: str | None
    recomputed: list[Recomputed]
    withheld: str | None
    reply: Reply | None
    role: RoleEnum | NullEnum
    topic: TopicEnum | NullEnum
    grading: Grading
    records: list[Record]
    copies: list[Copy]
    topics: NotRequired[list[TopicRecord]]
    ledger: NotRequired[list[LedgerLine]]
    ledger_complete: NotRequired[bool]
    ledger_url: NotRequired[str]
    lead_times_url: NotRequired[str]


class Trial(TypedDict):
    """What would be stored of an article."""

    article: ArticleKey
    text: str
    claims: list[Claim]
    zones: list[Zone]
    wire: str
    first_hand: bool
    notes: list[str]
    explanation: Explanation
    warnings: list[str]


class TrialSubmission(TypedDict):
    """One article, as a line of `ingest`; it needs no id. Text or html must be given."""

    external_id: NotRequired[str | int | None]
    outlet: str
    published_at: str
    text: NotRequired[str | None]
    html: NotRequired[str | None]
    title: NotRequired[str | None]
    url: NotRequired[str | None]
    language: NotRequired[str | None]
    via: NotRequired[str | None]
    wire: NotRequired[str | None]
    revised_at: NotRequired[str | None]


class UndoSubmission(TypedDict):
    """Fields that it doesn't know are refused: a misspelt one would otherwise say nothing."""

    reason: NotRequired[str]


class Updated(TypedDict):
    claim: str
    by: str


VerdictEnum: TypeAlias = Literal["true", "mostly true", "mostly false", "false", "unproven"]


class VerdictSubmission(TypedDict):
    """How true these claims of one cluster are, with the reason and the evidence."""

    reason: str
    kind: VerdictSubmissionKindEnum
    claims: list[str]
    verdict: VerdictEnum
    links: NotRequired[list[str]]


VerdictSubmissionKindEnum: TypeAlias = Literal["verdict"]


class Voice(TypedDict):
    source: str
    name: str


class VoicePart(TypedDict):
    """Voice, of which some fields were asked for."""

    source: NotRequired[str]
    name: NotRequired[str]


class Webhook(TypedDict):
    """An address that is told what changes. Its secret is shown only when it is made."""

    id: str
    name: str
    url: str
    kinds: list[KindsEnum]
    sources: list[str]
    cluster: str
    place: str
    topic: str
    since: str | None
    active: bool
    owner: str
    created_at: str
    health: Health


class WebhookSubmission(TypedDict):
    """What a webhook is told, and where. All filters that are given must hold."""

    name: NotRequired[str]
    sources: NotRequired[list[str]]
    cluster: NotRequired[str]
    place: NotRequired[str]
    topic: NotRequired[TopicEnum | BlankEnum]
    since: NotRequired[str | None]
    url: str
    kinds: list[KindsEnum]


class Zone(TypedDict):
    """A stretch of the text, and why it is read for claims or not."""

    zone: ZoneZoneEnum
    start: int
    end: int
    reason: str


ZoneZoneEnum: TypeAlias = Literal["title", "dateline", "body", "furniture", "comments"]
