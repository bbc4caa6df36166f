"""Every step as a fragment for the widget and as a whole page, from made-up views."""

import gzip
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from slotkeeper.web.render import Renderer
from tests.web import made_up
from tests.web.shown import Outline, fragment, page

WIDGET = Path(__file__).parents[2] / "widget"
STEPS = sorted(made_up.STEPS)
# What a host page's policy or clean-up would act on (embed contract, check 11).
NEVER_IN_A_FRAGMENT = re.compile(
    r"<script|<style|<title|\sstyle=|<link|<img|hx-on|js:|hx-boost|hx-push-url|\son\w+=",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(WIDGET)


@pytest.mark.parametrize("step", STEPS)
def test_a_fragment_is_one_section_that_names_its_step(renderer: Renderer, step: str) -> None:
    html = fragment(renderer, step)
    name = {
        "refused": "details",
        "taken": "notice",
        "closed": "notice",
        "processing": "payment",
    }.get(step, step)
    assert re.match(rf'<section [^>]*? data-step="{name}"[ >]', html)
    tree = Outline(html)
    assert tree.roots == ["section"]
    assert tree.unclosed == []


@pytest.mark.parametrize("step", STEPS)
def test_a_fragment_holds_nothing_that_a_host_page_would_act_on(
    renderer: Renderer, step: str
) -> None:
    assert NEVER_IN_A_FRAGMENT.findall(fragment(renderer, step)) == []


@pytest.mark.req("E1")
@pytest.mark.parametrize("step", STEPS)
def test_a_fragment_is_small(renderer: Renderer, step: str) -> None:
    assert len(gzip.compress(fragment(renderer, step).encode(), 9)) <= 2304


@pytest.mark.req("E1")
def test_the_first_fragment_is_small_even_before_it_is_compressed(renderer: Renderer) -> None:
    assert len(fragment(renderer, "type").encode()) <= 4096


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_one_question_that_takes_the_focus(renderer: Renderer, step: str) -> None:
    headings = re.findall(r"<h2[^>]*>", fragment(renderer, step))
    assert len(headings) == 1
    assert 'tabindex="-1"' in headings[0]
    assert 'part="heading"' in headings[0]


@pytest.mark.req("E8")
@pytest.mark.parametrize("step", STEPS)
def test_every_id_is_unique_and_every_reference_has_its_target(
    renderer: Renderer, step: str
) -> None:
    tree = Outline(page(renderer, step))
    assert len(tree.ids) == len(set(tree.ids))
    assert tree.references - set(tree.ids) == set()


@pytest.mark.parametrize("step", STEPS)
def test_forms_of_a_fragment_send_what_they_send_without_scripts(
    renderer: Renderer, step: str
) -> None:
    for form in re.findall(r"<form[^>]*>", fragment(renderer, step)):
        method = re.search(r' method="(get|post)"', form)
        action = re.search(r' action="([^"]*)"', form)
        assert method
        assert action
        assert f'hx-{method[1]}="{action[1]}"' in form
        assert action[1].startswith("/f/harbour-physio") or step == "slot"


@pytest.mark.req("B7")
@pytest.mark.parametrize("step", STEPS)
def test_a_page_needs_no_script_and_nobody_else(renderer: Renderer, step: str) -> None:
    html = page(renderer, step)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr">')
    assert "hx-" not in html
    assert set(re.findall(r'(?:src|href)="((?!tel:|#|/c/)[^"]*)"', html)) == {
        "/static/hosted.css",
        "/static/hosted.js",
        "data:,",  # no icon
    }
    assert Outline(html).unclosed == []


def test_a_page_is_titled_by_its_question_and_the_clinic(renderer: Renderer) -> None:
    assert _title(page(renderer, "slot")) == "When would you like to come? – Harbour Physio"
    assert _title(page(renderer, "refused")) == "Error: Your details – Harbour Physio"
    assert _title(page(renderer, "taken")).startswith("Somebody else has just taken that time")


def test_a_page_without_a_clinic_has_a_name_all_the_same(renderer: Renderer) -> None:
    html = renderer.page("booking/notice.html", "en", view=replace(made_up.CLOSED, call=False))
    assert "<h1>Online booking</h1>" in html


def test_what_people_typed_is_text_and_nothing_else(renderer: Renderer) -> None:
    evil = "<b>\"'&{{ 7 * 7 }}</b><script>"
    view = replace(made_up.REFUSED, values={"first_name": evil, "note": evil})
    html = fragment(renderer, "refused", view=view)
    assert "<script" not in html
    assert "49" not in html
    assert html.count("&lt;script&gt;") == 2


def test_a_note_that_begins_with_an_empty_line_keeps_it(renderer: Renderer) -> None:
    view = replace(made_up.DETAILS, values={"note": "\nSecond line"})
    assert ">\n\nSecond line</textarea>" in fragment(renderer, "details", view=view)


@pytest.mark.req("E7")
def test_an_asked_language_stays_asked(renderer: Renderer) -> None:
    html = page(renderer, "details", kept={"lang": "de"})
    for action in re.findall(r'method="post" action="([^"]*)"', html):
        assert action.endswith("?lang=de")


def test_a_page_from_right_to_left_says_so(renderer: Renderer) -> None:
    assert '<html lang="ar" dir="rtl">' in page(renderer, "type", "ar")
    assert ' lang="ar" dir="rtl"' in fragment(renderer, "type", "ar")


def _title(html: str) -> str:
    found = re.search("<title>(.*?)</title>", html)
    assert found
    return found[1]
