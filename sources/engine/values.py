"""The values that pass between the engines about who speaks."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of voice a source is. Only the last two can never be told apart from others of their kind."""

    OUTLET = "outlet"
    AGENCY = "agency"
    OFFICIAL = "official"  # a state body, ministry, army, court
    ARMED_GROUP = "armed-group"
    MONITOR = "monitor"  # an observatory, NGO, UN body that counts and reports
    PERSON = "person"
    COMMENTER = "commenter"  # a reader below the article: kept out of corroboration
    GROUP = "group"  # a described collective: "residents", "the opposition"
    UNNAMED = "unnamed"  # "a military source"; belongs to the outlet that spoke to it
    REPORTS = "reports"  # "reportedly", "reports say": nobody in particular


@dataclass(frozen=True, slots=True)
class Voice:
    """One source in an attribution chain.

    slug: public, stable id ("al-masdar-news", or "al-masdar-news/military-source-in-east-homs" for an unnamed
    source, which belongs to the outlet it spoke to). name: as shown. speaks_for: slug of the body that a person
    or office speaks for ("" when unknown); the two count as one voice.
    """

    slug: str
    name: str
    kind: Kind
    speaks_for: str = ""


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the reference data: what the admin knows of it. The unit from which a Directory is built."""

    slug: str
    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    owner: str = ""  # slug of the owning source or state: common ownership is shown dependence
    country: str = ""  # ISO 3166-1 alpha-2
    language: str = ""  # ISO 639-1
    speaks_for: str = ""
    original_reporting: bool = False  # an admin marked the outlet's own reporting as original
    families: tuple[str, ...] = ()  # slugs of further owners, and of families that an admin put it into
    merged: tuple[str, ...] = ()  # slugs of the sources that an admin found to be this one (engine/merging.py)

    @property
    def holders(self) -> tuple[str, ...]:
        """All that hold it: owner and families."""
        return tuple(filter(None, (self.owner, *self.families)))
