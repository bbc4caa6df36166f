"""What each step of the booking says and sends, from made-up views."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from slotkeeper.web.booking.view import Chosen
from slotkeeper.web.render import Renderer
from tests.web import made_up
from tests.web.shown import fragment, page

WIDGET = Path(__file__).parents[2] / "widget"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(WIDGET)


@pytest.mark.req("R4")
def test_a_problem_stands_at_its_field_and_in_the_list(renderer: Renderer) -> None:
    html = fragment(renderer, "refused")
    assert '<a href="#phone">Enter a phone number with area code' in html
    assert re.search(r'id="phone"[^>]* aria-describedby="phone-error" aria-invalid="true"', html)
    assert re.search(r'id="note"[^>]* aria-describedby="note-hint"', html)
    assert 'value="robin@post.example"' in html
    assert re.search(r'value="new" id="patient_is" checked', html)


@pytest.mark.req("B4")
def test_the_terms_are_within_reach_and_never_ticked_before(renderer: Renderer) -> None:
    for step in ("details", "refused"):
        html = fragment(renderer, step)
        box = re.search(r'<input type="checkbox"[^>]*name="terms"[^>]*>', html)
        assert box
        assert "checked" not in box[0]
        assert "ten minutes early" in html
        assert f'name="terms_version" value="{made_up.CLINIC.terms_version}"' in html


@pytest.mark.req("H5")
def test_a_page_offers_to_keep_the_time_longer_at_once(renderer: Renderer) -> None:
    html = page(renderer, "details")
    assert "keeping Tue 5 Jan, 9:15 am for you until 9:22 am" in html
    assert re.search(r'<form class="longer" method="post" action="[^"]*/holds/extend">', html)


@pytest.mark.req("H5")
def test_the_widget_offers_it_when_the_script_says_so(renderer: Renderer) -> None:
    html = fragment(renderer, "details")
    assert re.search(r"<form [^>]*/holds/extend[^>]* data-hold-notice [^>]*hidden>", html)
    assert 'data-expires-at="1799100450" data-now="1799100018" data-hold-warn="120"' in html
    assert re.search(r"<form data-expired-form hidden [^>]*/holds/renew", html)


@pytest.mark.req("H5")
def test_a_hold_that_cannot_be_kept_longer_does_not_offer_it(renderer: Renderer) -> None:
    view = replace(made_up.DETAILS, hold=replace(made_up.HOLD, can_extend=False))
    html = fragment(renderer, "details", view=view)
    assert "/holds/extend" not in html
    assert "data-hold-notice" in html


@pytest.mark.req("H6")
def test_a_change_of_mind_gives_the_held_time_back(renderer: Renderer) -> None:
    chosen = (Chosen(kind="practitioner", text="with Sam Lee", back_to="practitioner"),)
    html = fragment(renderer, "details", summary=chosen)
    assert 'form="back-form" name="back_to" value="practitioner"' in html
    assert re.search(r'<form id="back-form" hidden [^>]*/holds/release', html)


@pytest.mark.req("B6")
def test_a_lost_race_offers_times_and_carries_on_what_was_typed(renderer: Renderer) -> None:
    html = page(renderer, "taken")
    assert html.count('form="hold-form" name="slot"') == 5
    assert '<input type="hidden" name="email" value="a@b.example">' in html
    assert '<input type="hidden" name="type" value="initial">' in html


def test_a_hold_is_named_in_the_form_only_where_there_is_one(renderer: Renderer) -> None:
    assert 'name="hold"' not in fragment(renderer, "slot")
    assert 'name="hold" value="abc"' in page(renderer, "slot", hold_token="abc")


@pytest.mark.req("B3")
def test_nobody_is_asked_what_the_appointment_has_answered(renderer: Renderer) -> None:
    view = replace(made_up.DETAILS, patient_is="new", ask_patient_is=False)
    html = fragment(renderer, "details", view=view)
    assert 'type="radio"' not in html
    assert '<input type="hidden" name="patient_is" value="new">' in html


@pytest.mark.req("B10")
def test_a_day_without_times_leads_to_the_next_that_has_some(renderer: Renderer) -> None:
    empty = replace(made_up.WEEK, parts=(), next_available=made_up.NEXT)
    html = fragment(renderer, "slot", view=empty)
    assert "Next available: Fri 8 Jan" in html
    html = fragment(renderer, "slot", view=replace(empty, next_available=None))
    assert 'href="tel:+61255501234"' in html


@pytest.mark.req("B13")
def test_the_confirmation_says_all_that_is_needed(renderer: Renderer) -> None:
    html = fragment(renderer, "confirmed")
    assert 'data-reference="K7M-4QX9"' in html
    said = ["Tuesday", "9:15 am", "45 min", "Sam Lee", "12 Wharf Street", "24 hours before"]
    assert [text for text in said if text not in html] == []
    assert f'href="{made_up.CONFIRMED.calendar_url}"' in html
    assert f'href="{made_up.CONFIRMED.manage_url}"' in html
