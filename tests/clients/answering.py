"""A server that isn't there: what it was asked, and what it says in turn."""

import json
from typing import Any

import httpx

from second_source_client import Client

ADDRESS = "https://claims.example.org"


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"status": status, "title": "Refused", "detail": detail, "errors": errors or []}


class Answering:
    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.slept: list[float] = []
        self._coming: list[httpx.Response | Exception] = []

    def says(self, data: Any, *, status: int = 200, **headers: str) -> None:
        content = b"" if data is None else json.dumps(data).encode()
        self._coming.append(httpx.Response(status, content=content, headers=headers))

    def says_text(self, text: str, *, status: int = 200) -> None:
        self._coming.append(httpx.Response(status, text=text))

    def breaks(self, *, times: int) -> None:
        self._coming += [httpx.ConnectError("broken")] * times

    def client(self, token: str = "") -> Client:
        http = httpx.Client(transport=httpx.MockTransport(self._answer))
        return Client(ADDRESS, token, http=http, sleep=self.slept.append)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._coming.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer
