"""What a password may not be made of, beside what Django's rules say: words that everybody here would try first."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

SHORTEST_WORD = 4  # letters: shorter ones stand in too many good passwords
LEAST_REST = 8  # characters that must be left without those words


class SiteWords:
    """The name of the site, of its publisher and of its hosts aren't half a password."""

    def validate(self, password: str, user=None) -> None:
        rest = password.casefold()
        for word in sorted(site_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if rest != password.casefold() and len(rest) < LEAST_REST:
            raise ValidationError(
                "This password is little more than the name of this site or of who runs it.", code="password_site_words"
            )

    def get_help_text(self) -> str:
        return "Your password can’t be little more than the name of this site or of who runs it."


def site_words() -> set[str]:
    names = ["second source", settings.PUBLISHER_NAME]
    hosts = [urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS]
    parts = [part for name in names for part in (name.replace(" ", ""), *name.split())]
    parts += [part for host in hosts for part in host.split(".")]
    return {part.casefold() for part in parts if len(part) >= SHORTEST_WORD}
