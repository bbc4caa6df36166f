"""What `make check` cannot see in the widget's files, because they are joined when served."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import Declaration, Node, ParseError, QualifiedRule

from slotkeeper.bundle import _EMBED_SCRIPTS, _HOSTED_SCRIPTS

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "widget" / "static"
OXLINT = Path(sys.executable).with_name("oxlint")
# What the composed file declares before the scripts.
COMPOSED = ["STYLES", "startHtmx"]


def test_the_widgets_scripts_joined_use_every_name_and_miss_none(tmp_path: Path) -> None:
    scripts = [STATIC / "js" / f"{name}.js" for name in _EMBED_SCRIPTS]
    found = _lint(tmp_path, [*scripts, ROOT / "embed.js"], ["no-undef", "no-unused-vars"])
    assert found == []


def test_the_hosted_pages_scripts_joined_miss_no_name(tmp_path: Path) -> None:
    scripts = [STATIC / "js" / f"{name}.js" for name in _HOSTED_SCRIPTS]
    assert _lint(tmp_path, scripts, ["no-undef"]) == []


def test_every_script_is_served() -> None:
    files = {path.stem for path in (STATIC / "js").glob("*.js")}
    assert files == {*_EMBED_SCRIPTS, *_HOSTED_SCRIPTS}


def test_style_sheets_parse_and_every_property_that_is_used_is_defined() -> None:
    declarations = [item for path in _sheets() for item in _declarations(path)]
    defined = {item.name for item in declarations if item.name.startswith("--")}
    used = {
        name
        for item in declarations
        # With a comma a value follows for where the clinic's page does not set the property.
        for name in re.findall(r"var\(\s*(--[\w-]+)\s*\)", tinycss2.serialize(item.value))
    }
    assert used - defined == set()


def test_style_sheets_never_use_rem_because_its_size_is_the_host_pages() -> None:
    found = [
        f"{item.name}: {tinycss2.serialize(item.value)}"
        for path in _sheets()
        for item in _declarations(path)
        if re.search(r"\d\s*rem\b", tinycss2.serialize(item.value))
    ]
    assert found == []


@pytest.mark.parametrize("broken", ["a { color: ) }", "a { color red }", "a { b:c; } }"])
def test_a_broken_style_sheet_is_noticed(tmp_path: Path, broken: str) -> None:
    sheet = tmp_path / "broken.css"
    sheet.write_text(broken)
    with pytest.raises(AssertionError, match=r"broken\.css:1"):
        list(_declarations(sheet))


def _lint(folder: Path, scripts: list[Path], rules: list[str]) -> list[str]:
    joined = folder / "joined.js"
    joined.write_text("\n".join(path.read_text() for path in scripts))
    settings = folder / "oxlintrc.json"
    settings.write_text(
        json.dumps(
            {
                "env": {"browser": True, "es2024": True},
                "globals": dict.fromkeys(COMPOSED, "readonly"),
                "categories": {"correctness": "off"},
                "rules": dict.fromkeys(rules, "error"),
            }
        )
    )
    run = subprocess.run(
        [OXLINT, "-c", settings, "--format", "json", joined],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = joined.read_text().splitlines()
    return [
        f"{found['message']} {lines[found['labels'][0]['span']['line'] - 1].strip()}"
        for found in json.loads(run.stdout)["diagnostics"]
    ]


def _sheets() -> list[Path]:
    sheets = sorted((STATIC / "css").glob("*.css"))
    assert sheets
    return sheets


def _declarations(path: Path) -> Iterator[Declaration]:
    yield from _walk(path, tinycss2.parse_stylesheet(path.read_text(), skip_comments=True))


def _walk(path: Path, nodes: list[Node]) -> Iterator[Declaration]:
    for node in nodes:
        assert not isinstance(node, ParseError), f"{path.name}:{node.source_line}: {node.message}"
        if isinstance(node, Declaration):
            assert all(part.type != "error" for part in node.value), (
                f"{path.name}:{node.source_line}: {node.name}"
            )
            yield node
        elif node.type in {"qualified-rule", "at-rule"} and node.content is not None:
            yield from _walk(path, _block(node))


def _block(rule: QualifiedRule) -> list[Node]:
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return list(content)
