"""Which two records may be one person."""

from datetime import date

import pytest

from slotkeeper.domain.patient_likeness import Traits, reasons
from slotkeeper.domain.patient_merge import joined_note, joined_standing
from slotkeeper.domain.trust import Standing

pytestmark = pytest.mark.req("A4")

BORN = date(1990, 2, 28)


def traits(
    name: str = "zoemarrow", email: str = "", phone: str = "", born: date | None = None
) -> Traits:
    return Traits(name_key=name, email_key=email, phone_key=phone, birth_date=born)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (traits(born=BORN), traits(born=BORN), ("same_person",)),
        (traits(born=BORN), traits("zoeymarow", born=BORN), ("near_birth",)),
        (traits(born=BORN), traits("zoeymarw", born=BORN), ()),
        (traits(born=BORN), traits("zoeymarow"), ()),
        (traits(phone="+611"), traits("zoeymarow", phone="+611"), ("near_phone",)),
        (traits(phone="+611"), traits("bob", phone="+611"), ("same_phone",)),
        (traits(email="z@x"), traits("bob", email="z@x"), ("same_email",)),
        (
            traits(email="z@x", phone="+611", born=BORN),
            traits(email="z@x", phone="+611", born=BORN),
            ("same_person", "near_phone", "same_email"),
        ),
        (traits(), traits(), ()),
        (traits(""), traits("", phone="+611"), ()),
    ],
)
def test_reasons_with_the_strongest_first(
    one: Traits, other: Traits, because: tuple[str, ...]
) -> None:
    assert reasons(one, other) == because
    assert reasons(other, one) == because


def test_alert_notes_are_joined_and_nothing_is_said_twice() -> None:
    assert joined_note("Ramp", "Latex") == "Ramp\n\nLatex"
    assert joined_note("Ramp", "") == "Ramp"
    assert joined_note("", "Latex") == "Latex"
    assert joined_note("Ramp, latex", "latex") == "Ramp, latex"


@pytest.mark.req("T4")
def test_the_stricter_step_stays_and_of_two_alike_the_longer() -> None:
    normal, over = Standing(), Standing(step="blocked", until=100)
    short, long = Standing(step="approve", until=200), Standing(step="approve")
    for one, other in ((normal, short), (over, short), (short, long), (over, long)):
        assert joined_standing(one, other, now=100) == other
        assert joined_standing(other, one, now=100) == other
