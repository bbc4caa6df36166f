"""The whole way of a patient who pays first, on both surfaces."""

import re

import httpx
import pytest

from slotkeeper.services.booking_link import sign_link
from slotkeeper.storage.booking import find_booking
from tests.web.payments.conftest import ORIGIN, new_payer
from tests.web.payments.payer import CLINIC_PAGE, Payer
from tests.web.payments.till import Till
from tests.web.world import World


@pytest.mark.req("P1")
async def test_what_is_to_be_paid_is_said_before_anything_is_typed(ada: Payer) -> None:
    types = (await ada.start()).text
    assert "Pay A$30.00 when you book" in types
    assert "New patients pay A$30.00 when they book" in types
    details = await ada.choose_time("insoles")
    assert "Pay A$30.00 now, A$230.00 at the clinic" in details.text
    assert "Go on to payment" in details.text


@pytest.mark.req("P1", "P4")
async def test_the_payment_step_names_amounts_deadline_and_what_is_booked(
    ada: Payer, world: World
) -> None:
    page = await ada.go_to_payment("insoles")
    assert (ada.answer.status_code, page.name, page.step["data-payment"]) == (
        200,
        "payment",
        "open",
    )
    assert "Pay A$30.00 to book" in page.text
    assert "Now A$30.00 At the clinic A$230.00 Total A$260.00" in page.text
    assert "Custom insoles" in page.text
    assert "We keep Mon 1 Feb, 11:00 am for you until 9:07 am." in page.text
    assert "Test mode: no money is taken." in page.text
    assert int(page.step["data-expires-at"]) == world.clock() + 450
    assert int(page.step["data-now"]) == world.clock()


@pytest.mark.req("B2")
async def test_the_payment_is_the_last_of_the_steps_that_are_counted(ada: Payer) -> None:
    details = await ada.choose_time("insoles", location="any")
    number, count = progress(details.text)
    payment = await ada.go_to_payment("insoles", 1, location="any")
    assert progress(payment.text) == (number + 1, count)
    assert number + 1 == count


@pytest.mark.req("P1")
async def test_paying_all_of_it_leaves_nothing_for_the_clinic(ada: Payer, till: Till) -> None:
    page = await ada.go_to_payment("massage")
    assert "Pay A$95.00 to book" in page.text
    assert "At the clinic" not in page.text
    await ada.press_pay()
    till.pay(ada.pay_url)
    page = await ada.come_back(till.way_back(ada.pay_url))
    assert "Paid: A$95.00" in page.text
    assert "To pay at the clinic" not in page.text


@pytest.mark.req("P2", "P7")
async def test_who_pays_is_booked_and_has_paid(ada: Payer, till: Till, world: World) -> None:
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    till.pay(ada.pay_url)
    page = await ada.come_back(till.way_back(ada.pay_url))
    assert (ada.answer.status_code, page.name) == (200, "confirmed")
    assert page.step["data-reference"]
    assert "Paid: A$30.00" in page.text
    assert "To pay at the clinic: A$230.00" in page.text
    assert till.money()["received"] == 3000
    told = await world.toolbox.database.fetch("SELECT recipient, message FROM delivery ORDER BY id")
    assert [(row["recipient"], row["message"]) for row in told] == [
        ("patient", "booking_confirmed"),
        ("clinic", "booking_confirmed"),
        ("practitioner", "booking_confirmed"),
    ]


@pytest.mark.req("P2")
async def test_the_link_shows_what_was_paid_and_the_calendar_file_opens(
    ada: Payer, till: Till
) -> None:
    confirmed = await ada.pay_all_the_way(till)
    file = next(each for each in confirmed.links if each.endswith("/appointment.ics"))
    link = file.removesuffix("/appointment.ics")
    shown = await ada.http.get(link)
    assert shown.status_code == 200
    assert "Paid: A$30.00" in shown.text
    calendar = await ada.http.get(file)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "BEGIN:VEVENT" in calendar.text


@pytest.mark.req("P7")
async def test_only_the_answer_to_paying_may_lead_the_page_away(
    widget: Payer, till: Till, world: World
) -> None:
    await widget.pay_all_the_way(till)
    exposing = [each for each in world.answers if "access-control-expose-headers" in each.headers]
    assert [each.request.url.path for each in exposing] == ["/f/harbour-physio/payments"]
    assert exposing[0].headers["access-control-expose-headers"] == "HX-Redirect"
    assert exposing[0].headers["hx-redirect"] == widget.pay_url
    assert [each for each in world.answers if "hx-redirect" in each.headers] == exposing


@pytest.mark.req("P7")
async def test_in_a_frame_links_lead_to_the_pay_page(widget: Payer, till: Till) -> None:
    await widget.go_to_payment("insoles")
    answer = await widget.press_pay(framed="1")
    assert answer.status_code == 200
    assert "hx-redirect" not in answer.headers
    page = widget.page
    assert page.step["data-poll"] == "5"
    here, new_tab = (one for tag, one in page.tags if tag == "a" and till.url in one["href"])
    assert (here["target"], new_tab["target"]) == ("_top", "_blank")
    assert here["href"] == new_tab["href"]
    till.pay(here["href"])
    assert (await widget.ask_state(widget.token)).name == "confirmed"


@pytest.mark.req("P7")
async def test_a_framed_page_of_ours_does_so_too(world: World, till: Till) -> None:
    ada = await new_payer(world, "/c/harbour-physio")
    await ada.go_to_payment("insoles")
    assert (await ada.press_pay(framed="1")).status_code == 200
    (pay_url,) = {each for each in ada.page.links if till.url in each}
    assert "Look again" in ada.page.text
    till.pay(pay_url)
    assert (await ada.ask_state(ada.token)).name == "confirmed"


@pytest.mark.req("P7")
async def test_a_page_leads_to_the_pay_page_and_its_policy_knows_that(
    world: World, till: Till
) -> None:
    ada = await new_payer(world, "/c/harbour-physio")
    await ada.go_to_payment("insoles")
    assert form_action(ada.answer) == ["'self'", till.url]
    answer = await ada.press_pay()
    assert (answer.status_code, answer.headers["location"]) == (303, ada.pay_url)
    assert ada.pay_url.startswith(till.url)
    assert form_action(ada.answer) == ["'self'", till.url]
    till.pay(ada.pay_url)
    await ada.come_back(till.way_back(ada.pay_url))
    leading = [each.request.url.path for each in ada.answers if till.url in policy(each)]
    assert [re.sub("/p/.*", "/p/…", path) for path in leading] == [
        "/c/harbour-physio/p/…",
        "/c/harbour-physio/payments",
    ]


@pytest.mark.req("P7")
async def test_a_pay_page_of_another_address_is_a_link_of_the_page(
    world: World, till: Till
) -> None:
    """A clinic may have Stripe's pay page under its own domain."""
    ada = await new_payer(world, "/c/harbour-physio")
    await ada.go_to_payment("insoles")
    elsewhere = "https://pay.harbour-physio.example/c/pay/cs_test_1"
    till.fault("wrong", "/v1/checkout/sessions", values={"url": elsewhere})
    answer = await ada.press_pay()
    assert answer.status_code == 200
    assert ada.page.links.count(elsewhere) == 2


@pytest.mark.req("P2")
async def test_the_way_back_leads_to_the_page_it_began_on(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.go_to_payment("insoles")
    token = ada.token
    await ada.press_pay()
    till.pay(ada.pay_url)
    answer = await ada.http.get(till.way_back(ada.pay_url))
    assert answer.status_code == 303
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    if ada.is_fragment:
        assert answer.headers["location"] == f"{CLINIC_PAGE}#slotkeeper=harbour-physio.{token}"
    else:
        target = f"/c/harbour-physio/p/{token}?lang=en"
        assert answer.headers["location"] == target
    assert not [each for each in world.answers if ORIGIN in each.text]


@pytest.mark.req("P2")
async def test_the_link_of_a_booking_that_is_not_paid_opens_nothing(
    ada: Payer, world: World
) -> None:
    await ada.go_to_payment("insoles")
    toolbox = world.toolbox
    row = await toolbox.database.fetch_one("SELECT clinic_id, booking_id FROM payment")
    assert row is not None
    booking = await find_booking(toolbox.database, row["clinic_id"], row["booking_id"])
    assert booking is not None
    assert booking.state == "paying"
    link = f"/c/harbour-physio/b/{sign_link(toolbox, booking)}"
    for path in (link, f"{link}/appointment.ics"):
        answer = await ada.http.get(path)
        assert answer.status_code == 404
        assert 'data-notice="link_over"' in answer.text


@pytest.mark.req("P2")
async def test_who_comes_back_without_paying_can_still_pay(ada: Payer, till: Till) -> None:
    await ada.go_to_payment("insoles")
    await ada.press_pay()
    first, way_back = ada.pay_url, till.way_back(ada.pay_url)
    page = await ada.come_back(f"{way_back}?back=1")
    assert page.step["data-payment"] == "open"
    assert "You have not paid yet." in page.text
    await ada.press_pay()
    assert ada.pay_url == first
    till.pay(ada.pay_url, card="4000000000000002")
    assert (await ada.ask_state(ada.token)).step["data-payment"] == "open"
    till.pay(ada.pay_url)
    assert (await ada.come_back(way_back)).name == "confirmed"
    assert till.money()["charges"] == 1


def progress(text: str) -> tuple[int, int]:
    found = re.search(r"(\d) of (\d)", text)
    assert found, text
    return int(found[1]), int(found[2])


def policy(answer: httpx.Response) -> str:
    found: str = answer.headers.get("content-security-policy", "")
    return found


def form_action(answer: httpx.Response) -> list[str]:
    _, _, allowed = policy(answer).partition("form-action ")
    return allowed.split()
