"""Who publishes here, and where: what others' programs are told of this instance."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Site:
    """address: where pages begin, without a slash at the end. name, url: of the organisation that gives the verdicts.
    license: an address of the terms on which data about verdicts may be used; "" where none is set."""

    address: str
    name: str
    url: str
    license: str

    def at(self, path: str) -> str:
        """The whole address of a path of ours."""
        return f"{self.address}{path}"


def site(request: HttpRequest | None = None) -> Site:
    """This instance, at the address that is set for it, else at the one that was asked."""
    address = settings.SITE_URL or (_asked(request) if request else f"http://{settings.HOST}:{settings.PORT}")
    return Site(address, settings.PUBLISHER_NAME, settings.PUBLISHER_URL or f"{address}/", settings.REVIEW_LICENSE)


def _asked(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
