"""How an article comes in: one object of the ingest contract, checked field by field, committed, acknowledged.

Every way in (command, API) goes through `accept`. What it refuses, it refuses with the field and what was expected.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import DataError, IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from claims.models import PUBLIC_ID_LENGTH, Article
from corroboration import edits, wakeup
from corroboration.erased import refusing
from corroboration.filing import LONGEST_LINE, NumberedLine
from corroboration.html import crowded, text_of
from sources.engine.values import Voice
from sources.models import Source
from sources.selectors import outlet_directory
from sources.services import ensure_voices, outlet_voice

REQUIRED = ("external_id", "outlet", "published_at")
OPTIONAL = ("text", "html", "title", "url", "language", "via", "wire", "revised_at")
LIMITS = {"external_id": 300, "outlet": 300, "url": 1000, "title": 5000, "language": 10, "via": 300, "wire": 200}
CLOCK_SKEW = timedelta(minutes=5)  # another machine's clock may run ahead of ours by this much
_DAY = r"[0-9W-]{7,10}"
_TIME = r"[0-9:.,]{2,40}(?:Z|[+-][0-9:.]{2,20})?"
_ISO = re.compile(f"{_DAY}(?:[T ](?P<time>{_TIME}))?")  # datetime.fromisoformat takes any character in place of the T
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no lone surrogate


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class Rejected(Exception):
    """An article that can't be taken in, with every reason found."""

    def __init__(self, errors: Iterable[FieldError]):
        self.errors = list(errors)
        super().__init__("; ".join(map(str, self.errors)))

    def by_field(self, whole: str) -> dict[str, list[str]]:
        """The messages by field; `whole` is what the article as a whole is called."""
        messages: dict[str, list[str]] = {}
        for error in self.errors:
            messages.setdefault(error.field or whole, []).append(error.message)
        return messages


class TakenDown(Rejected):
    """A text that was taken down. Whoever keeps what is refused mustn't keep it."""

    def __init__(self, words: str):
        super().__init__([FieldError("text", words)])


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of an accepted article. status: "accepted", "unchanged" or "revised"."""

    status: str
    article: Article
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """An ingest object whose fields were found good."""

    external_id: str
    outlet: str
    published_at: datetime
    day_only: bool
    text: str
    html: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    via: str = ""
    wire: str = ""
    revised_at: datetime | None = None
    warnings: tuple[str, ...] = ()


def parse_line(raw: bytes) -> dict[str, Any]:
    """The object in one line of NDJSON. Raises Rejected when it holds none."""
    return object_of(parse(raw))


def object_of(value: Any) -> dict[str, Any]:
    """A value that should be a JSON object. Raises Rejected."""
    if not isinstance(value, dict):
        raise Rejected([FieldError("", f"expected a JSON object, got {type(value).__name__}")])
    return value


def parse(raw: bytes) -> Any:
    """The value that JSON tells. Raises Rejected when it tells none."""
    try:
        return json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Rejected([FieldError("", f"not UTF-8 at byte {error.start}")]) from None
    except json.JSONDecodeError as error:
        raise Rejected([FieldError("", f"not JSON: {error.msg} at character {error.pos}")]) from None
    except (RecursionError, ValueError):  # nested too deep; a number of too many digits
        raise Rejected([FieldError("", "not JSON that can be read: nested too deep, or a number too long")]) from None


def read_line(line: NumberedLine) -> dict[str, Any]:
    """The object in a line of a file. Raises Rejected."""
    if line.too_long:
        raise Rejected([FieldError("", f"line longer than {LONGEST_LINE:,} bytes")])
    return parse_line(line.raw)


def check(line: Mapping[str, Any], *, now: datetime) -> Submission:
    """The fields of an ingest object, or Rejected with all that is wrong with them."""
    errors: list[FieldError] = []
    warnings = [f"unknown field {name[:50]!r} ignored" for name in line if name not in {*REQUIRED, *OPTIONAL}]
    values = {name: _string(name, line.get(name), errors) for name in ("external_id", "outlet", "text", "html")}
    values |= {name: _string(name, line.get(name), errors) for name in ("title", "url", "language", "via", "wire")}
    for name in ("external_id", "outlet"):
        if not values[name].strip() and not any(e.field == name for e in errors):
            errors.append(FieldError(name, "missing: expected a string that is not empty"))
    if values["url"]:
        _check_url(values["url"], errors)
    published, day_only = _moment("published_at", line.get("published_at"), errors, now=now, required=True)
    revised, _ = _moment("revised_at", line.get("revised_at"), errors, now=now, required=False)
    values["text"] = _text(values["text"], values["html"], errors)
    if errors or published is None:
        raise Rejected(errors)
    return Submission(
        **{**values, "external_id": values["external_id"].strip(), "outlet": values["outlet"].strip()},
        published_at=published,
        day_only=day_only,
        revised_at=revised,
        warnings=tuple(warnings),
    )


def _string(name: str, value: Any, errors: list[FieldError]) -> str:
    if value is None:
        return ""
    if name == "external_id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        errors.append(FieldError(name, f"expected a string, got {type(value).__name__}"))
        return ""
    if bad := unstorable(value):
        errors.append(FieldError(name, bad))
        return ""
    if name in LIMITS and len(value) > LIMITS[name]:
        errors.append(FieldError(name, f"{len(value)} characters long: expected at most {LIMITS[name]}"))
    return value


def unstorable(text: str) -> str:
    """The first character of a text that no database or UTF-8 file takes, and where it stands; "" when all is well."""
    bad = _UNSTORABLE.search(text)
    if bad is None:
        return ""
    what = "NUL" if bad[0] == "\0" else f"lone surrogate U+{ord(bad[0]):04X}"
    return f"{what} at offset {bad.start()}"


def _check_url(url: str, errors: list[FieldError]) -> None:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        errors.append(FieldError("url", "expected an http or https address"))


def _moment(
    name: str, value: Any, errors: list[FieldError], *, now: datetime, required: bool
) -> tuple[datetime | None, bool]:
    """An ISO 8601 moment as UTC, and whether only its day was given. Without an offset, UTC is meant."""
    wanted = "expected an ISO 8601 date, such as 2017-04-15 or 2017-04-15T12:00:00Z"
    if value is None or value == "":
        if required:
            errors.append(FieldError(name, f"missing: {wanted}"))
        return None, False
    try:
        form = _ISO.fullmatch(value)
        if form is None:
            raise ValueError
        parsed = datetime.fromisoformat(value)
        moment = parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        errors.append(FieldError(name, f"{str(value)[:60]!r} is no date: {wanted}"))
        return None, False
    if moment > now + CLOCK_SKEW:
        errors.append(FieldError(name, f"{value} lies in the future"))
        return None, False
    return moment, form["time"] is None


def _text(text: str, html: str, errors: list[FieldError]) -> str:
    if any(error.field in ("text", "html") for error in errors):
        return ""
    for name, value in (("text", text), ("html", html)):
        size = len(value.encode())
        if size > settings.ARTICLE_BYTES:
            errors.append(FieldError(name, f"{size:,} bytes long: expected at most {settings.ARTICLE_BYTES:,}"))
            return ""
    if not text and html:
        if reason := crowded(html):
            errors.append(FieldError("html", reason))
            return ""
        text = _UNSTORABLE.sub("", text_of(html))
        if not text.strip():
            errors.append(FieldError("html", "no article text found in the page"))
            return ""
    if not text.strip():
        errors.append(FieldError("text", "empty: expected the article's text (or `html`)"))
    return text


def accept(line: Mapping[str, Any]) -> Accepted:
    """Take one article in: check it, commit it, wake the workers. It is acknowledged only once it is committed.

    The same article (outlet, and external_id or url) with the same text changes nothing; with another text it is a
    revision. Raises Rejected.
    """
    now = timezone.now()
    return store(check(line, now=now), now=now)


def store(submission: Submission, *, now: datetime) -> Accepted:
    """The same for one that was checked: inside of a caller's transaction, too, as one that computes nothing.

    Raises TakenDown.
    """
    outlet = outlet_voice(submission.outlet, outlet_directory())
    text_hash = hashlib.sha256(submission.text.encode()).hexdigest()
    for words in refusing.refusals([refusing.hashes(outlet.slug, submission.external_id, submission.text)]).values():
        raise TakenDown(words)
    try:
        with transaction.atomic():
            row = ensure_voices([outlet])[outlet.slug]
            same = Q(external_id=submission.external_id) | (Q(url=submission.url) if submission.url else Q(pk__in=[]))
            earlier = list(Article.objects.filter(same, outlet=row).defer("text", "html"))
            if known := next((a for a in earlier if _same(a, submission.external_id, text_hash)), None):
                return Accepted("unchanged", known, submission.warnings)
            article = _waiting(submission, row, outlet.name, text_hash, now)
            article.save(force_insert=True)
            edits.note(article, earlier, now=now)
            transaction.on_commit(lambda: wakeup.article(article.pk), robust=True)
    except IntegrityError:  # another process took in the same text at the same moment
        article = Article.objects.get(outlet__slug=outlet.slug, external_id=submission.external_id, text_hash=text_hash)
        return Accepted("unchanged", article, submission.warnings)
    return Accepted(_status(earlier, text_hash), article, submission.warnings)


def accept_all(
    lines: Sequence[Mapping[str, Any]], then: Callable[[list[Accepted | Rejected]], None] = lambda answers: None
) -> list[Accepted | Rejected]:
    """Take several articles in together, in one transaction: each as `accept` does, after those before it.

    What is wrong with one costs no other anything. then: is told the answers before the transaction ends.
    """
    now = timezone.now()
    answers: dict[int, Accepted | Rejected] = {}
    good: dict[int, Submission] = {}
    for turn, line in enumerate(lines):
        try:
            good[turn] = check(line, now=now)
        except Rejected as refusal:
            answers[turn] = refusal
        except Exception as error:  # a page that its reader breaks on; the others have to go on
            answers[turn] = Rejected([FieldError("", f"can't be read: {error!r:.200}")])
    try:
        with transaction.atomic():
            together = answers | _store_all(good, now)
            then([together[turn] for turn in range(len(lines))])
    except (IntegrityError, DataError):  # the same text from another process, or one that the database won't have
        together = answers | {turn: _accept_alone(submission, now) for turn, submission in good.items()}
        with transaction.atomic():
            then([together[turn] for turn in range(len(lines))])
    return [together[turn] for turn in range(len(lines))]


def _accept_alone(submission: Submission, now: datetime) -> Accepted | Rejected:
    try:
        return store(submission, now=now)
    except TakenDown as refusal:
        return refusal
    except DataError as error:
        return Rejected([FieldError("", f"the database refuses it: {str(error).splitlines()[0]:.200}")])


def _store_all(submissions: Mapping[int, Submission], now: datetime) -> dict[int, Accepted | Rejected]:
    """Store articles in their order, inside the caller's transaction."""
    directory = outlet_directory()
    voices = {turn: outlet_voice(submission.outlet, directory) for turn, submission in submissions.items()}
    gone = _taken_down(submissions, voices)
    submissions = {turn: submission for turn, submission in submissions.items() if turn not in gone}
    outlets = ensure_voices(voices.values())
    rows = {turn: outlets[voice.slug] for turn, voice in voices.items()}
    known = _known(submissions.values(), {row.pk for row in rows.values()})
    answers: dict[int, Accepted | Rejected] = dict(gone)
    fresh: list[Article] = []
    before: dict[int, list[Article]] = {}
    for turn, submission in submissions.items():
        outlet, text_hash = rows[turn], hashlib.sha256(submission.text.encode()).hexdigest()
        keys = [(outlet.pk, "external_id", submission.external_id)]
        keys += [(outlet.pk, "url", submission.url)] if submission.url else []
        earlier = [article for key in keys for article in known[key]]
        if same := next((a for a in earlier if _same(a, submission.external_id, text_hash)), None):
            answers[turn] = Accepted("unchanged", same, submission.warnings)
            continue
        before[len(fresh)] = earlier
        fresh.append(_waiting(submission, outlet, voices[turn].name, text_hash, now))
        answers[turn] = Accepted(_status(earlier, text_hash), fresh[-1], submission.warnings)
        for key in keys:
            known[key].append(fresh[-1])
    Article.objects.bulk_create(fresh)
    for place, earlier in before.items():
        edits.note(fresh[place], earlier, now=now)
    transaction.on_commit(lambda: [wakeup.article(article.pk) for article in fresh], robust=True)
    return answers


def _taken_down(submissions: Mapping[int, Submission], voices: Mapping[int, Voice]) -> dict[int, TakenDown]:
    """The refusals of those that were taken down."""
    known = {turn: refusing.hashes(voices[turn].slug, s.external_id, s.text) for turn, s in submissions.items()}
    words = refusing.refusals(known.values())
    return {turn: TakenDown(words[hashes]) for turn, hashes in known.items() if hashes in words}


def _known(submissions: Iterable[Submission], outlets: Iterable[int]) -> dict[tuple[int, str, str], list[Article]]:
    """The articles of these outlets that have the external ids or urls of these, by outlet, field and value."""
    found: dict[tuple[int, str, str], list[Article]] = defaultdict(list)
    for name in ("external_id", "url"):
        values = {getattr(submission, name) for submission in submissions} - {""}
        rows = Article.objects.filter(**{f"{name}__in": values}, outlet__in=outlets)
        for article in rows.only("public_id", "outlet_id", "external_id", "url", "text_hash").order_by("pk"):
            found[article.outlet_id, name, getattr(article, name)].append(article)
    return found


def _status(earlier: Iterable[Article], text_hash: str) -> str:
    """What a new row means. The same text under the same url and another id is no news, but its row is kept: which of
    the two ids came first must make no difference."""
    if not (texts := {article.text_hash for article in earlier}):
        return "accepted"
    return "unchanged" if text_hash in texts else "revised"


def _same(article: Article, external_id: str, text_hash: str) -> bool:
    return (article.external_id, article.text_hash) == (external_id, text_hash)


def _waiting(submission: Submission, outlet: Source, name: str, text_hash: str, now: datetime) -> Article:
    """The row of an article that waits to be read."""
    article = _article(submission, outlet, name, text_hash)
    article.received_at = article.waiting_since = article.next_attempt_at = now
    return article


def _article(submission: Submission, outlet: Source, name: str, text_hash: str) -> Article:
    names = ("external_id", "url", "title", "text", "html", "language", "wire", "via")
    return Article(
        **{name: getattr(submission, name) for name in names},
        public_id=public_id(outlet.slug, submission.external_id, text_hash),
        outlet=outlet,
        outlet_name=name,
        text_hash=text_hash,
        published_at=submission.published_at,
        told_at=submission.published_at,
        day_only=submission.day_only,
        revised_at=submission.revised_at,
    )


def unsaved(submission: Submission) -> Article:
    """The article that `accept` would store, without storing it or its outlet."""
    voice = outlet_voice(submission.outlet, outlet_directory())
    outlet = Source(slug=voice.slug, name=voice.name, kind=voice.kind)
    return _article(submission, outlet, voice.name, hashlib.sha256(submission.text.encode()).hexdigest())


def public_id(*parts: str) -> str:
    """The public id of what these parts name: a hash of content, never a row number."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:PUBLIC_ID_LENGTH]
