"""Whether it matters who asks for times, and what there is for who does (S9)."""

from dataclasses import dataclass

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.new_patients import asks_who, is_closed_to_new
from slotkeeper.domain.reasons import offered_types
from slotkeeper.services.closed_to_new import find_closed
from slotkeeper.services.new_patients import notice
from slotkeeper.services.refusals import ClosedToNew
from slotkeeper.services.toolbox import Toolbox
from slotkeeper.services.wish import Wish


@dataclass(frozen=True, slots=True)
class Asking:
    """`matters` where new and existing patients see different times; `is_closed` where whoever asks
    is new and finds none. Then `others` are the types that new patients can book, and
    `with_others` says whether somebody else gives this type to new patients.
    """

    matters: bool = False
    is_closed: bool = False
    others: tuple[AppointmentType, ...] = ()
    with_others: bool = False

    def is_open_question(self, wish: Wish) -> bool:
        """Whether an answer is needed that was not given."""
        return self.matters and not wish.said


async def find_asking(toolbox: Toolbox, wish: Wish) -> Asking:
    """As the clinic stands now."""
    clinic, kind = wish.clinic, wish.kind
    await notice(toolbox, clinic)
    closed = await find_closed(toolbox.database, clinic)
    matters = asks_who(kind, wish.practitioners, closed)
    if wish.asker == "existing" or not is_closed_to_new(kind, wish.practitioners, closed):
        return Asking(matters)
    others = tuple(each for each in offered_types(clinic) if _takes_new(clinic, each, closed))
    return Asking(matters, is_closed=True, others=others, with_others=kind in others)


async def check_open(toolbox: Toolbox, wish: Wish) -> None:
    """Whoever is new may choose a time of that wish now. Raises ClosedToNew."""
    asking = await find_asking(toolbox, wish)
    if asking.is_closed:
        raise ClosedToNew(wish)


def _takes_new(clinic: Clinic, kind: AppointmentType, closed: frozenset[int]) -> bool:
    return kind.patients != "existing" and not is_closed_to_new(
        kind, clinic.who_offers(kind), closed
    )
