"""The table of refusals: each fact has its status, its notice and its words."""

import pytest
from litestar.exceptions import HTTPException, NotFoundException

from slotkeeper.assets import widget_folder
from slotkeeper.domain import errors as facts
from slotkeeper.services import keep_hold, refusals
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
    facts.SlotTaken(): 409,
    facts.HoldOver(): 410,
    facts.HoldNotExtendable(): 429,
    facts.HoldCapReached(1): 429,
    facts.DailyLimitReached(1): 429,
    facts.TooManyRequests(1): 429,
    facts.FieldsInvalid({}): 422,
    DatabaseUnavailable(): 503,
    HTTPException(status_code=413): 413,
    HTTPException(status_code=400): 400,
    NotFoundException(): 404,
    HTTPException(status_code=500): 500,
    HTTPException(status_code=503): 500,
    LookupError(): 500,
}


@pytest.mark.req("R4")
@pytest.mark.parametrize(("raised", "status"), EXPECTED.items(), ids=repr)
def test_each_fact_has_its_status(raised: Exception, status: int) -> None:
    assert status_and_key(raised)[0] == status


def test_every_fact_of_the_field_is_in_the_table() -> None:
    named = [*vars(facts).values(), *vars(refusals).values(), *vars(keep_hold).values()]
    for fact in named:
        if isinstance(fact, type) and issubclass(fact, facts.Fact) and fact is not facts.Fact:
            assert any(base in TABLE for base in fact.__mro__), fact


def test_every_notice_has_its_heading_and_its_words() -> None:
    texts = Texts(widget_folder() / "locale")
    for _, key in [*TABLE.values(), (413, "too_large"), (500, "broken")]:
        assert texts.template("en", f"notice.{key}.heading")
        if key != "fields":  # said in the words of the fields
            assert texts.template("en", f"notice.{key}.text")
