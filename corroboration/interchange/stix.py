"""Sources, claims and verdicts as STIX 2.1 objects: pure shaping, from the lines that exports write.

A source is an identity, a claim a note about those who told it, a verdict an opinion of that note. What STIX has no
property for stands in an extension of ours, which each bundle defines. Ids are hashes (UUIDv5) of public ids, so that
the same thing has the same id in every export.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from corroboration.interchange.admiralty import claim_tag, confidence, source_tag
from corroboration.interchange.claim_review import is_web
from corroboration.interchange.site import Site
from sources.engine.values import Kind
from sources.models import TrackRecord

Node = dict[str, Any]
NAMESPACE = UUID("8b0f3a52-6f0c-5d8e-9d0b-6a3a52d1c7e4")
EPOCH = "1970-01-01T00:00:00Z"  # of what has no beginning: since when a source is known isn't kept
DEFINED = "2026-11-22T00:00:00Z"  # when the extension was defined
CLASSES = {Kind.PERSON: "individual", Kind.COMMENTER: "individual", Kind.GROUP: "group"}
CLASSES |= {Kind.UNNAMED: "unknown", Kind.REPORTS: "unknown"}
TLP = {  # fixed by the specification
    "white": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    "amber": "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
}
OPINIONS = {5: "strongly-agree", 4: "agree", 3: "neutral", 2: "disagree", 1: "strongly-disagree", None: "neutral"}
FIGURES = ("mean", "low", "high", "checks")


def id_of(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE, chr(31).join((kind, *parts)))}"


PROJECT = id_of("identity", "the project")
EXTENSION = id_of("extension-definition", "admiralty")
_NUMBER = {"type": "number", "minimum": 0, "maximum": 1}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Second Source: reliability of sources, credibility of claims",
    "type": "object",
    "required": ["extension_type"],
    "properties": {
        "extension_type": {"const": "property-extension"},
        "kind": {"type": "string"},
        "slug": {"type": "string"},
        "withheld": {"type": "string"},
        "records": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["role", "letter", "as_of"],
                "properties": {
                    "role": {"enum": TrackRecord.Role.values},
                    "letter": {"enum": list("ABCDEF")},
                    "as_of": {"type": "string", "format": "date"},
                    **dict.fromkeys(("mean", "low", "high"), _NUMBER),
                    "checks": {"type": "integer"},
                },
            },
        },
        "status": {"type": "string"},
        "digit": {"type": "integer", "minimum": 1, "maximum": 6},
        "credibility": _NUMBER,
        "modality": {"type": "string"},
        "slot": {"type": "string"},
        "cluster": {"type": "string"},
        "chain_refs": {"type": "array", "items": {"type": "string"}},
        "outlet_ref": {"type": "string"},
        "denied_by_refs": {"type": "array", "items": {"type": "string"}},
    },
}


def frame(site: Site, known_at: str, tlp: str) -> list[Node]:
    """What a bundle begins with: who made it, how it may be passed on, and the extension."""
    base = {"spec_version": "2.1", "created": DEFINED, "modified": DEFINED}
    about = (
        "Admiralty grades of sources and claims with the figures behind them. A figure that can't be known is absent."
    )
    marking = {"type": "marking-definition", "spec_version": "2.1", "id": TLP[tlp]}
    marking |= {"created": "2017-01-20T00:00:00.000Z", "definition_type": "tlp", "name": f"TLP:{tlp.upper()}"}
    return [
        marking | {"definition": {"tlp": tlp}},
        {"type": "identity", "id": PROJECT, **base, "name": "Second Source", "identity_class": "system"},
        {
            "type": "extension-definition",
            "id": EXTENSION,
            **base,
            "created_by_ref": PROJECT,
            "name": "Admiralty grades",
            "description": about,
            "schema": json.dumps(SCHEMA),
            "version": "1.0.0",
            "extension_types": ["property-extension"],
        },
        {
            "type": "identity",
            "spec_version": "2.1",
            "id": publisher(site),
            "created": EPOCH,
            "modified": known_at,
            "name": site.name,
            "identity_class": "organization",
            "external_references": [{"source_name": site.name, "url": site.url}],
        },
    ]


def publisher(site: Site) -> str:
    """The id of who runs this instance."""
    return id_of("identity", "publisher", site.url)


def identity(line: Mapping[str, Any], records: Iterable[Mapping[str, Any]], withheld: str, common: Node) -> Node:
    """A source (a line of `export sources`) with its track records. withheld: why it has none that are shown."""
    records = list(records)
    told = {"extension_type": "property-extension", "slug": line["slug"], "kind": line["kind"]}
    told |= {"withheld": withheld} if withheld else {"records": [_record(each) for each in records]}
    references = [{"source_name": line["slug"], "url": line["homepage"]}] if is_web(line["homepage"]) else []
    node = {
        "type": "identity",
        "id": source_id(line["slug"]),
        **common,
        "created": EPOCH,
        "name": line["name"],
        "identity_class": CLASSES.get(Kind(line["kind"]), "organization"),
        "extensions": {EXTENSION: told},
    }
    node |= {} if withheld else {"labels": [source_tag(main_letter(line["kind"], records))]}
    return node | ({"external_references": references} if references else {})


def source_id(slug: str) -> str:
    return id_of("identity", "source", slug)


def main_letter(kind: str, records: Iterable[Mapping[str, Any]]) -> str:
    """The letter by which a source is known: an outlet's in its own voice, anybody else's as quoted; F without one."""
    role = TrackRecord.Role.OWN if kind == Kind.OUTLET else TrackRecord.Role.ORIGIN
    return next((each["letter"] for each in records if each["role"] == role), "F")


def _record(record: Mapping[str, Any]) -> Node:
    """A record. One that can't be judged has no figures."""
    known = {name: record[name] for name in FIGURES} if record["letter"] != "F" else {}
    return {"role": record["role"], "letter": record["letter"], "as_of": record["as_of"]} | known


def note(line: Mapping[str, Any], url: str, site: Site, page: str, common: Node) -> Node:
    """A claim (a line of `export claims`). url: of its article; page: of the claim on our site."""
    outlet, digit = source_id(line["article"]["outlet"]), line["admiralty"]
    chain = [source_id(each["source"]) for each in line["attribution"]]
    deniers = [source_id(each["source"]) for each in line["denied_by"]]
    article = {"source_name": line["article"]["outlet"], "external_id": line["article"]["external_id"]}
    told = {"extension_type": "property-extension", "status": line["status"], "modality": line["modality"]}
    told |= {"slot": line["slot"], "outlet_ref": outlet}
    told |= {"chain_refs": chain} if chain else {}
    told |= {"denied_by_refs": deniers} if deniers else {}
    told |= {"cluster": line["cluster"]} if line["cluster"] else {}
    told |= {"digit": digit} if digit else {}
    told |= {"credibility": line["credibility"]} if confidence(digit) is not None else {}
    node = {
        "type": "note",
        "id": claim_id(line["id"]),
        **common,
        "created": line["told_at"],
        "modified": max(line["told_at"], common["modified"]),
        "content": line["statement"],
        "authors": [line["attribution"][0]["name"] if chain else line["article"]["outlet"]],
        "object_refs": list(dict.fromkeys([*chain, outlet, *deniers])),
        "labels": [claim_tag(digit)],
        "external_references": [
            article | ({"url": url} if is_web(url) else {}),
            {"source_name": site.name, "external_id": line["id"], "url": page},
        ],
        "extensions": {EXTENSION: told},
    }
    sure = confidence(digit)
    return node | ({"confidence": sure} if sure is not None else {})


def claim_id(public_id: str) -> str:
    return id_of("note", "claim", public_id)


def opinion(claim: str, decision: str, number: int | None, reason: str, given: tuple[str, str], common: Node) -> Node:
    """A verdict on a claim. given: when it was given, and when that last changed."""
    node = {
        "type": "opinion",
        "id": id_of("opinion", decision, claim),
        **common,
        "created": given[0],
        "modified": given[1],
        "opinion": OPINIONS[number],
        "object_refs": [claim_id(claim)],
    }
    return node | ({"explanation": reason} if reason else {})
