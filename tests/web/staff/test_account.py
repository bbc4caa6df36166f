"""The own account: name, password, second factor, sessions."""

import pyotp
import pytest

from tests.web.staff.staff import PASSWORD, Colleague, enter, newcomer
from tests.web.world import World

pytestmark = pytest.mark.req("A1")

ROBIN = "robin@harbour.example"
ACCOUNT = "/staff/account"
NEWER = "another calm password"
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


async def set_up(robin: Colleague, world: World) -> tuple[pyotp.TOTP, list[str]]:
    """Turn the second factor on as the pages say: the app, the recovery codes."""
    page = await robin.get(f"{ACCOUNT}/second-factor")
    start = robin.answer.text.index('class="secret"')
    secret = robin.answer.text[start:].split(">", 1)[1].split("<", 1)[0].replace(" ", "")
    assert "QR code" in str(page.tags)
    app = pyotp.TOTP(secret)
    await robin.post(f"{ACCOUNT}/second-factor", {"code": app.at(world.clock())})
    assert robin.status == 200
    codes = [each.split("</code>")[0] for each in robin.answer.text.split("<code>")[1:]]
    assert len(codes) == 10
    return app, codes


async def test_a_name_is_saved_and_shown(robin: Colleague) -> None:
    await robin.get(ACCOUNT)
    await robin.post(f"{ACCOUNT}/name", {"name": "  Robin   Lightwater "})
    assert robin.led_to == f"{ACCOUNT}?told=name_saved"
    page = await robin.follow()
    assert "Your name is saved." in page.text
    assert page.form("/name").fields["name"] == "Robin Lightwater"


async def test_a_missing_name_is_told_at_its_field(robin: Colleague) -> None:
    await robin.get(ACCOUNT)
    page = await robin.post(f"{ACCOUNT}/name", {"name": " "})
    assert robin.status == 422
    assert page.problem("name") == "Enter a name of 1 to 100 characters"


@pytest.mark.req("R4")
async def test_a_name_with_markup_in_it_is_only_a_name(robin: Colleague) -> None:
    await robin.get(ACCOUNT)
    await robin.post(f"{ACCOUNT}/name", {"name": XSS})
    for path in (ACCOUNT, "/staff/harbour-physio/staff", "/staff/harbour-physio/today"):
        page = await robin.get(path)
        assert XSS in page.text or path == ACCOUNT
        tags = [tag for tag, _ in page.tags]
        assert "img" not in tags
        assert tags.count("script") == 1


async def test_another_password_keeps_this_browser_and_ends_the_others(
    robin: Colleague, world: World
) -> None:
    other = await enter(world, ROBIN)
    await robin.get(ACCOUNT)
    before = robin.cookie
    fields = {"current_password": PASSWORD, "password": NEWER}
    await robin.post(f"{ACCOUNT}/password", fields)
    assert (robin.led_to, robin.cookie == before) == (f"{ACCOUNT}?told=password_saved", False)
    assert "Your password is changed." in (await robin.follow()).text
    await other.get(ACCOUNT)
    assert other.led_to.startswith("/staff/sign-in")
    assert (await enter(world, ROBIN, NEWER)).status == 303


async def test_without_the_current_password_there_is_no_other(robin: Colleague) -> None:
    await robin.get(ACCOUNT)
    fields = {"current_password": "not this one", "password": NEWER}
    page = await robin.post(f"{ACCOUNT}/password", fields)
    assert (robin.status, page.problem("current_password")) == (422, "This is not your password")
    assert NEWER not in robin.answer.text


async def test_a_short_password_is_told_at_its_field(robin: Colleague) -> None:
    await robin.get(ACCOUNT)
    page = await robin.post(
        f"{ACCOUNT}/password", {"current_password": PASSWORD, "password": "short"}
    )
    assert page.problem("password").startswith("Use at least 12 characters.")


async def test_guessing_the_password_of_an_open_session_is_slowed(robin: Colleague) -> None:
    guesses = 0
    while robin.status != 429:
        guesses += 1
        await robin.get(ACCOUNT)
        await robin.post(f"{ACCOUNT}/second-factor/off", {"off_password": f"guess {guesses}"})
    assert guesses <= 12


async def test_the_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(
    robin: Colleague, world: World
) -> None:
    app, _ = await set_up(robin, world)
    assert "10 recovery codes are left" in (await robin.get(ACCOUNT)).text
    world.clock.advance(60)
    other = await newcomer(world)
    await other.sign_in(ROBIN, onward="/staff/account")
    assert other.led_to == "/staff/second-factor?next=/staff/account"
    half = other.cookie
    await other.get("/staff/account")
    assert other.led_to == "/staff/sign-in?next=/staff/account"
    await other.get("/staff/second-factor?next=/staff/account")
    await other.post("/staff/second-factor", {"code": app.at(world.clock())})
    assert (other.led_to, other.cookie == half) == ("/staff/account", False)
    assert "Second factor" in (await other.follow()).text


async def test_a_wrong_code_is_told_and_a_used_one_too(robin: Colleague, world: World) -> None:
    app, _ = await set_up(robin, world)
    other = await newcomer(world)
    await other.sign_in(ROBIN)
    await other.follow()
    for code in ("000000", app.at(world.clock())):
        page = await other.post("/staff/second-factor", {"code": code})
        assert (other.status, "does not fit" in page.problem("code")) == (422, True)


async def test_guessing_codes_is_slowed_whatever_the_browser(
    robin: Colleague, world: World
) -> None:
    await set_up(robin, world)
    guesses, status = 0, 0
    while status != 429:
        guesses += 1
        other = await newcomer(world, f"198.51.100.{guesses}")
        await other.sign_in(ROBIN)
        await other.follow()
        await other.post("/staff/second-factor", {"code": "000000"})
        status = other.status
    assert guesses <= 8


async def test_a_recovery_code_signs_in(robin: Colleague, world: World) -> None:
    _, codes = await set_up(robin, world)
    other = await newcomer(world)
    await other.sign_in(ROBIN)
    await other.follow()
    await other.post("/staff/second-factor", {"code": codes[3]})
    assert other.led_to == "/staff"
    assert "9 recovery codes are left" in (await other.get(ACCOUNT)).text


async def test_a_wrong_first_code_offers_the_same_key_again(robin: Colleague) -> None:
    page = await robin.get(f"{ACCOUNT}/second-factor")
    offer = page.form("/second-factor").fields["offer"]
    page = await robin.post(f"{ACCOUNT}/second-factor", {"code": "12"})
    assert (robin.status, page.form("/second-factor").fields["offer"]) == (422, offer)
    page = await robin.post(f"{ACCOUNT}/second-factor", {"code": "12", "offer": "forged"})
    assert robin.status == 422
    assert page.form("/second-factor").fields["offer"] not in {"forged", offer}


async def test_the_second_factor_is_turned_off_with_the_password_only(
    robin: Colleague, world: World
) -> None:
    await set_up(robin, world)
    await robin.get(ACCOUNT)
    page = await robin.post(f"{ACCOUNT}/second-factor/off", {"off_password": "not this"})
    assert page.problem("off_password") == "This is not your password"
    await robin.post(f"{ACCOUNT}/second-factor/off", {"off_password": PASSWORD})
    assert robin.led_to == f"{ACCOUNT}?told=second_factor_off"
    assert (await enter(world, ROBIN)).led_to == "/staff"


async def test_recovery_codes_are_renewed_with_the_password_only(
    robin: Colleague, world: World
) -> None:
    _, codes = await set_up(robin, world)
    await robin.get(ACCOUNT)
    await robin.post(f"{ACCOUNT}/recovery-codes", {"codes_password": "not this"})
    assert robin.status == 422
    await robin.post(f"{ACCOUNT}/recovery-codes", {"codes_password": PASSWORD})
    assert robin.status == 200
    assert [each for each in codes if each in robin.answer.text] == []
    assert robin.answer.text.count("<code>") == 10


async def test_sessions_are_listed_and_one_is_ended_at_once(robin: Colleague, world: World) -> None:
    other = await newcomer(world)
    other.http.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
    await other.sign_in(ROBIN)
    page = await robin.get(ACCOUNT)
    assert "Firefox, Linux" in page.text
    [end] = [each for each in page.forms if each.path == f"{ACCOUNT}/sessions/end"]
    await robin.post(f"{ACCOUNT}/sessions/end", end.fields)
    assert robin.led_to == f"{ACCOUNT}?told=session_ended"
    await other.get(ACCOUNT)
    assert other.led_to.startswith("/staff/sign-in")


async def test_sessions_of_others_cannot_be_ended(robin: Colleague, mara: Colleague) -> None:
    page = await mara.get(ACCOUNT)
    assert not [each for each in page.forms if each.path.endswith("/sessions/end")]
    await robin.get(ACCOUNT)
    await robin.post(f"{ACCOUNT}/sessions/end", {"session": mara.cookie})
    await mara.get(ACCOUNT)
    assert mara.status == 200


async def test_signing_out_everywhere_ends_this_browser_too(robin: Colleague, world: World) -> None:
    other = await enter(world, ROBIN)
    await robin.get(ACCOUNT)
    await robin.post(f"{ACCOUNT}/sessions/end-all")
    assert robin.led_to == "/staff/sign-in?told=signed_out"
    for each in (robin, other):
        await each.get(ACCOUNT)
        assert each.led_to.startswith("/staff/sign-in")


async def test_how_long_ago_a_session_was_used_is_told(robin: Colleague, world: World) -> None:
    await enter(world, ROBIN)
    world.clock.advance(3 * 3600)
    assert "Used 3 hours ago" in (await robin.get(ACCOUNT)).text
