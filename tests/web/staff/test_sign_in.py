"""Signing in and out in a browser."""

import pytest

from tests.web.staff.staff import PASSWORD, Colleague, employ, enter, newcomer
from tests.web.world import World

pytestmark = pytest.mark.req("A1")

ROBIN = "robin@harbour.example"


@pytest.fixture
async def browser(world: World) -> Colleague:
    """Nobody is signed in; Robin works for the clinic."""
    await employ(world, ROBIN, "owner")
    return await newcomer(world)


async def test_who_signs_in_comes_to_the_day_of_the_only_clinic(browser: Colleague) -> None:
    await browser.sign_in(ROBIN)
    assert browser.led_to == "/staff"
    await browser.follow()
    assert str(browser.answer.request.url.path) == "/staff/harbour-physio/today"
    assert browser.status == 200


async def test_who_asked_for_a_page_comes_to_it_after_signing_in(browser: Colleague) -> None:
    await browser.get("/staff/harbour-physio/staff")
    assert browser.led_to == "/staff/sign-in?next=/staff/harbour-physio/staff"
    await browser.follow()
    await browser.post("/staff/sign-in", {"email": ROBIN, "password": PASSWORD})
    assert browser.led_to == "/staff/harbour-physio/staff"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/staff",
        "/\\evil.example",
        "/staff//evil.example",
        "/staff/../c/harbour-physio",
        "/staff/%2e%2e/c",
        "/staffer",
        "/staff/x?next=//evil.example",
        "javascript:alert(1)",
        "/staff/x\r\nSet-Cookie: a=b",
        "/c/harbour-physio",
        "/staff" + "/x" * 200,
    ],
)
async def test_next_leads_nowhere_but_to_a_page_of_the_portal(
    browser: Colleague, elsewhere: str
) -> None:
    await browser.get("/staff/sign-in")
    fields = {"email": ROBIN, "password": PASSWORD, "next": elsewhere}
    await browser.post("/staff/sign-in", fields)
    assert (browser.status, browser.led_to) == (303, "/staff")


async def test_a_refusal_is_the_same_whether_or_not_there_is_an_account(
    browser: Colleague,
) -> None:
    said = []
    for email in (ROBIN, "no-one@harbour.example"):
        await browser.sign_in(email, "not this password")
        assert browser.page.form("/staff/sign-in").fields["email"] == email
        said.append((browser.status, browser.answer.text.replace(email, "…")))
    assert said[0] == said[1]
    assert said[0][0] == 422
    assert "do not belong together" in browser.page.text


async def test_a_refused_password_is_not_sent_back(browser: Colleague) -> None:
    await browser.sign_in(ROBIN, "not this password")
    assert "not this password" not in browser.answer.text


async def test_guessing_at_one_account_is_slowed_whether_or_not_it_exists(
    browser: Colleague, world: World
) -> None:
    world.let_no_rate_recover()
    for email in (ROBIN, "no-one@harbour.example"):
        guesser, guesses = browser, 0
        while guesser.status != 429:
            guesses += 1
            guesser = await newcomer(world, f"198.51.100.{guesses}")
            await guesser.sign_in(email.upper() if guesses % 2 else email, "a guess of mine")
        assert guesses == 11
        assert "Try again in 1 minute" in guesser.page.text
        assert int(guesser.answer.headers["retry-after"]) <= 31


async def test_guessing_from_one_address_is_slowed(browser: Colleague, world: World) -> None:
    world.let_no_rate_recover()
    guesses = 0
    while browser.status != 429:
        guesses += 1
        await browser.sign_in(f"somebody{guesses}@harbour.example", "a guess of mine")
    assert guesses == 31


async def test_the_cookie_of_before_signing_in_is_worth_nothing_afterwards(
    browser: Colleague,
) -> None:
    await browser.get("/staff/sign-in")
    before = browser.cookie
    await browser.sign_in(ROBIN)
    after = browser.cookie
    assert before
    assert before != after
    browser.http.cookies.set("__Host-slotkeeper", before, "book.example", "/")
    await browser.get("/staff/account")
    assert browser.led_to.startswith("/staff/sign-in")


async def test_a_cookie_that_somebody_planted_is_not_taken_over(
    browser: Colleague,
) -> None:
    planted = "planted-by-somebody-else"
    browser.http.cookies.set("__Host-slotkeeper", planted, "book.example", "/")
    await browser.sign_in(ROBIN)
    assert browser.status == 303
    assert browser.cookie != planted


async def test_signing_in_again_ends_the_session_before(browser: Colleague, world: World) -> None:
    await browser.sign_in(ROBIN)
    first = browser.cookie
    await browser.get("/staff/account")
    token = browser.page.forms[0].fields["csrf"]
    fields = {"email": ROBIN, "password": PASSWORD, "csrf": token}
    await browser.post("/staff/sign-in", fields)
    assert browser.cookie != first
    other = await newcomer(world)
    other.http.cookies.set("__Host-slotkeeper", first, "book.example", "/")
    await other.get("/staff/account")
    assert other.status == 303


async def test_the_sign_in_page_leads_on_who_is_signed_in(world: World) -> None:
    await employ(world, ROBIN, "owner")
    robin = await enter(world, ROBIN)
    await robin.get("/staff/sign-in?next=/staff/account")
    assert robin.led_to == "/staff/account"


async def test_signed_out_nothing_is_open_any_more(browser: Colleague) -> None:
    await browser.sign_in(ROBIN)
    token = browser.cookie
    await browser.get("/staff/account")
    await browser.post("/staff/sign-out")
    assert browser.led_to == "/staff/sign-in?told=signed_out"
    assert not browser.cookie
    browser.http.cookies.set("__Host-slotkeeper", token, "book.example", "/")
    await browser.get("/staff/account")
    assert browser.led_to == "/staff/sign-in?next=/staff/account"


async def test_a_script_that_is_signed_out_is_told_where_to_go(browser: Colleague) -> None:
    answer = await browser.http.get("/staff/harbour-physio/today", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/staff/sign-in")


async def test_no_page_says_what_was_not_meant_to_be_told(browser: Colleague) -> None:
    await browser.get("/staff/sign-in?told=%3Cscript%3Ealert(1)")
    assert browser.status == 200
    assert "alert" not in browser.answer.text
