"""Every regular expression of the project, as it is compiled, those put together from tables included.

`python -m tests.security.patterns` imports all modules, reads a few texts, and prints them as JSON: a process of its
own, because a pattern is seen only when it is compiled first.
"""

import ast
import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("sources", "claims", "corroboration", "config")
COMPILING = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")
OTHERS = ("regex", "re2", "sre_compile", "pyparsing")  # engines and makers of patterns that nobody listens to
MADE_BY_HAND = ROOT / "corroboration" / "data" / "make_outlines.py"  # run by a person on a map that is given


@dataclass(frozen=True)
class Found:
    """where: file:line of the call that compiled it."""

    where: str
    pattern: str | bytes
    flags: int

    @property
    def compiled(self) -> re.Pattern[Any]:
        return re.compile(self.pattern, self.flags)


def gather() -> list[Found]:
    """What the other process found."""
    command = [sys.executable, "-m", "tests.security.patterns"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return [
        Found(where, pattern.encode("latin-1") if raw else pattern, flags)
        for where, pattern, raw, flags in json.loads(done.stdout)
    ]


def call_sites() -> dict[str, str | bytes | None]:
    """{file:line: the pattern as it stands there, None if it is put together} of all calls into re."""
    found: dict[str, str | bytes | None] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_call(node):
                given = node.args[0]
                whole = given.value if isinstance(given, ast.Constant) else None
                found[f"{path.relative_to(ROOT)}:{node.lineno}"] = whole
    return found


def names() -> dict[str, str]:
    """{file:line: file:NAME} of the patterns that a module gives a name."""
    return {
        f"{path.relative_to(ROOT)}:{node.value.lineno}": f"{path.relative_to(ROOT)}:{node.targets[0].id}"
        for path in sources()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_call(node.value)
    }


def methods_used() -> dict[str, set[str]]:
    """{file:line: what is asked of the pattern there}: empty where it is handed on, so that anything may be."""
    named = names()
    by_file: dict[str, dict[str, set[str]]] = {}
    handed_on = set()
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = by_file.setdefault(str(path.relative_to(ROOT)), {})
        owners = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                asked.setdefault(node.value.id, set()).add(node.attr)
                owners.add(node.value)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in owners:
                handed_on.add(f"{path.relative_to(ROOT)}:{node.id}")
            if isinstance(node, ast.ImportFrom):
                handed_on |= {name for name in named.values() if name.endswith(tuple(f":{a.name}" for a in node.names))}
    found = {}
    for place, name in named.items():
        path, _, own = name.partition(":")
        found[place] = set() if name in handed_on else by_file[path].get(own, set()) - {"pattern"}
    return found | {place: {method} for place, method in _asked_in_place().items()}


def _asked_in_place() -> dict[str, str]:
    """{file:line: the function} of re.match(...) and its like."""
    return {
        f"{path.relative_to(ROOT)}:{node.lineno}": node.func.attr
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _is_call(node) and node.func.attr != "compile"
    }


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and path != MADE_BY_HAND:
                yield path


def _is_call(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in COMPILING
    )


def _listen(heard: dict[tuple[str, str | bytes, int], None]) -> None:
    """Note each pattern that our own code compiles, and where."""
    compile_one: Callable[..., Any] = re._compile

    def noted(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(2)
        path = Path(frame.f_code.co_filename)
        if not isinstance(pattern, re.Pattern) and _is_ours(path):
            heard[f"{path.relative_to(ROOT)}:{frame.f_lineno}", pattern, int(flags)] = None
        return compile_one(pattern, flags)

    re._compile = noted


def _listen_to_fields(heard: dict[tuple[str, str | bytes, int], None]) -> None:
    """Note the patterns that validators and fields of forms and serializers are given, which Django compiles for us."""
    from django.core.validators import RegexValidator

    make = RegexValidator.__init__

    def noted(self: Any, regex: Any = None, *args: Any, **options: Any) -> None:
        make(self, regex, *args, **options)
        frame: Any = sys._getframe(1)
        while frame is not None and not _is_ours(path := Path(frame.f_code.co_filename)):
            frame = frame.f_back
        if regex is not None and frame is not None:
            given = regex if isinstance(regex, re.Pattern) else re.compile(regex, self.flags)
            heard[f"{path.relative_to(ROOT)}:{frame.f_lineno}", given.pattern, given.flags] = None

    RegexValidator.__init__ = noted


def _is_ours(path: Path) -> bool:
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES


def unheard() -> list[str]:
    """Where a module of ours has patterns in a way that nobody listens to: names out of re, or another engine."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                odd = node.module in ("re", *OTHERS)
            else:
                names = node.names if isinstance(node, ast.Import) else []
                odd = any(each.name in OTHERS or (each.name == "re" and each.asname) for each in names)
            if odd:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def _import_all() -> None:
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], package + "."):
            if ".migrations" not in module.name and not module.name.endswith("make_outlines"):
                importlib.import_module(module.name)


def _main() -> None:
    heard: dict[tuple[str, str | bytes, int], None] = {}
    _listen(heard)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    _listen_to_fields(heard)
    django.setup()
    _import_all()
    from tests.security import exercise

    exercise.all_that_waits()
    for place, pattern in call_sites().items():
        if pattern is not None and not any(where == place for where, _, _ in heard):
            heard[place, pattern, 0] = None
    rows = [
        (where, each.decode("latin-1") if isinstance(each, bytes) else each, isinstance(each, bytes), flags)
        for where, each, flags in heard
    ]
    sys.stdout.write(json.dumps(sorted(rows)))


if __name__ == "__main__":
    _main()
