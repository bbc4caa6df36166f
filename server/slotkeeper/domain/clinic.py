"""A clinic with all of its set-up."""

from datetime import date
from typing import Literal

from msgspec import Struct

from slotkeeper.domain.appointment_type import AppointmentType
from slotkeeper.domain.change_policy import ChangePolicy
from slotkeeper.domain.cut_off import CutOff
from slotkeeper.domain.errors import AppointmentTypeUnknown, LocationUnknown, PractitionerUnknown
from slotkeeper.domain.location import Location
from slotkeeper.domain.new_patient_rule import NewPatients
from slotkeeper.domain.notice_rules import NoticeRules
from slotkeeper.domain.practitioner import Practitioner
from slotkeeper.domain.resource import Resource
from slotkeeper.domain.session import Session
from slotkeeper.domain.travel import Travel
from slotkeeper.domain.trust_rule import TrustSettings
from slotkeeper.domain.waitlist_rules import WaitlistRules

DAILY_LIMITS = (0, 1, 2, 3, 4, 5, 10, 15, 20, 30)
"""Bookings per patient in any rolling 24 hours; 0 is unlimited (B5)."""


class OnlineBooking(Struct, frozen=True, kw_only=True):
    """The clinic's settings of online booking. Seconds, minutes and days as the names say."""

    enabled: bool = True
    cut_off: CutOff = CutOff(2, "h")
    horizon_days: int = 60
    hold_seconds: int = 450
    hold_limit: int = 1000
    daily_limit: int = 3
    offer: Literal["working-hours", "marked-times"] = "working-hours"
    start_every: int = 15
    max_per_part_of_day: int = 0
    new_patients: NewPatients = "open"
    cancel_and_reschedule: bool = True
    move_at_present_price: bool = False
    ask_birth_date: Literal["off", "optional", "required"] = "optional"
    ask_note: bool = False
    for_others: bool = True
    terms: str = ""
    cancellation_policy: str = ""
    call_us: str = ""


class Clinic(Struct, frozen=True, kw_only=True):
    """Everything that a clinic file holds. `id` is 0 until saved; `version` rises with every change
    of the set-up.

    `region` is that of the country by which public holidays are suggested, ISO 3166-2 ("AU-NSW").
    `booking_page` is the page of the clinic's own website in which the widget opens what patients
    are sent links to, at one of `allowed_origins`; "" where that is the hosted page.
    `locations`, `practitioners` and `appointment_types` stand in the clinic's order; `closed_on`
    are public holidays: local dates on which nobody works unless an exception of that date says so.
    `takes_payments` is not in the file: whether the clinic's account at the payment service is set.
    """

    id: int = 0
    version: int = 0
    takes_payments: bool = False
    slug: str
    name: str
    time_zone: str
    currency: str
    phone: str = ""
    country: str = ""
    region: str = ""
    languages: tuple[str, ...] = ("en",)
    email: str = ""
    allowed_origins: tuple[str, ...] = ()
    booking_page: str = ""
    closed_on: tuple[date, ...] = ()
    travel: tuple[Travel, ...] = ()
    online_booking: OnlineBooking = OnlineBooking()
    change_policy: ChangePolicy = ChangePolicy()
    trust: TrustSettings = TrustSettings()
    waitlist: WaitlistRules = WaitlistRules()
    notices: NoticeRules = NoticeRules()
    locations: tuple[Location, ...] = ()
    practitioners: tuple[Practitioner, ...] = ()
    appointment_types: tuple[AppointmentType, ...] = ()
    sessions: tuple[Session, ...] = ()
    resources: tuple[Resource, ...] = ()

    def appointment_type(self, slug: str) -> AppointmentType:
        """The type of that slug.

        Raises AppointmentTypeUnknown, also for one that is switched off.
        """
        for each in self.appointment_types:
            if each.slug == slug and each.enabled:
                return each
        raise AppointmentTypeUnknown(slug)

    def practitioner(self, slug: str) -> Practitioner:
        """The practitioner of that slug.

        Raises PractitionerUnknown, also for one who is switched off.
        """
        for each in self.practitioners:
            if each.slug == slug and each.enabled:
                return each
        raise PractitionerUnknown(slug)

    def location(self, slug: str) -> Location:
        """The place of that slug.

        Raises LocationUnknown.
        """
        for each in self.locations:
            if each.slug == slug:
                return each
        raise LocationUnknown(slug)

    def who_offers(self, kind: AppointmentType) -> tuple[Practitioner, ...]:
        """The practitioners who offer that type and are switched on, in the clinic's order."""
        return tuple(p for p in self.practitioners if p.enabled and p.slug in kind.practitioners)

    def change_policy_of(self, kind: AppointmentType) -> ChangePolicy:
        """What cancelling an appointment of that type costs: its own rule, or the clinic's."""
        return kind.change_policy or self.change_policy
