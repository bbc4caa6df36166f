"""Rules of the house that no linter knows, held over every file of the project."""

import ast
import os
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES = {".py": 250, ".html": 80, ".txt": 80, ".css": 150, ".js": 150}
SKIPS = {"skip", "skipif", "xfail", "importorskip"}
LOCKS = ["requirements.lock", "requirements-dev.lock"]

# In two halves, so that this file keeps its own rule.
REGISTRIES = re.compile(
    r"pypi\.(?:org|python)|pythonhosted" + r"\.org|registry\.npm" + r"js|deb\.debian" + r"\.org"
)
MACHINE_PATHS = re.compile(r"(?<![\w.}/-])/(?:work|root|home/\w+|Users/\w+|tmp" + r"/\w+)/")


def test_no_file_outgrows_its_size() -> None:
    outgrown = {
        str(path.relative_to(ROOT)): lines
        for path in _files("server", "widget", "portal", "demo", "tests", "bench", "embed.js")
        if (limit := LINES.get(path.suffix)) and (lines := len(_lines(path))) > limit
    }
    assert outgrown == {}


def test_no_file_names_a_package_registry() -> None:
    assert list(_matches(REGISTRIES)) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert list(_matches(MACHINE_PATHS)) == []


def test_no_test_is_skipped_without_a_reason() -> None:
    assert [place for path in _files("tests", suffix=".py") for place in _silent(path)] == []


def test_every_promise_that_a_test_names_has_the_form_of_one() -> None:
    named = [
        text.value
        for path in _files("tests", suffix=".py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr == "req"
        for text in call.args
        if isinstance(text, ast.Constant)
    ]
    assert [name for name in named if not re.fullmatch(r"[A-Z][1-9]\d?", str(name))] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_only(name: str) -> None:
    entries = re.split(r"\n(?! )", (ROOT / name).read_text().strip())
    hashed = re.compile(
        r"[a-z0-9-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+",
    )
    assert [entry.splitlines()[0] for entry in entries if not hashed.fullmatch(entry)] == []


def test_the_development_lock_holds_what_the_server_runs_on() -> None:
    runtime, development = (set(_pins(name)) for name in LOCKS)
    assert runtime <= development


def test_the_domain_needs_the_standard_library_and_msgspec_only() -> None:
    allowed = {*sys.stdlib_module_names, "msgspec", "slotkeeper"}
    foreign = {
        f"{path.name}: {name}"
        for path in _files("server/slotkeeper/domain", suffix=".py")
        for name in _imports(path)
        if name.partition(".")[0] not in allowed
    }
    assert foreign == set()


def test_the_domain_reads_no_clock() -> None:
    clock = re.compile(r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btime\.(?:time|monotonic)\b")
    assert list(_matches(clock, "server/slotkeeper/domain")) == []


def _files(*places: str, suffix: str = "") -> Iterator[Path]:
    """What version control holds or would hold; without asking git, which may not be there."""
    ignored = [".git", *(line.rstrip("/") for line in _lines(ROOT / ".gitignore"))]
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not _matches_any(name, ignored)]
        for path in (Path(folder, name) for name in names if not _matches_any(name, ignored)):
            inside = not places or any(path.is_relative_to(ROOT / place) for place in places)
            if inside and path.name.endswith(suffix) and "vendor" not in path.parts:
                yield path


def _matches_any(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def _matches(pattern: re.Pattern[str], *places: str) -> Iterator[str]:
    for path in _files(*places):
        for number, line in enumerate(_lines(path), start=1):
            if pattern.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    return [] if b"\0" in data else data.decode().splitlines()


def _silent(path: Path) -> Iterator[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    reasoned = {
        id(node.func)
        for node in nodes
        if isinstance(node, ast.Call)
        and (
            any(word.arg == "reason" for word in node.keywords)
            or (node.args and ast.unparse(node.func).endswith(".skip"))
        )
    }
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in SKIPS and id(node) not in reasoned:
            yield f"{path.relative_to(ROOT)}:{node.lineno}"


def _pins(name: str) -> list[str]:
    return re.findall(r"^([a-z0-9-]+==\S+)", (ROOT / name).read_text(), flags=re.MULTILINE)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)
