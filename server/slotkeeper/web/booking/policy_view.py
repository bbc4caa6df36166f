"""The policy as patients read it: at booking, on the booking's page, at changing it (C2)."""

from msgspec.structs import replace

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy, Paid
from slotkeeper.domain.clinic import Clinic
from slotkeeper.domain.policy_stages import paid_for_payment, paid_for_type
from slotkeeper.services.booking_link import Managed
from slotkeeper.services.changing.changeable import policy_of
from slotkeeper.web.booking.surface import Context, Surface
from slotkeeper.web.policy_words import policy_words


def policy_text(surface: Surface, clinic: Clinic, policy: ChangePolicy, paid: Paid) -> str:
    """The clinic's own text, then what the windows say; either may be empty."""
    own = clinic.online_booking.cancellation_policy
    return " ".join(filter(None, (own, policy_words(surface.say, surface.language, policy, paid))))


def with_policy_of_type(
    surface: Surface, context: Context, clinic: Clinic, kind: AppointmentType
) -> Context:
    """`base_context` with the policy of a type that is about to be booked."""
    # Who has to pay is known only when it is booked: of those whom staff have marked few do.
    pays = kind.prepay.asked_of != "marked"
    paid = paid_for_type(clinic, kind) if pays else Paid(currency=clinic.currency)
    return _with(surface, context, clinic, clinic.change_policy_of(kind), paid)


def with_policy_of_booking(surface: Surface, context: Context, managed: Managed) -> Context:
    """`base_context` with the policy of a booking, for what was paid for it."""
    clinic = managed.clinic
    paid = paid_for_payment(managed.payment, clinic.currency, managed.kept_at_least)
    return _with(surface, context, clinic, policy_of(clinic, managed.booking), paid)


def _with(
    surface: Surface, context: Context, clinic: Clinic, policy: ChangePolicy, paid: Paid
) -> Context:
    said = policy_text(surface, clinic, policy, paid)
    return {**context, "clinic": replace(context["clinic"], cancellation_policy=said)}
