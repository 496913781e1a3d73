"""What follows when an admin changes what is known of a source: an owner, a family, a name, whom it speaks for, or that
it is another one; and when places or actors are added, replaced or taken away.

The change is noted in the transaction that saves it; the next settling takes it up. Owners, families and original
reporting are looked up whenever claims are related, so the clusters of those who name the source are related again.
Names, aliases, kinds and whom somebody speaks for decide how an article is read, so articles that name it are read
again. So are those that have a name of a place or actor of which the lists tell otherwise: of itself, or of what holds
it. A name that is misspelt there is not found so: `rebuild` reads everything.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from claims.engine.reference import Reference
from claims.models import Article
from claims.selectors import reference
from corroboration import wakeup
from corroboration.engine.spelled import Spelled
from corroboration.evidence import Families, in_chunks
from corroboration.models import Cluster, NameChange, Rereading, SourceChange
from corroboration.queue import AFRESH, State
from corroboration.scoring import Storing
from sources.engine.names import Directory, canonical, fold
from sources.engine.values import KnownSource
from sources.selectors import known_sources

Known = Sequence[KnownSource]

READ = (State.EXTRACTED, State.LINKED, State.GROUPED, State.RELATED, State.SETTLED, State.RETIRING, State.RETIRED)
AT_ONCE = 200  # articles read again at once: they stand in no cluster meanwhile


@dataclass(frozen=True, slots=True)
class _Told:
    """What the reference data tell of one source: names, kind and body to the reading, the rest to the relating.

    into: the source as which it counts since it was merged. Its names are that one's then.
    """

    source: KnownSource | None
    holders: frozenset[str] = frozenset()
    into: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Its folded names, as Directory lists them."""
        if self.source is None:
            return frozenset()
        written = (self.source.name, self.source.slug.replace("-", " "), *self.source.aliases)
        return frozenset(filter(None, map(canonical, written)))

    @property
    def voice(self) -> tuple[str, str, str]:
        """As whom it is shown."""
        return (self.source.name, self.source.kind, self.source.speaks_for) if self.source else (self.into, "", "")

    @property
    def lineage(self) -> tuple[frozenset[str], bool]:
        return self.holders, self.source is not None and self.source.original_reporting


@contextmanager
def followed() -> Iterator[None]:
    """A transaction in which sources, places and actors may be changed: what that touches is noted with it, and taken
    up by settling."""
    with transaction.atomic():
        before, read_by = known_sources(), reference()
        yield
        changes = list(_changes(before, known_sources()))
        SourceChange.objects.bulk_create(changes)
        if names := _told_otherwise(read_by, reference()):
            NameChange.objects.create(names=sorted(names))
        if changes or names:
            transaction.on_commit(wakeup.settle, robust=True)


def _told_otherwise(before: Reference, after: Reference) -> set[str]:
    """The names of places and actors of which the lists tell otherwise."""
    found: set[str] = set()
    for was, now in ((before.gazetteer, after.gazetteer), (before.actors, after.actors)):
        if was is not now:
            old, new = was.meanings(), now.meanings()
            found |= {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    return found


def _changes(before: Known, after: Known) -> Iterator[SourceChange]:
    """The sources of which something else is told, those included that others hold through them."""
    was, now = _told(before), _told(after)
    unknown = _Told(None)
    for slug in sorted(was.keys() | now.keys()):
        old, new = was.get(slug, unknown), now.get(slug, unknown)
        if old.voice != new.voice:
            yield SourceChange(slug=slug, voice=True, names=sorted(old.names | new.names))
        elif old.names != new.names:
            yield SourceChange(slug=slug, voice=bool(old.names - new.names), names=sorted(old.names ^ new.names))
        elif old.lineage != new.lineage:
            yield SourceChange(slug=slug, voice=False)


def _told(known: Known) -> dict[str, _Told]:
    families = Families(Directory(known))
    told = {source.slug: _Told(source, families.of(source.slug)) for source in known}
    return told | {slug: _Told(None, into=source.slug) for source in known for slug in source.merged}


def waiting() -> bool:
    return any(noted.objects.exists() for noted in (SourceChange, NameChange, Rereading))


def take_up(storing: Storing) -> list[int]:
    """Mark what the noted changes touch. Returns articles that are to be taken out and sent back, some at a time.

    Only the worker that settles does it, before anything else: what is changed meanwhile waits for the next time.
    """
    noted, renamed = list(SourceChange.objects.order_by("pk")), list(NameChange.objects.order_by("pk"))
    if noted or renamed:
        spelled = Spelled(name for change in renamed for name in change.names)
        for articles in _to_read([change for change in noted if change.names or change.voice], spelled):
            with storing():
                _mark(articles)
        with storing():
            _relate_again({change.slug for change in noted})
            SourceChange.objects.filter(pk__in=[change.pk for change in noted]).delete()
            NameChange.objects.filter(pk__in=[change.pk for change in renamed]).delete()
    return sorted(Rereading.objects.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _relate_again(slugs: Collection[str]) -> None:
    """Have the clusters related again in which one of these publishes, is cited or denies, itself or by a spokesman."""
    for each in in_chunks(sorted(slugs)):
        claim = "memberships__claim__"
        for way in ("article__outlet__slug", "attributions__source__slug", "attributions__speaks_for"):
            named = Cluster.objects.filter(**{f"{claim}{way}__in": each})
            found = set(named.values_list("public_id", flat=True))
            for ids in in_chunks(sorted(found)):
                Cluster.objects.filter(public_id__in=ids).update(related=False)


def _to_read(changes: Collection[SourceChange], spelled: Spelled) -> Iterator[list[int]]:
    """The articles that may be read otherwise, some at a time: those that have one of these names; and where it may be
    another voice now those that were read as naming it, that it published, or whose text came from it."""
    if not changes and not spelled:
        return
    cited: set[int] = set()
    for each in in_chunks(changes):
        voices = [change.slug for change in each if change.voice]
        for named in (
            Q(claims__attributions__source__slug__in=voices),
            Q(claims__attributions__speaks_for__in=voices),
            Q(outlet__slug__in=voices),
            Q(wire_source__in=voices),
        ):
            cited.update(Article.objects.filter(named).values_list("pk", flat=True))
    names = _pattern({name for change in changes for name in change.names})
    for pks in in_chunks(list(Article.objects.order_by("pk").values_list("pk", flat=True))):
        rows = Article.objects.filter(pk__in=pks).values_list("pk", "title", "text", "wire", "via")
        folded = ((pk, fold("\n".join(texts))) for pk, *texts in rows)
        yield [pk for pk, text in folded if pk in cited or (names and names.search(text)) or spelled.stand_in(text)]


def _pattern(names: Collection[str]) -> re.Pattern[str] | None:
    """Any of these folded names in a folded text, run together or spaced out, with or without the s of a genitive."""
    letters = sorted({" ?".join(map(re.escape, name.replace(" ", ""))) for name in names})
    return re.compile(rf"(?<!\w)(?:{'|'.join(letters)})(?: ?s)?(?!\w)") if letters else None


def _mark(articles: Collection[int]) -> None:
    """Have these articles read again: who is reading one with the old names must not store what he reads."""
    Article.objects.filter(pk__in=articles, state=State.RECEIVED).update(token=None, lease_until=None)
    read = Article.objects.filter(pk__in=articles, state__in=READ).values_list("pk", flat=True)
    Rereading.objects.bulk_create((Rereading(article_id=pk) for pk in read), ignore_conflicts=True)


def send_back(articles: Collection[int], *, now: datetime) -> None:
    """Put articles whose claims stand nowhere any more back to the start, inside the caller's transaction."""
    Article.objects.filter(pk__in=articles).update(**AFRESH, next_attempt_at=now, waiting_since=now)
    Rereading.objects.filter(pk__in=articles).delete()
    for pk in articles:
        transaction.on_commit(lambda pk=pk: wakeup.article(pk), robust=True)
