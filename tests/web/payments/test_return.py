"""The way back from the pay page: whom it believes, and where it may lead (no open redirect)."""

import time
from urllib.parse import urlsplit

import pytest

from slotkeeper.services.payments.links import LONGEST_PAGE
from slotkeeper.web.rate_limits import RATES
from tests.web.payments.conftest import HARBOUR, ORIGIN, new_payer
from tests.web.payments.payer import CLINIC_PAGE, Payer, token_of
from tests.web.payments.till import SLUG, Till
from tests.web.world import World

DAY = 86_400


@pytest.fixture
async def returning(widget: Payer, till: Till) -> str:
    """The way back of a patient who has paid."""
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    till.pay(widget.pay_url)
    return till.way_back(widget.pay_url)


async def way_back_from(widget: Payer, till: Till, page: str) -> str:
    """Where a patient ends who says to come from that page."""
    await widget.go_to_payment("insoles")
    assert (await widget.press_pay(page=page)).status_code == 200
    answer = await widget.http.get(till.way_back(widget.pay_url))
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.req("P7", "R6")
async def test_the_token_stands_in_the_fragment_which_no_server_sees(
    widget: Payer, returning: str
) -> None:
    answer = await widget.http.get(returning)
    target = urlsplit(answer.headers["location"])
    assert target.fragment == f"slotkeeper={SLUG}.{widget.token}"
    assert target._replace(fragment="").geturl() == CLINIC_PAGE
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.req("P7")
async def test_a_reloaded_way_back_leads_to_the_same_place(
    widget: Payer, returning: str, till: Till
) -> None:
    targets = {(await widget.http.get(returning)).headers["location"] for _ in range(3)}
    assert len(targets) == 1
    assert till.money()["captures"] == 1
    widget.clock.advance(DAY)
    assert (await widget.http.get(returning)).headers["location"] in targets


@pytest.mark.req("P7")
async def test_the_way_back_ends_after_two_days(widget: Payer, returning: str) -> None:
    widget.clock.advance(2 * DAY)
    answer = await widget.http.get(returning)
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert 'data-notice="link_over"' in answer.text


@pytest.mark.req("P7")
async def test_tokens_that_were_not_signed_for_this_lead_nowhere(
    widget: Payer, returning: str, world: World
) -> None:
    token = returning.rsplit("/", 1)[1]
    ben = await new_payer(world, "/f/harbour-physio", "198.51.100.20")
    await ben.choose_time("massage")
    hold = ben.page.form("/bookings").fields["hold"]
    forged = [widget.token, hold, token[:-1], token + "A", token.swapcase(), "x", "é", "A" * 600]
    for each in forged:
        answer = await widget.http.get(f"/return/{each}")
        assert answer.status_code == 404, each
        assert "location" not in answer.headers


@pytest.mark.req("P7")
async def test_the_state_is_told_to_its_own_token_only(
    ada: Payer, till: Till, world: World
) -> None:
    await ada.choose_time("insoles")
    hold = ada.page.form("/bookings").fields["hold"]
    await ada.go_to_payment("insoles", 1)
    await ada.press_pay()
    returning = till.way_back(ada.pay_url).rsplit("/", 1)[1]
    token = ada.token
    for wrong in ("x", returning, hold, token[:-2], token.swapcase(), "é" * 40, "A" * 600):
        page = await ada.ask_state(wrong)
        assert (ada.answer.status_code, page.notice) == (404, "link_over"), wrong
    assert (await ada.ask_state(token)).name == "payment"
    elsewhere = await new_payer(world, ada.prefix.replace(SLUG, "corner-practice"))
    for path in ("", "/state", "/release"):
        page = await elsewhere.post(f"/payments{path}", {"payment": token})
        assert (elsewhere.answer.status_code, page.notice) == (404, "link_over")
    assert (await ada.ask_state(token)).step["data-payment"] == "open"


@pytest.mark.req("P7")
@pytest.mark.parametrize("path", ["", "/state", "/release"])
async def test_without_a_token_nothing_is_told(ada: Payer, path: str) -> None:
    for fields in ({}, {"payment": ""}, {"payment": "x"}):
        page = await ada.post(f"/payments{path}", fields)
        assert (ada.answer.status_code, page.notice) == (404, "link_over")


@pytest.mark.req("P7")
@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://elsewhere.example/",
        "https://harbour-physio.example.elsewhere.example/",
        "https://elsewhere.example/https://harbour-physio.example/",
        "http://harbour-physio.example/",
        "https://harbour-physio.example:8443/",
        "https://ada:secret@harbour-physio.example/",
        "https://harbour-physio.example@elsewhere.example/",
        "https://harbour-physio.example\\@elsewhere.example/",
        "https://harbour-physio.example\\.elsewhere.example/",
        "https://harbour-physio.example/#slotkeeper=other.token",
        "https://harbour-physio.example/\r\nSet-Cookie: a=b",
        "https://harbour-physio.example/ /elsewhere.example",
        " https://harbour-physio.example/",
        "//harbour-physio.example/",
        "harbour-physio.example/",
        "/book",
        "javascript:alert(1)",
        "javascript://harbour-physio.example/%0aalert(1)",
        "data:text/html,harbour-physio.example",
        "http://[",
        "https://[::1]]/",
        "https://",
        f"{ORIGIN}/" + "a" * 5000,
    ],
    ids=lambda page: repr(page[:60]),
)
async def test_another_page_than_the_clinics_own_is_never_led_to(
    widget: Payer, till: Till, page: str
) -> None:
    target = await way_back_from(widget, till, page)
    assert target == f"/c/harbour-physio/p/{widget.token}?lang=en"
    assert (await widget.http.get(target)).status_code == 200


@pytest.mark.req("P7")
@pytest.mark.parametrize(
    "page",
    [
        ORIGIN,
        f"{ORIGIN}/",
        f"{ORIGIN}?type=insoles",
        f"{ORIGIN}/b%C3%BCcher?a=1&b=%20'()*,;:@/?|~!$+=[]",
        f"{ORIGIN}/@nell/",
        f"{ORIGIN}/" + "a" * (LONGEST_PAGE - len(ORIGIN) - 1),
    ],
    ids=lambda page: page[:60],
)
async def test_a_page_of_the_clinics_own_is_led_back_to(
    widget: Payer, till: Till, page: str
) -> None:
    target = await way_back_from(widget, till, page)
    assert target.replace("%7C", "|") == f"{page}#slotkeeper={SLUG}.{widget.token}"


@pytest.mark.req("P7")
async def test_a_page_that_the_clinic_has_given_up_meanwhile_is_not_led_to(
    widget: Payer, returning: str, world: World
) -> None:
    await world.import_clinic(HARBOUR.replace(ORIGIN, "https://new.harbour-physio.example"))
    answer = await widget.http.get(returning)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/c/harbour-physio/p/")


@pytest.mark.req("P2")
async def test_who_returns_to_our_page_sees_the_confirmation(
    widget: Payer, till: Till, world: World
) -> None:
    target = await way_back_from(widget, till, "")
    till.pay(widget.pay_url)
    ada = await new_payer(world, "/c/harbour-physio")
    assert (await ada.ask_state(token_of(target))).name == "confirmed"


@pytest.mark.req("T6")
async def test_who_comes_back_all_the_time_is_let_through_without_asking_each_time(
    widget: Payer, till: Till
) -> None:
    await widget.go_to_payment("insoles")
    await widget.press_pay()
    way_back, before = till.way_back(widget.pay_url), len(till.asked())
    rate, began = RATES["payment"], time.monotonic()
    for _ in range(rate.burst + 100):
        assert (await widget.http.get(way_back)).status_code == 303
    allowed = rate.burst + (time.monotonic() - began) / rate.seconds + 5
    assert len(till.asked()) - before <= allowed
