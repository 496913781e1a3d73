"""Asks a Second Source, and hands in what it takes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, Self, TypeVar, cast

import httpx

from second_source_client import shapes
from second_source_client.problems import Truncated
from second_source_client.transport import Answer, Transport, lines_of

API = "/api/v1/"
AGENT = "second-source-client/1.0 (python)"
SECONDS = 30.0  # for one answer
POLLED = 1.0  # seconds between two looks at what is being worked on
PROBLEM = '{"type"'  # how a line begins that says what broke an export off, and no other
Exported = Literal["articles", "claims", "clusters", "relations", "sources", "track-records", "decisions"]
Row = TypeVar("Row")


class StillWorking(TimeoutError):
    """What was handed in isn't finished yet. state: how far it is."""

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__("not finished in the time that was given")
        self.state = state


class Client:
    """One Second Source. address: such as https://claims.example.org. token: of somebody who may; "" where everybody
    may read. Days are dates or their ISO form; lists are read page by page as they are walked through.
    """

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        seconds: float = SECONDS,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"User-Agent": AGENT} | ({"Authorization": f"Token {token}"} if token else {})
        self._http = http or httpx.Client(timeout=seconds)
        self._http.base_url = httpx.URL(address.rstrip("/") + API)
        self._http.headers.update(headers)
        self._transport = Transport(self._http, sleep)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._http.close()

    # --- anything ---

    def get(self, path: str, **params: Any) -> Answer:
        """What is at a path below /api/v1/, with its ETag."""
        return self._transport.get(path, _days(params))

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """The rows of a list, one page after the other."""
        answer = self.get(path, **params)
        while True:
            yield from answer.data["results"]
            if not (following := answer.data["next"]):
                return
            answer = self._transport.get(following)

    def post(self, path: str, body: Any, *, key: str = "", if_match: str = "") -> Answer:
        """Hand something in at a path below /api/v1/, once under one key, however often it has to be sent."""
        return self._transport.post(path, body, key=key, if_match=if_match)

    # --- sources and their records ---

    def sources(self, **filters: Any) -> Iterator[shapes.Source]:
        return self.pages("sources/", **filters)

    def source(self, slug: str) -> shapes.Source:
        return cast(shapes.Source, self.get(f"sources/{slug}/").data)

    def resolve(self, *, name: str | None = None, url: str | None = None) -> shapes.Resolution:
        """Whom a name or an address means, and how sure that is; `source` is None where it isn't clear."""
        return cast(shapes.Resolution, self.get("sources/resolve/", name=name, url=url).data)

    def track_record(
        self, slug: str, *, as_of: date | str | None = None, role: str | None = None, topic: str | None = None
    ) -> shapes.TrackRecord:
        """A source's reliability in its roles, now or at the end of a day."""
        path = f"sources/{slug}/track-record/"
        return cast(shapes.TrackRecord, self.get(path, as_of=as_of, role=role, topic=topic).data)

    def ledger(self, slug: str, **filters: Any) -> Iterator[shapes.OpenedLine]:
        """Every check behind a track record."""
        return self.pages(f"sources/{slug}/ledger/", **filters)

    def lead_times(self, slug: str, *, as_of: date | str | None = None) -> shapes.LeadTimes:
        """Before and after whom a source tells what others tell, too."""
        return cast(shapes.LeadTimes, self.get(f"sources/{slug}/lead-times/", as_of=as_of).data)

    def compare(self, slugs: Iterable[str], *, as_of: date | str | None = None) -> shapes.Comparison:
        return cast(shapes.Comparison, self.get("sources/compare/", sources=",".join(slugs), as_of=as_of).data)

    # --- what is said, and what holds up ---

    def claims(self, **filters: Any) -> Iterator[shapes.Claim]:
        """Claims, newest article first; with q="a sentence" those like it, likest first."""
        return self.pages("claims/", **filters)

    def claim(self, id: str, *, as_of: date | str | None = None) -> shapes.Claim:
        return cast(shapes.Claim, self.get(f"claims/{id}/", as_of=as_of).data)

    def clusters(self, **filters: Any) -> Iterator[shapes.Cluster]:
        return self.pages("clusters/", **filters)

    def cluster(self, id: str, *, as_of: date | str | None = None) -> shapes.Cluster:
        return cast(shapes.Cluster, self.get(f"clusters/{id}/", as_of=as_of).data)

    def relations(self, **filters: Any) -> Iterator[shapes.Relation]:
        return self.pages("relations/", **filters)

    def version(self, path: str) -> str:
        """The ETag of what is at a path now, for `if_match`."""
        return self.get(path).etag

    def export(
        self, kind: Exported, *, as_of: date | str | None = None, convert: Callable[[str], Row] = json.loads
    ) -> Iterator[Row]:
        """Everything of one kind, a line at a time. Raises Truncated where the stream broke off."""
        query = _days({"format": "ndjson", "as_of": as_of})
        with self._transport.stream(f"exports/{kind}/", query) as response:
            try:
                for line in lines_of(response.iter_bytes()):
                    if line.startswith(PROBLEM):
                        raise Truncated(json.loads(line)["detail"])
                    if line:
                        yield convert(line)
            except httpx.RequestError as error:
                raise Truncated(str(error)) from error

    # --- handing in ---

    def hand_in(self, article: shapes.ArticleSubmission) -> shapes.Receipt:
        """One article. It is stored when this returns; its claims follow."""
        return cast(shapes.Receipt, self.post("articles/", article).data)

    def hand_in_many(self, articles: Iterable[shapes.ArticleSubmission]) -> shapes.Batch:
        """Several articles; a bad one never stops the good ones beside it."""
        return cast(shapes.Batch, self.post("articles/batches/", {"articles": list(articles)}).data)

    def extract(self, article: Mapping[str, Any]) -> shapes.Trial:
        """What would be read from an article. Nothing is stored."""
        return cast(shapes.Trial, self.post("extract/", article).data)

    def until_done(self, status_url: str, *, seconds: float = 300.0) -> dict[str, Any]:
        """The state of an article or a batch once it is settled or set aside. Raises StillWorking."""
        until = time.monotonic() + seconds
        while True:
            state = cast(dict[str, Any], self._transport.get(status_url).data)
            if state["done"]:
                return state
            if time.monotonic() > until:
                raise StillWorking(state)
            self._transport.sleep(POLLED)

    # --- deciding ---

    def decisions(self, **filters: Any) -> Iterator[shapes.Decision]:
        return self.pages("decisions/", **filters)

    def decide(
        self,
        kind: str,
        claims: Iterable[str] = (),
        *,
        cluster: str = "",
        reason: str = "",
        if_match: str = "",
        key: str = "",
        **says: Any,
    ) -> shapes.Decision:
        """Add a decision about claims, or about a cluster. says: what it takes besides, such as verdict="false".

        if_match: the version of the cluster that it rests on; if that has changed, Changed is raised and nothing is
        decided.
        """
        about: dict[str, Any] = {"cluster": cluster} if cluster else {"claims": list(claims)}
        body = {"kind": kind, **about, **({"reason": reason} if reason else {}), **says}
        return cast(shapes.Decision, self.post("decisions/", body, key=key, if_match=if_match).data)

    def undo(self, decision: str, *, reason: str = "") -> shapes.Decision:
        """Take a decision back, by another."""
        return cast(shapes.Decision, self.post(f"decisions/{decision}/undo/", {"reason": reason}).data)


def _days(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}
