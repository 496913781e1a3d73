"""What looks like a secret in the project's files: keys, tokens, passwords in addresses and in assignments."""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.security.patterns import ROOT

EXAMPLES = ROOT / "corroboration" / "data" / "examples"  # answers of a database made for them and thrown away
LARGEST = 2_000_000  # bytes of a file that is looked at
# What begins so is a secret wherever it stands.
SHAPES = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----"),
    "AWS key": re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    "GitHub token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})"),
    "GitLab token": re.compile(r"\bglpat-[A-Za-z0-9_-]{20}"),
    "Slack token": re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10}"),
    "Google key": re.compile(r"\bAIza[A-Za-z0-9_-]{35}"),
    "Stripe key": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{20}"),
    "OpenAI or Anthropic key": re.compile(r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32}"),
    "PyPI token": re.compile(r"\bpypi-[A-Za-z0-9_-]{50}"),
    "webhook secret": re.compile(r"\bwhsec_[A-Za-z0-9+/]{24}"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,200}\.eyJ[A-Za-z0-9_-]{10,500}\."),
}
IN_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+]{1,15}://[^\s/:@\"'<>{}$]{1,80}:(?P<word>[^\s/@\"'<>{}$]{1,80})@(?P<host>[\w.-]*)"
)
ASSIGNED = re.compile(
    r"(?:password|passwd|secret|token|api_?key|private_?key)\w{0,20}[\"']?\s{0,3}[:=]\s{0,3}[\"'](?P<word>[^\"'\s]{16,200})[\"']",
    re.IGNORECASE,
)
# Bits a character. A word or a path has some 3, a secret drawn by chance more than 4.
CHANCE = 4.0
# Invented for tests and examples, and meant to be read as such.
INVENTED = {"secret", "password", "pass", "pw", "x", "s3cret", "example"}


def tracked() -> list[Path]:
    """The files under version control; in a copy without it, none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return [ROOT / name for name in listed.split("\0") if name]


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """(line, what it looks like), once each."""
    for number, line in enumerate(text.splitlines(), 1):
        for name, shape in SHAPES.items():
            if shape.search(line):
                yield number, name
        if any(not _invented(match["word"], match["host"]) for match in IN_ADDRESS.finditer(line)):
            yield number, "password in an address"
        if any(bits(match["word"]) > CHANCE for match in ASSIGNED.finditer(line)):
            yield number, "secret by its name and its chance"


def _invented(word: str, host: str) -> bool:
    """Nobody's password, or one for a host that nobody has (RFC 2606)."""
    return word.lower() in INVENTED or host.endswith((".example", "example.org")) or host == "127.0.0.1"


def bits(word: str) -> float:
    """How much chance there is in a character of it (Shannon)."""
    counts = Counter(word).values()
    return -sum(count / len(word) * math.log2(count / len(word)) for count in counts)


def scanned() -> list[str]:
    """file:line: what looks like a secret there."""
    told = []
    for path in tracked():
        if not path.is_relative_to(EXAMPLES) and path.is_file() and path.stat().st_size <= LARGEST:
            text = path.read_bytes().decode("utf-8", "replace")
            told += [f"{path.relative_to(ROOT)}:{number}: {what}" for number, what in found_in(text)]
    return told
