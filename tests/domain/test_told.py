"""What somebody knows of a booking when the next message about it is written."""

from slotkeeper.domain.told import Known, MovedBy, ToldRow, Was, known_before


def was(hour: int, moved_by: MovedBy = "clinic") -> Was:
    return Was(
        practitioner_id=1, location_id=None, starts_at=hour, ends_at=hour + 1, moved_by=moved_by
    )


def row(message: str, state: str = "queued", from_: Was | None = None) -> ToldRow:
    return ToldRow(message=message, state=state, was=from_)


def moved(hour: int, moved_by: MovedBy = "clinic", state: str = "queued") -> ToldRow:
    return row("booking_moved", state, was(hour, moved_by))


BOOKED, TOLD = row("booking_confirmed"), row("booking_confirmed", "sent")


def test_a_move_is_told_from_the_time_that_was_told() -> None:
    assert known_before([TOLD, moved(9)]) == Known(was=was(9), moved_by="clinic")


def test_of_moves_in_quick_succession_the_first_names_the_time_they_know() -> None:
    rows = [TOLD, moved(9, state="dropped"), moved(10)]
    assert known_before(rows).was == was(9)


def test_what_was_told_is_where_the_next_move_begins() -> None:
    rows = [TOLD, moved(9, state="delivered"), moved(10)]
    assert known_before(rows).was == was(10)


def test_what_failed_told_nothing() -> None:
    rows = [TOLD, moved(9, state="failed"), moved(10)]
    assert known_before(rows).was == was(9)


def test_a_booking_of_which_nobody_told_is_news() -> None:
    assert known_before([row("booking_confirmed", "dropped"), moved(9)]).news == "booking_confirmed"
    assert known_before([row("booking_approved"), moved(9)]).news == "booking_approved"


def test_who_was_never_to_be_told_of_the_booking_is_told_of_its_move() -> None:
    assert known_before([moved(9)]) == Known(was=was(9), moved_by="clinic")


def test_a_booking_that_stands_again_after_its_cancellation_was_told_is_news() -> None:
    rows = [TOLD, row("booking_cancelled", "sent"), BOOKED, moved(9)]
    assert known_before(rows).news == "booking_confirmed"


def test_one_whose_cancellation_was_not_told_is_as_they_know_it() -> None:
    rows = [TOLD, row("booking_cancelled", "dropped"), BOOKED, moved(9)]
    assert known_before(rows) == Known(was=was(9), moved_by="clinic")


def test_who_moved_it_is_said_where_that_was_one_of_both() -> None:
    assert known_before([TOLD, moved(9, "patient"), moved(10, "patient")]).moved_by == "patient"
    assert known_before([TOLD, moved(9, "patient"), moved(10, "clinic")]).moved_by == ""


def test_a_first_message_finds_nothing_known() -> None:
    assert known_before([BOOKED]) == Known(news="booking_confirmed")
