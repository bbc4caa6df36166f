"""Who works for a clinic: invited, with another role, removed."""

import pytest

from tests.web.staff.staff import PASSWORD, Colleague, employ, enter, newcomer
from tests.web.world import World

pytestmark = pytest.mark.req("A1")

STAFF = "/staff/harbour-physio/staff"
NELL = "nell@harbour.example"
XSS = "<script>alert(1)</script>"


async def invite(robin: Colleague, email: str = NELL, **fields: str) -> str:
    """The path of the link that is shown."""
    await robin.get(STAFF)
    page = await robin.post(f"{STAFF}/invitations", {"email": email, "role": "reception", **fields})
    assert robin.status == 200, page.text
    [link] = [each["value"] for tag, each in page.tags if each.get("id") == "link"]
    assert link.startswith("https://book.example/staff/invitation/")
    return link.removeprefix("https://book.example")


async def number_of(robin: Colleague, name: str) -> str:
    """The number of that member in the addresses of the page."""
    page = await robin.get(STAFF)
    before = robin.answer.text.split(f"Remove {name}")[0]
    assert page.text
    return before.rsplit(f"{STAFF}/", 1)[1].split("/", 1)[0]


async def test_an_invited_person_joins_by_the_link_and_is_offered_a_second_factor(
    robin: Colleague, world: World
) -> None:
    link = await invite(robin)
    nell = await newcomer(world)
    page = await nell.get(link)
    assert "Join Harbour Physio" in page.text
    await nell.post(link, {"name": "Nell Tidewater", "password": PASSWORD})
    assert nell.led_to == "/staff/account/second-factor"
    assert "Set up a second factor" in (await nell.follow()).text
    await nell.get("/staff")
    assert nell.led_to == "/staff/harbour-physio/today"
    page = await robin.get(STAFF)
    assert "Nell Tidewater" in page.text
    assert (await enter(world, NELL)).status == 303


async def test_the_link_is_shown_once_and_works_once(robin: Colleague, world: World) -> None:
    link = await invite(robin)
    token = link.rpartition("/")[2]
    await robin.get(STAFF)
    assert token not in robin.answer.text
    assert NELL in robin.page.text
    nell = await newcomer(world)
    await nell.get(link)
    await nell.post(link, {"name": "Nell", "password": PASSWORD})
    other = await newcomer(world)
    page = await other.get(link)
    assert (other.status, "no longer works" in page.text) == (410, True)


async def test_a_link_over_a_week_old_no_longer_works(robin: Colleague, world: World) -> None:
    link = await invite(robin)
    world.clock.advance(7 * 86_400)
    nell = await newcomer(world)
    await nell.get(link)
    assert nell.status == 410


async def test_a_withdrawn_link_no_longer_works(robin: Colleague, world: World) -> None:
    link = await invite(robin)
    page = await robin.get(STAFF)
    [withdraw] = [each for each in page.forms if each.path.endswith("/withdraw")]
    await robin.post(withdraw.path)
    assert robin.led_to == f"{STAFF}?told=invitation_withdrawn"
    nell = await newcomer(world)
    await nell.get(link)
    assert nell.status == 410


async def test_what_is_wrong_with_name_and_password_is_told_and_the_link_still_works(
    robin: Colleague, world: World
) -> None:
    link = await invite(robin)
    nell = await newcomer(world)
    await nell.get(link)
    page = await nell.post(link, {"name": "Nell", "password": "short"})
    assert nell.status == 422
    assert page.problem("password").startswith("Use at least 12 characters.")
    assert page.forms[0].fields["name"] == "Nell"
    assert "short" not in nell.answer.text.replace("password_short", "")
    page = await nell.post(link, {"name": "", "password": PASSWORD})
    assert page.problem("name")
    await nell.post(link, {"name": "Nell", "password": PASSWORD})
    assert nell.status == 303


async def test_who_has_an_account_signs_in_to_join(
    robin: Colleague, ash: Colleague, world: World
) -> None:
    link = await invite(robin, "ash@corner.example")
    stranger = await newcomer(world)
    page = await stranger.get(link)
    assert "You have an account with this address" in page.text
    assert f"/staff/sign-in?next={link}" in page.links
    await stranger.get("/staff/sign-in")
    await stranger.post(link, {"name": "Ash", "password": "a stolen account's"})
    assert stranger.led_to == link
    page = await ash.get(link)
    await ash.post(link)
    assert ash.led_to == "/staff/harbour-physio/today"
    await ash.get("/staff")
    assert ash.status == 200
    assert {"Harbour Physio", "Corner Practice"} <= set(ash.page.texts)


async def test_signed_in_as_somebody_else_nobody_joins(robin: Colleague, mara: Colleague) -> None:
    link = await invite(robin)
    await mara.get("/staff/account")
    await mara.post(link, {"name": "Nell", "password": PASSWORD})
    # Nell has no account yet: the form makes one for her address, and never touches Mara's.
    assert mara.led_to == "/staff/account/second-factor"
    page = await robin.get(STAFF)
    assert "mara@harbour.example" in page.text
    assert NELL in page.text


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"email": "nell"}, "email", "Enter an e-mail address, like robin@clinic.example"),
        ({"email": "robin@harbour.example"}, "email", "This person works here already"),
    ],
)
async def test_what_is_wrong_with_an_invitation_is_told(
    robin: Colleague, fields: dict[str, str], field: str, told: str
) -> None:
    await robin.get(STAFF)
    page = await robin.post(f"{STAFF}/invitations", {"role": "reception", **fields})
    assert (robin.status, page.problem(field)) == (422, told)
    assert page.form("/invitations").fields["email"] == fields["email"]


@pytest.mark.parametrize(
    "fields", [{"role": "boss"}, {"role": "practitioner", "practitioner": "x"}]
)
async def test_a_role_or_diary_that_is_none_is_refused(
    robin: Colleague, fields: dict[str, str]
) -> None:
    await robin.get(STAFF)
    await robin.post(f"{STAFF}/invitations", {"email": NELL, **fields})
    assert robin.status == 422


async def test_another_role_counts_from_the_next_click_on(
    robin: Colleague, mara: Colleague
) -> None:
    await mara.get(STAFF)
    assert mara.status == 404
    number = await number_of(robin, "Mara")
    await robin.post(f"{STAFF}/{number}/role", {"role": "owner"})
    assert robin.led_to == f"{STAFF}?told=role_saved"
    await mara.get(STAFF)
    assert mara.status == 200


async def test_who_is_removed_is_locked_out_at_once(robin: Colleague, mara: Colleague) -> None:
    number = await number_of(robin, "Mara")
    await robin.post(f"{STAFF}/{number}/remove")
    assert robin.led_to == f"{STAFF}?told=member_removed"
    await mara.get("/staff/harbour-physio/today")
    assert mara.status == 404
    page = await mara.get("/staff")
    assert "You work for no clinic at the moment" in page.text


async def test_the_last_owner_is_told_why_not(robin: Colleague) -> None:
    number = await number_of(robin, "Robin")
    for path, fields in (("role", {"role": "reception"}), ("remove", {})):
        page = await robin.post(f"{STAFF}/{number}/{path}", fields)
        assert robin.status == 422
        assert "Every clinic needs an owner" in page.text


async def test_an_owner_may_leave_when_there_is_another(robin: Colleague, world: World) -> None:
    await employ(world, "second@harbour.example", "owner")
    number = await number_of(robin, "Robin")
    await robin.post(f"{STAFF}/{number}/remove")
    assert robin.led_to == "/staff"


async def test_members_of_another_clinic_are_not_there(robin: Colleague, ash: Colleague) -> None:
    page = await ash.get("/staff/corner-practice/staff")
    [remove] = [each.path for each in page.forms if each.path.endswith("/remove")]
    theirs = remove.split("/")[-2]
    for path in ("role", "remove"):
        await robin.get(STAFF)
        await robin.post(f"{STAFF}/{theirs}/{path}", {"role": "reception"})
        assert robin.status == 404


@pytest.mark.req("R4")
async def test_an_address_with_markup_in_it_is_refused_and_inert(robin: Colleague) -> None:
    await robin.get(STAFF)
    page = await robin.post(f"{STAFF}/invitations", {"role": "reception", "email": f'"{XSS}'})
    assert robin.status == 422
    assert [tag for tag, _ in page.tags].count("script") == 1
