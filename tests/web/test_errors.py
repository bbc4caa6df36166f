"""The table of refusals: each fact has its status, its notice and its words."""

import pytest
from litestar.exceptions import HTTPException, NotFoundException

from slotkeeper.assets import widget_folder
from slotkeeper.domain import errors as facts
from slotkeeper.services import keep_hold, refusals
from slotkeeper.services.payments import show
from slotkeeper.services.trust import confirm_link
from slotkeeper.storage.database import DatabaseUnavailable
from slotkeeper.web.errors import TABLE, status_and_key
from slotkeeper.web.texts import Texts

EXPECTED = {
    facts.ClinicUnknown(): 404,
    facts.AppointmentTypeUnknown(): 404,
    facts.PractitionerUnknown(): 404,
    facts.LocationUnknown(): 404,
    facts.BookingUnknown(): 404,
    facts.HoldUnknown(): 404,
    facts.OnlineBookingClosed(): 403,
    facts.PleaseCall(): 403,
    facts.SlotTaken(): 409,
    facts.HoldOver(): 410,
    facts.HoldNotExtendable(): 429,
    facts.HoldCapReached(1): 429,
    facts.DailyLimitReached(1): 429,
    facts.TooManyRequests(1): 429,
    facts.FieldsInvalid({}): 422,
    facts.PaymentUnknown(): 404,
    facts.PaymentsClosed(): 503,
    facts.PaymentNotReached(): 503,
    DatabaseUnavailable(): 503,
    HTTPException(status_code=413): 413,
    HTTPException(status_code=400): 400,
    NotFoundException(): 404,
    HTTPException(status_code=500): 500,
    HTTPException(status_code=503): 500,
    LookupError(): 500,
}

WITH_MORE: dict[type[facts.Fact], int] = {
    refusals.OthersOffered: 409,
    refusals.HoldEnded: 410,
    refusals.AlreadyBooked: 410,
    refusals.BeingPaid: 410,
    refusals.BeingAnswered: 410,
    confirm_link.ConfirmedBefore: 410,
    confirm_link.ConfirmOver: 410,
    show.PaymentOver: 410,
    show.NotCharged: 409,
    show.NotAuthorised: 409,
    show.Refunded: 409,
}


@pytest.mark.req("R4")
@pytest.mark.parametrize(("raised", "status"), EXPECTED.items(), ids=repr)
def test_each_fact_has_its_status(raised: Exception, status: int) -> None:
    assert status_and_key(raised)[0] == status


@pytest.mark.req("R4")
@pytest.mark.parametrize(("kind", "status"), WITH_MORE.items())
def test_each_fact_that_comes_with_a_way_on_has_its_status(
    kind: type[facts.Fact], status: int
) -> None:
    assert status_and_key(kind.__new__(kind))[0] == status


def test_every_fact_of_the_field_is_in_the_table() -> None:
    modules = (facts, refusals, keep_hold, show)
    for fact in (each for module in modules for each in vars(module).values()):
        if isinstance(fact, type) and issubclass(fact, facts.Fact) and fact is not facts.Fact:
            assert _is_told(fact), fact


def test_every_notice_has_its_heading_and_its_words() -> None:
    texts = Texts(widget_folder() / "locale")
    for _, key in [*TABLE.values(), (413, "too_large"), (500, "broken")]:
        assert texts.template("en", f"notice.{key}.heading")
        if key != "fields":  # said in the words of the fields
            assert texts.template("en", f"notice.{key}.text")


def _is_told(fact: type) -> bool:
    """In the table itself, or with all that it can turn out to be."""
    kinds: list[type] = fact.__subclasses__()
    known = any(base in TABLE for base in fact.__mro__)
    return known or (bool(kinds) and all(_is_told(each) for each in kinds))
