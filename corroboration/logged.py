"""What each line that is logged meanwhile is about: the request, the task, the article. Ids only, never words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_about: ContextVar[Mapping[str, str]] = ContextVar("about", default={})  # noqa: B039 (never changed, only replaced)


@contextmanager
def bound(**ids: str) -> Iterator[None]:
    """Have these ids stand in every line that is logged in this block."""
    token = _about.set({**_about.get(), **ids})
    try:
        yield
    finally:
        _about.reset(token)


def about() -> Mapping[str, str]:
    return _about.get()
