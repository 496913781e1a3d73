"""The arguments of the commands that read files of articles, and what they come to."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError, CommandParser

from corroboration.imports.formats import FORMATS
from corroboration.imports.records import How, names_from
from corroboration.imports.text import known

FILES = "NDJSON, CSV (either may be compressed with gzip), WARC, or a folder with a manifest; - is standard input"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=FILES)
    parser.add_argument("--format", choices=FORMATS, default="", help="what the files are, where their names don't say")
    parser.add_argument(
        "--map",
        dest="names",
        metavar="FIELD=NAME,...",
        action="append",
        default=[],
        help="what the files call a field: --map outlet=Publisher,published_at='Publication date'",
    )
    parser.add_argument("--outlet", default="", help="of articles that name none")
    parser.add_argument("--language", default="", help="of articles that name none, such as en")
    parser.add_argument("--encoding", default="", help="of text that doesn't say; without it UTF-8")


def how_from(
    *, format: str = "", names: Iterable[str] = (), outlet: str = "", language: str = "", encoding: str = "", **_: Any
) -> How:
    """What the arguments say. Raises CommandError."""
    if encoding and not known(encoding):
        raise CommandError(f"--encoding {encoding}: no such encoding; expected one such as windows-1252")
    try:
        return How(format, names_from(",".join(names)), outlet, language, encoding)
    except ValueError as problem:
        raise CommandError(f"--map {problem}") from None
