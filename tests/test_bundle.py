"""The file that clinics' pages load: what it is made of, private and small."""

import base64
import gzip
import hashlib
import time
from pathlib import Path

import brotli
import pytest

from slotkeeper import assets
from slotkeeper.bundle import Bundle, compose_embed, compose_hosted, compose_styles
from slotkeeper.private_htmx import (
    CHANGES,
    HTMX_SHA256,
    BundleError,
    Change,
    apply_changes,
    privatise,
)

VENDORED = assets.widget_folder() / "static/vendor"
PUBLISHED = (VENDORED / "htmx.esm.min.js").read_text("utf-8")
BUDGET = 20_480
# What of htmx reaches into the page around it.
REACHES_OUT = [
    "window.htmx", "htmx-config", "document.title", "document.body.after", "insertAdjacentElement",
    "DOMContentLoaded", "history.replaceState", "history.pushState", "popstate", "composed:!0",
    "document.adoptedStyleSheets.push", "_loc.reload", "return (${", 'createElement("script")',
]  # fmt: skip


@pytest.fixture(scope="module")
def embed() -> Bundle:
    return compose_embed()


@pytest.mark.req("E1")
def test_all_that_a_page_loads_fits_the_budget(embed: Bundle) -> None:
    assert len(embed.gzip) <= BUDGET


@pytest.mark.parametrize("bundle", [compose_embed(), compose_hosted()], ids=["embed", "hosted"])
def test_a_bundle_is_the_same_in_each_encoding(bundle: Bundle) -> None:
    assert gzip.decompress(bundle.gzip) == bundle.body
    assert brotli.decompress(bundle.brotli) == bundle.body
    digest = base64.b64encode(hashlib.sha384(bundle.body).digest()).decode()
    assert bundle.integrity == f"sha384-{digest}"
    assert bundle.version == hashlib.sha256(bundle.body).hexdigest()[:12]
    assert bundle.body.isascii(), "a page in another encoding must read it the same"


def test_composing_twice_gives_the_same_version(embed: Bundle) -> None:
    assert compose_embed() == embed


def test_other_styles_make_another_version(embed: Bundle) -> None:
    assert compose_embed(styles="a{}").version != embed.version


def test_the_hosted_pages_own_styles_stay_on_the_hosted_page(embed: Bundle) -> None:
    assert ".masthead" in compose_styles()
    assert b".masthead" not in embed.body


def test_composing_takes_no_noticeable_time() -> None:
    took = []
    for _ in range(6):  # other work on the machine only adds: what it takes is the least of some
        started = time.process_time()
        compose_embed()
        took.append(time.process_time() - started)
    assert min(took) < 0.15


@pytest.mark.req("E2")
@pytest.mark.parametrize("text", REACHES_OUT)
def test_the_private_htmx_does_not_reach_out(text: str) -> None:
    assert text in PUBLISHED
    assert text not in privatise(PUBLISHED)


def test_the_vendored_file_is_the_one_that_its_notes_name() -> None:
    assert hashlib.sha256(PUBLISHED.encode()).hexdigest() == HTMX_SHA256
    assert HTMX_SHA256 in (VENDORED / "README.md").read_text("utf-8")


def test_check_01_a_vendored_file_with_another_sha256_stops_the_composition() -> None:
    with pytest.raises(BundleError, match="sha256"):
        privatise(PUBLISHED + "\n")


@pytest.mark.parametrize("change", CHANGES, ids=[change.why[:60] for change in CHANGES])
@pytest.mark.parametrize("fault", ["absent", "twice"])
def test_check_01_each_change_must_match_exactly_once(change: Change, fault: str) -> None:
    again = PUBLISHED + change.start if fault == "twice" else PUBLISHED.replace(change.start, "")
    with pytest.raises(BundleError, match="expected once"):
        apply_changes(again, CHANGES)


def test_the_end_of_a_cut_must_follow_its_start() -> None:
    with pytest.raises(BundleError, match="stands before"):
        apply_changes("b a", (Change("a reason", "a", "", until="b"),))


@pytest.mark.parametrize("missing", ["widget", "portal", "embed.js"])
def test_an_incomplete_installation_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path)
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    find = {
        "widget": assets.widget_folder,
        "portal": assets.portal_folder,
        "embed.js": assets.embed_source,
    }[missing]
    with pytest.raises(assets.AssetsMissingError, match=missing):
        find()


@pytest.mark.req("E2")
def test_the_styles_need_nothing_that_a_strict_policy_of_the_page_refuses(embed: Bundle) -> None:
    assert b"url(" not in embed.body
    assert b"@import" not in embed.body
