"""What the portal's pages load, and that its style sheets keep what the look promises."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
import tinycss2
from tinycss2.ast import Declaration, Node, ParseError

from slotkeeper.assets import portal_folder
from slotkeeper.web.staff.portal import Portal
from tests.web.staff.staff import Colleague
from tests.web.test_css import _contrast
from tests.web.world import World

STATIC = Path(__file__).parents[3] / "portal" / "static"
GROUNDS = ("surface", "ground", "raised")
READ = ("text", "muted", "danger", "ok", "accent")
SEEN = ("line",)
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|^(?:left|right|top|bottom)$"
)
FOREVER = "public, max-age=31536000, immutable"


async def test_a_page_loads_each_file_for_ever_under_the_hash_of_its_content(
    robin: Colleague,
) -> None:
    page = await robin.get("/staff/account")
    files = [
        each.get("src") or each["href"]
        for tag, each in page.tags
        if tag == "script" or (tag == "link" and each["rel"] == "stylesheet")
    ]
    assert len(files) >= 2
    for file in files:
        answer = await robin.http.get(file)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, FOREVER)
        assert re.fullmatch(r"/portal/[a-z]+\.[0-9a-f]{12}\.(?:css|js)", file)
        etag = answer.headers["etag"]
        again = await robin.http.get(file, headers={"If-None-Match": etag})
        assert again.status_code == 304


async def test_a_page_of_another_release_gets_what_there_is_for_a_while(world: World) -> None:
    browser = await world.browser()
    answer = await browser.get("/portal/portal.0123456789ab.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=300")


@pytest.mark.parametrize("name", ["none.0.css", "portal.css/..", "templates", "x.js", "."])
async def test_nothing_else_is_under_portal(world: World, name: str) -> None:
    browser = await world.browser()
    assert (await browser.get(f"/portal/{name}")).status_code == 404


def test_every_template_can_be_compiled() -> None:
    portal = Portal(portal_folder())
    portal.compile()
    assert len(portal._environment.cache or ()) > 100


def test_htmx_is_there_as_it_was_published() -> None:
    published = STATIC.parents[1] / "widget/static/vendor/htmx.esm.min.js"
    served = Portal(portal_folder()).assets["htmx.js"]
    assert served.bundle.body == published.read_bytes()


@pytest.mark.parametrize(
    ("accepted", "language"), [("", "en"), ("de, en;q=0.5", "en"), ("EN-au", "en"), ("*", "en")]
)
def test_a_language_without_a_catalogue_falls_back_on_english(accepted: str, language: str) -> None:
    assert Portal(portal_folder()).language_for(accepted) == language


@pytest.mark.req("E8")
@pytest.mark.parametrize("scheme", [1, 2], ids=["light", "dark"])
def test_colours_can_be_read(scheme: int) -> None:
    found = re.findall(
        r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", (STATIC / "css/tokens.css").read_text()
    )
    tokens = {each[0]: each[scheme] for each in found}
    weak = [
        (name, ground)
        for names, least in ((READ, 4.5), (SEEN, 3.0))
        for name, ground in product(names, GROUNDS)
        if _contrast(tokens[name], tokens[ground]) < least
    ]
    weak += [("accent-text", "accent")] * (_contrast(tokens["accent-text"], tokens["accent"]) < 4.5)
    assert weak == []


def test_style_sheets_parse_and_every_property_that_is_used_is_defined() -> None:
    declarations = [item for _, item in _declarations()]
    defined = {item.name for item in declarations if item.name.startswith("--")}
    used = {
        name
        for item in declarations
        for name in re.findall(r"var\(\s*(--[\w-]+)", tinycss2.serialize(item.value))
    }
    assert used - defined == set()


@pytest.mark.req("E3")
def test_style_sheets_name_starts_and_ends_never_left_and_right() -> None:
    found = [
        f"{path.name}: {item.name}" for path, item in _declarations() if PHYSICAL.search(item.name)
    ]
    assert found == []


def test_style_sheets_load_nothing_from_elsewhere() -> None:
    text = "".join(path.read_text() for path in (STATIC / "css").glob("*.css"))
    assert "url(" not in text
    assert "@import" not in text


def test_every_script_knows_all_the_names_that_it_uses(tmp_path: Path) -> None:
    rules = {"no-undef": "error", "no-unused-vars": "error"}
    settings = {"env": {"browser": True, "es2024": True}, "rules": rules}
    (tmp_path / "oxlintrc.json").write_text(json.dumps(settings))
    oxlint = Path(sys.executable).with_name("oxlint")
    for script in sorted((STATIC / "js").glob("*.js")):
        # Each is a function of its own when served; htmx is there where a page loads it.
        paths = [str(each) for each in (oxlint, tmp_path / "oxlintrc.json", script)]
        command = [paths[0], "-c", paths[1], "--deny-warnings", paths[2]]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout


def _declarations() -> Iterator[tuple[Path, Declaration]]:
    for path in sorted((STATIC / "css").glob("*.css")):
        sheet = tinycss2.parse_stylesheet(path.read_text(), skip_comments=True)
        for item in _walk(path, sheet):
            yield path, item


def _walk(path: Path, nodes: list[Node]) -> Iterator[Declaration]:
    for node in nodes:
        assert not isinstance(node, ParseError), f"{path.name}:{node.source_line}: {node.message}"
        if isinstance(node, Declaration):
            yield node
        elif node.type in {"qualified-rule", "at-rule"} and node.content is not None:
            inside = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _walk(path, list(inside))
