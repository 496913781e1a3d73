"""Reads of what outlets edited after publication: the list, one edit with what became of its claims, an article's."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as Pages
from django.db.models import Count, Q

from claims.models import Article, Claim
from corroboration.engine.diffing import Piece, compared
from corroboration.fetching.rows import Edit, Look, Page
from corroboration.selectors.cards import HEAVY
from corroboration.selectors.paging import page_of

MOST_CLAIMS = 100  # of each kind that one page shows


@dataclass(frozen=True, slots=True)
class EditRow:
    """An edit in the list. withdrawn, updated: claims that the new text no longer says; added: those it says first."""

    edit: Edit
    withdrawn: int
    updated: int
    added: int


@dataclass(frozen=True, slots=True)
class EditPage:
    """Both texts woven into one, and the claims that the new one dropped, replaced by newer ones, and added."""

    edit: Edit
    paragraphs: list[list[Piece]]
    withdrawn: list[Claim]
    updated: list[Claim]
    added: list[Claim]

    @property
    def read(self) -> bool:
        """Whether the texts have been compared claim by claim."""
        return self.edit.article.state in (Article.State.SETTLED, Article.State.RETIRED)


@dataclass(frozen=True, slots=True)
class Watched:
    """Of an article on its page: how its text came to be, and what became of the page it was taken from."""

    edit: Edit | None
    page: Page | None
    last: Look | None


def edits(page: object, *, noted: bool = False) -> Pages:
    """A page of edits, the latest first: those of which readers were told, or weren't."""
    rows = Edit.objects.filter(noted=noted).select_related("article__outlet", "before")
    shown = page_of(rows.defer(*_heavy("article"), *_heavy("before")), page)
    ids = [edit.pk for edit in shown.object_list]
    dropped = _counts("dropped_by", ids, withdrawn=Q(updated_as=""), updated=~Q(updated_as=""))
    added = _counts("article", ids, added=Q(stands=True, zone=Claim.Zone.BODY))
    shown.object_list = [
        EditRow(edit, **{"withdrawn": 0, "updated": 0, "added": 0} | dropped[edit.pk] | added[edit.pk])
        for edit in shown.object_list
    ]
    return shown


def edit_page(public_id: str) -> EditPage | None:
    """The edit by which this text came; None: it came in place of none."""
    edit = Edit.objects.filter(article__public_id=public_id).select_related("article__outlet", "before").first()
    if edit is None:
        return None
    dropped = list(Claim.objects.filter(dropped_by=edit.article).order_by("position")[: 2 * MOST_CLAIMS])
    added = Claim.objects.filter(article=edit.article, zone=Claim.Zone.BODY).order_by("position")
    return EditPage(
        edit=edit,
        paragraphs=compared(edit.before.text, edit.article.text),
        withdrawn=[claim for claim in dropped if not claim.updated_as][:MOST_CLAIMS],
        updated=[claim for claim in dropped if claim.updated_as][:MOST_CLAIMS],
        added=list(added[:MOST_CLAIMS]),
    )


def watched(article: Article) -> Watched:
    """How an article's text came, and how it stands with its page."""
    edit = Edit.objects.filter(article=article).select_related("before").defer(*_heavy("before")).first()
    page = Page.objects.filter(outlet=article.outlet_id, external_id=article.external_id).first()
    return Watched(edit, page, page.history.first() if page else None)


def texts(public_id: str) -> list[dict[str, Any]] | None:
    """Every text of an article, in the order in which they came out, with the claims each added and dropped; None:
    there is no such article."""
    known = Article.objects.filter(public_id=public_id).values("outlet", "external_id").first()
    if known is None:
        return None
    rows = Article.objects.filter(**known).select_related("replaced_by", "edit")
    rows = rows.defer(*HEAVY, *_heavy("replaced_by")).order_by("told_at", "revised_at", "text_hash")
    added, dropped = _claims_of([row.pk for row in rows])
    return [
        {
            "id": row.public_id,
            "told_at": row.told_at,
            "revised_at": row.revised_at,
            "received_at": row.received_at,
            "state": row.state,
            "replaced_by": row.replaced_by.public_id if row.replaced_by else None,
            "noted": row.edit.noted if hasattr(row, "edit") else None,
            "added": added[row.pk],
            "dropped": [id for id, newer in dropped[row.pk] if not newer],
            "updated": [{"claim": id, "by": newer} for id, newer in dropped[row.pk] if newer],
        }
        for row in rows
    ]


def _claims_of(ids: list[int]) -> tuple[dict[int, list[str]], dict[int, list[tuple[str, str]]]]:
    """By text: the ids of claims that it was the first to say, and of those that it drops, each with its newer one."""
    added: dict[int, list[str]] = defaultdict(list)
    dropped: dict[int, list[tuple[str, str]]] = defaultdict(list)
    first = Claim.objects.filter(article__in=ids).order_by("article", "position")
    for article, id in first.values_list("article", "public_id"):
        added[article].append(id)
    ended = Claim.objects.filter(dropped_by__in=ids).order_by("dropped_by", "position")
    for article, id, newer in ended.values_list("dropped_by", "public_id", "updated_as"):
        dropped[article].append((id, newer))
    return added, dropped


def _counts(by: str, ids: Iterable[int], **kinds: Q) -> dict[int, dict[str, int]]:
    counted = Claim.objects.filter(**{f"{by}__in": ids}).order_by().values(by)
    rows = counted.annotate(**{name: Count("pk", filter=which) for name, which in kinds.items()})
    return defaultdict(dict, {row.pop(by): row for row in rows})


def _heavy(*articles: str) -> Iterable[str]:
    return [f"{article}__{name}" for article in articles for name in HEAVY]
