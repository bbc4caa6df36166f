"""Where each way of a booking stands, from its deliveries."""

import pytest

from slotkeeper.domain.way import Told, ways_of

MADE = 1_800_000_000


def told(number: int = 1, **more: object) -> Told:
    values: dict[str, object] = {
        "id": number,
        "booking_id": 1,
        "recipient": "patient",
        "channel": "mail",
        "message": "booking_confirmed",
        "state": "sent",
        "problem": "",
        "made_at": MADE,
        "sent_at": None,
        "task_since": None,
        "acknowledged_at": None,
    }
    return Told(**(values | more))  # type: ignore[arg-type]


@pytest.mark.req("N1")
def test_a_booking_always_stands_in_the_list() -> None:
    ways = ways_of(MADE, [])
    assert (ways.list.state, ways.list.at) == ("inserted", MADE)
    assert [each.name for each in ways.used] == ["list"]


@pytest.mark.req("N2")
def test_each_channel_and_recipient_is_a_way_of_its_own() -> None:
    ways = ways_of(
        MADE,
        [
            told(1, sent_at=MADE + 5),
            told(2, recipient="clinic", state="queued"),
            told(3, recipient="practitioner", state="failed", problem="550", task_since=MADE),
            told(4, channel="sms", state="delivered"),
            told(5, recipient="clinic", channel="diary", state="inserted"),
            told(6, recipient="clinic", channel="webhook", state="queued", task_since=MADE),
        ],
    )
    states = {each.name: each.state for each in ways.all}
    assert states == {
        "list": "inserted",
        "patient": "sent",
        "clinic": "waiting",
        "practitioner": "failed",
        "sms": "delivered",
        "diary": "inserted",
        "webhook": "late",
    }
    assert ways.patient.at == MADE + 5
    assert [each.name for each in ways.all if each.is_task] == ["practitioner", "webhook"]


def test_what_staff_should_see_to_stands_before_what_is_newer() -> None:
    failed = told(1, state="failed", problem="550", task_since=MADE)
    ways = ways_of(MADE, [failed, told(2, message="booking_moved")])
    assert (ways.patient.state, ways.patient.delivery_id) == ("failed", 1)


def test_what_somebody_has_seen_to_gives_way_to_what_is_newer() -> None:
    seen = told(1, state="failed", task_since=MADE, acknowledged_at=MADE + 9)
    assert ways_of(MADE, [seen]).patient.state == "acknowledged"
    assert ways_of(MADE, [seen, told(2)]).patient.state == "sent"


def test_what_was_dropped_shows_only_where_nothing_else_does() -> None:
    dropped = told(9, state="dropped", problem="cancelled")
    assert ways_of(MADE, [dropped]).patient.state == "dropped"
    assert ways_of(MADE, [dropped, told(1)]).patient.state == "sent"


def test_a_message_about_a_message_is_no_way_of_the_booking_unless_it_fails() -> None:
    alert = told(1, recipient="clinic", message="message_failed", state="queued")
    assert ways_of(MADE, [alert]).clinic.state == "none"
    lost = told(1, recipient="clinic", message="message_failed", state="failed", task_since=MADE)
    assert ways_of(MADE, [lost]).clinic.state == "failed"


def test_a_collision_is_said_where_the_entry_stands() -> None:
    told_of = told(1, channel="diary", state="inserted", problem="collides", task_since=MADE)
    assert ways_of(MADE, [told_of]).diary.state == "collides"


@pytest.mark.req("N4")
@pytest.mark.parametrize("seen", ["collides", "changed", "missing"])
def test_what_the_diary_shows_stands_before_that_it_was_inserted(seen: str) -> None:
    inserted = told(1, recipient="clinic", channel="diary", state="inserted")
    assert ways_of(MADE, [inserted], in_diary=seen).diary.state == seen


def test_what_is_still_on_its_way_to_the_diary_says_so() -> None:
    queued = told(1, recipient="clinic", channel="diary", state="queued")
    assert ways_of(MADE, [queued], in_diary="inserted").diary.state == "waiting"
