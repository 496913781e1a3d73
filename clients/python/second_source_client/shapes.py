"""What the API answers, by the names of its schema. Made by make_shapes.py: edit nothing here."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

AboutEnum: TypeAlias = Literal[
    "zone", "who", "certainty", "question", "actors", "time", "place", "numbers", "statement", "open"
]


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


class ArticleKey(TypedDict):
    external_id: str
    outlet: str
    published_at: str


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

    articles: list[ArticleSubmission]


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


class Claim(TypedDict):
    """One checkable statement of one article, in all texts of it that say so, as `export claims` writes it."""

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
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


class ClaimPart(TypedDict):
    """Claim, of which some fields were asked for."""

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
    id: NotRequired[str]
    article: NotRequired[ArticleKey]
    start: NotRequired[int]
    end: NotRequired[int]
    segments: NotRequired[list[list[int]]]
    text: NotRequired[str]
    statement: NotRequired[str]
    attribution: NotRequired[list[Voice]]
    modality: NotRequired[ModalityEnum]
    denied_by: NotRequired[list[Voice]]
    zone: NotRequired[ClaimZoneEnum]
    slot: NotRequired[str]
    frame: NotRequired[Frame]
    quantities: NotRequired[list[Quantity]]
    cluster: NotRequired[str | None]
    status: NotRequired[ClaimStatusEnum]
    credibility: NotRequired[float | None]
    admiralty: NotRequired[int | None]
    revised_at: NotRequired[str | None]
    told_at: NotRequired[str]
    withdrawn_at: NotRequired[str | None]
    match: NotRequired[Match]


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

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
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


class ClusterPart(TypedDict):
    """Cluster, of which some fields were asked for."""

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
    id: NotRequired[str]
    title: NotRequired[str]
    status: NotRequired[ClusterStatusEnum]
    place: NotRequired[str]
    time: NotRequired[Days | None]
    first_published_at: NotRequired[str]
    last_published_at: NotRequired[str]
    claims: NotRequired[list[str]]
    outlets: NotRequired[int]
    origins: NotRequired[list[Origin]]
    unknown: NotRequired[int]
    corroborations: NotRequired[int]
    contradictions: NotRequired[int]
    suggestions: NotRequired[list[Suggestion]]


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


class CoverageGap(TypedDict):
    """A time in which an outlet's feed couldn't be heard."""

    since: str
    until: str | None
    reason: str
    made_up: bool
    feed: str | None


class Cut(TypedDict):
    """What a letter takes: the first whose both figures are reached is given, E where none is."""

    letter: LetterEnum
    mean: float
    low: float


Days = TypedDict("Days", {"from": "str | None", "to": "str | None"})


class Derivation(TypedDict):
    """How the score follows from the sums."""

    prior_alpha: float
    prior_beta: float
    plain_mean: float
    steps: list[str]
    moves: list[str]


class Disputed(TypedDict):
    """undecided: two camps of sources can't be told apart, so none is weighed by what the other thinks of it."""

    month: str | None
    undecided: bool
    questions: list[Question]


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


class Frame(TypedDict):
    actor: str
    action: str
    target: str
    place: str
    time: Days | None


class FreshToken(TypedDict):
    """Shown once; only its hash is kept."""

    token: str
    expiry: str | None


class Grading(TypedDict):
    """By what the records are graded: method, not evidence, so records as of a past day are graded by today's."""

    half_life_days: float
    letters: list[Cut]
    widest_interval: float
    fewest_checks: float


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


class Match(TypedDict):
    """How well a claim fits the sentence that was searched by."""

    score: float
    words: float
    event: float
    reasons: list[str]
    copies: list[str]


class Merged(TypedDict):
    """Where a source that was merged is found: at the address in `Location`."""

    merged_into: str


class Met(TypedDict):
    """How another of the sources compared checked what this one said."""

    source: str
    agreed: int | None
    opposed: int | None


ModalityEnum: TypeAlias = Literal["asserted", "hedged", "planned", "denied"]

NullEnum: TypeAlias = None


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
    relation: RelationEnum | NullEnum
    type: str | None
    relation_reasons: list[str]
    independent: bool | None
    evidence: list[str]


class Origin(TypedDict):
    source: str
    name: str
    claims: list[str]


OutcomeKindEnum: TypeAlias = Literal["corroborated", "contradicted", "denied", "superseded", "retracted", "verdict"]


class Owner(TypedDict):
    source: str
    since: str | None
    until: str | None


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


class Relation(TypedDict):
    """How two claims of one cluster stand to each other. a is the later one; in *supersedes* a replaces b."""

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
    a: str
    b: str
    relation: RelationEnum
    type: str
    independent: bool | None
    score: float
    reasons: list[str]


RelationEnum: TypeAlias = Literal["corroborates", "contradicts", "differs", "supersedes"]


class RelationPart(TypedDict):
    """Relation, of which some fields were asked for."""

    as_of: NotRequired[str]
    recomputed: NotRequired[list[Recomputed]]
    a: NotRequired[str]
    b: NotRequired[str]
    relation: NotRequired[RelationEnum]
    type: NotRequired[str]
    independent: NotRequired[bool | None]
    score: NotRequired[float]
    reasons: NotRequired[list[str]]


class Reply(TypedDict):
    """What the source says itself. The newest statement, as of the day; null: none was made, or it was withdrawn."""

    about: str
    text: str
    url: str
    entered_at: str
    entered_by: str


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
    owners: NotRequired[list[Owner]]
    feeds: NotRequired[list[str]]
    original_reporting: NotRequired[bool]
    reply: NotRequired[Reply | None]
    public_role: NotRequired[bool]
    merged_into: NotRequired[str | None]


class Suggestion(TypedDict):
    """A claim that a person may want to put into the cluster."""

    claim: str
    score: float
    like: str | None
    reasons: list[LinkReason]


class Token(TypedDict):
    key: str
    created: str
    expiry: str | None


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


class Voice(TypedDict):
    source: str
    name: str


class Zone(TypedDict):
    """A stretch of the text, and why it is read for claims or not."""

    zone: ZoneZoneEnum
    start: int
    end: int
    reason: str


ZoneZoneEnum: TypeAlias = Literal["title", "dateline", "body", "furniture", "comments"]
