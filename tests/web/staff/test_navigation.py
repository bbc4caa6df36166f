"""What the navigation holds, on any screen."""

import pytest

from slotkeeper.domain.staff import ROLES
from slotkeeper.web.staff.badges import COUNTERS
from slotkeeper.web.staff.navigation import BAR, ENTRIES, Entry, Navigation, navigation_for
from tests.web.staff.staff import Colleague

pytestmark = pytest.mark.req("A1")


@pytest.mark.parametrize("role", ROLES)
def test_a_phone_shows_four_and_keeps_the_rest_behind_more(role: str) -> None:
    found = navigation_for(role, {each.key: 1 for each in ENTRIES})  # type: ignore[arg-type]
    assert len(found.bar) <= BAR
    rest = [each for group in found.more for each in group]
    lines = [each for each in ENTRIES if role in each.roles and not each.within]
    assert [*found.bar, *rest] == lines


def test_groups_stand_together() -> None:
    groups = [each.group for each in ENTRIES]
    assert groups == sorted(groups, key=("day", "clinic").index)


def test_what_waits_behind_more_is_counted_on_it() -> None:
    hidden = (Entry("requests", "requests", ROLES), Entry("staff", "staff", ROLES, "clinic"))
    navigation = Navigation(more=(hidden[:1], hidden[1:]), badges={"requests": 3, "today": 2})
    assert navigation.waiting == 3


def test_pages_about_messages_share_a_line_and_are_tabs_on_each_other() -> None:
    navigation = navigation_for("owner", {})
    tabs = navigation.tabs("messages")
    assert [each.key for each in tabs] == ["messages", "sms", "webhooks"]
    assert {"sms", "webhooks"} <= {each.key for each in navigation.all}
    here = {path: navigation.current(tabs[0], path) for path in ("messages", "webhooks/3", "sms")}
    assert here == {"messages": "page", "webhooks/3": "true", "sms": "true"}
    assert navigation.current(tabs[0], "settings") == ""
    [diaries] = [each for each in navigation.all if each.key == "diaries"]
    assert navigation.current(diaries, "transfers") == "true"
    assert navigation.tabs("settings") == ()


@pytest.mark.parametrize("path", ["messages", "sms", "webhooks"])
async def test_the_tabs_say_where_one_is(robin: Colleague, path: str) -> None:
    page = await robin.get(f"/staff/harbour-physio/{path}")
    tabs = {f"/staff/harbour-physio/{each}" for each in ("messages", "sms", "webhooks")}
    assert tabs <= set(page.links)


def test_every_number_belongs_to_an_entry() -> None:
    assert set(COUNTERS) <= {each.key for each in ENTRIES}


async def test_signing_out_is_within_reach_on_every_page(robin: Colleague) -> None:
    for path in ("/staff/harbour-physio/today", "/staff/account"):
        page = await robin.get(path)
        assert "/staff/account" in page.links
        assert page.form("/staff/sign-out").fields["csrf"]
